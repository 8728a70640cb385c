import type { Unit } from '../domain/check.ts';
import type { Complaint } from '../domain/fault.ts';

/** Whether each place of a headline is a known function over declared columns. */
export function headlineComplaints(
  path: string,
  headline: string | undefined,
  labels: readonly string[],
  values: Readonly<Record<string, Unit>>,
): Complaint[] {
  return [...(headline ?? '').matchAll(/\{([^}]*)\}/g)]
    .map(([, place]) => place ?? '')
    .filter((place) => !isPlace(place, labels, values))
    .map((place) => ({
      path,
      message: `has a place {${place}} that cannot be filled`,
      hint: 'Use {max(column)}, min, sum or first over a value, {count()}, or {worst(label by value)}.',
    }));
}

function isPlace(
  place: string,
  labels: readonly string[],
  values: Readonly<Record<string, Unit>>,
): boolean {
  if (place === 'count()') return true;
  const [, verb = '', column = '', by] =
    /^(max|min|sum|first|worst)\((\w+)(?: by (\w+))?\)$/.exec(place) ?? [];
  if (verb === 'worst') return labels.includes(column) && by !== undefined && isNumber(values[by]);
  if (by !== undefined) return false;
  if (verb === 'first') return labels.includes(column) || values[column] !== undefined;
  // The latest and earliest of several times make sense; their sum does not.
  if (verb === 'max' || verb === 'min') return isNumber(values[column]) || values[column] === 'utc';
  return verb === 'sum' && isNumber(values[column]);
}

function isNumber(unit: Unit | undefined): boolean {
  return unit !== undefined && unit !== 'text' && unit !== 'utc';
}
