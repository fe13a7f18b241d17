import { LEVELS } from "../contract/area.ts";
import type { IndicatorRule, Unit } from "../contract/rule.ts";
import { sortByPlace } from "./place-order.ts";
import { hasPolygon } from "./polygons.ts";
import {
  NO,
  NOT_RECORDED,
  YES,
  type AreaColumns,
  type PolygonColumns,
  type Snapshot,
  type VillageColumns,
} from "./snapshot.ts";

/** The units that a rule judges, natural villages or areas, in one shape. Position n of every column is the same unit. */
export interface Units {
  readonly count: number;
  /** Index into villages or areas. */
  readonly index: Int32Array;
  readonly lng: Float64Array;
  readonly lat: Float64Array;
  /** Positions in the order of place. */
  readonly order: Int32Array;
  /** Outlines by `index`, see `hasOutline`. */
  readonly outline: PolygonColumns;
  /** The area that holds the unit; for an area the area itself. */
  readonly area: Int32Array;
  /** Recorded counts; for an area the sums over the villages in it, and -1 when none of them records any. */
  readonly households: Int32Array;
  readonly persons: Int32Array;
  /** 1 where every village of an area records its households / persons, and so the sum is no mere lower bound. */
  readonly householdsWhole: Uint8Array;
  readonly personsWhole: Uint8Array;
  readonly attributes: Readonly<Record<string, Uint8Array>>;
}

/** What is counted of one unit: all villages recorded, the recorded sum. */
export interface Tally {
  readonly sum: Int32Array;
  readonly whole: Uint8Array;
}

/** Sums a count of the villages over the areas that hold them, from the deepest up. Areas without any recorded village: -1. */
export function sumByArea(areas: AreaColumns, villages: VillageColumns, count: Int32Array): Tally {
  const sum = new Int32Array(areas.count).fill(-1);
  const whole = new Uint8Array(areas.count).fill(1);
  const any = new Uint8Array(areas.count);
  for (let v = 0; v < villages.count; v++) {
    const area = villages.area[v]!;
    any[area] = 1;
    if (count[v]! < 0) whole[area] = 0;
    else sum[area] = Math.max(0, sum[area]!) + count[v]!;
  }
  for (let area = areas.count - 1; area > 0; area--) {
    const parent = areas.parent[area]!;
    if (parent < 0) continue;
    if (any[area]) any[parent] = 1;
    if (any[area] && !whole[area]) whole[parent] = 0;
    if (sum[area]! >= 0) sum[parent] = Math.max(0, sum[parent]!) + sum[area]!;
  }
  for (let area = 0; area < areas.count; area++) if (!any[area]) whole[area] = 0;
  return { sum, whole };
}

function villageUnits(villages: VillageColumns): Units {
  const recorded = (column: Int32Array): Uint8Array =>
    Uint8Array.from(column, (n) => (n < 0 ? 0 : 1));
  return {
    count: villages.count,
    index: Int32Array.from({ length: villages.count }, (_, i) => i),
    lng: villages.lng,
    lat: villages.lat,
    order: sortByPlace(villages.lng, villages.lat),
    outline: villages.outline,
    area: villages.area,
    households: villages.households,
    persons: villages.persons,
    householdsWhole: recorded(villages.households),
    personsWhole: recorded(villages.persons),
    attributes: villages.attributes,
  };
}

function areaUnits(snapshot: Snapshot, level: number): Units {
  const { areas, villages } = snapshot;
  const index: number[] = [];
  for (let area = 0; area < areas.count; area++) if (areas.level[area] === level) index.push(area);
  const households = sumByArea(areas, villages, villages.households);
  const persons = sumByArea(areas, villages, villages.persons);
  const floats = (column: Float64Array): Float64Array =>
    Float64Array.from(index, (a) => column[a]!);
  const ints = (column: Int32Array): Int32Array => Int32Array.from(index, (a) => column[a]!);
  const bytes = (column: Uint8Array): Uint8Array => Uint8Array.from(index, (a) => column[a]!);
  const lng = floats(areas.lng);
  const lat = floats(areas.lat);
  return {
    count: index.length,
    index: Int32Array.from(index),
    lng,
    lat,
    order: sortByPlace(lng, lat),
    outline: areas.outline,
    area: Int32Array.from(index),
    households: ints(households.sum),
    persons: ints(persons.sum),
    householdsWhole: bytes(households.whole),
    personsWhole: bytes(persons.whole),
    attributes: Object.fromEntries(
      Object.entries(areas.attributes).map(([name, column]) => [name, bytes(column)]),
    ),
  };
}

interface Remembered {
  readonly areas: AreaColumns;
  readonly byUnit: Map<Unit, Units>;
}
const cache = new WeakMap<VillageColumns, Remembered>();

/** The units of a kind in a snapshot; made once for all snapshots that share villages and areas. */
export function unitsOf(snapshot: Snapshot, unit: Unit): Units {
  const { areas, villages } = snapshot;
  let of = cache.get(villages);
  if (of?.areas !== areas) cache.set(villages, (of = { areas, byUnit: new Map<Unit, Units>() }));
  let units = of.byUnit.get(unit);
  if (!units) {
    units =
      unit === "naturalVillage"
        ? villageUnits(villages)
        : areaUnits(snapshot, LEVELS.indexOf(unit));
    of.byUnit.set(unit, units);
  }
  return units;
}

/** True when the unit at a position has an outline to measure from. */
export function hasOutline(units: Units, position: number): boolean {
  return hasPolygon(units.outline, units.index[position]!);
}

/** YES, NO or NOT_RECORDED; an attribute that no unit records is NOT_RECORDED everywhere. */
export function attributeOf(units: Units, name: string, position: number): number {
  const column = Object.hasOwn(units.attributes, name) ? units.attributes[name] : undefined;
  return column?.[position] ?? NOT_RECORDED;
}

function reaches(count: number, whole: number, least: number | undefined): number {
  if (least === undefined || (count >= 0 && count >= least)) return YES;
  return whole ? NO : NOT_RECORDED;
}

/**
 * Whether a rule counts the unit: NO as soon as one condition fails, NOT_RECORDED when none fails but one cannot be told, else YES.
 * A village of 19 households does not count where 20 are asked for; one without a recorded count cannot be told.
 */
export function eligibilityOf(
  units: Units,
  eligible: IndicatorRule["eligible"],
  position: number,
): number {
  const answers = [
    reaches(units.households[position]!, units.householdsWhole[position]!, eligible.minHouseholds),
    reaches(units.persons[position]!, units.personsWhole[position]!, eligible.minPersons),
    eligible.attribute === undefined ? YES : attributeOf(units, eligible.attribute, position),
  ];
  if (answers.includes(NO)) return NO;
  return answers.includes(NOT_RECORDED) ? NOT_RECORDED : YES;
}
