import type { Position } from "geojson";
import type { Rates } from "../contract/coverage.ts";
import type { Unit } from "../contract/rule.ts";
import { geodesicBetween } from "../geodesy/geodesic.ts";
import { isPlace } from "../geodesy/place.ts";
import type { DrawnGeometry } from "./drawn-feature.ts";
import type { StatusChange } from "./live-verdicts.ts";
import { ratesOf } from "./roll-up.ts";
import { SERVED, type AreaCounts, type Snapshot } from "./snapshot.ts";
import { unitsOf } from "./units.ts";

function kilometresAlong(line: readonly Position[]): number {
  let metres = 0;
  for (let v = 0; v + 1 < line.length; v++) {
    const [[ax, ay], [bx, by]] = [line[v]!, line[v + 1]!] as [Position, Position];
    if (isPlace(ax!, ay!) && isPlace(bx!, by!)) {
      metres += geodesicBetween(ax!, ay!, bx!, by!).distanceM;
    }
  }
  return metres / 1000;
}

/**
 * Kilometres of a drawn line on WGS 84, all parts together; 0 for points and polygons and for a line of one vertex. Pieces with a vertex
 * that is no place count nothing.
 */
export function lengthKmOf(geometry: DrawnGeometry): number {
  if (geometry.type === "LineString") return kilometresAlong(geometry.coordinates);
  if (geometry.type !== "MultiLineString") return 0;
  return geometry.coordinates.reduce((sum, line) => sum + kilometresAlong(line), 0);
}

/** A unit that became served, or is served no more; counts are null where they are not recorded. */
interface TurnedUnit {
  readonly position: number;
  readonly index: number;
  readonly households: number | null;
  readonly persons: number | null;
}

/** Units that turned, those of most households first, and the sums of what is recorded of them. */
export interface Turned {
  readonly units: readonly TurnedUnit[];
  readonly households: number;
  readonly persons: number;
}

function turned(snapshot: Snapshot, unit: Unit, changes: readonly StatusChange[]): Turned {
  const { households, persons } = unitsOf(snapshot, unit);
  const recorded = (count: number): number | null => (count < 0 ? null : count);
  const units = changes.map(({ position, index }): TurnedUnit => ({
    position,
    index,
    households: recorded(households[position]!),
    persons: recorded(persons[position]!),
  }));
  units.sort((a, b) => (b.households ?? -1) - (a.households ?? -1) || a.position - b.position);
  return {
    units,
    households: units.reduce((sum, one) => sum + (one.households ?? 0), 0),
    persons: units.reduce((sum, one) => sum + (one.persons ?? 0), 0),
  };
}

/**
 * Which units the edits serve that were not served, and which they no longer serve, with their households and persons. `changes` are
 * those of one edit or, as `WhatIf.changes` tells them, of all; `unit` is that of the rule.
 */
export function turnedBy(
  snapshot: Snapshot,
  unit: Unit,
  changes: readonly StatusChange[],
): { readonly gained: Turned; readonly lost: Turned } {
  const became = changes.filter(({ from, to }) => to === SERVED && from !== SERVED);
  const ceased = changes.filter(({ from, to }) => from === SERVED && to !== SERVED);
  return { gained: turned(snapshot, unit, became), lost: turned(snapshot, unit, ceased) };
}

/** The rates of one area before and after. */
export interface RatesChange {
  readonly area: number;
  readonly before: Rates;
  readonly after: Rates;
}

/** The rates of some areas, given by index, before and after. */
export function ratesBeforeAndAfter(
  before: AreaCounts,
  after: AreaCounts,
  areas: readonly number[],
): RatesChange[] {
  return areas.map((area) => ({
    area,
    before: ratesOf(before, area),
    after: ratesOf(after, area),
  }));
}
