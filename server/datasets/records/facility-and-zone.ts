import type { FacilityRecord, ZoneRecord } from "../../../core/contract/record.ts";
import { translate } from "../mapping/vocabulary.ts";
import { takeClass } from "./classes.ts";
import {
  asPolygon,
  asPosition,
  withoutPlace,
  wrongShape,
  type Conversion,
  type Converter,
} from "./row.ts";

const MAX_CAPACITY = 10_000_000;
const ZONE_KINDS = ["hazard", "redLine", "farmland", "flood", "karst"] as const;

/** Clinics, hospitals, schools and existing settlements: points (or grounds, of which a point inside is taken) with a kind. */
export function facilityConverter(conversion: Conversion): Converter {
  const { log, read } = conversion;
  return ({ row, geometry, cell }) => {
    if (geometry === null) return withoutPlace(conversion, row);
    const ground = asPolygon(geometry);
    const position = asPosition(geometry);
    if (ground === null && position === null)
      return wrongShape(conversion, row, geometry, "points");
    const kind = takeClass(conversion, "kind", cell("kind"), row);
    if (kind === null)
      log.add("no-kind", "error", row, {
        field: "kind",
        message: "Facilities without a kind (clinic, hospital, school, ...).",
        mend: "Name the column with --map kind=COLUMN, or one kind for the whole file: --map kind=clinic.",
      });
    const code = read.code(cell("code"), row, "code");
    const name = read.text(cell("name"), row, "name");
    const capacity = read.count(cell("capacity"), row, "capacity", MAX_CAPACITY);
    return {
      row,
      polygon: ground,
      inner: null,
      finish(draft): FacilityRecord | null {
        const place = position ?? draft.inner;
        return place === null || kind === null
          ? null
          : { code, name, kind, position: place, capacity };
      },
    };
  };
}

/** Hazard areas, red lines, farmland, flood plains and karst: polygons with a kind. */
export function zoneConverter(conversion: Conversion): Converter {
  const { log, read } = conversion;
  return ({ row, geometry, cell }) => {
    if (geometry === null) return withoutPlace(conversion, row);
    const polygon = asPolygon(geometry);
    if (polygon === null) return wrongShape(conversion, row, geometry, "polygons");
    const text = read.text(cell("kind"), row, "kind");
    const word = text === null ? null : translate("zones", "kind", text);
    const kind = ZONE_KINDS.find((each) => each === word);
    if (kind === undefined)
      log.add("no-kind", "error", row, {
        field: "kind",
        message: `Zones without a kind that is known${text === null ? "" : `, for example ${text.slice(0, 40)}`}.`,
        mend: "Use hazard 地质灾害, redLine 生态保护红线, farmland 永久基本农田, flood 洪涝 or karst 石漠化; one kind for the whole file: --map kind=hazard.",
      });
    const name = read.text(cell("name"), row, "name");
    return {
      row,
      polygon,
      inner: null,
      finish: (draft): ZoneRecord | null =>
        kind === undefined ? null : { kind, name, geometry: draft.polygon ?? polygon },
    };
  };
}
