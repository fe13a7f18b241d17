import { ENGLISH_INDICATORS } from "../thematic/indicator-names.en.ts";
import { CHINESE_INDICATORS } from "../thematic/indicator-names.zh-CN.ts";
import type { Level } from "../contract/area.ts";
import type { Unit } from "../contract/rule.ts";
import type { Basis, Measure } from "../contract/thematic.ts";
import type { PrintLanguage } from "./sheet-input.ts";

/** Words for what a thematic map shows; those of indicators are the page's own. */
export interface MapWords {
  rate: (rule: string, measure: string) => string;
  unserved: (rule: string, measure: string) => string;
  indicator: Readonly<Record<string, string>>;
  basis: Readonly<Record<Basis, string>>;
  measure: Readonly<Record<Exclude<Measure, "villages"> | Unit, string>>;
  unit: Readonly<Record<"villages" | "households" | "persons" | "settlements", string>>;
  money: (amount: string, size: "plain" | "large" | "larger") => string;
  points: (amount: string) => string;
  allYears: string;
  endOf: (year: number) => string;
  by: (level: Level) => string;
  level: Readonly<Record<Level, string>>;
  /** The level at the head of a column. */
  column: (level: Level) => string;
  /** What a number of areas counts, behind the number. */
  areas: (level: Level) => string;
  below: (to: string) => string;
  between: (from: string, to: string) => string;
  /** Between limits with signs. */
  span: (from: string, to: string) => string;
  from: (from: string) => string;
  target: (from: string) => string;
  nothing: string;
  unknown: string;
  hidden: (count: number) => string;
  ranking: string;
  rank: string;
  value: string;
  before: string;
  after: string;
  notServed: string;
  title: (area: string, indicator: string) => string;
  /** The figure of the whole: its rate, who is not served, the target. */
  headline: (figures: {
    rate: string;
    unserved: string;
    unit: string;
    target: string | null;
  }) => string;
  total: (amount: string) => string;
  difference: string;
  noHexes: string;
  hexes: string;
  leftOut: (count: number) => string;
  rule: (name: string, version: number, source: string) => string;
  plan: (name: string, version: number) => string;
  generated: string;
  partlyGenerated: string;
  notRecorded: string;
  area: string;
  source: string;
  dataDate: string;
  /** Between things of a list. */
  separator: string;
}

const CHINESE: MapWords = {
  rate: (rule, measure) => `${rule} · 覆盖率（${measure}）`,
  unserved: (rule, measure) => `${rule} · 未达到（${measure}）`,
  indicator: CHINESE_INDICATORS,
  basis: { today: "现状", afterWorks: "工程后", afterMoves: "搬迁后", afterBoth: "工程和搬迁后" },
  measure: {
    households: "户",
    persons: "人",
    naturalVillage: "自然村",
    administrativeVillage: "行政村",
    township: "乡镇",
  },
  unit: { villages: "个", households: "户", persons: "人", settlements: "个" },
  money: (amount, size) => `${amount}${{ plain: "元", large: "万元", larger: "亿元" }[size]}`,
  points: (amount) => `${amount}个百分点`,
  allYears: "整个规划期",
  endOf: (year) => `${year} 年`,
  by: (level) => `按${CHINESE.level[level]}`,
  level: {
    region: "自治区、省",
    city: "设区市",
    county: "县(市、区)",
    township: "乡镇",
    administrativeVillage: "行政村",
  },
  column: (level) => CHINESE.level[level],
  areas: () => "个",
  below: (to) => `低于 ${to}`,
  between: (from, to) => `${from}–${to}`,
  span: (from, to) => `${from} 至 ${to}`,
  from: (from) => `${from} 及以上`,
  target: (from) => `${from} 及以上（达标）`,
  nothing: "没有应计对象",
  unknown: "没有数据",
  hidden: (count) => `图例隐藏的 ${count} 个未列出`,
  ranking: "排名",
  rank: "名次",
  value: "数值",
  before: "对比前",
  after: "对比后",
  notServed: "未达到",
  title: (area, indicator) => `${area}${indicator.replace(" · ", "")}`,
  headline: ({ rate, unserved, unit, target }) =>
    `全域 ${rate}，未达到 ${unserved} ${unit === "户" || unit === "人" ? unit : `个${unit}`}${target === null ? "" : `，目标 ${target}`}`,
  total: (amount) => `合计 ${amount}`,
  difference: "差值",
  noHexes: "差值不按六边形格印刷，改为分级填色",
  hexes: "格",
  leftOut: (count) => `只画人数最多的流向，其余 ${count} 条略`,
  rule: (name, version, source) => `${name} 第${version}版，${source}`,
  plan: (name, version) => `规划：${name}（第${version}版）`,
  generated: "演示数据（程序生成，非调查统计）",
  partlyGenerated: "部分为演示数据",
  notRecorded: "未记载",
  area: "单元",
  source: "资料来源",
  dataDate: "数据日期",
  separator: "；",
};

const PLURALS: Readonly<Record<Level, string>> = {
  region: "regions",
  city: "cities",
  county: "counties",
  township: "townships",
  administrativeVillage: "villages",
};

const ENGLISH: MapWords = {
  rate: (rule, measure) => `${rule} · coverage (${measure})`,
  unserved: (rule, measure) => `${rule} · not served (${measure})`,
  indicator: ENGLISH_INDICATORS,
  basis: {
    today: "today",
    afterWorks: "after works",
    afterMoves: "after moves",
    afterBoth: "after works and moves",
  },
  measure: {
    households: "households",
    persons: "persons",
    naturalVillage: "natural villages",
    administrativeVillage: "administrative villages",
    township: "townships",
  },
  unit: {
    villages: "villages",
    households: "households",
    persons: "persons",
    settlements: "settlements",
  },
  money: (amount, size) => `${amount}${{ plain: "", large: "k", larger: "m" }[size]} yuan`,
  points: (amount) => `${amount} points`,
  allYears: "all years of the plan",
  endOf: (year) => String(year),
  by: (level) => `by ${ENGLISH.level[level]}`,
  level: {
    region: "region",
    city: "city",
    county: "county",
    township: "township",
    administrativeVillage: "administrative village",
  },
  column: (level) => `${ENGLISH.level[level][0]!.toUpperCase()}${ENGLISH.level[level].slice(1)}`,
  areas: (level) => PLURALS[level],
  below: (to) => `below ${to}`,
  between: (from, to) => `${from}–${to}`,
  span: (from, to) => `${from} to ${to}`,
  from: (from) => `${from} and more`,
  target: (from) => `${from} and more (target met)`,
  nothing: "nothing counted",
  unknown: "no data",
  hidden: (count) => `${count} hidden in the legend are not listed`,
  ranking: "Ranking",
  rank: "Rank",
  value: "Value",
  before: "Before",
  after: "After",
  notServed: "Not served",
  title: (area, indicator) => `${area}: ${indicator.replace(" · ", ", ")}`,
  headline: ({ rate, unserved, unit, target }) =>
    `Whole area ${rate}; not served: ${unserved} ${unit}${target === null ? "" : `; target ${target}`}`,
  total: (amount) => `Total ${amount}`,
  difference: "difference",
  noHexes: "Differences are printed by classes of areas, not by hexagons",
  hexes: "hexagons",
  leftOut: (count) => `Only the largest flows are drawn; ${count} more are left out`,
  rule: (name, version, source) => `${name}, version ${version}; ${source}`,
  plan: (name, version) => `Plan: ${name} (version ${version})`,
  generated: "Demonstration data (generated, not survey figures)",
  partlyGenerated: "partly demonstration data",
  notRecorded: "not recorded",
  area: "Area",
  source: "Source",
  dataDate: "Date of data",
  separator: "; ",
};

export const MAP_WORDS: Readonly<Record<PrintLanguage, MapWords>> = {
  "zh-CN": CHINESE,
  en: ENGLISH,
};
