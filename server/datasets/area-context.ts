import type { MultiPolygon, Polygon } from "geojson";
import { LEVELS, type BoundingBox } from "../../core/contract/area.ts";
import { AreaLocator } from "../../core/coverage/locate.ts";
import type { Db } from "../database/open.ts";
import { findRegionExtent, findRegionOf, readRegionAreas } from "./place-queries.ts";
import { refuse } from "./problems.ts";

/** What is known of the area a file is imported for, and of the region around it. */
export interface AreaContext {
  code: string;
  regionCode: string;
  /** Name of a root that must be made first; null when the area exists. */
  newRootName: string | null;
  tree: AreaTree;
  /** Box in which the data may be expected to lie, and what it comes from; null when nothing is known. */
  extent: { box: BoundingBox; from: "outlines" | "villages" | "country" } | null;
  /** True in China: codes are division codes, and maps of phones and the web are shifted. */
  isChinese: boolean;
}

/** The areas of a region by code, and which of them holds a place. */
export class AreaTree {
  readonly codes: readonly string[];
  readonly #index: ReadonlyMap<string, number>;
  readonly #areas: readonly {
    level: number;
    parent: number;
    outline: Polygon | MultiPolygon | null;
  }[];
  readonly #locators = new Map<number, AreaLocator>();

  constructor(
    rows: readonly {
      code: string;
      level: number;
      parentCode: string | null;
      outline: Polygon | MultiPolygon | null;
    }[],
  ) {
    this.codes = rows.map((row) => row.code);
    this.#index = new Map(this.codes.map((code, i) => [code, i]));
    this.#areas = rows.map((row) => ({
      level: row.level,
      parent: row.parentCode === null ? -1 : (this.#index.get(row.parentCode) ?? -1),
      outline: row.outline,
    }));
  }

  get hasOutlines(): boolean {
    return this.#areas.some((area) => area.outline !== null);
  }

  has(code: string): boolean {
    return this.#index.has(code);
  }

  hasOutline(code: string): boolean {
    return this.#areas[this.#index.get(code) ?? -1]?.outline != null;
  }

  levelOf(code: string): number | null {
    return this.#areas[this.#index.get(code) ?? -1]?.level ?? null;
  }

  /** True when `code` is `ancestor` or lies below it. */
  isWithin(code: string, ancestor: string): boolean {
    const wanted = this.#index.get(ancestor);
    let at = this.#index.get(code) ?? -1;
    for (let steps = 0; at !== -1 && steps <= LEVELS.length * 2; steps++) {
      if (at === wanted) return true;
      at = this.#areas[at]!.parent;
    }
    return false;
  }

  /** The deepest area above `belowLevel` that holds a place, or the nearest within 200 m. */
  locate(
    lng: number,
    lat: number,
    belowLevel: number = LEVELS.length,
  ): { code: string; isNearest: boolean } | null {
    let locator = this.#locators.get(belowLevel);
    if (locator === undefined) {
      // Areas that are too deep keep their place in the list but lose their outline, so that they are never found.
      locator = new AreaLocator(
        this.#areas.map((area) => (area.level < belowLevel ? area : { ...area, outline: null })),
      );
      this.#locators.set(belowLevel, locator);
    }
    const found = locator.locate(lng, lat);
    return found === null
      ? null
      : { code: this.codes[found.area]!, isNearest: found.how === "nearest" };
  }
}

const CHINA: BoundingBox = [73, 17, 136, 54];
/** Chinese division codes by their first two digits. Other countries use the same numbers, so a code alone proves nothing. Source: GB/T 2260. */
const CHINESE_CODE = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])(\d{4}|\d{7}|\d{10})?$/;
/** Around a region's outlines: its roads and lines go on beyond the border. */
const MARGIN_DEGREES = 0.5;
/** Regions that need no name when they are new. Source: GB/T 2260. */
const KNOWN_ROOTS: ReadonlyMap<string, string> = new Map([["45", "广西壮族自治区"]]);
const HAN = /\p{Script=Han}/u;

/** Looks up the area of an import. Throws DatasetRefused when it does not exist and no name for a new root is given. */
export async function findAreaContext(
  db: Db,
  code: string,
  name: string | null,
): Promise<AreaContext> {
  const found = await findRegionOf(db, code);
  const regionCode = found?.region ?? code;
  const newRootName = found === null ? (name ?? KNOWN_ROOTS.get(code) ?? null) : null;
  // 37 is Shandong, and also Ladakh in India's census.
  const isChinese =
    CHINESE_CODE.test(regionCode) &&
    (KNOWN_ROOTS.has(regionCode) || HAN.test(found?.name ?? newRootName ?? ""));
  if (found === null && newRootName === null)
    throw refuse("unknown-area", {
      field: "area",
      message: `There is no area with the code ${code}.`,
      mend: "Check --area. If it is a new region, name it: --area CODE --name NAME.",
      params: { area: code },
    });
  return {
    code,
    regionCode,
    newRootName,
    tree: await loadAreaTree(db, regionCode),
    extent: await extentOf(db, regionCode, isChinese),
    isChinese,
  };
}

/** Reads the areas of a region as they are now. */
export async function loadAreaTree(db: Db, regionCode: string): Promise<AreaTree> {
  const rows = new Map<
    string,
    {
      code: string;
      level: number;
      parentCode: string | null;
      outline: Polygon | MultiPolygon | null;
    }
  >();
  for await (const [code, level, parentCode, outline] of readRegionAreas(db, regionCode)) {
    if (rows.has(code!)) continue;
    rows.set(code!, {
      code: code!,
      level: LEVELS.indexOf(level as (typeof LEVELS)[number]),
      parentCode: parentCode ?? null,
      outline: outline == null ? null : (JSON.parse(outline) as Polygon | MultiPolygon),
    });
  }
  return new AreaTree([...rows.values()]);
}

async function extentOf(
  db: Db,
  regionCode: string,
  isChinese: boolean,
): Promise<AreaContext["extent"]> {
  const extent = await findRegionExtent(db, regionCode);
  if (extent === null) return isChinese ? { box: CHINA, from: "country" } : null;
  const [west, south, east, north] = extent.box;
  const box: BoundingBox = [
    west - MARGIN_DEGREES,
    south - MARGIN_DEGREES,
    east + MARGIN_DEGREES,
    north + MARGIN_DEGREES,
  ];
  return { box, from: extent.from };
}
