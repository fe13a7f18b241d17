import type { Position } from "geojson";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";
import { lengthOfDrawnM } from "../../core/coverage/drawn-length.ts";
import { ratesOf } from "../../core/coverage/roll-up.ts";
import {
  LINE,
  NOT_RECORDED,
  POINT,
  SERVED,
  YES,
  type Snapshot,
} from "../../core/coverage/snapshot.ts";
import { createWhatIf, type WhatIf } from "../../core/coverage/what-if.ts";
import type { Changed, Edits, ExistingFeature, WhatIfFigures } from "./what-if-messages.ts";

/** What the worker stands at: an area's columns under a rule, and the statuses before any edit. */
export interface Bench {
  readonly rule: IndicatorRule;
  readonly snapshot: Snapshot;
  /** Index of the area whose rates are told. */
  readonly area: number;
  readonly whatIf: WhatIf;
  readonly before: ReturnType<typeof ratesOf>;
  readonly statusBefore: Uint8Array;
  readonly built: Map<string, DrawnFeature>;
  readonly closed: Set<number>;
  drawn: DrawnFeature | null;
}

const MOST_IDS = 5000;
const MOST_NAMES = 8;

/** Sets an area up under a rule, with features that are planned already: "before" is with these. */
export function setUp(
  snapshot: Snapshot,
  code: string,
  rule: IndicatorRule,
  base: readonly DrawnFeature[],
): Bench {
  const whatIf = createWhatIf(snapshot, rule);
  for (const feature of base) whatIf.add(feature);
  const area = snapshot.areas.code.indexOf(code);
  return {
    rule,
    snapshot,
    area,
    whatIf,
    before: ratesOf(whatIf.counts, area),
    statusBefore: whatIf.verdicts.status.slice(),
    built: new Map(),
    closed: new Set(),
    drawn: null,
  };
}

/** Lays what is under the hand into the bench in place of what was. */
export function draw(at: Bench, feature: DrawnFeature | null): void {
  const { whatIf, drawn } = at;
  const sameButShape =
    drawn !== null && feature !== null && drawn.id === feature.id && drawn.class === feature.class;
  if (sameButShape) whatIf.reshape(feature.id, feature.geometry);
  else {
    if (drawn !== null) whatIf.remove(drawn.id);
    if (feature !== null) whatIf.add(feature);
  }
  at.drawn = feature;
}

/** Makes the bench hold exactly these edits, beside what is under the hand. Ids that the data do not hold close nothing. */
export function edit({ whatIf, built, closed, snapshot, rule }: Bench, edits: Edits): void {
  const { id } = snapshot.features[rule.sector];
  const wanted = new Set(edits.closed.map((each) => id.indexOf(each)).filter((row) => row >= 0));
  for (const row of closed)
    if (!wanted.has(row)) {
      whatIf.reopen(row);
      closed.delete(row);
    }
  for (const row of wanted)
    if (!closed.has(row)) {
      whatIf.close(row);
      closed.add(row);
    }
  const now = new Map(edits.built.map((feature) => [feature.id, feature]));
  for (const [key, feature] of built) {
    if (JSON.stringify(now.get(key)) === JSON.stringify(feature)) continue;
    whatIf.remove(key);
    built.delete(key);
  }
  for (const [key, feature] of now) {
    if (built.has(key)) continue;
    whatIf.add(feature);
    built.set(key, feature);
  }
}

/** What would be now, against what was before. `started` is when the reckoning began, in ms. */
export function figuresOf(at: Bench, started: number): WhatIfFigures {
  const { whatIf, snapshot, rule } = at;
  const { verdicts, counts } = whatIf;
  const gained: number[] = [];
  const lost: number[] = [];
  for (let n = 0; n < verdicts.units.length; n++) {
    const [was, is] = [at.statusBefore[n]!, verdicts.status[n]!];
    if (was === is) continue;
    if (is === SERVED) gained.push(verdicts.units[n]!);
    else if (was === SERVED) lost.push(verdicts.units[n]!);
  }
  return {
    rule: rule.id,
    lengthM: at.drawn === null ? 0 : lengthOfDrawnM(at.drawn.geometry),
    before: at.before,
    after: ratesOf(counts, at.area),
    gained: changed(snapshot, rule, gained),
    lost: changed(snapshot, rule, lost),
    tookMs: performance.now() - started,
  };
}

function changed({ villages, areas }: Snapshot, rule: IndicatorRule, units: number[]): Changed {
  const onVillages = rule.unit === "naturalVillage";
  const { id, name, lng, lat } = onVillages ? villages : areas;
  const sum = (column: Int32Array): number =>
    onVillages ? units.reduce((total, unit) => total + Math.max(0, column[unit]!), 0) : 0;
  const households = (unit: number) => (onVillages ? villages.households[unit]! : 0);
  const largest = units.toSorted((a, b) => households(b) - households(a) || a - b);
  return {
    units: units.length,
    households: sum(villages.households),
    persons: sum(villages.persons),
    ids: units.slice(0, MOST_IDS).map((unit) => id[unit]!),
    positions: units
      .slice(0, MOST_IDS)
      .filter((unit) => !Number.isNaN(lng[unit]! + lat[unit]!))
      .map((unit): [number, number] => [lng[unit]!, lat[unit]!]),
    names: largest.slice(0, MOST_NAMES).map((unit) => name[unit]!),
    largest: largest.slice(0, MOST_NAMES).map((unit) => ({
      id: id[unit]!,
      name: name[unit]!,
      position: Number.isNaN(lng[unit]! + lat[unit]!) ? null : [lng[unit]!, lat[unit]!],
    })),
  };
}

/** An existing feature of the rule's sector as it is recorded, null where the data do not hold it. */
export function existingOf({ snapshot, rule }: Bench, id: number): ExistingFeature | null {
  const features = snapshot.features[rule.sector];
  const row = features.id.indexOf(id);
  if (row < 0) return null;
  const flag = (value: number): boolean | null => (value === NOT_RECORDED ? null : value === YES);
  const text = (value: string | undefined): string | null => value || null;
  const parts: Position[][] = [];
  for (let part = features.partOf[row]!; part < features.partOf[row + 1]!; part++) {
    const line: Position[] = [];
    for (let v = features.vertexOf[part]!; v < features.vertexOf[part + 1]!; v++)
      line.push([features.coordinates[2 * v]!, features.coordinates[2 * v + 1]!]);
    parts.push(line);
  }
  const kind = features.geometry[row];
  const lengthM =
    kind === LINE ? lengthOfDrawnM({ type: "MultiLineString", coordinates: parts }) : 0;
  const single = parts.length === 1 ? parts[0]! : null;
  return {
    id,
    name: features.name[row] ?? null,
    class: text(features.classes[features.class[row]!]),
    surface: text(features.surfaces[features.surface[row]!]),
    allSeason: flag(features.allSeason[row]!),
    accepted: features.accepted === undefined ? null : flag(features.accepted[row]!),
    numbers: Object.fromEntries(
      Object.entries(features.numbers).flatMap(([field, column]) =>
        Number.isNaN(column[row]!) ? [] : [[field, column[row]!]],
      ),
    ),
    lengthM,
    geometry:
      single === null
        ? null
        : kind === LINE && single.length > 1
          ? { type: "LineString", coordinates: single }
          : kind === POINT && single.length === 1
            ? { type: "Point", coordinates: single[0]! }
            : null,
  };
}
