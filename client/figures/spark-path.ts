/** A small line of values: its pieces between gaps, and the last known point. */
export interface SparkPath {
  path: string;
  last: { x: number; y: number } | null;
  /** Height of the target, null where there is none. */
  targetY: number | null;
}

/**
 * Values from left to right in a frame of `width` and `height`, low ones below; null leaves a gap. Equal values stand in the middle.
 * Null when fewer than two are known: one point is no trend.
 */
export function sparkPath(
  values: readonly (number | null)[],
  target: number | null,
  width: number,
  height: number,
): SparkPath | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const all = target === null ? known : [...known, target];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = (at: number) => 2 + ((width - 6) * at) / (values.length - 1);
  const y = (value: number) =>
    high === low ? height / 2 : 3 + ((height - 6) * (high - value)) / (high - low);
  let path = "";
  let last: SparkPath["last"] = null;
  let pen = false;
  values.forEach((value, at) => {
    if (value === null) {
      pen = false;
      return;
    }
    const point = { x: x(at), y: y(value) };
    path += `${pen ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    pen = true;
    last = point;
  });
  return { path, last, targetY: target === null ? null : y(target) };
}
