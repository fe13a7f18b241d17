import Flatbush from "flatbush";
import type { IndicatorRule, Unit } from "../../core/contract/rule.ts";
import type { Works } from "../../core/contract/plan.ts";
import { boxOfRow, type Box } from "../../core/coverage/polygons.ts";
import type {
  FeatureColumns,
  PolygonColumns,
  Snapshot,
  VillageColumns,
} from "../../core/coverage/snapshot.ts";
import { hasOutline, unitsOf } from "../../core/coverage/units.ts";
import { createWhatIf, type WhatIf } from "../../core/coverage/what-if.ts";
import { boxOfFeature, featuresNear, servesWithinM, testsOf, widened } from "./near-features.ts";

/** What-if on the surroundings of some works: small enough to be made for a question, and the same verdicts as on the whole region. */
export interface LocalWhatIf {
  readonly whatIf: WhatIf;
  /** Position in the rule's units of each unit judged here: position n of the local verdicts is `units[n]`. */
  readonly units: Int32Array;
  /** The row of an existing feature by its id, -1 where it is not among those near. */
  rowOf(featureId: number): number;
}

/**
 * A rule on those units that some works may serve or leave, with the features that may serve these units. Villages elsewhere are left
 * out; areas all stay, because what they count for is the sum of their villages, but only those near are told in `units`. A rule by which
 * neighbours serve each other is judged on the whole region.
 */
export function localWhatIf(
  snapshot: Snapshot,
  rule: IndicatorRule,
  works: Iterable<Works>,
): LocalWhatIf {
  const features = snapshot.features[rule.sector];
  if (rule.throughNeighbour) {
    const units = Int32Array.from({ length: unitsOf(snapshot, rule.unit).count }, (_, n) => n);
    return local(snapshot, rule, units, features);
  }
  const { tree, boxes } = unitTree(snapshot, rule.unit);
  const near = new Set<number>();
  const around: Box[] = [];
  for (const one of works)
    for (const box of boxesOf(one, features)) {
      const found = tree?.search(...widened(box, influenceM(one, rule, features))) ?? [];
      if (found.length === 0) continue;
      const whole: Box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const n of found) {
        near.add(n);
        grow(whole, boxes[n]!);
      }
      // What is closed or changed must be among the features, whether or not a unit lies near it.
      around.push(grow(whole, box));
    }
  const units = Int32Array.from(near).sort();
  return local(snapshot, rule, units, featuresNear(features, rule, around));
}

function local(
  snapshot: Snapshot,
  rule: IndicatorRule,
  units: Int32Array,
  features: FeatureColumns,
): LocalWhatIf {
  const ofVillages = rule.unit === "naturalVillage";
  const whatIf = createWhatIf(
    {
      ...snapshot,
      villages: ofVillages ? villagesOf(snapshot.villages, units) : snapshot.villages,
      features: { ...snapshot.features, [rule.sector]: features },
    },
    rule,
  );
  return { whatIf, units, rowOf: (featureId) => rowOfId(features.id, featureId) };
}

/** Statuses of the units near, in the order of `units`. */
export function statusesOf({ whatIf, units }: LocalWhatIf, rule: IndicatorRule): Uint8Array {
  const { status } = whatIf.verdicts;
  return rule.unit === "naturalVillage"
    ? status.slice()
    : Uint8Array.from(units, (n) => status[n]!);
}

/** Puts works in place. */
export function addWorks(
  { whatIf, rowOf }: Pick<LocalWhatIf, "whatIf" | "rowOf">,
  id: string,
  works: Works,
): void {
  const row = works.featureId === null ? -1 : rowOf(works.featureId);
  if (works.action !== "build" && row >= 0) whatIf.close(row);
  if (works.action === "close" || works.geometry === null) return;
  const { geometry, surface, allSeason, accepted, numbers } = works;
  whatIf.add({ id, geometry, class: works.class, surface, allSeason, accepted, numbers });
}

/** Where works change something: what is drawn, and what is closed or changed. */
function* boxesOf(
  { geometry, action, featureId }: Works,
  features: FeatureColumns,
): Generator<Box> {
  if (geometry !== null) {
    const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
    const positions =
      geometry.type === "Point"
        ? [geometry.coordinates]
        : geometry.type === "LineString"
          ? geometry.coordinates
          : geometry.coordinates.flat();
    for (const [x, y] of positions) grow(box, [x, y, x, y]);
    yield box;
  }
  const row = action === "build" || featureId === null ? -1 : rowOfId(features.id, featureId);
  if (row >= 0) yield boxOfFeature(features, row);
}

/** Metres beyond which works change nothing by a rule. */
function influenceM(works: Works, rule: IndicatorRule, features: FeatureColumns): number {
  const tests = testsOf(rule).map((test) =>
    Math.max(
      servesWithinM(features, test),
      test.kind === "radius" ? (works.numbers.radiusM ?? 0) : 0,
    ),
  );
  // Something over, so that the rounding of a box decides nothing.
  return Math.max(...tests) + 100;
}

interface UnitTree {
  readonly tree: Flatbush | null;
  readonly boxes: readonly Box[];
}
const trees = new WeakMap<Snapshot, Map<Unit, UnitTree>>();

/** The boxes of a rule's units, from outlines where there are any; made once for each state of the data. */
function unitTree(snapshot: Snapshot, unit: Unit): UnitTree {
  const of = trees.get(snapshot) ?? new Map<Unit, UnitTree>();
  trees.set(snapshot, of);
  let made = of.get(unit);
  if (made) return made;
  const units = unitsOf(snapshot, unit);
  const boxes = Array.from({ length: units.count }, (_, n): Box => {
    const [x, y] = [units.lng[n]!, units.lat[n]!];
    const box: Box = Number.isNaN(x + y)
      ? [Infinity, Infinity, -Infinity, -Infinity]
      : [x, y, x, y];
    const outline = hasOutline(units, n) ? boxOfRow(units.outline, units.index[n]!) : null;
    return outline ? grow(box, outline) : box;
  });
  const tree = units.count > 0 ? new Flatbush(units.count) : null;
  for (const box of boxes) tree?.add(...box);
  tree?.finish();
  made = { tree, boxes };
  of.set(unit, made);
  return made;
}

/** Makes a box hold another one. */
function grow(box: Box, [west, south, east, north]: Box): Box {
  if (west < box[0]) box[0] = west;
  if (south < box[1]) box[1] = south;
  if (east > box[2]) box[2] = east;
  if (north > box[3]) box[3] = north;
  return box;
}

/** The row of an id in ascending ids, -1 where it is not among them. */
function rowOfId(ids: Int32Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ids[middle] === id) return middle;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Some villages as columns of their own. */
function villagesOf(villages: VillageColumns, rows: Int32Array): VillageColumns {
  const ints = (column: Int32Array): Int32Array => rows.map((row) => column[row]!);
  const bytes = (column: Uint8Array): Uint8Array => Uint8Array.from(rows, (row) => column[row]!);
  const flags = <Name extends string>(
    columns: Readonly<Record<Name, Uint8Array>>,
  ): Record<Name, Uint8Array> =>
    Object.fromEntries(
      Object.entries<Uint8Array>(columns).map(([name, column]) => [name, bytes(column)]),
    ) as Record<Name, Uint8Array>;
  const places = (column: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => column[row]!);
  return {
    count: rows.length,
    id: ints(villages.id),
    code: Array.from(rows, (row) => villages.code[row] ?? null),
    name: Array.from(rows, (row) => villages.name[row]!),
    lng: places(villages.lng),
    lat: places(villages.lat),
    area: ints(villages.area),
    households: ints(villages.households),
    persons: ints(villages.persons),
    poorHouseholds: ints(villages.poorHouseholds),
    poorPersons: ints(villages.poorPersons),
    willingHouseholds: ints(villages.willingHouseholds),
    attributes: flags(villages.attributes),
    attested: flags(villages.attested),
    outline: outlinesOf(villages.outline, rows),
  };
}

function outlinesOf(columns: PolygonColumns, rows: Int32Array): PolygonColumns {
  const polygonOf = [0];
  const ringOf = [0];
  const vertexOf = [0];
  const coordinates: number[] = [];
  for (const row of rows) {
    for (let p = columns.polygonOf[row]!; p < columns.polygonOf[row + 1]!; p++) {
      for (let r = columns.ringOf[p]!; r < columns.ringOf[p + 1]!; r++) {
        const end = columns.vertexOf[r + 1]!;
        for (let at = 2 * columns.vertexOf[r]!; at < 2 * end; at++)
          coordinates.push(columns.coordinates[at]!);
        vertexOf.push(coordinates.length / 2);
      }
      ringOf.push(vertexOf.length - 1);
    }
    polygonOf.push(ringOf.length - 1);
  }
  return {
    polygonOf: Int32Array.from(polygonOf),
    ringOf: Int32Array.from(ringOf),
    vertexOf: Int32Array.from(vertexOf),
    coordinates: Float64Array.from(coordinates),
  };
}
