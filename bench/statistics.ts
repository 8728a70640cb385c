/** The value below which `share` of all lie, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** A straight line through points by least squares: how much y changes for each x, and how sure that is. */
export function slope(points: readonly (readonly [x: number, y: number])[]): {
  readonly slope: number;
  readonly standardError: number;
} {
  const n = points.length;
  const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / n;
  const [meanX, meanY] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const steepness = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const left = points.reduce((sum, [x, y]) => sum + (y - meanY - steepness * (x - meanX)) ** 2, 0);
  return { slope: steepness, standardError: Math.sqrt(left / Math.max(1, n - 2) / spread) };
}
