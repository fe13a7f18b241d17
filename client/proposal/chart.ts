import type { ProposalNews } from "../../core/contract/proposal.ts";

type Points = ProposalNews["progress"]["points"];

/** (objective - bound) / objective; null while either is not known. */
export function gapOf({ bound, objective }: Points[number]): number | null {
  if (bound === null || objective === null) return null;
  return objective === 0 ? 0 : Math.max(0, (objective - bound) / Math.abs(objective));
}

/** A size and its margins, in pixels of the drawing. */
interface Size {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** How far above the last values the scale goes, in gaps: the first plans are far off and would flatten all that comes after. */
const HEADROOM = 3;

/**
 * Paths of bound, objective and the area between them over time, as steps; a value holds until the next. Null without any point that
 * has a value. The scale is made for the last half of the way: values beyond it are cut at the edge.
 */
export function chartOf(
  points: Points,
  size: Size,
): { bound: string; objective: string; between: string } | null {
  const known = points.filter(({ bound, objective }) => bound !== null || objective !== null);
  const last = known.at(-1);
  if (last === undefined) return null;
  const values = known
    .slice(Math.floor(known.length / 2))
    .flatMap(({ bound, objective }) => [bound, objective])
    .filter((value) => value !== null);
  let [low, high] = [Math.min(...values), Math.max(...values)];
  const gap = last.bound === null || last.objective === null ? 0 : last.objective - last.bound;
  if (gap > 0) {
    low = Math.max(low, last.bound! - HEADROOM * gap);
    high = Math.min(high, last.objective! + HEADROOM * gap);
  }
  const span = high - low || Math.abs(high) * 0.01 || 1;
  const begin = known[0]!.seconds;
  const lasted = last.seconds - begin || 1;
  const x = (seconds: number): number =>
    round(size.left + ((size.width - size.left - size.right) * (seconds - begin)) / lasted);
  const y = (value: number): number => {
    const share = Math.min(1, Math.max(0, (value - low) / span));
    return round(size.height - size.bottom - (size.height - size.top - size.bottom) * share);
  };
  const steps = (of: "bound" | "objective") => {
    const own = known.filter((point) => point[of] !== null);
    return own.flatMap((point, i) => {
      const until = own[i + 1]?.seconds ?? last.seconds;
      const at = y(point[of]!);
      return [
        [x(point.seconds), at],
        [x(until), at],
      ] as const;
    });
  };
  const [bound, objective] = [steps("bound"), steps("objective")];
  const from = objective[0]?.[0] ?? Infinity;
  const under = bound.filter(([at]) => at >= from);
  const entry = bound.findLast(([at]) => at <= from);
  const floor = entry === undefined ? under : [[from, entry[1]] as const, ...under];
  const between =
    objective.length === 0 || floor.length === 0 ? [] : [...objective, ...floor.toReversed()];
  return {
    bound: path(bound),
    objective: path(objective),
    between: between.length === 0 ? "" : `${path(between)}Z`,
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const path = (places: readonly (readonly [number, number])[]): string =>
  places.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join("");
