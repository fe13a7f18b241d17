import type { TFunction } from "i18next";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { MapClass, MapSubject, Measure, ThematicView } from "../../core/contract/thematic.ts";
import type { Indicator, IndicatorUnit } from "../../core/thematic/indicator.ts";
import { findIndicator } from "../../core/thematic/indicators.ts";
import { ruleName } from "../coverage/rules.ts";
import { formatCount, formatRate } from "../format.ts";
import type { Language } from "../view-state.ts";
import type { MapSide } from "./use-map.ts";

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
function measureName(
  { measure }: Pick<Indicator, "measure">,
  rule: IndicatorRule | undefined,
  t: TFunction,
): string {
  if (measure === "households" || measure === "persons") return t(`unit.${measure}`);
  return t(`unit.${rule?.unit ?? "naturalVillage"}`);
}

/** The same where room is short. */
export function shortMeasure(
  measure: Measure,
  rule: IndicatorRule | undefined,
  t: TFunction,
): string {
  if (measure !== "villages") return t(`unit.${measure}`);
  return t(`unitShort.${rule?.unit ?? "naturalVillage"}`);
}

/** One side of a map in a line: indicator, year, basis. */
export function subjectName(subject: MapSubject, wording: Wording): string {
  const indicator = findIndicator(subject.indicator);
  return [indicatorName(indicator, wording), ...momentOf(subject, wording.t)].join(" · ");
}

/** What a map is called: one subject; two of one indicator by when they are looked at; or what one has more than the other. */
export function mapTitle(
  view: Pick<ThematicView, "compare" | "other"> & MapSubject,
  wording: Wording,
): string {
  const { compare, other } = view;
  const name = indicatorName(findIndicator(view.indicator), wording);
  if (compare === "none" || other === null) return subjectName(view, wording);
  if (compare !== "difference") return name;
  const [after, before] = [sideName(other, view, wording), sideName(view, other, wording)];
  return other.indicator === view.indicator
    ? wording.t("thematic.title.difference", { what: name, after, before })
    : wording.t("thematic.title.differs", { after, before });
}

/** One side of two, by what it does not share with the other: when it is looked at, or the indicator and, where that differs too, when. */
export function sideName(subject: MapSubject, other: MapSubject, wording: Wording): string {
  const moment = momentOf(subject, wording.t).join(" · ");
  if (subject.indicator === other.indicator && moment !== "") return moment;
  return moment === momentOf(other, wording.t).join(" · ")
    ? indicatorName(findIndicator(subject.indicator), wording)
    : subjectName(subject, wording);
}

/** What the two sides of a map are called; nothing where there is one. */
export function namesOf(
  sides: readonly { readonly subject: MapSubject }[],
  wording: Wording,
): [string, string] {
  const [first, second] = sides;
  if (first === undefined || second === undefined) return ["", ""];
  return [
    sideName(first.subject, second.subject, wording),
    sideName(second.subject, first.subject, wording),
  ];
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

/** A number with its sign, however small it is; a minus as it is printed. */
function signed(value: number, size: string): string {
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${size}`;
}

/** A difference with its sign; of shares in percentage points, small ones with two decimals so that they are seen. */
export function differenceText(
  value: number | null,
  unit: IndicatorUnit,
  wording: Pick<Wording, "t" | "language">,
): string {
  const n = shortDifference(value, unit, wording);
  return value === null || unit !== "share" ? n : wording.t("thematic.points", { n });
}

/** The same where room is short and the unit stands beside it: "+1.2". */
export function shortDifference(
  value: number | null,
  unit: IndicatorUnit,
  wording: Pick<Wording, "t" | "language">,
): string {
  if (value === null) return "—";
  const size = Math.abs(value);
  return signed(
    value,
    unit === "share"
      ? (size * 100).toFixed(size === 0 || size >= 0.01 ? 1 : 2)
      : valueText(size, unit, wording),
  );
}

/** The unit of a legend's numbers: "人", of differences of shares "百分点". Money and shares bring their own. */
export function unitText(unit: IndicatorUnit, isDifference: boolean, t: TFunction): string {
  if (unit === "share" && isDifference) return t("thematic.unit.points");
  return unit === "share" || unit.startsWith("yuan") ? "" : t(`thematic.unit.${unit}`);
}

/** The limits of a class in words: "70–80%", "95% and more (target)", "−2 to +2 pp". */
export function classText(
  { from, to }: Pick<MapClass, "from" | "to">,
  { indicator, target, isDifference }: Pick<MapSide, "indicator" | "target" | "isDifference">,
  wording: Pick<Wording, "t" | "language">,
): string {
  const { t } = wording;
  const unit = indicator?.unit ?? "persons";
  const isShare = unit === "share";
  const bare = (value: number) => limitText(value, unit, isDifference, wording);
  // Points of per cent stand above the legend, as the units of counts do.
  const withUnit = (value: number) => (isShare && !isDifference ? `${bare(value)}%` : bare(value));
  if (from === null && to === null) return "";
  if (from === null) return t("thematic.legend.below", { to: withUnit(to!) });
  if (target !== null && from === target)
    return t("thematic.legend.target", { from: withUnit(from) });
  if (to === null) return t("thematic.legend.from", { from: withUnit(from) });
  // A class of equal numbers is that number.
  if (bare(from) === bare(to)) return withUnit(to);
  return t(isDifference ? "thematic.legend.betweenSigned" : "thematic.legend.between", {
    from: bare(from),
    to: withUnit(to),
  });
}

/** A limit of a class without its sign of per cent: with as many decimals as it has, at most two; of a difference with its sign. */
function limitText(
  value: number,
  unit: IndicatorUnit,
  isDifference: boolean,
  wording: Pick<Wording, "t" | "language">,
): string {
  const size = isDifference ? Math.abs(value) : value;
  const text =
    unit === "share"
      ? String(Number((size * 100).toFixed(2)))
      : unit.startsWith("yuan")
        ? moneyText(size, wording)
        : size.toLocaleString(wording.language, { maximumFractionDigits: 1 });
  return isDifference ? signed(value, text) : text;
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
