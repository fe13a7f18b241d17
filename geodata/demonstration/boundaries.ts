import type { BoundaryRecord } from "../../core/contract/record.ts";
import type { Level } from "../../core/contract/area.ts";
import { CITIES, REGION } from "../facts/cities.ts";
import { COUNTIES } from "../facts/counties.ts";
import { toPosition } from "./plane.ts";
import type { Territory } from "./territory.ts";

type Marks = Partial<Pick<BoundaryRecord, "seat" | "qualified" | "cityClass" | "countyClass">>;

function area(
  land: Territory,
  level: Level,
  code: string,
  parentCode: string | null,
  name: string,
  members: readonly number[],
  seatCell: number,
  marks: Marks,
): BoundaryRecord {
  return {
    code,
    level,
    parentCode,
    name,
    geometry: land.outline(level, members),
    seat: toPosition(land.cells.x[seatCell] as number, land.cells.y[seatCell] as number),
    qualified: null,
    cityClass: null,
    countyClass: null,
    ...marks,
  };
}

/** The areas of one level within the counties wanted. The region's outline is that of the counties wanted. */
export function* boundaryRecords(
  land: Territory,
  level: Level,
  counties: readonly number[],
): Generator<BoundaryRecord> {
  const { townships } = land;
  const townshipsOf = (c: number): number[] => {
    const begin = townships.first[c] as number;
    return Array.from({ length: (townships.first[c + 1] as number) - begin }, (_, k) => begin + k);
  };
  const cellsOf = (c: number): number[] =>
    townshipsOf(c).flatMap((t) => townships.members[t] as number[]);
  const codeOf = (c: number): string => COUNTIES[c]?.code ?? "";
  const cityCodeOf = (c: number): string => `${codeOf(c).slice(0, 4)}00`;
  if (level === "region") {
    const wanted = new Set(counties);
    const members = counties.flatMap(cellsOf);
    const inside = (cell: number): number =>
      wanted.has(land.cells.county[cell] as number) ? 1 : 0;
    const record = area(
      land,
      "county",
      REGION.code,
      null,
      REGION.name,
      cellsOf(counties[0] as number),
      townships.countySeatCell[counties[0] as number] as number,
      {},
    );
    yield { ...record, level: "region", geometry: land.borders.outlineOf(inside, 1, members) };
  }
  if (level === "city") {
    for (const city of CITIES) {
      const own = counties.filter((c) => cityCodeOf(c) === city.code);
      const [capital] = own;
      if (capital === undefined) continue;
      yield area(
        land,
        level,
        city.code,
        REGION.code,
        city.name,
        own.flatMap(cellsOf),
        townships.countySeatCell[capital] as number,
        { cityClass: city.cityClass },
      );
    }
  }
  for (const c of counties) {
    const county = COUNTIES[c];
    if (county === undefined) continue;
    if (level === "county") {
      yield area(
        land,
        level,
        county.code,
        cityCodeOf(c),
        county.name,
        cellsOf(c),
        townships.countySeatCell[c] as number,
        { countyClass: county.countyClass },
      );
    }
    for (const t of level === "township" || level === "administrativeVillage"
      ? townshipsOf(c)
      : []) {
      const code = land.townshipCode[t] as string;
      const members = townships.members[t] as readonly number[];
      if (level === "township") {
        yield area(
          land,
          level,
          code,
          county.code,
          land.townshipName[t] as string,
          members,
          townships.seatCell[t] as number,
          {},
        );
        continue;
      }
      for (const cell of members) {
        yield area(
          land,
          level,
          land.villageCode[cell] as string,
          code,
          land.villageName[cell] as string,
          [cell],
          cell,
          { qualified: land.qualified[cell] === 1 },
        );
      }
    }
  }
}
