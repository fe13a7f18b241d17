import type { Sector, Unit } from "../contract/rule.ts";

/**
 * The data of one region in typed columns: what coverage is computed from and tiles are written from.
 * Everything is WGS 84 longitude-latitude in degrees. Index i of every column of a table is the same row.
 */
export interface Snapshot {
  /** Code of the region (an area without a parent). */
  readonly regionCode: string;
  /** Changes whenever any dataset of the region changes; part of every ETag. */
  readonly dataVersion: string;
  readonly areas: AreaColumns;
  readonly villages: VillageColumns;
  readonly features: Readonly<Record<Sector, FeatureColumns>>;
}

/** Yes/no columns: NO, YES or NOT_RECORDED. */
export const NO = 0;
export const YES = 1;
export const NOT_RECORDED = 2;

/**
 * Polygons of the rows of a table: row i has polygons polygonOf[i] .. polygonOf[i + 1], polygon p has rings ringOf[p] .. ringOf[p + 1]
 * (the first is the shell), ring r has vertices vertexOf[r] .. vertexOf[r + 1] (closed), vertex v is coordinates[2v], coordinates[2v + 1].
 */
export interface PolygonColumns {
  readonly polygonOf: Int32Array;
  readonly ringOf: Int32Array;
  readonly vertexOf: Int32Array;
  readonly coordinates: Float64Array;
}

/** Areas, each after its parent; index 0 is the region. */
export interface AreaColumns {
  readonly count: number;
  readonly id: Int32Array;
  readonly code: readonly string[];
  readonly name: readonly string[];
  readonly pinyin: readonly (string | null)[];
  /** Index into LEVELS. */
  readonly level: Uint8Array;
  /** Index of the parent, -1 for the region. */
  readonly parent: Int32Array;
  /** Seat, or a point inside the outline where no seat is recorded; NaN when neither is known. */
  readonly lng: Float64Array;
  readonly lat: Float64Array;
  readonly attributes: Readonly<Record<string, Uint8Array>>;
  readonly outline: PolygonColumns;
  /** Per sector: YES where a current dataset covers this area, so that "nothing near" means unserved and not unknown. */
  readonly surveyed: Readonly<Record<Sector, Uint8Array>>;
}

export interface VillageColumns {
  readonly count: number;
  readonly id: Int32Array;
  readonly code: readonly (string | null)[];
  readonly name: readonly string[];
  readonly lng: Float64Array;
  readonly lat: Float64Array;
  /** Index of the deepest area holding the village; 0 (the region) when it lies in no area below. */
  readonly area: Int32Array;
  /** Counts, -1 when not recorded. */
  readonly households: Int32Array;
  readonly persons: Int32Array;
  readonly poorHouseholds: Int32Array;
  readonly poorPersons: Int32Array;
  readonly willingHouseholds: Int32Array;
  /** Yes/no attributes by name (`qualified`, `rural`, `waterScarce`, ...). */
  readonly attributes: Readonly<Record<string, Uint8Array>>;
  /** Attested status per sector: NO (unserved), YES (served), NOT_RECORDED. */
  readonly attested: Readonly<Record<Sector, Uint8Array>>;
  readonly outline: PolygonColumns;
}

export const POINT = 0;
export const LINE = 1;
export const POLYGON = 2;

/** Network features and facilities of one sector. A part is a point, a line or a ring. */
export interface FeatureColumns {
  readonly sector: Sector;
  readonly count: number;
  readonly id: Int32Array;
  readonly name: readonly (string | null)[];
  /** Index into `classes`; 0 is always "" = not recorded. Facilities hold their kind here. */
  readonly class: Uint8Array;
  readonly classes: readonly string[];
  readonly surface: Uint8Array;
  readonly surfaces: readonly string[];
  readonly allSeason: Uint8Array;
  /** YES where the feature has been accepted (验收, accepted_on is set), NO where it has not, absent where acceptance is not recorded. */
  readonly accepted?: Uint8Array;
  /** Numeric attributes by field name, NaN when not recorded. Absent key = recorded nowhere. */
  readonly numbers: Readonly<Record<string, Float32Array>>;
  /** POINT, LINE or POLYGON. */
  readonly geometry: Uint8Array;
  /** Parts of feature i: partOf[i] .. partOf[i + 1]. */
  readonly partOf: Int32Array;
  /** Vertices of part p: vertexOf[p] .. vertexOf[p + 1]. */
  readonly vertexOf: Int32Array;
  /** 1 where part p is the shell of a polygon, 2 where it is a hole, 0 otherwise. */
  readonly role: Uint8Array;
  readonly coordinates: Float64Array;
}

/** Status codes, ordered: nothing that is built may lower one. Same order as STATUSES. */
export const NOT_ELIGIBLE = 0;
export const UNSERVED = 1;
export const UNKNOWN = 2;
export const SERVED = 3;

/** Verdicts of one rule over all its units; index i is village i, or the i-th of `units` for rules on areas. */
export interface Verdicts {
  readonly ruleId: string;
  /** What the rule judges. */
  readonly unit: Unit;
  /** Index of each judged unit: into villages for natural villages, into areas otherwise. */
  readonly units: Int32Array;
  readonly status: Uint8Array;
  /** Index into REASONS. */
  readonly reason: Uint8Array;
  /** Metres to the nearest feature that may serve, NaN when none. */
  readonly distanceM: Float64Array;
  /** Index of that feature in the sector's columns, -1 when none. */
  readonly feature: Int32Array;
}

/**
 * Counts per area of the snapshot. Each array has areas.count rows of three: villages, households, persons.
 * Parts sum to wholes: a parent's counts are the sums of its children's plus units that lie directly in it.
 */
export interface AreaCounts {
  readonly ruleId: string;
  readonly served: Int32Array;
  readonly unserved: Int32Array;
  readonly unknown: Int32Array;
  /** Units outside `eligible`. */
  readonly excluded: Int32Array;
}
