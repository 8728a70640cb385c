const bars = '▁▂▃▄▅▆▇█';

/**
 * Numbers as a row of bars, oldest first, from zero (or the least, when negative) to the greatest, so that small
 * wobbles of a large number do not look like mountains. Longer series are thinned to `width` by taking the greatest of
 * each stretch: a peak must not vanish. Fewer than two numbers say nothing of a trend: `–`.
 */
export function sparkline(values: readonly number[], width = 7): string {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length < 2) return '–';
  const thinned = thin(finite, width);
  const floor = Math.min(0, ...thinned);
  const span = Math.max(...thinned) - floor;
  return thinned
    .map((value) => bars[span === 0 ? 0 : Math.round(((value - floor) / span) * (bars.length - 1))])
    .join('');
}

function thin(values: readonly number[], width: number): readonly number[] {
  if (values.length <= width) return values;
  return Array.from({ length: width }, (_, index) => {
    const from = Math.floor((index * values.length) / width);
    const to = Math.floor(((index + 1) * values.length) / width);
    return Math.max(...values.slice(from, to));
  });
}
