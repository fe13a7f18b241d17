import type { TFunction } from "i18next";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { MapClass, MapSubject } from "../../core/contract/thematic.ts";
import { percentText } from "../../core/policy/rate-text.ts";
import type { Indicator, IndicatorUnit } from "../../core/thematic/indicator.ts";
import { findIndicator } from "../../core/thematic/indicators.ts";
import { ruleName } from "../coverage/rules.ts";
import { formatCount, formatRate } from "../format.ts";
import type { Language } from "../view-state.ts";

/** What words need to be chosen. */
export interface Wording {
  t: TFunction;
  language: Language;
  rules: readonly IndicatorRule[];
}

/** What an indicator is called: "通屯道路 · 覆盖率（户）". */
export function indicatorName(
  indicator: Indicator | null,
  { t, language, rules }: Wording,
): string {
  if (indicator === null) return t("thematic.unknownIndicator");
  if (indicator.rule === null) return t(`thematic.indicator.${indicator.id}`);
  const rule = rules.find(({ id }) => id === indicator.rule);
  const values = {
    rule: rule === undefined ? indicator.rule : ruleName(rule, language),
    measure: measureName(indicator, rule, t),
  };
  return indicator.kind === "rate" ? t("thematic.rate", values) : t("thematic.unserved", values);
}

/** What an indicator of a rule counts: "自然村", "户", "人". */
export function measureName(
  { measure }: Pick<Indicator, "measure">,
  rule: IndicatorRule | undefined,
  t: TFunction,
): string {
  if (measure === "households" || measure === "persons") return t(`unit.${measure}`);
  return t(`unit.${rule?.unit ?? "naturalVillage"}`);
}

/** One side of a map in a line: indicator, year, basis. */
export function subjectName(subject: MapSubject, wording: Wording): string {
  const indicator = findIndicator(subject.indicator);
  return [indicatorName(indicator, wording), ...momentOf(subject, wording.t)].join(" · ");
}

/** When a subject is looked at, in words: year and basis; nothing where neither matters. */
export function momentOf({ indicator, year, basis }: MapSubject, t: TFunction): string[] {
  const found = findIndicator(indicator);
  if (found === null) return [];
  const isRule = found.rule !== null;
  return [
    ...(isRule ? [t(`thematic.basis.${basis}`)] : []),
    ...(found.byYear && !(isRule && basis === "today")
      ? [year === null ? t("thematic.years.all") : t("thematic.years.endOf", { year })]
      : []),
  ];
}

const digits = (value: number, most: number, language: Language): string =>
  value.toLocaleString(language, { maximumFractionDigits: most });

/** Money as people say it: 3.2 亿元, 45 万元, 800 元; "320m yuan" in English. */
function moneyText(yuan: number, { t, language }: Pick<Wording, "t" | "language">): string {
  const [large, larger] = language === "en" ? ([1e3, 1e6] as const) : ([1e4, 1e8] as const);
  const size = Math.abs(yuan);
  if (size < large) return t("thematic.amount.plain", { n: digits(yuan, 0, language) });
  const [by, key] =
    size < larger ? [large, "thematic.amount.large"] : [larger, "thematic.amount.larger"];
  const amount = yuan / by;
  const most = Math.abs(amount) < 10 ? 2 : Math.abs(amount) < 100 ? 1 : 0;
  return t(key, { n: digits(amount, most, language) });
}

/** A value in words, with its unit where a number alone would not say it. A dash for what is not known. */
export function valueText(
  value: number | null,
  unit: IndicatorUnit,
  { t, language }: Pick<Wording, "t" | "language">,
): string {
  if (value === null) return "—";
  if (unit === "share") return formatRate(value);
  return unit.startsWith("yuan")
    ? moneyText(value, { t, language })
    : formatCount(Math.round(value), language);
}

/** A difference with its sign; of shares in percentage points. */
export function differenceText(
  value: number | null,
  unit: IndicatorUnit,
  wording: Pick<Wording, "t" | "language">,
): string {
  if (value === null) return "—";
  const sign = value > 0 ? "+" : value < 0 ? "−" : "";
  const size = Math.abs(value);
  return unit === "share"
    ? wording.t("thematic.points", { n: `${sign}${percentText(size)}` })
    : `${sign}${valueText(size, unit, wording)}`;
}

/** The unit of a count behind its number, for sentences: " 人". Money and shares bring their own. */
export function unitText(unit: IndicatorUnit, t: TFunction): string {
  return unit === "share" || unit.startsWith("yuan") ? "" : t(`thematic.unit.${unit}`);
}

/** The limits of a class in words. `meets`: the class that meets the target. */
export function classText(
  { from, to }: Pick<MapClass, "from" | "to">,
  meets: boolean,
  text: (value: number) => string,
  t: TFunction,
): string {
  if (from === null && to === null) return "";
  if (from === null) return t("thematic.legend.below", { to: text(to!) });
  if (meets) return t("thematic.legend.target", { from: text(from) });
  if (to === null) return t("thematic.legend.from", { from: text(from) });
  const [low, high] = [text(from), text(to)];
  // A class of equal numbers is that number.
  return low === high
    ? low
    : t("thematic.legend.between", { from: low.replace(/%$/, ""), to: high });
}

/** A limit of a class: per cent with as many decimals as it has, at most two; numbers as they are; differences with their sign. */
export function limitText(
  value: number,
  unit: IndicatorUnit,
  isDifference: boolean,
  wording: Pick<Wording, "t" | "language">,
): string {
  const sign = isDifference && value > 0 ? "+" : "";
  if (unit === "share") return `${sign}${Number((value * 100).toFixed(2))}%`;
  if (unit.startsWith("yuan")) return `${sign}${moneyText(value, wording)}`;
  return `${sign}${value.toLocaleString(wording.language, { maximumFractionDigits: 1 })}`;
}

const PART_UNITS: Readonly<Record<string, IndicatorUnit>> = {
  amountYuan: "yuan",
  buildYuan: "yuan",
  moveYuan: "yuan",
};

/** A part of a value: numbers as they are, money as money, and the two sides of a difference in the unit of the indicator. */
export function partText(
  code: string,
  value: number | null,
  { indicator }: { indicator: Indicator | null },
  wording: Pick<Wording, "t" | "language">,
): string {
  const own = indicator?.unit ?? "persons";
  const unit = code === "before" || code === "after" ? own : (PART_UNITS[code] ?? "persons");
  return valueText(value, unit, wording);
}
