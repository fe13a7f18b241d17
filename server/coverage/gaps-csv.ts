import type { Level } from "../../core/contract/area.ts";
import type { GapRow } from "../../core/contract/coverage.ts";
import { classNameOf } from "../../core/policy/classes.ts";
import { REASON_NAMES, STATUS_NAMES } from "../../core/policy/verdict-names.ts";
import { csvCell, csvLine } from "../http/csv-line.ts";
import { gapRow, type GapList } from "./gaps-answer.ts";
import { originOf, type CsvLanguage } from "./gaps-origin.ts";
import type { RegionState } from "./state.ts";

/** The columns of the file. English values are the words of the API, Chinese ones are for people; headers carry the units. */
const COLUMNS: readonly {
  en: string;
  zh: string;
  value: (row: GapRow) => string | number | null;
  valueZh?: (row: GapRow) => string | null;
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
  {
    en: "status",
    zh: "状态",
    value: (row) => row.status,
    valueZh: (row) => STATUS_NAMES[row.status].zh,
  },
  {
    en: "reason",
    zh: "依据",
    value: (row) => row.reason,
    valueZh: (row) => REASON_NAMES[row.reason].zh,
  },
  { en: "distance_m", zh: "最近距离(米)", value: (row) => row.distanceM },
  { en: "nearest_feature", zh: "最近设施", value: (row) => row.feature?.name ?? null },
  {
    en: "nearest_class",
    zh: "最近设施类别",
    value: (row) => row.feature?.class ?? null,
    valueZh: ({ feature }) =>
      feature?.class == null
        ? null
        : (classNameOf(feature.sector, feature.class)?.zh ?? feature.class),
  },
  { en: "longitude_deg_wgs84", zh: "经度(度,WGS84)", value: (row) => row.position?.[0] ?? null },
  { en: "latitude_deg_wgs84", zh: "纬度(度,WGS84)", value: (row) => row.position?.[1] ?? null },
];

function areaName(row: GapRow, level: Level): string | null {
  return row.areas.find((area) => area.level === level)?.name ?? null;
}

/** Rows of a piece: few enough that making one takes a millisecond or two. */
const ROWS_AT_ONCE = 100;

/**
 * A whole gap list as CSV that spreadsheets open rightly, piece by piece: UTF-8 with a byte-order mark, units in the column names,
 * and texts that would be read as a formula kept as texts by a leading apostrophe. The last columns say on every row what it was judged
 * by and on which data, so that a row that is copied elsewhere, or a filtered file, still says it.
 */
export function* gapsCsv(
  state: RegionState,
  list: GapList,
  language: CsvLanguage,
): Generator<string> {
  const chinese = language === "zh-CN";
  const origin = originOf(state, list.judgement.rule, language);
  const head = [...COLUMNS, ...origin].map((column) => (chinese ? column.zh : column.en));
  const tail = origin.map(({ value }) => `,${csvCell(value)}`).join("");
  let text = "\uFEFF" + csvLine(head);
  let rows = 0;
  for (const position of list.positions) {
    const row = gapRow(state, list, position);
    const cells = COLUMNS.map(({ value, valueZh }) =>
      csvCell(chinese && valueZh ? valueZh(row) : value(row)),
    );
    text += `${cells.join(",")}${tail}\r\n`;
    if (++rows % ROWS_AT_ONCE === 0) {
      yield text;
      text = "";
    }
  }
  yield text;
}
