/** Round numbers for an axis that begins at or below zero and holds every value. */
export function axisTicks(least: number, most: number, wanted = 4): readonly number[] {
  const low = Math.min(0, least);
  const high = most > low ? most : low + 1;
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, at) => tidy((first + at) * step));
}

/** Without the crumbs of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** `1480` as `1,480`, with as many decimals as say something. */
export function chartNumber(value: number): string {
  const digits = Math.abs(value) < 10 ? 2 : Number(Math.abs(value) < 100);
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** Which of the labels below an axis are drawn, so that none touches the next. */
export function shownLabels(labels: readonly string[], room: number): ReadonlySet<number> {
  const widest = Math.max(1, ...labels.map((label) => label.length)) * 6.2 + 14;
  const each = Math.max(1, Math.ceil((labels.length * widest) / room));
  const last = labels.length - 1;
  return new Set(labels.map((_, at) => at).filter((at) => (last - at) % each === 0));
}
