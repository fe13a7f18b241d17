import { LEVELS } from "../../../core/contract/area.ts";
import type { BoundaryRecord, Position } from "../../../core/contract/record.ts";
import type { Cell } from "../reading/reader.ts";
import { parseDegrees } from "../checking/degrees.ts";
import { fromGcj02 } from "../placing.ts";
import { refuse } from "../problems.ts";
import {
  asPolygon,
  asPosition,
  wrongShape,
  type Conversion,
  type Converter,
  type RecordDraft,
} from "./row.ts";

const CHINESE_DIVISION = /^\d{2}$|^\d{6}$|^\d{9}$|^\d{12}$/;

/** Areas of one level: an outline (or none), a code, a name, and the area above, by code or by place. */
export function boundaryConverter(conversion: Conversion): Converter {
  const { log, read, level } = conversion;
  if (level === null)
    throw refuse("level-missing", {
      field: "level",
      message: "Boundaries need the level of their areas.",
      mend: `Add --level ${LEVELS.join(" | ")}.`,
    });
  const rowOfCode = new Map<string, number>();
  return ({ row, geometry, cell }) => {
    const outline = geometry === null ? null : asPolygon(geometry);
    const point = geometry === null ? null : asPosition(geometry);
    if (geometry !== null && outline === null && point === null)
      return wrongShape(conversion, row, geometry, "polygons");
    if (outline === null)
      log.add("no-outline", "warning", row, {
        message: "Areas without an outline; no village can be found in them by its place.",
        mend: "Nothing to do if the outlines come later.",
      });
    const code = read.code(cell("code"), row, "code");
    if (code === null) {
      log.add("no-code", "error", row, {
        field: "code",
        message: "Areas without a code.",
        mend: "Name the column of codes with --map code=COLUMN.",
      });
      return null;
    }
    checkCode(conversion, code, row);
    const before = rowOfCode.get(code);
    if (before !== undefined)
      for (const each of [before, row])
        log.add("duplicate-code", "error", each, {
          field: "code",
          message: `Areas that share a code, for example ${code} in records ${before} and ${row}.`,
          mend: "Correct the codes; the parts of one area belong into one record.",
          params: { code },
        });
    rowOfCode.set(code, row);
    const name = read.text(cell("name"), row, "name");
    if (name === null)
      log.add("no-name", "warning", row, {
        field: "name",
        message: "Areas without a name are shown by their code.",
        mend: "Name the column with --map name=COLUMN if there is one.",
      });
    const parent = read.code(cell("parentCode"), row, "parentCode");
    const record = {
      code,
      level,
      name: name ?? code,
      seat: point ?? seatOf(conversion, cell, row),
      qualified: read.yesNo(cell("qualified"), row, "qualified"),
      cityClass: read.count(cell("cityClass"), row, "cityClass", 4),
      countyClass: read.count(cell("countyClass"), row, "countyClass", 3),
    };
    return {
      row,
      polygon: outline,
      inner: null,
      finish: (draft): BoundaryRecord => ({
        ...record,
        geometry: draft.polygon,
        parentCode: parentOf(conversion, draft, code, parent, record.seat),
      }),
    };
  };
}

/** The seat from columns of degrees, in the datum of the file. */
function seatOf(
  { log, placing }: Conversion,
  cell: (field: string) => Cell,
  row: number,
): Position | null {
  const [east, north] = [cell("seatLng"), cell("seatLat")];
  if (east === null || north === null) return null;
  const lng = parseDegrees(east);
  const lat = parseDegrees(north);
  if (lng !== null && lat !== null && Math.abs(lng) <= 180 && Math.abs(lat) <= 90)
    return placing.datum === "gcj02" ? fromGcj02([lng, lat]) : [lng, lat];
  log.add("not-a-coordinate", "warning", row, {
    field: "seatLng",
    message: "Seats whose coordinates cannot be read as degrees are taken as not recorded.",
    mend: "Write 109.2083 or 109°12′30″.",
  });
  return null;
}

function checkCode({ area, level, log }: Conversion, code: string, row: number): void {
  if (level !== "region" && code === area.regionCode)
    log.add("code-of-the-region", "error", row, {
      field: "code",
      message: `Areas below the region that carry the region's own code ${code}.`,
      mend: "Correct the code, or import with --level region.",
    });
  const known = area.tree.levelOf(code);
  if (known !== null && LEVELS[known] !== level && code !== area.regionCode)
    log.add("code-of-another-level", "error", row, {
      field: "code",
      message: `Codes that areas of another level have already, for example ${code} (${LEVELS[known]}).`,
      mend: "Every area has one code in the whole tree: correct the codes, or import with the --level of these areas.",
      params: { code, level: LEVELS[known]! },
    });
  if (level === "region" && code !== area.code)
    log.add("code-of-another-region", "error", row, {
      field: "code",
      message: `The region's outline carries the code ${code}, not ${area.code}.`,
      mend: `Give --area ${code}, or map the right column with --map code=COLUMN.`,
    });
  if (!area.isChinese) return;
  if (!CHINESE_DIVISION.test(code))
    log.add("code-shape", "error", row, {
      field: "code",
      message: `Division codes have 2, 6, 9 or 12 digits; ${code} has not.`,
      mend: "Correct the codes (a table program may have cut them or dropped digits), or name the right column with --map code=COLUMN.",
      params: { code },
    });
  else if (!code.startsWith(area.regionCode.slice(0, 2)))
    log.add("code-of-another-region", "error", row, {
      field: "code",
      message: `Codes of another region than ${area.regionCode}, for example ${code}.`,
      mend: "Check --area, or take these areas out of the file.",
      params: { code },
    });
}

/** The area above: by its code in the file, else by place among the areas of higher levels, else the area of the import. */
function parentOf(
  { area, level, log }: Conversion,
  draft: RecordDraft,
  code: string,
  declared: string | null,
  seat: Position | null,
): string | null {
  if (level === "region") return null;
  const ownLevel = LEVELS.indexOf(level!);
  const isHigher = (other: string): boolean =>
    (area.tree.levelOf(other) ?? LEVELS.length) < ownLevel;
  if (declared !== null && declared !== code) {
    if (declared === area.code || isHigher(declared)) return declared;
    log.add("unknown-parent", "warning", draft.row, {
      field: "parentCode",
      message: `Areas whose parent is no known area of a higher level, for example ${declared}; their parent is found by place.`,
      mend: "Import the levels from the top down (cities, then counties, then townships).",
      params: { parent: declared },
    });
  }
  const place = draft.inner ?? seat;
  const found = place === null ? null : area.tree.locate(place[0], place[1], ownLevel);
  if (found !== null) return found.code;
  const byDigits = area.isChinese ? parentByDigits(code, isHigher) : null;
  return byDigits ?? area.code;
}

/** The nearest area whose code is the beginning of this one: 451022101 lies in 451022, which lies in 451000. */
function parentByDigits(code: string, isHigher: (code: string) => boolean): string | null {
  for (let length = code.length - 1; length >= 2; length--) {
    const start = code.slice(0, length);
    const padded = start.padEnd(6, "0");
    for (const each of [start, padded]) if (each !== code && isHigher(each)) return each;
  }
  return null;
}
