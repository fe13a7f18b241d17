import { LEVELS, type Level } from "../../core/contract/area.ts";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import { NO, NOT_RECORDED, YES, type AreaColumns } from "../../core/coverage/snapshot.ts";
import { decodeEwkb } from "./decode-ewkb.ts";
import { PolygonBuilder } from "./polygon-builder.ts";
import type { RegionDataset } from "./region-queries.ts";
import type { TextRow } from "./snapshot-queries.ts";

const SECTOR_OF_KIND: Readonly<Record<string, Sector>> = {
  roads: "road",
  electricity: "electricity",
  water: "water",
  broadband: "broadband",
  facilities: "facility",
};

/** The areas of a region with what the search needs beside the snapshot. */
export interface LoadedAreas {
  areas: AreaColumns;
  /** First letters of the pinyin of each name, lower case, or null. */
  initials: readonly (string | null)[];
}

/**
 * The tree of areas in depth-first order, children by code, the region first. Rows whose parents do not lead to the region are left out:
 * they belong to another region.
 */
export async function loadAreas(
  rows: AsyncIterable<TextRow>,
  regionCode: string,
  datasets: readonly RegionDataset[],
): Promise<LoadedAreas> {
  const byCode = new Map<string, TextRow>();
  const childrenOf = new Map<string, TextRow[]>();
  for await (const row of rows) {
    const code = row[1]!;
    if (byCode.has(code)) continue;
    byCode.set(code, row);
    const parent = row[3];
    if (parent !== null && parent !== undefined && code !== regionCode) {
      const siblings = childrenOf.get(parent);
      if (siblings) siblings.push(row);
      else childrenOf.set(parent, [row]);
    }
  }
  const root = byCode.get(regionCode);
  if (!root) throw new Error(`there is no region with the code "${regionCode}"`);
  const { order, parents } = depthFirst(root, childrenOf);
  return { areas: fill(order, parents, datasets), initials: order.map((row) => row[6] ?? null) };
}

function depthFirst(
  root: TextRow,
  childrenOf: ReadonlyMap<string, readonly TextRow[]>,
): { order: TextRow[]; parents: number[] } {
  const order: TextRow[] = [];
  const parents: number[] = [];
  const open: { row: TextRow; parent: number }[] = [{ row: root, parent: -1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const index = order.push(next.row) - 1;
    parents.push(next.parent);
    for (const child of [...(childrenOf.get(next.row[1]!) ?? [])].reverse())
      open.push({ row: child, parent: index });
  }
  return { order, parents };
}

function fill(
  order: readonly TextRow[],
  parents: readonly number[],
  datasets: readonly RegionDataset[],
): AreaColumns {
  const count = order.length;
  const lng = new Float64Array(count).fill(NaN);
  const lat = new Float64Array(count).fill(NaN);
  const qualified = new Uint8Array(count).fill(NOT_RECORDED);
  const outline = new PolygonBuilder();
  order.forEach((row, i) => {
    if (row[7] != null) qualified[i] = row[7] === "t" ? YES : NO;
    const seat = row[8];
    if (seat != null)
      decodeEwkb(seat, {
        part: () => {},
        vertex: (x, y) => {
          lng[i] = x;
          lat[i] = y;
        },
      });
    outline.add(row[9] ?? null);
  });
  const parent = Int32Array.from(parents);
  const code = order.map((row) => row[1]!);
  return {
    count,
    id: Int32Array.from(order, (row) => Number(row[0])),
    code,
    name: order.map((row) => row[4]!),
    pinyin: order.map((row) => row[5] ?? null),
    level: Uint8Array.from(order, (row) => LEVELS.indexOf(row[2] as Level)),
    parent,
    lng,
    lat,
    attributes: { qualified },
    outline: outline.finish(),
    surveyed: surveyedBy(code, parent, datasets),
  };
}

/** An area is surveyed for a sector when a dataset in force names it or an area above it. */
function surveyedBy(
  code: readonly string[],
  parent: Int32Array,
  datasets: readonly RegionDataset[],
): Record<Sector, Uint8Array> {
  const surveyed = Object.fromEntries(
    SECTORS.map((sector) => [sector, new Uint8Array(code.length)]),
  ) as Record<Sector, Uint8Array>;
  const named = new Set<string>();
  for (const dataset of datasets) {
    const sector = SECTOR_OF_KIND[dataset.kind];
    if (sector) named.add(`${sector} ${dataset.areaCode}`);
  }
  for (const sector of SECTORS) {
    const column = surveyed[sector];
    for (let i = 0; i < code.length; i++) {
      const above = parent[i]! >= 0 && column[parent[i]!] === YES;
      if (above || named.has(`${sector} ${code[i]}`)) column[i] = YES;
    }
  }
  return surveyed;
}
