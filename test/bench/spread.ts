export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export const round = (value: number): number => Number(value.toPrecision(3));

/** Middle, 95th percentile and greatest of some times. */
export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

/** Runs something and notes how many milliseconds it took. */
export function timed(times: number[], run: () => unknown): void {
  const start = performance.now();
  run();
  times.push(performance.now() - start);
}
