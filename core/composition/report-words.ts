import type { PrintLanguage } from "./sheet-input.ts";

/** Words of a report. */
export interface ReportWords {
  title: (area: string) => string;
  subtitle: (date: string) => string;
  villages: string;
  households: string;
  persons: string;
  poorHouseholds: string;
  poorPersons: string;
  coverage: string;
  coverageNote: string;
  rule: string;
  target: string;
  rate: (counted: string) => string;
  notServed: (counted: string) => string;
  byArea: (level: string) => string;
  byAreaNote: string;
  moves: string;
  movesNote: (plan: string, version: number) => string;
  year: string;
  movedVillages: string;
  movedHouseholds: string;
  movedPersons: string;
  targetPersons: string;
  movedIn: string;
  amount: string;
  allYears: string;
  exit: (year: number) => string;
  exitNote: (passed: number, failed: number, unknown: number) => string;
  criterion: string;
  value: string;
  threshold: string;
  standing: string;
  article: string;
  articleOf: (number: string) => string;
  yuanPerPerson: (amount: string) => string;
  standings: Readonly<Record<"pass" | "fail" | "unknown", string>>;
  yes: string;
  no: string;
  comparison: Readonly<Record<"atLeast" | "atMost" | "below" | "isYes", (value: string) => string>>;
  unit: string;
  /** What units are counted in. */
  units: string;
}

export const REPORT_WORDS: Readonly<Record<PrintLanguage, ReportWords>> = {
  "zh-CN": {
    title: (area) => `${area}易地搬迁与基础设施情况报告`,
    subtitle: (date) => `编制日期 ${date}`,
    villages: "自然村（个）",
    households: "户数（户）",
    persons: "人口（人）",
    poorHouseholds: "贫困户（户）",
    poorPersons: "贫困人口（人）",
    coverage: "设施覆盖",
    coverageNote: "覆盖率 = 已达到 ÷（已达到 + 未达到）；情况不明的不计入，没有应计对象的写“—”。",
    rule: "指标",
    target: "目标",
    rate: (counted) => `覆盖率（${counted}）`,
    notServed: (counted) => `未达到（${counted}）`,
    byArea: (level) => `各${level}覆盖率`,
    byAreaNote: "按各指标的计数单位。",
    moves: "易地搬迁",
    movesNote: (plan, version) => `规划：${plan}（第${version}版）。按搬出地统计。`,
    year: "年份",
    movedVillages: "有人搬出的村屯",
    movedHouseholds: "搬迁户数",
    movedPersons: "搬迁人口",
    targetPersons: "年度任务（人）",
    movedIn: "实际入住（人）",
    amount: "资金（万元）",
    allYears: "合计",
    exit: (year) => `脱贫退出卡（${year}年）`,
    exitNote: (passed, failed, unknown) =>
      `达标 ${passed} 项，未达标 ${failed} 项，情况不明 ${unknown} 项。`,
    criterion: "退出标准",
    value: "数值",
    threshold: "标准",
    standing: "结论",
    article: "依据",
    articleOf: (number) => `第${number.replaceAll(", ", "、")}条`,
    yuanPerPerson: (amount) => `${amount} 元/人`,
    standings: { pass: "达标", fail: "未达标", unknown: "不明" },
    yes: "是",
    no: "否",
    comparison: {
      atLeast: (value) => `不低于 ${value}`,
      atMost: (value) => `不高于 ${value}`,
      below: (value) => `低于 ${value}`,
      isYes: () => "是",
    },
    unit: "计数单位",
    units: "个",
  },
  en: {
    title: (area) => `${area}: relocation and infrastructure report`,
    subtitle: (date) => `Prepared on ${date}`,
    villages: "Natural villages",
    households: "Households",
    persons: "Population",
    poorHouseholds: "Poor households",
    poorPersons: "Poor persons",
    coverage: "Coverage",
    coverageNote:
      "Rate = served / (served + not served); what is unknown is left out, and a dash stands where nothing counts.",
    rule: "Indicator",
    target: "Target",
    rate: (counted) => `Rate (${counted})`,
    notServed: (counted) => `Not served (${counted})`,
    byArea: (level) => `Rates by ${level}`,
    byAreaNote: "By what each indicator counts.",
    moves: "Relocation",
    movesNote: (plan, version) => `Plan: ${plan} (version ${version}). Counted where people leave.`,
    year: "Year",
    movedVillages: "Villages that people leave",
    movedHouseholds: "Households moved",
    movedPersons: "Persons moved",
    targetPersons: "Yearly target (persons)",
    movedIn: "Moved in (persons)",
    amount: "Money (10,000 yuan)",
    allYears: "All years",
    exit: (year) => `County exit card (${year})`,
    exitNote: (passed, failed, unknown) =>
      `${passed} criteria pass, ${failed} fail, ${unknown} are unknown.`,
    criterion: "Criterion",
    value: "Value",
    threshold: "Threshold",
    standing: "Standing",
    article: "Basis",
    articleOf: (number) => `Art. ${number}`,
    yuanPerPerson: (amount) => `${amount} yuan/person`,
    standings: { pass: "pass", fail: "fail", unknown: "unknown" },
    yes: "yes",
    no: "no",
    comparison: {
      atLeast: (value) => `at least ${value}`,
      atMost: (value) => `at most ${value}`,
      below: (value) => `below ${value}`,
      isYes: () => "yes",
    },
    unit: "Counts",
    units: "units",
  },
};
