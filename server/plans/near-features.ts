import Flatbush from "flatbush";
import type { IndicatorRule, SimpleTest } from "../../core/contract/rule.ts";
import { boxAround } from "../../core/coverage/exact-nearest.ts";
import type { Box } from "../../core/coverage/polygons.ts";
import type { FeatureColumns } from "../../core/coverage/snapshot.ts";

/** Something over, so that the rounding of a box decides nothing. */
const ROUNDING_M = 100;
/** A base station whose radius is not recorded may reach this far. Source: 3GPP TS 45.010, as in core/coverage. */
const WIDEST_RADIUS_M = 35_000;

export function testsOf({ test }: IndicatorRule): readonly SimpleTest[] {
  return test.kind === "any" ? test.of : [test];
}

/** A box in degrees that surely holds everything within some metres of a box. */
export function widened([west, south, east, north]: Box, withinM: number): Box {
  const [a, b] = [boxAround(west, south, withinM), boxAround(east, north, withinM)];
  return [Math.min(a[0], b[0]), a[1], Math.max(a[2], b[2]), b[3]];
}

/**
 * The features that may serve by a rule somewhere in some boxes, and those within `lookM` of them: a few hundred stand for the hundreds
 * of thousands of a region, and a rule on them says the same of what lies there.
 */
export function featuresNear(
  features: FeatureColumns,
  rule: IndicatorRule,
  boxes: Iterable<Box>,
  lookM = 0,
): FeatureColumns {
  const searches = testsOf(rule).map((test) => ({
    withinM: Math.max(lookM, servesWithinM(features, test) + ROUNDING_M),
    wanted: test.classes ?? test.facilityKinds ?? null,
  }));
  const rows = new Set<number>();
  const tree = treeOf(features);
  for (const box of boxes)
    for (const { withinM, wanted } of searches)
      tree?.search(...widened(box, withinM), (row) => {
        const word = features.classes[features.class[row]!] ?? "";
        if (wanted === null || word === "" || wanted.includes(word)) rows.add(row);
        return false;
      });
  return rowsOf(features, Int32Array.from(rows).sort());
}

/** Metres beyond which no feature serves by a test. */
export function servesWithinM(features: FeatureColumns, test: SimpleTest): number {
  if (test.kind === "distance") return test.reachM;
  if (test.kind === "inside") return 0;
  let widest = WIDEST_RADIUS_M;
  for (const radiusM of features.numbers["radiusM"] ?? []) if (radiusM > widest) widest = radiusM;
  return widest;
}

const trees = new WeakMap<FeatureColumns, Flatbush | null>();

/** The boxes of features; made once for each snapshot, 40 bytes for each feature. */
function treeOf(features: FeatureColumns): Flatbush | null {
  let tree = trees.get(features);
  if (tree !== undefined) return tree;
  tree = features.count > 0 ? new Flatbush(features.count) : null;
  for (let row = 0; row < features.count; row++) tree?.add(...boxOfFeature(features, row));
  tree?.finish();
  trees.set(features, tree);
  return tree;
}

/** Box of a feature, the empty one where it has no vertex. */
export function boxOfFeature({ partOf, vertexOf, coordinates }: FeatureColumns, row: number): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const end = vertexOf[partOf[row + 1]!]!;
  for (let v = vertexOf[partOf[row]!]!; v < end; v++) {
    const [x, y] = [coordinates[2 * v]!, coordinates[2 * v + 1]!];
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}

/** Some rows, ascending, as columns of their own; ids stay. */
function rowsOf(features: FeatureColumns, rows: Int32Array): FeatureColumns {
  const partOf = [0];
  const vertexOf = [0];
  const role: number[] = [];
  const pieces: Float64Array[] = [];
  for (const row of rows) {
    for (let part = features.partOf[row]!; part < features.partOf[row + 1]!; part++) {
      const [first, end] = [features.vertexOf[part]!, features.vertexOf[part + 1]!];
      pieces.push(features.coordinates.subarray(2 * first, 2 * end));
      vertexOf.push(vertexOf.at(-1)! + end - first);
      role.push(features.role[part]!);
    }
    partOf.push(role.length);
  }
  const coordinates = new Float64Array(2 * vertexOf.at(-1)!);
  let at = 0;
  for (const piece of pieces) {
    coordinates.set(piece, at);
    at += piece.length;
  }
  const bytes = (column: Uint8Array): Uint8Array => Uint8Array.from(rows, (row) => column[row]!);
  const { accepted } = features;
  return {
    ...features,
    count: rows.length,
    id: rows.map((row) => features.id[row]!),
    name: Array.from(rows, (row) => features.name[row] ?? null),
    class: bytes(features.class),
    surface: bytes(features.surface),
    allSeason: bytes(features.allSeason),
    ...(accepted && { accepted: bytes(accepted) }),
    numbers: Object.fromEntries(
      Object.entries(features.numbers).map(([field, column]) => [
        field,
        Float32Array.from(rows, (row) => column[row]!),
      ]),
    ),
    geometry: bytes(features.geometry),
    partOf: Int32Array.from(partOf),
    vertexOf: Int32Array.from(vertexOf),
    role: Uint8Array.from(role),
    coordinates,
  };
}
