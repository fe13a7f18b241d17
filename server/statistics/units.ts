import type { StatisticItem, StatisticUnit } from "../../core/contract/statistics.ts";

/** What one of a written unit is in the stored one. */
const FACTORS: Readonly<Record<StatisticUnit, Readonly<Record<string, number>>>> = {
  "yuan/person": {
    元: 1,
    "元/人": 1,
    yuan: 1,
    "yuan/person": 1,
    千元: 1000,
    "千元/人": 1000,
    万元: 10_000,
    "万元/人": 10_000,
    "10,000yuan": 10_000,
  },
  persons: { 人: 1, persons: 1, 万人: 10_000, "10,000persons": 10_000 },
  households: { 户: 1, households: 1, 万户: 10_000 },
  buildings: { 栋: 1, 幢: 1, buildings: 1 },
  rate: {
    "%": 0.01,
    百分比: 0.01,
    百分点: 0.01,
    个百分点: 0.01,
    percent: 0.01,
    percentagepoints: 0.01,
    "‰": 0.001,
    小数: 1,
    rate: 1,
    "0-1": 1,
  },
  "yes/no": { "是/否": 1, "yes/no": 1 },
  "skills/household": { "项/户": 1, 项: 1, "skills/household": 1 },
  points: { 分: 1, points: 1 },
};

/** Units in which one number may mean several sizes, so that the file must say. */
const TO_BE_SAID: ReadonlySet<StatisticUnit> = new Set([
  "yuan/person",
  "persons",
  "households",
  "rate",
]);

const plainUnit = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s/g, "");

/** What a written unit is in the item's own, null where it is none of it. Without one: 1 where nothing can be mistaken, else null. */
export function factorOf(item: StatisticItem, written: string | null): number | null {
  if (written === null) return TO_BE_SAID.has(item.unit) ? null : 1;
  const factors = FACTORS[item.unit];
  const unit = plainUnit(written);
  return Object.hasOwn(factors, unit) ? factors[unit]! : null;
}

/** Units that may be written for an item. */
export function unitsOf(item: StatisticItem): string[] {
  return Object.keys(FACTORS[item.unit]);
}

/** The unit that a template asks for. */
export function templateUnit(item: StatisticItem, lang: "zh-CN" | "en"): string {
  const zh: Readonly<Record<StatisticUnit, string>> = {
    "yuan/person": "元",
    persons: "人",
    households: "户",
    buildings: "栋",
    rate: "%",
    "yes/no": "是/否",
    "skills/household": "项/户",
    points: "分",
  };
  return lang === "zh-CN" ? zh[item.unit] : item.unit === "rate" ? "%" : item.unit;
}
