/** One figure. Where two things are compared they were measured in the same run. */
export interface BenchRow {
  readonly what: string;
  readonly value: number;
  /** Of `value` and `beside`. */
  readonly unit: string;
  readonly beside: number | null;
  readonly besideWhat: string | null;
  /** `value` / `beside`. */
  readonly ratio: number | null;
  readonly aim: string | null;
  /** Null where nothing is aimed at. */
  readonly met: boolean | null;
  /** What one needs to know to read it, or what was found. */
  readonly notes: readonly string[];
}

interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly notes?: readonly string[];
}

/** A figure by itself; with the most that it may be, where something is aimed at. */
export function figure({ notes = [], ...rest }: Figure, most: number | null = null): BenchRow {
  return {
    ...rest,
    notes,
    beside: null,
    besideWhat: null,
    ratio: null,
    aim: most === null ? null : `≤ ${most} ${rest.unit}`,
    met: most === null ? null : rest.value <= most,
  };
}

/** A figure beside another; `most` is the highest ratio that is aimed at. */
export function comparison(
  { notes = [], ...rest }: Figure & { readonly beside: number; readonly besideWhat: string },
  most: number | null = null,
): BenchRow {
  const ratio = rest.value / rest.beside;
  return {
    ...rest,
    notes,
    ratio,
    aim: most === null ? null : `≤ ${most} ×`,
    met: most === null ? null : ratio <= most,
  };
}
