import type { NetworkNumber } from "../contract/record.ts";
import type { Sector } from "../contract/rule.ts";

/** What a planner most often builds of a class, before it is changed by hand: it meets the rules that it is built for. */
export interface WorksDefault {
  readonly class: string;
  readonly surface: string | null;
  readonly numbers: Readonly<Partial<Record<NetworkNumber, number>>>;
}

/** How works are drawn. */
export type WorksShape = "line" | "point" | "area";

/** Least quantity and reliability of safe water, least speed of broadband; see the shipped rules. */
const WATER = { quantityLPerHeadDay: 35, daysOffPerYear: 0 };
const BROADBAND = { mbps: 100 };
/** Standard of Guangxi's recount. */
const ROAD = {
  roadbedWidthM: 4.5,
  surfaceWidthM: 3.5,
  gravelCm: 15,
  curveRadiusM: 15,
  gradePercent: 10,
};

/** Classes that can be planned, by shape and sector, the usual one first. */
export const WORKS_DEFAULTS: Readonly<
  Record<WorksShape, Readonly<Partial<Record<Sector, readonly WorksDefault[]>>>>
> = {
  line: {
    road: [
      { class: "village", surface: "cement", numbers: ROAD },
      { class: "township", surface: "asphalt", numbers: ROAD },
      { class: "county", surface: "asphalt", numbers: ROAD },
      { class: "track", surface: "earth", numbers: {} },
    ],
    electricity: [
      { class: "lowVoltage", surface: null, numbers: {} },
      { class: "mediumVoltage", surface: null, numbers: {} },
    ],
    water: [{ class: "pipe", surface: null, numbers: {} }],
    broadband: [{ class: "fibre", surface: null, numbers: BROADBAND }],
  },
  point: {
    water: [
      { class: "source", surface: null, numbers: WATER },
      { class: "tank", surface: null, numbers: WATER },
    ],
    broadband: [
      { class: "node", surface: null, numbers: BROADBAND },
      { class: "baseStation", surface: null, numbers: { ...BROADBAND, radiusM: 3000 } },
    ],
    facility: [
      { class: "clinic", surface: null, numbers: {} },
      { class: "hospital", surface: null, numbers: {} },
      { class: "school", surface: null, numbers: {} },
    ],
  },
  area: {
    water: [{ class: "supplyArea", surface: null, numbers: WATER }],
    electricity: [{ class: "transformerArea", surface: null, numbers: {} }],
  },
};
