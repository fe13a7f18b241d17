import type { PrintLanguage } from "./sheet-input.ts";

/** Words that every printed page bears. */
export interface PrintWords {
  legend: string;
  noValue: string;
  scale: (denominator: string) => string;
  kilometres: string;
  metres: string;
  north: string;
  locator: (region: string) => string;
  source: string;
  dataDate: string;
  rule: string;
  reviewNumber: string;
  organisation: string;
  printedOn: string;
  demonstration: string;
  reopen: string;
  others: (count: number) => string;
  settlement: string;
  dot: (amount: string) => string;
  colon: string;
  page: (page: number, pages: number) => string;
  /** Which characters (by number) are printed as 〓. */
  missing: (characters: readonly string[]) => string;
}

export const PRINT_WORDS: Readonly<Record<PrintLanguage, PrintWords>> = {
  "zh-CN": {
    legend: "图例",
    noValue: "无数据或不适用",
    scale: (denominator) => `比例尺 1:${denominator}`,
    kilometres: "千米",
    metres: "米",
    north: "北",
    locator: (region) => `在${region}的位置`,
    source: "资料来源",
    dataDate: "数据日期",
    rule: "指标口径",
    reviewNumber: "审图号",
    organisation: "编制单位",
    printedOn: "制图日期",
    demonstration: "演示数据 非调查统计",
    reopen: "扫码或输入短码打开本图",
    others: (count) => `其余${count}个略`,
    settlement: "安置点",
    dot: (amount) => `每点 ${amount}`,
    colon: "：",
    page: (page, pages) => `第${page}页 共${pages}页`,
    missing: (characters) => `〓 表示字库缺字：${characters.join("、")}`,
  },
  en: {
    legend: "Legend",
    noValue: "no data or not applicable",
    scale: (denominator) => `Scale 1:${denominator}`,
    kilometres: "km",
    metres: "m",
    north: "N",
    locator: (region) => `Place in ${region}`,
    source: "Source",
    dataDate: "Date of data",
    rule: "Rule",
    reviewNumber: "Map review no.",
    organisation: "Prepared by",
    printedOn: "Printed on",
    demonstration: "Demonstration data, not survey figures",
    reopen: "Scan or enter the code to open this map",
    others: (count) => `${count} more not shown`,
    settlement: "Settlement",
    dot: (amount) => `${amount} a dot`,
    colon: ": ",
    page: (page, pages) => `Page ${page} of ${pages}`,
    missing: (characters) => `〓 stands for characters without a glyph: ${characters.join(", ")}`,
  },
};
