import type { Geometry } from "geojson";
import {
  NETWORK_NUMBERS,
  type NetworkNumber,
  type NetworkRecord,
} from "../../../core/contract/record.ts";
import { asPolygon, withoutPlace, wrongShape, type Conversion, type Converter } from "./row.ts";
import { takeClass } from "./classes.ts";

/** Roads, power, water and broadband: lines, points or service areas with class, surface and measures. */
export function networkConverter(conversion: Conversion): Converter {
  const { kind, log, read } = conversion;
  return ({ row, geometry, cell }) => {
    if (geometry === null) return withoutPlace(conversion, row);
    const isLine = geometry.type === "LineString" || geometry.type === "MultiLineString";
    if (kind === "roads" && !isLine) return wrongShape(conversion, row, geometry, "lines");
    const numbers: Partial<Record<NetworkNumber, number>> = {};
    for (const field of NETWORK_NUMBERS) {
      const value = read.decimal(cell(field), row, field);
      if (value === null) continue;
      if (value < 0)
        log.add("negative-number", "error", row, {
          field,
          message: `${field} is below 0.`,
          mend: "Correct the number in these rows, or leave the cell empty when it is not known.",
        });
      numbers[field] = value;
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
