import type { Position, VillageRecord } from "../../../core/contract/record.ts";
import {
  asPolygon,
  asPosition,
  withoutPlace,
  wrongShape,
  type Conversion,
  type Converter,
} from "./row.ts";

const MAX_HOUSEHOLDS = 1_000_000;
const MAX_PERSONS = 10_000_000;
const ATTRIBUTES = ["qualified", "rural", "waterScarce", "karst", "hazard"] as const;
const ATTESTED = [
  ["attestedRoad", "road"],
  ["attestedElectricity", "electricity"],
  ["attestedWater", "water"],
  ["attestedBroadband", "broadband"],
  ["attestedFacility", "facility"],
] as const;

/** Natural villages: a point or an outline, a name, counts of households and persons. */
export function villageConverter(conversion: Conversion): Converter {
  const { log, read } = conversion;
  const unique = new UniqueRows();
  return ({ row, geometry, cell }) => {
    if (geometry === null) return withoutPlace(conversion, row);
    const outline = asPolygon(geometry);
    const position = asPosition(geometry);
    if (outline === null && position === null)
      return wrongShape(conversion, row, geometry, "points or outlines");
    const count = (field: string, max: number): number | null =>
      read.count(cell(field), row, field, max);
    const code = read.code(cell("code"), row, "code");
    const name = read.text(cell("name"), row, "name");
    const declared = read.code(cell("areaCode"), row, "areaCode");
    if (name === null)
      log.add("no-name", "warning", row, {
        field: "name",
        message: "Villages without a name are shown by their code or number.",
        mend: "Name the column with --map name=COLUMN if there is one.",
      });
    const counts = {
      households: count("households", MAX_HOUSEHOLDS),
      persons: count("persons", MAX_PERSONS),
      poorHouseholds: count("poorHouseholds", MAX_HOUSEHOLDS),
      poorPersons: count("poorPersons", MAX_PERSONS),
      willingHouseholds: count("willingHouseholds", MAX_HOUSEHOLDS),
    };
    compareCounts(conversion, row, counts);
    const attributes: Record<string, boolean> = {};
    for (const each of ATTRIBUTES) {
      const value = read.yesNo(cell(each), row, each);
      if (value !== null) attributes[each] = value;
    }
    const attested: Record<string, boolean> = {};
    for (const [field, sector] of ATTESTED) {
      const value = read.yesNo(cell(field), row, field);
      if (value !== null) attested[sector] = value;
    }
    if (code !== null) {
      const before = unique.code(code, row);
      if (before !== null)
        for (const each of [before, row])
          log.add("duplicate-code", "error", each, {
            field: "code",
            message: `Villages that share a code, for example ${code} in records ${before} and ${row}.`,
            mend: "Correct the codes, or map another column with --map code=COLUMN.",
            params: { code },
          });
    }
    return {
      row,
      polygon: outline,
      inner: null,
      finish(draft): VillageRecord | null {
        const place: Position | null = position ?? draft.inner;
        if (place === null) return null;
        if (name !== null && unique.isPlaceTaken(name, place))
          log.add("duplicate-village", "warning", row, {
            message:
              "Villages of the same name at the same place as an earlier record; both are taken in and counted.",
            mend: "Take one of them out if they are the same village.",
          });
        return {
          code,
          name: name ?? code ?? `#${row}`,
          areaCode: findAreaOf(conversion, row, place, declared),
          position: place,
          outline: draft.polygon,
          ...counts,
          attributes,
          attested,
        };
      },
    };
  };
}

/** Codes and places met before. */
class UniqueRows {
  readonly #rowOfCode = new Map<string, number>();
  readonly #places = new Set<string>();

  /** The row that has this code already, or null when this row is the first. */
  code(code: string, row: number): number | null {
    const before = this.#rowOfCode.get(code);
    if (before === undefined) this.#rowOfCode.set(code, row);
    return before ?? null;
  }

  isPlaceTaken(name: string, [lng, lat]: Position): boolean {
    const key = `${name}|${lng.toFixed(6)}|${lat.toFixed(6)}`;
    if (this.#places.has(key)) return true;
    this.#places.add(key);
    return false;
  }
}

type Counts = Pick<
  VillageRecord,
  "households" | "persons" | "poorHouseholds" | "poorPersons" | "willingHouseholds"
>;

function compareCounts({ log }: Conversion, row: number, counts: Counts): void {
  const exceeds = (part: number | null, whole: number | null): boolean =>
    part !== null && whole !== null && part > whole;
  const warn = (code: string, field: string, message: string): void =>
    log.add(code, "warning", row, {
      field,
      message,
      mend: "Check these numbers; they are taken in as they are.",
    });
  if (exceeds(counts.households, counts.persons))
    warn(
      "fewer-persons-than-households",
      "persons",
      "Villages with fewer persons than households.",
    );
  if (exceeds(counts.poorHouseholds, counts.households))
    warn(
      "part-exceeds-whole",
      "poorHouseholds",
      "Villages with more poor households than households.",
    );
  if (exceeds(counts.poorPersons, counts.persons))
    warn("part-exceeds-whole", "poorPersons", "Villages with more poor persons than persons.");
  if (exceeds(counts.willingHouseholds, counts.households))
    warn(
      "part-exceeds-whole",
      "willingHouseholds",
      "Villages with more willing households than households.",
    );
  if (counts.households === 0)
    warn("no-households", "households", "Villages with 0 households; they count nowhere.");
}

/** The deepest area that holds the place; a code in the file is only compared, unless it names an area that has no outline. */
function findAreaOf(
  { area, log }: Conversion,
  row: number,
  [lng, lat]: Position,
  declared: string | null,
): string | null {
  const { tree } = area;
  const isKnown = declared !== null && tree.has(declared);
  if (!tree.hasOutlines) return isKnown ? declared : area.code;
  const found = tree.locate(lng, lat);
  if (found === null) {
    log.add("village-in-no-area", "warning", row, {
      message:
        "Villages that lie in no area, nor within 200 m of one; they count for the region as a whole only.",
      mend: "Check their coordinates, or import boundaries that hold them.",
    });
    return null;
  }
  if (found.isNearest)
    log.add("village-beside-area", "warning", row, {
      message: "Villages in a gap between borders, counted to the nearest area within 200 m.",
      mend: "Nothing to do if the gaps come from the boundaries' own drawing.",
    });
  if (isKnown && !tree.hasOutline(declared) && tree.isWithin(declared, found.code)) return declared;
  if (isKnown && !tree.isWithin(found.code, declared))
    log.add("area-code-disagrees", "warning", row, {
      field: "areaCode",
      message:
        "Villages whose code names another area than the one they lie in; their place decides.",
      mend: "Check the code or the coordinates of these villages.",
    });
  else if (declared !== null && !isKnown)
    log.add("area-code-unknown", "info", row, {
      field: "areaCode",
      message: "Villages whose code names no area of the region; their place decides.",
      mend: "Nothing to do if the codes are of another system or a level without boundaries.",
    });
  if (!tree.isWithin(found.code, area.code))
    log.add("outside-dataset-area", "warning", row, {
      message: `Villages that lie outside ${area.code}, for which the file is imported.`,
      mend: "Check --area and the coordinates of these villages.",
    });
  return found.code;
}
