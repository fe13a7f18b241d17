import Flatbush from "flatbush";
import { Draft, ROOT } from "./draft.ts";
import type { Gap } from "./gap.ts";
import { distanceOf, type Spot } from "./plane.ts";

/** The node that stands for all existing lines. */
export const EXISTING = 0;

/** Lines that may be built, in either direction, between spots; node 0 is whatever exists. */
export interface CandidateGraph {
  readonly nodes: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly yuan: Float64Array;
  /** Where each line begins and ends. */
  readonly start: readonly Spot[];
  readonly end: readonly Spot[];
  /** Targets within reach of each line. */
  readonly reaches: readonly (readonly number[])[];
}

interface Arc {
  readonly from: number;
  readonly to: number;
  readonly yuan: number;
  readonly start: Spot;
  readonly end: Spot;
  readonly reaches: readonly number[];
}

/** Each spot may be joined to so many of its nearest. */
const NEIGHBOURS = 8;
const SAME_SPOT_M = 1;

/**
 * The lines of some drafts, and between all their spots the straight ones to the nearest others and to what exists. Every line of the
 * first draft is among them as it is.
 */
export function candidateGraph(drafts: readonly Draft[]): CandidateGraph {
  const { gap } = drafts[0]!;
  const spots: Spot[] = [{ x: NaN, y: NaN }];
  const nodeAt = (spot: Spot, isExact: boolean): number => {
    const known = isExact ? -1 : spots.findIndex((one) => distanceOf(one, spot) < SAME_SPOT_M);
    return known > 0 ? known : spots.push(spot) - 1;
  };
  const arcs = new Map<string, Arc>();
  const join = (from: number, to: number, a: Spot, b: Spot): void => {
    if (from === to) return;
    const yuan = gap.ground.yuan(a, b);
    const known = arcs.get(`${from} ${to}`);
    const reaches = drafts[0]!.reachedBy(a, b);
    // Two ways from what exists: both are kept where they serve others.
    const isOther = known && reaches.some((t) => !known.reaches.includes(t));
    if (known && !isOther && known.yuan <= yuan) return;
    const key = isOther ? `${from} ${to} ${arcs.size}` : `${from} ${to}`;
    arcs.set(key, { from, to, yuan, start: a, end: b, reaches });
  };
  drafts.forEach((draft, d) => {
    const names = new Map<number, number>();
    for (const node of draft.order()) {
      if (draft.isRoot(node)) {
        names.set(node, EXISTING);
        continue;
      }
      const parent = draft.parent[node]!;
      const name = nodeAt(draft.spot(node), d === 0);
      names.set(node, name);
      const from = names.get(parent)!;
      join(from, name, draft.spot(parent), draft.spot(node));
      if (from !== EXISTING) join(name, from, draft.spot(node), draft.spot(parent));
    }
  });
  const tree = new Flatbush(spots.length - 1);
  for (const { x, y } of spots.slice(1)) tree.add(x, y);
  tree.finish();
  for (let node = 1; node < spots.length; node++) {
    const spot = spots[node]!;
    const foot = gap.existing.nearest(spot);
    if (foot) join(EXISTING, node, foot.spot, spot);
    for (const other of tree.neighbors(spot.x, spot.y, NEIGHBOURS + 1)) {
      const n = other + 1;
      if (n === node) continue;
      join(node, n, spot, spots[n]!);
      join(n, node, spots[n]!, spot);
    }
  }
  const list = [...arcs.values()];
  return {
    nodes: spots.length,
    from: Int32Array.from(list, ({ from }) => from),
    to: Int32Array.from(list, ({ to }) => to),
    yuan: Float64Array.from(list, ({ yuan }) => yuan),
    start: list.map(({ start }) => start),
    end: list.map(({ end }) => end),
    reaches: list.map(({ reaches }) => reaches),
  };
}

/** Some arcs of a graph as a draft: those that hang together on what exists. */
export function draftOf(gap: Gap, graph: CandidateGraph, arcs: readonly number[]): Draft {
  const draft = new Draft(gap);
  const from = new Map<number, number[]>();
  for (const arc of arcs) from.set(graph.from[arc]!, [...(from.get(graph.from[arc]!) ?? []), arc]);
  const names = new Map<number, number>();
  const queue = [EXISTING];
  for (let n = 0; n < queue.length; n++)
    for (const arc of from.get(queue[n]!) ?? []) {
      const node = graph.to[arc]!;
      const isKnown = names.has(node);
      const parent =
        queue[n] === EXISTING ? draft.add(graph.start[arc]!, ROOT) : names.get(queue[n]!)!;
      const name = draft.add(graph.end[arc]!, parent);
      if (isKnown) continue;
      names.set(node, name);
      queue.push(node);
    }
  return draft;
}
