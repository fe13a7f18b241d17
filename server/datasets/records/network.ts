import type { Geometry } from "geojson";
import {
  NETWORK_NUMBERS,
  type NetworkNumber,
  type NetworkRecord,
} from "../../../core/contract/record.ts";
import { asPolygon, withoutPlace, wrongShape, type Conversion, type Converter } from "./row.ts";
import { takeClass } from "./classes.ts";

/** What no road, line or pipe exceeds; larger numbers are marks for "not known", or of another unit. */
const MOST: Readonly<Record<NetworkNumber, number>> = {
  roadbedWidthM: 1_000,
  surfaceWidthM: 1_000,
  gravelCm: 1_000,
  curveRadiusM: 1_000_000,
  gradePercent: 1_000,
  capacity: 1_000_000_000,
  radiusM: 1_000_000,
  quantityLPerHeadDay: 1_000_000,
  daysOffPerYear: 366,
  mbps: 10_000_000,
};

/** Roads, power, water and broadband: lines, points or service areas with class, surface and measures. */
export function networkConverter(conversion: Conversion): Converter {
  const { kind, read } = conversion;
  return ({ row, geometry, cell }) => {
    if (geometry === null) return withoutPlace(conversion, row);
    const isLine = geometry.type === "LineString" || geometry.type === "MultiLineString";
    if (kind === "roads" && !isLine) return wrongShape(conversion, row, geometry, "lines");
    const numbers: Partial<Record<NetworkNumber, number>> = {};
    for (const field of NETWORK_NUMBERS) {
      const value = read.measure(cell(field), row, field, MOST[field]);
      if (value !== null) numbers[field] = value;
    }
    const record = {
      code: read.code(cell("code"), row, "code"),
      name: read.text(cell("name"), row, "name"),
      class: takeClass(conversion, "class", cell("class"), row),
      surface: takeClass(conversion, "surface", cell("surface"), row),
      allSeason: read.yesNo(cell("allSeason"), row, "allSeason"),
      openedOn: read.date(cell("openedOn"), row, "openedOn"),
      acceptedOn: read.date(cell("acceptedOn"), row, "acceptedOn"),
      numbers,
    };
    const polygon = asPolygon(geometry);
    return {
      row,
      polygon,
      inner: null,
      finish: (draft): NetworkRecord => ({
        ...record,
        geometry: (draft.polygon ?? geometry) as Geometry,
      }),
    };
  };
}
