import type { MultiPolygon, Polygon } from "geojson";
import { COUNTIES } from "../facts/counties.ts";
import { type Borders, createBorders } from "./borders.ts";
import { createLandscape, type Landscape } from "./landscape.ts";
import { namerOf } from "./names.ts";
import { type Cells, createCells } from "./partition.ts";
import { randomFrom } from "./random.ts";
import { createTownships, type Townships } from "./townships.ts";

/** Everything about the land and its areas that the other makers stand on: always all of Guangxi, whatever part is wanted. */
export interface Territory {
  readonly landscape: Landscape;
  readonly cells: Cells;
  readonly townships: Townships;
  readonly borders: Borders;
  /** Per cell (administrative village). */
  readonly villageCode: readonly string[];
  readonly villageName: readonly string[];
  readonly karst: Float64Array;
  readonly relief: Float64Array;
  /** True for urban communities: the seats of districts and county towns. */
  readonly urban: Uint8Array;
  readonly qualified: Uint8Array;
  /** Per township. */
  readonly townshipCode: readonly string[];
  readonly townshipName: readonly string[];
  outline(
    level: "region" | "city" | "county" | "township" | "administrativeVillage",
    members: readonly number[],
  ): Polygon | MultiPolygon;
}

let made: Territory | undefined;

/** The territory of Guangxi; made once per process, since it is the same every time. */
export function territory(): Territory {
  return (made ??= createTerritory());
}

function createTerritory(): Territory {
  const landscape = createLandscape(COUNTIES);
  const cells = createCells(COUNTIES, landscape);
  const townships = createTownships(COUNTIES, cells);
  const townshipOf = (cell: number): number => townships.ofCell[cell] as number;
  const countyOf = (cell: number): number => cells.county[cell] as number;
  const cityOf = (cell: number): string => (COUNTIES[countyOf(cell)]?.code ?? "").slice(0, 4);
  const borders = createBorders(cells, (a, b) => {
    if (a >= cells.count || b >= cells.count || countyOf(a) !== countyOf(b)) return 2;
    return townshipOf(a) === townshipOf(b) ? 0 : 1;
  });
  const karst = Float64Array.from({ length: cells.count }, (_, i) =>
    landscape.karstAt(cells.x[i] as number, cells.y[i] as number),
  );
  const relief = Float64Array.from({ length: cells.count }, (_, i) =>
    landscape.reliefAt(cells.x[i] as number, cells.y[i] as number),
  );
  const groupings = {
    region: () => 0,
    city: (cell: number) => Number(cityOf(cell)),
    county: countyOf,
    township: townshipOf,
    administrativeVillage: (cell: number) => cell,
  } as const;
  return {
    landscape,
    cells,
    townships,
    borders,
    karst,
    relief,
    ...nameAreas(cells, townships, relief),
    outline: (level, members) => {
      const groupOf = groupings[level];
      return borders.outlineOf(groupOf, groupOf(members[0] as number), members);
    },
  };
}

function nameAreas(cells: Cells, townships: Townships, relief: Float64Array) {
  const villageCode = Array.from({ length: cells.count }, () => "");
  const villageName = [...villageCode];
  const townshipCode: string[] = [];
  const townshipName: string[] = [];
  const urban = new Uint8Array(cells.count);
  const qualified = new Uint8Array(cells.count);
  COUNTIES.forEach((county, c) => {
    const random = randomFrom(`names ${county.code}`);
    const namer = namerOf(county.code);
    const isDistrict = county.name.endsWith("区");
    const isCity = isDistrict && county.areaKm2 < 600;
    const begin = townships.first[c] as number;
    const next = { street: 1, town: 100, rural: 200 };
    for (let t = begin; t < (townships.first[c + 1] as number); t++) {
      const members = townships.members[t] as readonly number[];
      const mean =
        members.reduce((sum, cell) => sum + (relief[cell] as number), 0) / members.length;
      const kind =
        (t === begin && isDistrict) || isCity
          ? "street"
          : t === begin || random.chance(0.85 - 0.5 * mean)
            ? "town"
            : "rural";
      const stem = t === begin && !isDistrict ? "城关" : namer.township(random);
      const code = `${county.code}${String(next[kind]++).padStart(3, "0")}`;
      townshipCode.push(code);
      townshipName.push(stem + { street: "街道", town: "镇", rural: "乡" }[kind]);
      let community = 1;
      let village = 200;
      members.forEach((cell, m) => {
        const isUrban = kind === "street" || (m === 0 && kind === "town");
        urban[cell] = isUrban && (kind === "street" || t === begin) ? 1 : 0;
        villageCode[cell] = `${code}${String(isUrban ? community++ : village++).padStart(3, "0")}`;
        villageName[cell] = namer.administrativeVillage(random) + (isUrban ? "社区" : "村");
        qualified[cell] = random.chance(0.985 - 0.09 * Math.max(0, (relief[cell] as number) - 0.45))
          ? 1
          : 0;
      });
    }
  });
  return { villageCode, villageName, townshipCode, townshipName, urban, qualified };
}
