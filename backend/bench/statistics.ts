/** The value in the middle; of two in the middle the mean. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Between two neighbours it lies in proportion, so that a few values give a figure too; of none it is NaN. */
export function percentile(values: readonly number[], percent: number): number {
  return percentileOfSorted(Float64Array.from(values).sort(), percent);
}

/** As `percentile`, for values that are sorted already: many figures of one sorting. */
export function percentileOfSorted(sorted: ArrayLike<number>, percent: number): number {
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Milliseconds that something took, many times. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

export function latencyOf(milliseconds: readonly number[]): Latency {
  const sorted = Float64Array.from(milliseconds).sort();
  return { p50: percentileOfSorted(sorted, 50), p99: percentileOfSorted(sorted, 99) };
}
