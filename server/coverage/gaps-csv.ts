import type { Level } from "../../core/contract/area.ts";
import type { GapRow, Status } from "../../core/contract/coverage.ts";
import { csvLine } from "../http/csv-line.ts";
import { gapRow, type GapList } from "./gaps-answer.ts";
import type { RegionState } from "./state.ts";

export type CsvLanguage = "zh-CN" | "en";

const COLUMNS: readonly {
  en: string;
  zh: string;
  value: (row: GapRow) => string | number | null;
}[] = [
  { en: "code", zh: "代码", value: (row) => row.code },
  { en: "name", zh: "名称", value: (row) => row.name },
  { en: "county", zh: "县(市、区)", value: (row) => areaName(row, "county") },
  { en: "township", zh: "乡镇", value: (row) => areaName(row, "township") },
  {
    en: "administrative_village",
    zh: "行政村",
    value: (row) => areaName(row, "administrativeVillage"),
  },
  { en: "households", zh: "户数(户)", value: (row) => row.households },
  { en: "persons", zh: "人口(人)", value: (row) => row.persons },
  { en: "status", zh: "状态", value: (row) => row.status },
  { en: "reason", zh: "依据", value: (row) => row.reason },
  { en: "distance_m", zh: "最近距离(米)", value: (row) => row.distanceM },
  { en: "nearest_feature", zh: "最近设施", value: (row) => row.feature?.name ?? null },
  { en: "nearest_class", zh: "最近设施类别", value: (row) => row.feature?.class ?? null },
  { en: "longitude_deg_wgs84", zh: "经度(度,WGS84)", value: (row) => row.position?.[0] ?? null },
  { en: "latitude_deg_wgs84", zh: "纬度(度,WGS84)", value: (row) => row.position?.[1] ?? null },
];

const STATUS_ZH: Readonly<Record<Status, string>> = {
  served: "已通",
  unserved: "未通",
  unknown: "未知",
  notEligible: "不计",
};

function areaName(row: GapRow, level: Level): string | null {
  return row.areas.find((area) => area.level === level)?.name ?? null;
}

/** Rows of a piece: few enough that making one takes a millisecond or two. */
const ROWS_AT_ONCE = 100;

/**
 * A whole gap list as CSV that spreadsheets open rightly, piece by piece: UTF-8 with a byte-order mark, units in the column names,
 * and texts that would be read as a formula kept as texts by a leading apostrophe.
 */
export function* gapsCsv(
  state: RegionState,
  list: GapList,
  language: CsvLanguage,
): Generator<string> {
  const chinese = language === "zh-CN";
  let text = "\uFEFF" + csvLine(COLUMNS.map((column) => (chinese ? column.zh : column.en)));
  let rows = 0;
  for (const position of list.positions) {
    const row = gapRow(state, list, position);
    text += csvLine(
      COLUMNS.map(({ en, value }) => {
        const cell = value(row);
        return chinese && en === "status" ? STATUS_ZH[row.status]! : cell;
      }),
    );
    if (++rows % ROWS_AT_ONCE === 0) {
      yield text;
      text = "";
    }
  }
  yield text;
}
