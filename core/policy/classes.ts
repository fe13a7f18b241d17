import type { Sector } from "../contract/rule.ts";

/** The names of a class in the two languages of the system. */
export interface ClassName {
  readonly zh: string;
  readonly en: string;
}

/**
 * Classes of roads, widest first. All of them carry motor vehicles: a footpath is not a road and does not belong in a road dataset.
 * Source: Highway Law of the PRC, Art. 6 (national, provincial, county, township roads) and the rural-road rules (village roads).
 */
const ROAD_CLASSES = {
  trunk: { zh: "高速公路、国道", en: "Expressway or national road" },
  provincial: { zh: "省道", en: "Provincial road" },
  county: { zh: "县道", en: "County road" },
  township: { zh: "乡道", en: "Township road" },
  village: { zh: "村道、通屯道路", en: "Village road" },
  track: { zh: "机耕路", en: "Motor track" },
} as const satisfies Readonly<Record<string, ClassName>>;

/** Surfaces of roads, best first; asphalt and cement are hardened (硬化). */
export const ROAD_SURFACES = {
  asphalt: { zh: "沥青", en: "Asphalt" },
  cement: { zh: "水泥", en: "Cement" },
  gravel: { zh: "砂石", en: "Gravel" },
  earth: { zh: "土路", en: "Earth" },
} as const satisfies Readonly<Record<string, ClassName>>;

/** Surfaces that count as hardened road. Source: Art. 18 and 33 (asphalt or cement). */
export const HARDENED_SURFACES = [
  "asphalt",
  "cement",
] as const satisfies readonly (keyof typeof ROAD_SURFACES)[];

/** Electricity: lines by voltage, points, and the polygon that one transformer serves. */
const ELECTRICITY_CLASSES = {
  highVoltage: { zh: "高压线路(35千伏以上)", en: "High-voltage line (above 35 kV)" },
  mediumVoltage: { zh: "中压线路(10–35千伏)", en: "Medium-voltage line (10–35 kV)" },
  lowVoltage: { zh: "低压线路(1千伏以下)", en: "Low-voltage line (below 1 kV)" },
  substation: { zh: "变电站", en: "Substation" },
  transformer: { zh: "配电变压器", en: "Transformer" },
  transformerArea: { zh: "台区供电范围", en: "Transformer service area" },
} as const satisfies Readonly<Record<string, ClassName>>;

/** Water: polygons that piped supply reaches, pipes, and points where water is drawn. */
const WATER_CLASSES = {
  supplyArea: { zh: "集中供水范围", en: "Piped supply area" },
  pipe: { zh: "供水管道", en: "Water pipe" },
  plant: { zh: "水厂", en: "Water works" },
  source: { zh: "水源点(泉、井)", en: "Spring or well" },
  tank: { zh: "水柜、水窖", en: "Tank or cellar" },
} as const satisfies Readonly<Record<string, ClassName>>;

/** Broadband: fibre lines, access nodes and radio base stations (whose `radiusM` says how far they serve). */
const BROADBAND_CLASSES = {
  fibre: { zh: "光缆", en: "Fibre" },
  node: { zh: "宽带接入点", en: "Access node" },
  baseStation: { zh: "基站", en: "Base station" },
} as const satisfies Readonly<Record<string, ClassName>>;

/** Kinds of facilities. `settlement` is a destination of relocation, never a village. */
const FACILITY_KINDS = {
  clinic: { zh: "村卫生室", en: "Village clinic" },
  hospital: { zh: "卫生院、医院", en: "Hospital" },
  school: { zh: "学校", en: "School" },
  kindergarten: { zh: "幼儿园", en: "Kindergarten" },
  settlement: { zh: "安置点", en: "Settlement" },
} as const satisfies Readonly<Record<string, ClassName>>;

/**
 * The classes the system knows, by sector; for `facility` the kinds. A class that a file brings and that is not listed here is kept as
 * the text it is: rules may name it, and it is shown as written.
 */
export const CLASSES_BY_SECTOR: Readonly<Record<Sector, Readonly<Record<string, ClassName>>>> = {
  road: ROAD_CLASSES,
  electricity: ELECTRICITY_CLASSES,
  water: WATER_CLASSES,
  broadband: BROADBAND_CLASSES,
  facility: FACILITY_KINDS,
};

/** Yes/no attributes of villages and areas that rules may ask for. */
export const UNIT_ATTRIBUTES = {
  qualified: { zh: "具备条件", en: "Qualified" },
  rural: { zh: "农村", en: "Rural" },
  waterScarce: { zh: "缺水地区", en: "Water-scarce" },
  karst: { zh: "石山地区", en: "Karst" },
  hazard: { zh: "地质灾害隐患", en: "Hazard" },
} as const satisfies Readonly<Record<string, ClassName>>;

/** The names of a class, or null for one that the system does not know. */
export function classNameOf(sector: Sector, code: string): ClassName | null {
  const classes = CLASSES_BY_SECTOR[sector];
  return Object.hasOwn(classes, code) ? (classes[code] ?? null) : null;
}
