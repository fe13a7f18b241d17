import type { Position } from "geojson";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Drawing } from "../../core/coverage/drawing.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { ratesOf, rollUp } from "../../core/coverage/roll-up.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { snapshotWith } from "../../core/coverage/snapshot-with.ts";
import { WORKS_DEFAULTS } from "../../core/policy/works-defaults.ts";
import { spreadOf, timed } from "./spread.ts";
import { lineOf, type Hand } from "./what-if-hand.ts";

const ROADS = 20;
/** Other programs disturb a run: the quietest of several is told, with the others beside it. */
const RUNS = 5;
/** What a planner most often draws, with all that rules ask for. */
const { numbers, ...attributes } = WORKS_DEFAULTS.line.road![0]!;
const ROAD = { ...attributes, numbers, allSeason: true, accepted: null } as const;

/** Milliseconds of pointer moves, as the page's worker tells them. */
interface MoveTimes {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

const movesOf = (times: readonly number[]): MoveTimes => {
  const { p50, p95, max } = spreadOf(times);
  return { p50Ms: p50, p95Ms: p95, maxMs: max };
};

/** Figures after a move, against a snapshot built anew with the same road and judged whole. */
function isAsRebuilt(
  drawing: Drawing,
  feature: DrawnFeature,
  snapshot: Snapshot,
  rule: IndicatorRule,
): boolean {
  const next = snapshotWith(snapshot, { [rule.sector]: { added: [feature] } });
  const after = ratesOf(rollUp(next, measureCoverage(next, rule)), 0);
  return JSON.stringify(drawing.figures().after) === JSON.stringify(after);
}

/**
 * Draws roads as a hand does and takes the time of every pointer move in what the page's worker does on it (client/workers): laying the
 * line in its new shape and telling the rates, who is newly served and the length. A road of 50 vertices, three moves to each; and then a
 * vertex in the middle pulled about, and the first. `times` are all moves of a run.
 */
function drawRoads(drawing: Drawing, hand: Hand, lengthKm: number): Record<Pulled, number[]> {
  const times: Record<Pulled, number[]> = { last: [], middle: [], first: [] };
  const move = (into: number[], coordinates: Position[]): void =>
    timed(into, () => {
      drawing.draw(roadOf(coordinates));
      drawing.figures();
    });
  for (let road = 0; road < ROADS; road++) {
    const line = hand.line(lengthKm);
    drawing.draw(roadOf(line.slice(0, 1)));
    for (let v = 1; v < line.length; v++) {
      const [x, y] = line[v] as [number, number];
      for (const off of [0.003, 0.001, 0])
        move(times.last, [...line.slice(0, v), [x + off, y - off]]);
    }
    for (const [name, vertex] of [
      ["middle", line.length >> 1],
      ["first", 0],
    ] as const) {
      for (let step = 1; step <= 10; step++)
        move(
          times[name],
          line.map(([x, y], v): Position => (v === vertex ? [x! + step * 0.0005, y!] : [x!, y!])),
        );
    }
    drawing.draw(null);
  }
  return times;
}

const PULLED = ["last", "middle", "first"] as const;
type Pulled = (typeof PULLED)[number];
const roadOf = (coordinates: Position[]): DrawnFeature => ({
  ...ROAD,
  id: "drawing",
  geometry: lineOf(coordinates),
});

/** Pointer moves of roads of one length. */
export interface Moves extends MoveTimes {
  /** Of the moves that pull the last vertex about, one in the middle, the first. */
  readonly byVertex: Readonly<Record<Pulled, MoveTimes>>;
  readonly p95MsOfRuns: readonly number[];
}

/** Takes the times of pointer moves of roads of one length: those of the quietest of several runs, and the p95 of all of them. */
export function measureMoves(drawing: Drawing, hand: Hand, lengthKm: number): Moves {
  const runs = Array.from({ length: RUNS }, () => drawRoads(drawing, hand, lengthKm));
  const all = runs.map((times) => movesOf(PULLED.flatMap((pulled) => times[pulled])));
  const quietest = all.reduce((best, one, n) => (one.p95Ms < all[best]!.p95Ms ? n : best), 0);
  const times = runs[quietest]!;
  return {
    ...all[quietest]!,
    byVertex: {
      last: movesOf(times.last),
      middle: movesOf(times.middle),
      first: movesOf(times.first),
    },
    p95MsOfRuns: all.map(({ p95Ms }) => p95Ms),
  };
}

/** Roads drawn to the end whose figures are not those of a full computation. */
export function countWrongFigures(
  drawing: Drawing,
  snapshot: Snapshot,
  rule: IndicatorRule,
  hand: Hand,
): number {
  let wrong = 0;
  for (const lengthKm of [5, 5, 5, 50, 50]) {
    const feature = roadOf(hand.line(lengthKm));
    drawing.draw(feature);
    if (!isAsRebuilt(drawing, feature, snapshot, rule)) wrong++;
    drawing.draw(null);
  }
  return wrong;
}
