import { STATUSES, type Status } from "../../core/contract/coverage.ts";
import type { Verdicts } from "../../core/coverage/snapshot.ts";
import { areaTotals, maskBelow } from "../boundaries/area-tree.ts";
import type { Judgement, RegionState } from "./state.ts";

/** Which units a gap list holds and in which order. */
export interface GapFilter {
  area: number;
  statuses: readonly Status[];
  /** Text in the name, the code or the initials of the pinyin; empty for all. */
  q: string;
  sort: { by: "households" | "persons" | "distanceM" | "name" | "code"; descending: boolean };
}

/** What a unit is called and holds, whether it is a village or an area. */
export interface UnitColumns {
  id: Int32Array;
  code: readonly (string | null)[];
  name: readonly string[];
  pinyin: readonly (string | null)[];
  initials: readonly (string | null)[];
  lng: Float64Array;
  lat: Float64Array;
  /** -1 when not recorded. */
  households: Int32Array;
  persons: Int32Array;
  /** Index of the area that holds a village, or of the area itself. */
  areaOf(unit: number): number;
}

export function unitColumns(state: RegionState, judgement: Judgement): UnitColumns {
  const { villages, areas } = state.snapshot;
  if (judgement.rule.unit === "naturalVillage")
    return {
      ...villages,
      pinyin: state.loaded.villagePinyin,
      initials: state.loaded.villageInitials,
      areaOf: (unit) => villages.area[unit]!,
    };
  const { households, persons } = areaTotals(state.snapshot);
  return {
    ...areas,
    initials: state.loaded.areaInitials,
    households,
    persons,
    areaOf: (unit) => unit,
  };
}

/** Positions in the verdicts of the units that pass the filter, in its order; units that tie follow by id. */
export function listGaps(state: RegionState, judgement: Judgement, filter: GapFilter): Int32Array {
  const { verdicts } = judgement;
  const units = unitColumns(state, judgement);
  const mask = maskBelow(state.snapshot.areas, filter.area);
  const wanted = new Uint8Array(STATUSES.length);
  for (const status of filter.statuses) wanted[STATUSES.indexOf(status)] = 1;
  const matches = textFilter(units, filter.q);
  const found: number[] = [];
  for (let k = 0; k < verdicts.units.length; k++) {
    const unit = verdicts.units[k]!;
    if (wanted[verdicts.status[k]!] && mask[units.areaOf(unit)] && matches(unit)) found.push(k);
  }
  return Int32Array.from(found.sort(gapOrder(units, verdicts, filter.sort)));
}

function textFilter(units: UnitColumns, q: string): (unit: number) => boolean {
  const needle = q.trim().toLowerCase();
  if (needle === "") return () => true;
  const has = (text: string | null | undefined): boolean =>
    text != null && text.toLowerCase().includes(needle);
  return (unit) => has(units.name[unit]) || has(units.code[unit]) || has(units.initials[unit]);
}

/** Orders positions in the verdicts. What is not recorded comes last either way; texts go by code point, the same on every machine. */
function gapOrder(
  units: UnitColumns,
  verdicts: Verdicts,
  sort: GapFilter["sort"],
): (a: number, b: number) => number {
  const sign = sort.descending ? -1 : 1;
  const byId = (a: number, b: number): number =>
    units.id[verdicts.units[a]!]! - units.id[verdicts.units[b]!]!;
  if (sort.by === "name" || sort.by === "code") {
    const column = units[sort.by];
    return (a, b) => {
      const left = column[verdicts.units[a]!] ?? null;
      const right = column[verdicts.units[b]!] ?? null;
      if (left === right) return byId(a, b);
      if (left === null) return 1;
      if (right === null) return -1;
      return left < right ? -sign : sign;
    };
  }
  const number = numberOf(units, verdicts, sort.by);
  return (a, b) => {
    const left = number(a);
    const right = number(b);
    if (left === right) return byId(a, b);
    if (left === null) return 1;
    if (right === null) return -1;
    return (left - right) * sign;
  };
}

function numberOf(
  units: UnitColumns,
  verdicts: Verdicts,
  by: "households" | "persons" | "distanceM",
): (k: number) => number | null {
  if (by === "distanceM")
    return (k) => (Number.isNaN(verdicts.distanceM[k]!) ? null : verdicts.distanceM[k]!);
  const column = units[by];
  return (k) => (column[verdicts.units[k]!]! < 0 ? null : column[verdicts.units[k]!]!);
}
