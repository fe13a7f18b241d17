import { FULL_DETAIL_ZOOM } from "./grid.ts";

/** How far a simplified line may lie from the true one, in tile units (of 4096; 3 are 0.4 pixels on a 512-pixel tile). */
export const TOLERANCE = 3;

/** World units of the tolerance one zoom before full detail: smaller details need no ranking. */
const FINEST = TOLERANCE * 2 ** (18 - (FULL_DETAIL_ZOOM - 1));

/**
 * Douglas-Peucker for all zooms at once: sets `fromZoom[k]` of the vertices strictly between `first` and `last` to the first
 * zoom that draws them. What a zoom draws is exactly what Douglas-Peucker with that zoom's tolerance would keep.
 * With `backwards` the line is walked from `last` to `first`: give shared borders the same direction in both neighbours,
 * so that ties fall alike.
 */
export function rankVertices(
  x: Int32Array,
  y: Int32Array,
  first: number,
  last: number,
  fromZoom: Uint8Array,
  backwards = false,
): void {
  const stack: number[] = [first, last, Infinity];
  while (stack.length > 0) {
    const parent = stack.pop()!;
    const to = stack.pop()!;
    const from = stack.pop()!;
    const ax = x[from]!;
    const ay = y[from]!;
    const dx = x[to]! - ax;
    const dy = y[to]! - ay;
    const length2 = dx * dx + dy * dy;
    let farthest = -1;
    let farthest2 = FINEST * FINEST;
    for (let step = 1; step < to - from; step++) {
      const k = backwards ? to - step : from + step;
      let px = x[k]! - ax;
      let py = y[k]! - ay;
      if (length2 > 0) {
        const along = Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
        px -= along * dx;
        py -= along * dy;
      }
      const distance2 = px * px + py * py;
      if (distance2 > farthest2) {
        farthest2 = distance2;
        farthest = k;
      }
    }
    if (farthest < 0) continue;
    const rank = Math.min(parent, Math.sqrt(farthest2));
    fromZoom[farthest] = zoomOfRank(rank);
    stack.push(from, farthest, rank, farthest, to, rank);
  }
}

/** First zoom whose tolerance is below this many world units. */
function zoomOfRank(rank: number): number {
  const zoom = Math.floor(18 - Math.log2(rank / TOLERANCE)) + 1;
  return Math.min(FULL_DETAIL_ZOOM, Math.max(0, zoom));
}
