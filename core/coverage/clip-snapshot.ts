import { LEVELS } from "../contract/area.ts";
import { SECTORS, type Sector } from "../contract/rule.ts";
import { boxAround } from "./exact-nearest.ts";
import { boxOfRow, type Box } from "./polygons.ts";
import type {
  AreaColumns,
  FeatureColumns,
  PolygonColumns,
  Snapshot,
  VillageColumns,
} from "./snapshot.ts";

/**
 * How far beyond an area's box features still go with it. Verdicts of villages in the area are those of the whole region for every
 * rule whose reach is no longer; a distance beyond it may come out too large.
 */
export const CLIP_MARGIN_M = 40_000;

/**
 * The part of a snapshot that an area needs: the area with those above and below it, its villages, and of some sectors the features in
 * its box and 40 km around. For a region everything but the sectors left out. Rows keep their order and ids.
 */
export function clipSnapshot(
  snapshot: Snapshot,
  area: number,
  sectors: readonly Sector[],
): Snapshot {
  const { areas, villages } = snapshot;
  const chosen = (pick: (features: FeatureColumns) => FeatureColumns) =>
    Object.fromEntries(
      SECTORS.map((sector) => {
        const all = snapshot.features[sector];
        return [sector, sectors.includes(sector) ? pick(all) : pickFeatures(all, NONE)];
      }),
    ) as Record<Sector, FeatureColumns>;
  if (areas.parent[area] === -1) return { ...snapshot, features: chosen((all) => all) };
  const inside = insideOf(areas, area);
  const keptAreas = indicesWhere(areas.count, (i) => inside[i] === 1 || isAbove(areas, i, area));
  const newArea = new Int32Array(areas.count).fill(-1);
  keptAreas.forEach((i, k) => {
    newArea[i] = k;
  });
  const keptVillages = indicesWhere(villages.count, (i) => inside[villages.area[i]!] === 1);
  const box = boxOf(snapshot, inside, keptVillages);
  return {
    ...snapshot,
    areas: pickAreas(areas, keptAreas, newArea),
    villages: pickVillages(villages, keptVillages, newArea),
    features: chosen((all) => pickFeatures(all, touching(all, box))),
  };
}

const NONE = new Int32Array(0);

function indicesWhere(count: number, keep: (i: number) => boolean): Int32Array {
  const kept: number[] = [];
  for (let i = 0; i < count; i++) if (keep(i)) kept.push(i);
  return Int32Array.from(kept);
}

/** 1 for the area and every area below it: areas stand after their parents. */
function insideOf({ count, parent }: AreaColumns, area: number): Uint8Array {
  const inside = new Uint8Array(count);
  inside[area] = 1;
  for (let i = area + 1; i < count; i++) if (parent[i]! >= 0) inside[i] = inside[parent[i]!]!;
  return inside;
}

function isAbove({ parent }: AreaColumns, candidate: number, area: number): boolean {
  for (let at = parent[area]!; at >= 0; at = parent[at]!) if (at === candidate) return true;
  return false;
}

/** Box of the area's outlines and villages with the margin; null when nothing in it has a place. */
function boxOf({ areas, villages }: Snapshot, inside: Uint8Array, kept: Int32Array): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const extend = (west: number, south: number, east: number, north: number): void => {
    box[0] = Math.min(box[0], west);
    box[1] = Math.min(box[1], south);
    box[2] = Math.max(box[2], east);
    box[3] = Math.max(box[3], north);
  };
  for (let i = 0; i < areas.count; i++) {
    if (inside[i] !== 1) continue;
    const outline = boxOfRow(areas.outline, i);
    if (outline) extend(...outline);
    const [lng, lat] = [areas.lng[i]!, areas.lat[i]!];
    if (Number.isFinite(lng) && Number.isFinite(lat)) extend(lng, lat, lng, lat);
  }
  for (const i of kept)
    extend(villages.lng[i]!, villages.lat[i]!, villages.lng[i]!, villages.lat[i]!);
  if (box[0] > box[2]) return null;
  const [west, south] = boxAround(box[0], Math.max(-89, box[1]), CLIP_MARGIN_M);
  const [, , east, north] = boxAround(box[2], Math.min(89, box[3]), CLIP_MARGIN_M);
  return [west, south, east, north];
}

/** Features any vertex of which, or the line between two, may lie in the box: those whose own box meets it. */
function touching(features: FeatureColumns, box: Box | null): Int32Array {
  if (box === null) return NONE;
  const { partOf, vertexOf, coordinates } = features;
  return indicesWhere(features.count, (i) => {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = vertexOf[partOf[i]!]!; v < vertexOf[partOf[i + 1]!]!; v++) {
      west = Math.min(west, coordinates[2 * v]!);
      east = Math.max(east, coordinates[2 * v]!);
      south = Math.min(south, coordinates[2 * v + 1]!);
      north = Math.max(north, coordinates[2 * v + 1]!);
    }
    return west <= box[2] && east >= box[0] && south <= box[3] && north >= box[1];
  });
}

const floats = (column: Float64Array, kept: Int32Array): Float64Array =>
  Float64Array.from(kept, (i) => column[i]!);
const ints = (column: Int32Array, kept: Int32Array): Int32Array =>
  Int32Array.from(kept, (i) => column[i]!);
const bytes = (column: Uint8Array, kept: Int32Array): Uint8Array =>
  Uint8Array.from(kept, (i) => column[i]!);
const list = <T>(column: readonly T[], kept: Int32Array): T[] =>
  Array.from(kept, (i) => column[i]!);
const each = <In, Out>(
  columns: Readonly<Record<string, In>>,
  pick: (column: In) => Out,
): Record<string, Out> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, pick(column)]));

/** Levels that rules judge by their outline; the outlines of wider areas are for drawing and come as tiles. */
const FIRST_JUDGED = LEVELS.indexOf("township");

function pickAreas(areas: AreaColumns, kept: Int32Array, newArea: Int32Array): AreaColumns {
  const judged = kept.map((i) => (areas.level[i]! >= FIRST_JUDGED ? i : -1));
  return {
    count: kept.length,
    id: ints(areas.id, kept),
    code: list(areas.code, kept),
    name: list(areas.name, kept),
    pinyin: list(areas.pinyin, kept),
    level: bytes(areas.level, kept),
    parent: Int32Array.from(kept, (i) => (areas.parent[i]! < 0 ? -1 : newArea[areas.parent[i]!]!)),
    lng: floats(areas.lng, kept),
    lat: floats(areas.lat, kept),
    attributes: each(areas.attributes, (column) => bytes(column, kept)),
    outline: pickPolygons(areas.outline, judged),
    surveyed: each(areas.surveyed, (column) => bytes(column, kept)) as AreaColumns["surveyed"],
  };
}

function pickVillages(
  villages: VillageColumns,
  kept: Int32Array,
  newArea: Int32Array,
): VillageColumns {
  return {
    count: kept.length,
    id: ints(villages.id, kept),
    code: list(villages.code, kept),
    name: list(villages.name, kept),
    lng: floats(villages.lng, kept),
    lat: floats(villages.lat, kept),
    area: Int32Array.from(kept, (i) => newArea[villages.area[i]!]!),
    households: ints(villages.households, kept),
    persons: ints(villages.persons, kept),
    poorHouseholds: ints(villages.poorHouseholds, kept),
    poorPersons: ints(villages.poorPersons, kept),
    willingHouseholds: ints(villages.willingHouseholds, kept),
    attributes: each(villages.attributes, (column) => bytes(column, kept)),
    attested: each(villages.attested, (column) =>
      bytes(column, kept),
    ) as VillageColumns["attested"],
    outline: pickPolygons(villages.outline, kept),
  };
}

function pickFeatures(features: FeatureColumns, kept: Int32Array): FeatureColumns {
  const partOf = [0];
  const vertexOf = [0];
  const role: number[] = [];
  let vertices = 0;
  for (const i of kept) {
    for (let part = features.partOf[i]!; part < features.partOf[i + 1]!; part++) {
      vertices += features.vertexOf[part + 1]! - features.vertexOf[part]!;
      vertexOf.push(vertices);
      role.push(features.role[part]!);
    }
    partOf.push(role.length);
  }
  const coordinates = new Float64Array(2 * vertices);
  let at = 0;
  for (const i of kept) {
    const first = features.vertexOf[features.partOf[i]!]!;
    const end = features.vertexOf[features.partOf[i + 1]!]!;
    coordinates.set(features.coordinates.subarray(2 * first, 2 * end), at);
    at += 2 * (end - first);
  }
  return {
    sector: features.sector,
    count: kept.length,
    id: ints(features.id, kept),
    name: list(features.name, kept),
    class: bytes(features.class, kept),
    classes: features.classes,
    surface: bytes(features.surface, kept),
    surfaces: features.surfaces,
    allSeason: bytes(features.allSeason, kept),
    ...(features.accepted && { accepted: bytes(features.accepted, kept) }),
    numbers: each(features.numbers, (column) => Float32Array.from(kept, (i) => column[i]!)),
    geometry: bytes(features.geometry, kept),
    partOf: Int32Array.from(partOf),
    vertexOf: Int32Array.from(vertexOf),
    role: Uint8Array.from(role),
    coordinates,
  };
}

/** Rows of polygons by index; -1 gives a row without any. */
function pickPolygons(columns: PolygonColumns, rows: Int32Array): PolygonColumns {
  const polygonOf = [0];
  const ringOf = [0];
  const vertexOf = [0];
  const pieces: Float64Array[] = [];
  let vertices = 0;
  for (const row of rows) {
    if (row >= 0) {
      for (let p = columns.polygonOf[row]!; p < columns.polygonOf[row + 1]!; p++) {
        for (let r = columns.ringOf[p]!; r < columns.ringOf[p + 1]!; r++) {
          const [first, end] = [columns.vertexOf[r]!, columns.vertexOf[r + 1]!];
          pieces.push(columns.coordinates.subarray(2 * first, 2 * end));
          vertices += end - first;
          vertexOf.push(vertices);
        }
        ringOf.push(vertexOf.length - 1);
      }
    }
    polygonOf.push(ringOf.length - 1);
  }
  const coordinates = new Float64Array(2 * vertices);
  let at = 0;
  for (const piece of pieces) {
    coordinates.set(piece, at);
    at += piece.length;
  }
  return {
    polygonOf: Int32Array.from(polygonOf),
    ringOf: Int32Array.from(ringOf),
    vertexOf: Int32Array.from(vertexOf),
    coordinates,
  };
}
