import Flatbush from "flatbush";
import type { IndicatorRule, SimpleTest } from "../../core/contract/rule.ts";
import { boxAround } from "../../core/coverage/exact-nearest.ts";
import type { Box } from "../../core/coverage/polygons.ts";
import type { FeatureColumns } from "../../core/coverage/snapshot.ts";

/** Distances beyond this are not looked for: who asks wants to know what is near. */
const LOOK_M = 5_000;
/** A base station whose radius is not recorded may reach this far. Source: 3GPP TS 45.010, as in core/coverage. */
const WIDEST_RADIUS_M = 35_000;

/**
 * The features that a rule can find from some places: those within its reach and 5 km, and of a test by radius those whose radius may
 * reach there. A few hundred features stand for the hundreds of thousands of a region, and the same rule on them says the same.
 */
export function featuresNear(
  features: FeatureColumns,
  rule: IndicatorRule,
  places: Iterable<readonly [lng: number, lat: number]>,
): FeatureColumns {
  const tests: readonly SimpleTest[] = rule.test.kind === "any" ? rule.test.of : [rule.test];
  const searches = tests.map((test) => ({
    withinM: reachOf(features, test),
    wanted: test.classes ?? test.facilityKinds ?? null,
  }));
  const rows = new Set<number>();
  const tree = treeOf(features);
  for (const [lng, lat] of places)
    for (const { withinM, wanted } of searches)
      tree?.search(...boxAround(lng, lat, withinM), (row) => {
        const word = features.classes[features.class[row]!] ?? "";
        if (wanted === null || word === "" || wanted.includes(word)) rows.add(row);
        return false;
      });
  return rowsOf(features, Int32Array.from(rows).sort());
}

function reachOf(features: FeatureColumns, test: SimpleTest): number {
  if (test.kind === "distance") return Math.max(LOOK_M, test.reachM);
  if (test.kind === "inside") return LOOK_M;
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
  for (let row = 0; row < features.count; row++) tree?.add(...boxOf(features, row));
  tree?.finish();
  trees.set(features, tree);
  return tree;
}

function boxOf({ partOf, vertexOf, coordinates }: FeatureColumns, row: number): Box {
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

/** Some rows, ascending, as columns of their own. */
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
