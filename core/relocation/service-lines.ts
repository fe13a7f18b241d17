import { LEVELS } from "../contract/area.ts";
import type { IndicatorRule } from "../contract/rule.ts";
import { clipSnapshot } from "../coverage/clip-snapshot.ts";
import { measureCoverage } from "../coverage/measure.ts";
import { segmentsOf } from "../coverage/segments.ts";
import {
  UNKNOWN,
  UNSERVED,
  YES,
  type FeatureColumns,
  type Snapshot,
} from "../coverage/snapshot.ts";
import { eligibilityOf, unitsOf } from "../coverage/units.ts";
import { createFrame, localFrame, WGS84 } from "../geodesy/ellipsoid.ts";
import { wayOf, withoutBounds, type BUILD_SECTORS, type WayOfRule } from "../policy/build-ways.ts";
import { connectionForest, type Terminal } from "./connection-forest.ts";

/** What is known of a village beside its counts; several may hold. */
export const HAZARD = 1;
export const KARST = 2;
export const RED_LINE = 4;

const COUNTY = LEVELS.indexOf("county");

/** How one service is brought to those that lack it: all that does not change with prices. */
export interface ServiceLines {
  readonly ruleId: string;
  readonly sector: (typeof BUILD_SECTORS)[number];
  /** Class of the lines. */
  readonly line: string;
  /** Classes that may be built instead of a line, and whether further lines may start there. */
  readonly points: readonly { readonly class: string; readonly feeds: boolean }[];
  /** Places in `BuildGeometry.row` of the villages that lack the service, each after its parent. */
  readonly village: Int32Array;
  /** The element whose line this one's branches off, -1 where it starts at an existing one. */
  readonly parent: Int32Array;
  /** Metres of the piece that ends at this village, NaN where there is nothing to start a line at. */
  readonly lengthM: Float64Array;
  /** Where that piece starts and ends: longitude and latitude of both. */
  readonly ends: Float64Array;
  /** The same of a line of this village's own, straight from the nearest existing one. */
  readonly directM: Float64Array;
  readonly directEnds: Float64Array;
  /** Bit k is set where points[k] serves this village by the rule. */
  readonly mayHave: Uint8Array;
}

/**
 * What building would take, in columns: made once for the data and sent to a page, which prices it as often as a figure changes.
 * Element i of the columns is the same village.
 */
export interface BuildGeometry {
  /** Number of the village in the data. */
  readonly id: Int32Array;
  /** -1 where they are not recorded. */
  readonly households: Int32Array;
  readonly persons: Int32Array;
  readonly willingHouseholds: Int32Array;
  /** HAZARD, KARST, RED_LINE. */
  readonly flags: Uint8Array;
  readonly services: readonly ServiceLines[];
  /** Bit s: whether services[s] reaches the village cannot be told. */
  readonly unknown: Uint8Array;
  /** Bit s: the village lacks services[s] and the rule asks for it. */
  readonly due: Uint8Array;
}

/**
 * What it takes to bring the services of some rules to the natural villages of the counties that an area holds or lies in. Lines start at
 * existing ones wherever they are, and are shared within a county: each county pays for its own. A village lacks a service where the rule
 * says unserved, whether the rule asks for it or not; where it cannot be told nothing is built. At most eight rules. `zoneFlags` adds to
 * the flags of villages, index i being village i of the snapshot.
 */
export function layServiceLines(
  region: Snapshot,
  rules: readonly IndicatorRule[],
  area = 0,
  zoneFlags: Uint8Array | null = null,
): BuildGeometry {
  const { snapshot, at } = partFor(region, rules, area);
  const { villages } = snapshot;
  const zones = zoneFlags && flagsOfPart(zoneFlags, region, snapshot);
  const county = countiesOf(snapshot, at);
  const rows: number[] = [];
  for (let v = 0; v < villages.count; v++) if (county[villages.area[v]!]! >= 0) rows.push(v);
  const pick = (column: Int32Array): Int32Array => Int32Array.from(rows, (v) => column[v]!);
  const has = (name: string, v: number, flag: number): number =>
    villages.attributes[name]?.[v] === YES ? flag : 0;
  const unknown = new Uint8Array(rows.length);
  const due = new Uint8Array(rows.length);
  const services = rules.flatMap((rule, s) => {
    const way = wayOf(rule);
    if (way === null || rule.unit !== "naturalVillage") return [];
    return [layService(snapshot, rule, way, rows, county, { unknown, due, bit: 1 << s })];
  });
  return {
    id: pick(villages.id),
    households: pick(villages.households),
    persons: pick(villages.persons),
    willingHouseholds: pick(villages.willingHouseholds),
    flags: Uint8Array.from(
      rows,
      (v) => has("hazard", v, HAZARD) | has("karst", v, KARST) | (zones?.[v] ?? 0),
    ),
    services,
    unknown,
    due,
  };
}

/** The part of a region that holds the counties of an area and all that may serve them, and the place of that area in it. */
function partFor(
  region: Snapshot,
  rules: readonly IndicatorRule[],
  area: number,
): { snapshot: Snapshot; at: number } {
  const { areas } = region;
  let whole = area;
  while (areas.parent[whole]! >= 0 && areas.level[whole]! > COUNTY) whole = areas.parent[whole]!;
  if (areas.parent[whole]! < 0) return { snapshot: region, at: whole };
  const sectors = [...new Set(rules.map((rule) => rule.sector))];
  const snapshot = clipSnapshot(region, whole, sectors);
  return { snapshot, at: snapshot.areas.code.indexOf(areas.code[whole]!) };
}

/** Flags of the villages of a part, which stand in it in the same order as in the whole. */
function flagsOfPart(flags: Uint8Array, whole: Snapshot, part: Snapshot): Uint8Array {
  if (part === whole) return flags;
  let at = 0;
  return Uint8Array.from(part.villages.id, (id) => {
    while (whole.villages.id[at] !== id) at++;
    return flags[at]!;
  });
}

/**
 * By area the one within which its villages share lines: its county, or where there is none above it the region. -1 for areas outside of
 * the given one.
 */
function countiesOf({ areas }: Snapshot, area: number): Int32Array {
  const of = new Int32Array(areas.count);
  for (let i = 1; i < areas.count; i++)
    of[i] = areas.level[i] === COUNTY ? i : of[areas.parent[i]!]!;
  const inside = new Uint8Array(areas.count);
  inside[area] = 1;
  for (let i = 1; i < areas.count; i++)
    if (areas.parent[i]! >= 0 && inside[areas.parent[i]!] === 1) inside[i] = 1;
  return of.map((each, i) => (inside[i] === 1 ? each : -1));
}

function layService(
  snapshot: Snapshot,
  rule: IndicatorRule,
  way: WayOfRule,
  rows: readonly number[],
  county: Int32Array,
  told: { unknown: Uint8Array; due: Uint8Array; bit: number },
): ServiceLines {
  const { villages } = snapshot;
  const features = snapshot.features[rule.sector];
  const units = unitsOf(snapshot, rule.unit);
  const { status } = measureCoverage(snapshot, withoutBounds(rule));
  const start = measureCoverage(snapshot, way.start);
  const byCounty = new Map<number, { place: number; terminal: Terminal }[]>();
  rows.forEach((v, place) => {
    if (status[v] === UNKNOWN) told.unknown[place]! |= told.bit;
    if (status[v] !== UNSERVED) return;
    if (eligibilityOf(units, rule.eligible, v) === YES) told.due[place]! |= told.bit;
    const [lng, lat, feature] = [villages.lng[v]!, villages.lat[v]!, start.feature[v]!];
    const foot = feature < 0 ? null : footOn(features, feature, lng, lat);
    const terminal = {
      lng,
      lat,
      distanceM: foot === null ? NaN : start.distanceM[v]!,
      foot,
      key: villages.id[v]!,
    };
    const home = county[villages.area[v]!]!;
    const list = byCounty.get(home);
    if (list) list.push({ place, terminal });
    else byCounty.set(home, [{ place, terminal }]);
  });
  const village: number[] = [];
  const parent: number[] = [];
  const lengthM: number[] = [];
  const ends: number[] = [];
  const directM: number[] = [];
  const directEnds: number[] = [];
  for (const [, list] of [...byCounty].toSorted(([a], [b]) => a - b)) {
    const forest = connectionForest(
      list.map(({ terminal }) => terminal),
      way.reachM,
    );
    const first = village.length;
    forest.terminal.forEach((n, i) => {
      village.push(list[n]!.place);
      parent.push(forest.parent[i]! < 0 ? -1 : first + forest.parent[i]!);
      lengthM.push(forest.lengthM[i]!);
      directM.push(forest.directM[i]!);
      for (let k = 4 * i; k < 4 * i + 4; k++) {
        ends.push(forest.ends[k]!);
        directEnds.push(forest.directEnds[k]!);
      }
    });
  }
  const mayHave = (v: number): number =>
    way.points.reduce((bits, { onlyFor }, k) => {
      const serves =
        onlyFor === null || onlyFor.some((name) => villages.attributes[name]?.[v] === YES);
      return serves ? bits | (1 << k) : bits;
    }, 0);
  return {
    ruleId: rule.id,
    sector: rule.sector as ServiceLines["sector"],
    line: way.line,
    points: way.points.map(({ class: each, feeds }) => ({ class: each, feeds })),
    village: Int32Array.from(village),
    parent: Int32Array.from(parent),
    lengthM: Float64Array.from(lengthM),
    ends: Float64Array.from(ends),
    directM: Float64Array.from(directM),
    directEnds: Float64Array.from(directEnds),
    mayHave: Uint8Array.from(village, (place) => mayHave(rows[place]!)),
  };
}

const frame = createFrame();

/** The place of a feature nearest to another place, in the local frame of that; null for a feature without pieces. */
function footOn(
  features: FeatureColumns,
  feature: number,
  lng: number,
  lat: number,
): [lng: number, lat: number] | null {
  const { count, ends } = segmentsOf(features, [feature]);
  localFrame(lat, WGS84, frame);
  const [kx, kxy, ky, kyy, kxx] = frame as unknown as [number, number, number, number, number];
  let least = Infinity;
  let foot: [number, number] | null = null;
  for (let at = 0; at < 4 * count; at += 4) {
    const [ax, ay] = [ends[at]! - lng, ends[at + 1]! - lat];
    const [bx, by] = [ends[at + 2]! - lng, ends[at + 3]! - lat];
    const x1 = ax * (kx + kxy * ay);
    const y1 = ay * (ky + kyy * ay) + kxx * ax * ax;
    const dx = bx * (kx + kxy * by) - x1;
    const dy = by * (ky + kyy * by) + kxx * bx * bx - y1;
    const squared = dx * dx + dy * dy;
    const along = squared > 0 ? -(x1 * dx + y1 * dy) / squared : 0;
    const share = along < 0 ? 0 : along > 1 ? 1 : along;
    const metres = Math.hypot(x1 + share * dx, y1 + share * dy);
    if (metres >= least) continue;
    least = metres;
    foot = [ends[at]! + (bx - ax) * share, ends[at + 1]! + (by - ay) * share];
  }
  return foot;
}
