import type { Counted } from "../../contract/cheapest.ts";
import type { IndicatorRule } from "../../contract/rule.ts";
import { recheckBandM } from "../../geodesy/segment-distance.ts";
import { isPlace } from "../../geodesy/place.ts";
import type { Policy } from "../../policy/plan-policy.ts";
import { choose } from "../choice.ts";
import { clipSnapshot } from "../clip-snapshot.ts";
import { onlyOf } from "../judge-test.ts";
import { measureCoverage } from "../measure.ts";
import { hasOutline, unitsOf, eligibilityOf, attributeOf, type Units } from "../units.ts";
import { SERVED, UNKNOWN, UNSERVED, YES, type Snapshot } from "../snapshot.ts";
import { ExistingLines } from "./existing-lines.ts";
import type { LineWorks } from "./line-works.ts";
import { Plane, type Spot } from "./plane.ts";
import type { Target } from "./target.ts";
import { groundOf, type Ground } from "./terrain.ts";

/** What a rule misses in an area, in a plane: whom lines may serve, what they may hang on, and what they cost. */
export interface Gap {
  readonly plane: Plane;
  /** In an order of their own, by place. */
  readonly targets: readonly Target[];
  readonly existing: ExistingLines;
  readonly ground: Ground;
  /** Counted of the area: served today, and all that the rule counts, known or not. */
  readonly served: number;
  readonly eligible: number;
}

/** Lines end a little nearer than the reach: rounding of coordinates and the plane must never turn a verdict. */
function marginM(reachM: number): number {
  return Math.min(reachM / 2, 1 + 2 * recheckBandM(reachM));
}

/** The farthest that a line may stay from a unit and still serve it, by the tests open to it; null where none is. */
function reachOf(
  works: LineWorks,
  units: Units,
  n: number,
): { readonly reachM: number; readonly fromOutline: boolean } | null {
  let best: { reachM: number; fromOutline: boolean } | null = null;
  for (const { reachM, from = "outline", onlyFor } of works.tests) {
    if (onlyFor !== undefined && attributeOf(units, onlyFor, n) !== YES) continue;
    const fromOutline = from === "outline" && hasOutline(units, n);
    if (best === null || reachM > best.reachM) best = { reachM, fromOutline };
  }
  return best;
}

function ringsOf(units: Units, n: number, plane: Plane): Spot[][] {
  const { polygonOf, ringOf, vertexOf, coordinates } = units.outline;
  const row = units.index[n]!;
  const rings: Spot[][] = [];
  for (let ring = ringOf[polygonOf[row]!]!; ring < ringOf[polygonOf[row + 1]!]!; ring++) {
    const spots: Spot[] = [];
    for (let v = vertexOf[ring]!; v < vertexOf[ring + 1]!; v++)
      spots.push(plane.spotOf(coordinates[2 * v]!, coordinates[2 * v + 1]!));
    rings.push(spots);
  }
  return rings;
}

/** Lines and points that serve by one of the tests: what a new line may hang on. */
function existingOf(
  snapshot: Snapshot,
  rule: IndicatorRule,
  works: LineWorks,
  plane: Plane,
): ExistingLines {
  const choices = new Set(
    works.tests.map((test) => choose(snapshot, rule.sector, test, onlyOf(test)).yes),
  );
  const ends: number[] = [];
  for (const choice of choices) {
    const { segments } = choice.grid;
    for (let at = 0; at < 4 * segments.count; at += 2) {
      const { x, y } = plane.spotOf(segments.ends[at]!, segments.ends[at + 1]!);
      ends.push(x, y);
    }
  }
  return new ExistingLines(Float64Array.from(ends));
}

export interface GapOptions {
  readonly counted: Counted;
  readonly policy: Policy;
  readonly year: number;
}

/** The part of a snapshot that decides about an area, and which of its areas are that one and those in it. */
export interface Clipped {
  readonly snapshot: Snapshot;
  readonly inArea: Uint8Array;
}

/**
 * Clips a snapshot to an area and what a rule needs of it. Nothing is clipped for a rule through neighbours: they may live beyond the
 * border.
 */
export function clipFor(whole: Snapshot, rule: IndicatorRule, area: number): Clipped {
  const snapshot = rule.throughNeighbour ? whole : clipSnapshot(whole, area, [rule.sector]);
  const { areas } = snapshot;
  const code = whole.areas.code[area]!;
  const inArea = new Uint8Array(areas.count);
  for (let a = 0; a < areas.count; a++)
    inArea[a] = areas.code[a] === code || inArea[areas.parent[a]!] === 1 ? 1 : 0;
  return { snapshot, inArea };
}

/** For each unit of a clipped snapshot its index into villages or areas of the whole one. */
export function unitIndexes(
  whole: Snapshot,
  clipped: Snapshot,
  rule: IndicatorRule,
): (unit: number) => number {
  const table = rule.unit === "naturalVillage" ? "villages" : "areas";
  const index = unitsOf(clipped, rule.unit).index;
  if (whole[table] === clipped[table]) return (unit) => index[unit]!;
  const indexOf = new Map<number, number>();
  whole[table].id.forEach((id, i) => indexOf.set(id, i));
  return (unit) => indexOf.get(clipped[table].id[index[unit]!]!)!;
}

/**
 * What a rule misses in an area: every unit of the area that the rule surely counts,
 * that is not served, has a place and may be served by a line. `weight` is what is counted; a unit whose count is not recorded weighs 0.
 */
export function gapOf(
  { snapshot, inArea }: Clipped,
  rule: IndicatorRule,
  works: LineWorks,
  { counted, policy, year }: GapOptions,
): Gap {
  const verdicts = measureCoverage(snapshot, rule);
  const units = unitsOf(snapshot, rule.unit);
  let served = 0;
  let eligible = 0;
  const open: number[] = [];
  const weightOf = (n: number): number =>
    counted === "villages" ? 1 : Math.max(0, units[counted][n]!);
  let box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  for (let n = 0; n < units.count; n++) {
    const status = verdicts.status[n]!;
    const counts = status === SERVED || status === UNSERVED || status === UNKNOWN;
    if (!counts || inArea[units.area[n]!] !== 1) continue;
    eligible += weightOf(n);
    if (status === SERVED) served += weightOf(n);
    else if (
      eligibilityOf(units, rule.eligible, n) === YES &&
      isPlace(units.lng[n]!, units.lat[n]!) &&
      reachOf(works, units, n)
    ) {
      open.push(n);
      const [x, y] = [units.lng[n]!, units.lat[n]!];
      box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
    }
  }
  const plane =
    open.length === 0 ? new Plane(0, 0) : new Plane((box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
  const targets = open.map((n): Target => {
    const { reachM, fromOutline } = reachOf(works, units, n)!;
    return {
      unit: n,
      spot: plane.spotOf(units.lng[n]!, units.lat[n]!),
      rings: fromOutline ? ringsOf(units, n, plane) : null,
      reachM: reachM - marginM(reachM),
      villages: 1,
      households: Math.max(0, units.households[n]!),
      persons: Math.max(0, units.persons[n]!),
      weight: weightOf(n),
    };
  });
  return {
    plane,
    targets: targets.sort(
      (a, b) =>
        a.spot.x - b.spot.x ||
        a.spot.y - b.spot.y ||
        a.weight - b.weight ||
        a.reachM - b.reachM ||
        a.households - b.households ||
        a.persons - b.persons,
    ),
    existing: existingOf(snapshot, rule, works, plane),
    ground: groundOf(snapshot.villages, plane, works.yuanPerM, rule.sector, policy, year),
    served,
    eligible,
  };
}
