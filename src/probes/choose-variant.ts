import type { Check, Variant } from '../domain/check.ts';
import type { Answer } from '../domain/target.ts';

/** The first variant whose requirements hold; null when none does. */
export async function chooseVariant(
  check: Check,
  majorVersion: number,
  exists: (kind: 'object' | 'column', name: string) => Promise<Answer<boolean>>,
): Promise<Answer<Variant | null>> {
  for (const variant of check.variants) {
    const { object, column, minVersion } = variant.requires;
    if (minVersion !== undefined && majorVersion < minVersion) continue;
    const wanted = [
      ...(object === undefined ? [] : [['object', object] as const]),
      ...(column === undefined ? [] : [['column', column] as const]),
    ];
    const applies = await allExist(wanted, exists);
    if (!applies.ok) return applies;
    if (applies.value) return { ok: true, value: variant };
  }
  return { ok: true, value: null };
}

async function allExist(
  wanted: readonly (readonly ['object' | 'column', string])[],
  exists: (kind: 'object' | 'column', name: string) => Promise<Answer<boolean>>,
): Promise<Answer<boolean>> {
  for (const [kind, name] of wanted) {
    const answer = await exists(kind, name);
    if (!answer.ok || !answer.value) return answer;
  }
  return { ok: true, value: true };
}

/** What the variants would have needed, for the person who has to supply it. */
export function requirementsOf({ variants }: Check): string {
  const needs = variants
    .map(
      ({ requires: { object, column, minVersion } }) =>
        object ?? column ?? (minVersion === undefined ? '' : `version ${minVersion}`),
    )
    .filter((need) => need !== '');
  return [...new Set(needs)].join(' or ');
}
