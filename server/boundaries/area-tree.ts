import { LEVELS, type AreaName, type AreaSummary, type Level } from "../../core/contract/area.ts";
import type { AreaColumns, Snapshot } from "../../core/coverage/snapshot.ts";
import { sumByArea } from "../../core/coverage/units.ts";

export function levelOf(areas: AreaColumns, area: number): Level {
  return LEVELS[areas.level[area]!]!;
}

/** Indexes from the region down to the parent of an area; empty for the region. */
export function ancestorsOf(areas: AreaColumns, area: number): number[] {
  const path: number[] = [];
  for (let above = areas.parent[area]!; above >= 0; above = areas.parent[above]!) path.push(above);
  return path.reverse();
}

/** 1 for the area and everything below it, 0 elsewhere. */
export function maskBelow(areas: AreaColumns, area: number): Uint8Array {
  const mask = new Uint8Array(areas.count);
  mask[area] = 1;
  for (let i = area + 1; i < areas.count; i++) {
    const parent = areas.parent[i]!;
    if (parent >= 0 && mask[parent]) mask[i] = 1;
  }
  return mask;
}

const COUNTY = LEVELS.indexOf("county");

/** Names from the county (or the deepest wider area, where there is none) down to the area itself. */
export function placeNames(areas: AreaColumns, area: number): AreaName[] {
  const path = [...ancestorsOf(areas, area), area];
  const below = path.filter((index) => areas.level[index]! >= COUNTY);
  return (below.length > 0 ? below : path.slice(-1)).map((index) => areaName(areas, index));
}

export function areaName(areas: AreaColumns, area: number): AreaName {
  return {
    code: areas.code[area]!,
    name: areas.name[area]!,
    pinyin: areas.pinyin[area] ?? null,
    level: levelOf(areas, area),
  };
}

export function areaSummary(areas: AreaColumns, boxes: Float64Array, area: number): AreaSummary {
  const [west, south, east, north] = boxes.subarray(area * 4, area * 4 + 4);
  return {
    id: areas.id[area]!,
    code: areas.code[area]!,
    name: areas.name[area]!,
    pinyin: areas.pinyin[area] ?? null,
    level: levelOf(areas, area),
    parentCode: areas.parent[area]! < 0 ? null : areas.code[areas.parent[area]!]!,
    bbox: west! <= east! ? [west!, south!, east!, north!] : null,
  };
}

/** What an area holds, itself and everything below it. */
export interface AreaTotals {
  villages: Int32Array;
  /** Sums of what is recorded; -1 where no village records any. */
  households: Int32Array;
  persons: Int32Array;
  /** West, south, east, north of outlines and villages; west > east where there is neither. */
  boxes: Float64Array;
}

const totalsOf = new WeakMap<Snapshot, AreaTotals>();

/** Sums and bounding boxes of every area of a snapshot, computed once. */
export function areaTotals(snapshot: Snapshot): AreaTotals {
  let totals = totalsOf.get(snapshot);
  if (!totals) totalsOf.set(snapshot, (totals = computeTotals(snapshot)));
  return totals;
}

function computeTotals({ areas, villages }: Snapshot): AreaTotals {
  const totals: AreaTotals = {
    villages: new Int32Array(areas.count),
    households: sumByArea(areas, villages, villages.households).sum,
    persons: sumByArea(areas, villages, villages.persons).sum,
    boxes: new Float64Array(areas.count * 4),
  };
  const { boxes } = totals;
  for (let i = 0; i < areas.count; i++)
    boxes.set([Infinity, Infinity, -Infinity, -Infinity], i * 4);
  for (let i = 0; i < areas.count; i++) {
    const { polygonOf, ringOf, vertexOf, coordinates } = areas.outline;
    const first = vertexOf[ringOf[polygonOf[i]!]!]!;
    const end = vertexOf[ringOf[polygonOf[i + 1]!]!]!;
    for (let v = first; v < end; v++) widen(boxes, i, coordinates[2 * v]!, coordinates[2 * v + 1]!);
  }
  for (let i = 0; i < villages.count; i++) {
    const area = villages.area[i]!;
    totals.villages[area]!++;
    widen(boxes, area, villages.lng[i]!, villages.lat[i]!);
  }
  for (let i = areas.count - 1; i > 0; i--) {
    const parent = areas.parent[i]!;
    totals.villages[parent]! += totals.villages[i]!;
    const [west, south, east, north] = boxes.subarray(i * 4, i * 4 + 4);
    if (west! > east!) continue;
    widen(boxes, parent, west!, south!);
    widen(boxes, parent, east!, north!);
  }
  return totals;
}

function widen(boxes: Float64Array, area: number, lng: number, lat: number): void {
  const at = area * 4;
  boxes[at] = Math.min(boxes[at]!, lng);
  boxes[at + 1] = Math.min(boxes[at + 1]!, lat);
  boxes[at + 2] = Math.max(boxes[at + 2]!, lng);
  boxes[at + 3] = Math.max(boxes[at + 3]!, lat);
}
