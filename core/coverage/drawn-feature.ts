import type { Geometry, GeometryCollection, Position } from "geojson";
import type { Sector } from "../contract/rule.ts";
import { LINE, NO, NOT_RECORDED, POINT, POLYGON, YES, type FeatureColumns } from "./snapshot.ts";
import { WordList } from "./word-list.ts";

/**
 * What is recorded of a feature beside its geometry; for facilities the class is the kind. Null is "not recorded". What is left out is
 * not recorded of a drawn feature, and stays as it is of an existing one.
 */
export interface FeatureAttributes {
  readonly class?: string | null;
  readonly surface?: string | null;
  readonly allSeason?: boolean | null;
  readonly accepted?: boolean | null;
  /** By field name: `radiusM`, `mbps`, `quantityLPerHeadDay`, `surfaceWidthM`, ... */
  readonly numbers?: Readonly<Record<string, number | null>>;
}

/** Longitude and latitude in degrees on WGS 84. */
export type DrawnGeometry = Exclude<Geometry, GeometryCollection>;

/** A feature that is not in the snapshot: one that a person draws, or the works of a plan. */
export interface DrawnFeature extends FeatureAttributes {
  /** Unlike every other drawn feature's. */
  readonly id: string;
  readonly name?: string | null;
  readonly geometry: DrawnGeometry;
}

export function flagOf(value: boolean | null | undefined): number {
  return value == null ? NOT_RECORDED : value ? YES : NO;
}

type Part = readonly [role: 0 | 1 | 2, positions: readonly Position[]];

/** A ring closed where the drawing has not closed it yet: what lies in an open ring cannot be told. */
function closed(ring: readonly Position[]): readonly Position[] {
  const [first, last] = [ring[0]!, ring.at(-1)!];
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}

function ringsOf(rings: readonly Position[][]): Part[] {
  if (!rings[0]?.length) return [];
  const kept = rings.filter((ring) => ring.length > 0);
  return kept.map((ring, r): Part => [r === 0 ? 1 : 2, closed(ring)]);
}

function partsOf(geometry: DrawnGeometry): readonly [kind: number, parts: readonly Part[]] {
  switch (geometry.type) {
    case "Point":
      return [POINT, [[0, [geometry.coordinates]]]];
    case "MultiPoint":
      return [POINT, geometry.coordinates.map((at): Part => [0, [at]])];
    case "LineString":
      return [LINE, [[0, geometry.coordinates]]];
    case "MultiLineString":
      return [LINE, geometry.coordinates.map((line): Part => [0, line])];
    case "Polygon":
      return [POLYGON, ringsOf(geometry.coordinates)];
    case "MultiPolygon":
      return [POLYGON, geometry.coordinates.flatMap(ringsOf)];
  }
}

/**
 * Drawn features as columns, row i the i-th of them. Ids are -1, -2, ... so that none is that of a feature of a dataset. Rings are closed;
 * a line of one vertex is its point; places that are no numbers stay and serve nothing. Throws a RangeError above 256 words of a kind.
 */
export function columnsOf(sector: Sector, drawn: readonly DrawnFeature[]): FeatureColumns {
  const classes = new WordList([""]);
  const surfaces = new WordList([""]);
  const fields = new Set(drawn.flatMap(({ numbers }) => Object.keys(numbers ?? {})));
  const partOf = [0];
  const vertexOf = [0];
  const role: number[] = [];
  const coordinates: number[] = [];
  const geometry = drawn.map((feature) => {
    const [kind, parts] = partsOf(feature.geometry);
    for (const [partRole, positions] of parts) {
      for (const [lng, lat] of positions) coordinates.push(lng ?? NaN, lat ?? NaN);
      vertexOf.push(coordinates.length / 2);
      role.push(partRole);
    }
    partOf.push(role.length);
    return kind;
  });
  return {
    sector,
    count: drawn.length,
    id: Int32Array.from(drawn, (_, i) => -1 - i),
    name: drawn.map(({ name }) => name ?? null),
    class: Uint8Array.from(drawn, (one) => classes.codeOf(one.class)),
    classes: classes.words,
    surface: Uint8Array.from(drawn, (one) => surfaces.codeOf(one.surface)),
    surfaces: surfaces.words,
    allSeason: Uint8Array.from(drawn, ({ allSeason }) => flagOf(allSeason)),
    accepted: Uint8Array.from(drawn, ({ accepted }) => flagOf(accepted)),
    numbers: Object.fromEntries(
      [...fields].map((field) => [
        field,
        Float32Array.from(drawn, ({ numbers }) => numbers?.[field] ?? NaN),
      ]),
    ),
    geometry: Uint8Array.from(geometry),
    partOf: Int32Array.from(partOf),
    vertexOf: Int32Array.from(vertexOf),
    role: Uint8Array.from(role),
    coordinates: Float64Array.from(coordinates),
  };
}
