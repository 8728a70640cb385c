const bars = '▁▂▃▄▅▆▇█';

/** A series that moves by less than this part of its greatest value looks flat: wobbles are not mountains. */
const CALM = 0.6;

/**
 * Numbers as a row of bars, oldest first, the least at the bottom. Longer series are thinned to `width` by taking the
 * greatest of each stretch: a peak must not vanish. Fewer than two numbers say nothing of a trend: `–`.
 */
export function sparkline(values: readonly number[], width = 7): string {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length < 2) return '–';
  const thinned = thin(finite, width);
  const least = Math.min(...thinned);
  const most = Math.max(...thinned);
  const span = Math.max(most - least, CALM * Math.abs(most));
  return thinned
    .map((value) => bars[span === 0 ? 0 : Math.round(((value - least) / span) * (bars.length - 1))])
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
