import { COUNTIES } from "../facts/counties.ts";
import { type Backbone } from "./backbone.ts";
import type { BackboneLines } from "./backbone-lines.ts";
import type { Hamlets } from "./hamlets.ts";
import { distanceToSegment, type Point } from "./plane.ts";
import { randomFrom } from "./random.ts";
import type { Territory } from "./territory.ts";
import { windingPath } from "./winding.ts";

/** One village road: a line past one or more natural villages, from a greater road or another village road. */
export interface VillageRoad {
  readonly line: readonly Point[];
  /** Last natural village on the road, as index into the county's hamlets. */
  readonly end: number;
  readonly cell: number;
  /** Natural villages on the road, and their households. */
  readonly villages: number;
  readonly households: number;
}

/** Within this distance of a greater road a village needs no road of its own. */
const BESIDE_KM = 0.32;
/** Hops shorter than this are always built: the village would be within reach without them. */
const SHORT_HOP_KM = 0.56;

/**
 * The share of villages of 20 households and more that the county has reached by road: 0.985 in the plains, less with karst and
 * relief, least in Hechi and Baise, and a little different in each county. It decides how many branches stay unbuilt.
 */
function roadShareOf(county: number): number {
  const facts = COUNTIES[county];
  if (facts === undefined) throw new RangeError(`no county ${county}`);
  const isWest = facts.code.startsWith("4510") || facts.code.startsWith("4512");
  const hardness = (facts.karst + facts.relief) / 2;
  const own = randomFrom(`road share ${facts.code}`).between(-1, 1);
  return Math.min(0.992, 0.983 - 0.2 * hardness - (isWest ? 0.12 + 0.08 * own : 0) + 0.025 * own);
}

/** Plans the village roads of a county: a tree per administrative village, from which the dearest branches per household are left out. */
export function createVillageRoads(
  land: Territory,
  hamlets: Hamlets,
  backbone: Backbone,
  lines: BackboneLines,
): VillageRoad[] {
  const total = hamlets.x.length;
  const parent = new Int32Array(total).fill(-1);
  const root: (Point | undefined)[] = Array.from({ length: total });
  const hopKm = new Float64Array(total);
  const beside = new Uint8Array(total);
  hamlets.cells.forEach((cell, k) => {
    growTree(
      land,
      hamlets,
      hamlets.first[k] as number,
      hamlets.first[k + 1] as number,
      accessOf(cell, backbone, lines),
      parent,
      root,
      hopKm,
      beside,
    );
  });
  const built = pruneBranches(land, hamlets, parent, hopKm, beside);
  return drawRoads(land, hamlets, parent, root, built, beside);
}

/** Points of the greater roads at the near half of every edge that leaves the cell. */
function accessOf(cell: number, backbone: Backbone, lines: BackboneLines): Point[] {
  return backbone.roadsAt(cell).flatMap((edge) => {
    const line = lines.lineOf(edge);
    const half = Math.ceil(line.length * 0.55);
    return backbone.from[edge] === cell ? line.slice(0, half) : line.slice(-half);
  });
}

/** Prim's tree from the greater roads over the hamlets of one cell. */
function growTree(
  land: Territory,
  hamlets: Hamlets,
  begin: number,
  end: number,
  access: readonly Point[],
  parent: Int32Array,
  root: (Point | undefined)[],
  hopKm: Float64Array,
  beside: Uint8Array,
): void {
  const open = new Set<number>();
  const gap = new Map<number, number>();
  for (let i = begin; i < end; i++) {
    let best = Infinity;
    for (const point of access) {
      const distance = Math.hypot(
        point[0] - (hamlets.x[i] as number),
        point[1] - (hamlets.y[i] as number),
      );
      if (distance < best) {
        best = distance;
        root[i] = point;
      }
    }
    gap.set(i, best);
    hopKm[i] = best;
    if (best < BESIDE_KM) beside[i] = 1;
    else open.add(i);
  }
  while (open.size > 0) {
    let next = -1;
    for (const i of open)
      if (next < 0 || (gap.get(i) as number) < (gap.get(next) as number)) next = i;
    open.delete(next);
    for (const i of open) {
      const distance = Math.hypot(
        (hamlets.x[i] as number) - (hamlets.x[next] as number),
        (hamlets.y[i] as number) - (hamlets.y[next] as number),
      );
      // Going on from a village is preferred to a new turn-off: fewer, longer roads.
      if (0.86 * distance < (gap.get(i) as number)) {
        gap.set(i, 0.86 * distance);
        hopKm[i] = distance;
        parent[i] = next;
        root[i] = undefined;
      }
    }
  }
}

/** A branch with more villages than this beyond its first hop is always built. */
const MOST_IN_BRANCH = 6;

/**
 * Leaves out whole branches, dearest per household first, until the county's share is reached. Gives 1 for every hamlet whose hop
 * is built.
 */
function pruneBranches(
  land: Territory,
  hamlets: Hamlets,
  parent: Int32Array,
  hopKm: Float64Array,
  beside: Uint8Array,
): Uint8Array {
  const total = hamlets.x.length;
  const random = randomFrom(`branches ${hamlets.county}`);
  const offspring: number[][] = Array.from({ length: total }, () => []);
  parent.forEach((p, i) => {
    if (p >= 0) (offspring[p] as number[]).push(i);
  });
  const branches: { members: readonly number[]; dear: number }[] = [];
  let counted = 0;
  for (let i = 0; i < total; i++) {
    if ((hamlets.households[i] as number) >= 20) counted++;
    const noise = Math.exp(0.55 * random.gauss());
    if (beside[i] === 1 || (hopKm[i] as number) < SHORT_HOP_KM) continue;
    const members = branchFrom(i, offspring);
    if (members.length > MOST_IN_BRANCH) continue;
    const sumOf = (column: ArrayLike<number>): number =>
      members.reduce((sum, m) => sum + (column[m] as number), 0);
    const cell = hamlets.cell[i] as number;
    const hard = 0.5 + (land.relief[cell] as number) + 0.7 * (land.karst[cell] as number);
    branches.push({
      members,
      dear: (sumOf(hopKm) * hard * noise) / sumOf(hamlets.households) ** 0.75,
    });
  }
  branches.sort((a, b) => b.dear - a.dear || (a.members[0] as number) - (b.members[0] as number));
  const built = new Uint8Array(total).fill(1);
  let toLeave = Math.round((1 - roadShareOf(hamlets.county)) * counted);
  for (const { members } of branches) {
    if (toLeave <= 0) break;
    for (const i of members) {
      if (built[i] === 1 && (hamlets.households[i] as number) >= 20) toLeave--;
      built[i] = 0;
    }
  }
  return built;
}

/** The hamlet and all that hang on it. */
function branchFrom(start: number, offspring: readonly (readonly number[])[]): number[] {
  const members = [start];
  for (let k = 0; k < members.length; k++)
    members.push(...(offspring[members[k] as number] as number[]));
  return members;
}

/** Villages on one road line; the road beyond is a line of its own. */
const MOST_ON_ROAD = 4;

/** Strings the built hops together into lines that go on as far as they can. */
function drawRoads(
  land: Territory,
  hamlets: Hamlets,
  parent: Int32Array,
  root: readonly (Point | undefined)[],
  built: Uint8Array,
  beside: Uint8Array,
): VillageRoad[] {
  const total = hamlets.x.length;
  const random = randomFrom(`village roads ${hamlets.county}`);
  const offspring: number[][] = Array.from({ length: total }, () => []);
  const starts: number[] = [];
  for (let i = 0; i < total; i++) {
    if (beside[i] === 1 || built[i] === 0) continue;
    const p = parent[i] as number;
    if (p < 0) starts.push(i);
    else (offspring[p] as number[]).push(i);
  }
  const depth = (i: number): number => 1 + Math.max(0, ...(offspring[i] as number[]).map(depth));
  // A road passes a little beside the houses.
  const passing = Array.from({ length: total }, (_, i): Point => {
    const angle = random.between(0, 2 * Math.PI);
    const off = random.between(0.02, 0.12);
    return [
      (hamlets.x[i] as number) + off * Math.cos(angle),
      (hamlets.y[i] as number) + off * Math.sin(angle),
    ];
  });
  const roads: VillageRoad[] = [];
  const draw = (start: Point, firstStop: number): void => {
    const through: Point[] = [start];
    let villages = 0;
    let households = 0;
    let at = firstStop;
    for (;;) {
      through.push(passing[at] as Point);
      villages++;
      households += hamlets.households[at] as number;
      const onward = [...(offspring[at] as number[])].sort((a, b) => depth(b) - depth(a) || a - b);
      const here = passing[at] as Point;
      const goesOn = villages < MOST_ON_ROAD;
      for (const other of goesOn ? onward.slice(1) : onward) draw(here, other);
      const [next] = onward;
      if (next === undefined || !goesOn) break;
      at = next;
    }
    const cell = hamlets.cell[at] as number;
    const bend = 0.1 + 0.12 * (land.karst[cell] as number) + 0.08 * (land.relief[cell] as number);
    const pieces = (lengthKm: number): number =>
      Math.max(villages === 1 ? 9 : 6, Math.min(14, Math.round(lengthKm / 0.11)));
    roads.push({
      line: windingPath(through, pieces, bend, random),
      end: at,
      cell,
      villages,
      households,
    });
  };
  for (const i of starts) {
    const start = root[i] as Point;
    if (distanceToSegment(hamlets.x[i] as number, hamlets.y[i] as number, ...start, ...start) > 0)
      draw(start, i);
  }
  return roads;
}
