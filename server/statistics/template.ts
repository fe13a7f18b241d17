import { STATISTIC_ITEMS } from "../../geodata/standards/statistic-items.ts";
import { csvLine } from "../http/csv-line.ts";
import type { StatisticArea } from "./queries.ts";
import { templateUnit } from "./units.ts";

/**
 * A table in wide form to fill in: a row for each area that any item is returned for, a column for each item with its unit. Cells that do
 * not apply to a level hold nothing and stay empty. Begins with a byte-order mark, so that Excel reads the Chinese.
 */
export function statisticsTemplate(
  areas: readonly StatisticArea[],
  year: number,
  lang: "zh-CN" | "en",
): string {
  const isChinese = lang === "zh-CN";
  const head = [
    ...(isChinese ? ["区划代码", "地区", "年份"] : ["area code", "area", "year"]),
    ...STATISTIC_ITEMS.map(
      (item) => `${isChinese ? item.name.zh : item.name.en} (${templateUnit(item, lang)})`,
    ),
    isChinese ? "来源" : "source",
  ];
  const rows = areas
    .filter(({ level }) => STATISTIC_ITEMS.some(({ levels }) => levels.includes(level)))
    .map(({ code, name }) => [code, name, String(year), ...STATISTIC_ITEMS.map(() => ""), ""]);
  return `\uFEFF${[head, ...rows].map(csvLine).join("")}`;
}
