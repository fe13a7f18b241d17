import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import { NO, NOT_RECORDED, YES, type VillageColumns } from "../../core/coverage/snapshot.ts";
import { decodeEwkb } from "./decode-ewkb.ts";
import { GrowingFloat64, GrowingInt32 } from "./growing-columns.ts";
import { PolygonBuilder } from "./polygon-builder.ts";
import type { TextRow } from "./snapshot-queries.ts";

/** The villages of a region with what cards and the search need beside the snapshot. */
export interface LoadedVillages {
  villages: VillageColumns;
  pinyin: readonly (string | null)[];
  /** First letters of the pinyin of each name, lower case, or null. */
  initials: readonly (string | null)[];
}

/**
 * Reads villages into columns, in the order of the rows (by id). `areaIndex` gives the index of an area by its code;
 * a village whose area is not in the tree counts in the region alone.
 */
export async function loadVillages(
  rows: AsyncIterable<TextRow>,
  attestedRows: AsyncIterable<TextRow>,
  areaIndex: ReadonlyMap<string, number>,
): Promise<LoadedVillages> {
  const id = new GrowingInt32();
  const code: (string | null)[] = [];
  const name: string[] = [];
  const pinyin: (string | null)[] = [];
  const initials: (string | null)[] = [];
  const lng = new GrowingFloat64();
  const lat = new GrowingFloat64();
  const area = new GrowingInt32();
  const outline = new PolygonBuilder();
  const counts = [0, 1, 2, 3, 4].map(() => new GrowingInt32());
  const attributes = new AttributeBuilder();
  const position = {
    part: (): void => {},
    vertex: (x: number, y: number): void => {
      lng.push(x);
      lat.push(y);
    },
  };
  for await (const row of rows) {
    id.push(Number(row[0]));
    code.push(row[1] ?? null);
    name.push(row[2]!);
    pinyin.push(row[3] ?? null);
    initials.push(row[4] ?? null);
    area.push(areaIndex.get(row[5] ?? "") ?? 0);
    decodeEwkb(row[6]!, position);
    outline.add(row[7] ?? null);
    counts.forEach((column, k) => column.push(row[8 + k] == null ? -1 : Number(row[8 + k])));
    attributes.add(row[13] ?? "{}");
  }
  const ids = id.finish();
  const [households, persons, poorHouseholds, poorPersons, willingHouseholds] = counts.map(
    (column) => column.finish(),
  );
  return {
    villages: {
      count: ids.length,
      id: ids,
      code,
      name,
      lng: lng.finish(),
      lat: lat.finish(),
      area: area.finish(),
      households: households!,
      persons: persons!,
      poorHouseholds: poorHouseholds!,
      poorPersons: poorPersons!,
      willingHouseholds: willingHouseholds!,
      attributes: attributes.finish(),
      attested: await readAttested(attestedRows, ids),
      outline: outline.finish(),
    },
    pinyin,
    initials,
  };
}

/** Yes/no columns out of JSON objects; most rows share a few texts, so each text is parsed once. */
class AttributeBuilder {
  private readonly parsed = new Map<string, readonly (readonly [string, boolean])[]>();
  private readonly rows: (readonly (readonly [string, boolean])[])[] = [];

  add(json: string): void {
    let entries = this.parsed.get(json);
    if (!entries) {
      entries = Object.entries(JSON.parse(json) as Record<string, unknown>).filter(
        (entry): entry is [string, boolean] => typeof entry[1] === "boolean",
      );
      this.parsed.set(json, entries);
    }
    this.rows.push(entries);
  }

  finish(): Record<string, Uint8Array> {
    const columns = new Map<string, Uint8Array>();
    this.rows.forEach((entries, i) => {
      for (const [attribute, value] of entries) {
        let column = columns.get(attribute);
        if (!column) {
          column = new Uint8Array(this.rows.length).fill(NOT_RECORDED);
          columns.set(attribute, column);
        }
        column[i] = value ? YES : NO;
      }
    });
    return Object.fromEntries(columns);
  }
}

async function readAttested(
  rows: AsyncIterable<TextRow>,
  ids: Int32Array,
): Promise<Record<Sector, Uint8Array>> {
  const attested = Object.fromEntries(
    SECTORS.map((sector) => [sector, new Uint8Array(ids.length).fill(NOT_RECORDED)]),
  ) as Record<Sector, Uint8Array>;
  for await (const [villageId, sector, served] of rows) {
    const index = indexOfId(ids, Number(villageId));
    if (index >= 0) attested[sector as Sector][index] = served === "t" ? YES : NO;
  }
  return attested;
}

/** Position of an id in an ascending column, -1 when absent. */
export function indexOfId(ids: Int32Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ids[middle]! === id) return middle;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
