import { percentText } from "../policy/rate-text.ts";
import type { MapClass, MapSubject } from "../contract/thematic.ts";
import type { IndicatorRule } from "../contract/rule.ts";
import { findIndicator } from "../thematic/indicators.ts";
import type { Indicator, IndicatorUnit } from "../thematic/indicator.ts";
import { MAP_WORDS, type MapWords } from "./map-words.ts";
import type { PrintLanguage } from "./sheet-input.ts";

/** What texts are made with. */
export interface Wording {
  language: PrintLanguage;
  words: MapWords;
  rules: readonly IndicatorRule[];
}

export const wordingOf = (language: PrintLanguage, rules: readonly IndicatorRule[]): Wording => ({
  language,
  words: MAP_WORDS[language],
  rules,
});

/** A rule by its name in the language, else by its id. */
export function ruleName(id: string, { language, rules }: Wording): string {
  const name = rules.find((rule) => rule.id === id)?.name;
  return (language === "en" ? name?.en : name?.zh) ?? id;
}

/** What an indicator is called: "通屯道路 · 覆盖率（户）"; its id where it has no name. */
export function indicatorName(indicator: Indicator, wording: Wording): string {
  const { words } = wording;
  if (indicator.rule === null) return words.indicator[indicator.id] ?? indicator.id;
  const counted = measureName(indicator, wording);
  const rule = ruleName(indicator.rule, wording);
  return indicator.kind === "rate" ? words.rate(rule, counted) : words.unserved(rule, counted);
}

/** What an indicator of a rule counts. */
export function measureName(indicator: Indicator, { words, rules }: Wording): string {
  const { measure } = indicator;
  if (measure === "households" || measure === "persons") return words.measure[measure];
  const unit = rules.find(({ id }) => id === indicator.rule)?.unit ?? "naturalVillage";
  return words.measure[unit];
}

/** When a subject is looked at: its state and year; nothing where neither matters. */
export function momentOf({ indicator, year, basis }: MapSubject, { words }: Wording): string[] {
  const found = findIndicator(indicator);
  if (!found) return [];
  const isRule = found.rule !== null;
  return [
    ...(isRule ? [words.basis[basis]] : []),
    ...(found.byYear && !(isRule && basis === "today")
      ? [year === null ? words.allYears : words.endOf(year)]
      : []),
  ];
}

function digits(value: number, most: number, language: PrintLanguage): string {
  return value.toLocaleString(language, { maximumFractionDigits: most });
}

function moneyText(yuan: number, { language, words }: Pick<Wording, "language" | "words">): string {
  const [large, larger] = language === "en" ? ([1e3, 1e6] as const) : ([1e4, 1e8] as const);
  const size = Math.abs(yuan);
  if (size < large) return words.money(digits(yuan, 0, language), "plain");
  const [by, name] = size < larger ? ([large, "large"] as const) : ([larger, "larger"] as const);
  const amount = yuan / by;
  const most = Math.abs(amount) < 10 ? 2 : Math.abs(amount) < 100 ? 1 : 0;
  return words.money(digits(amount, most, language), name);
}

/** A value: per cent with one decimal, money as people say it, counts whole; a dash for what is not known. */
export function valueText(
  value: number | null,
  unit: IndicatorUnit,
  wording: Pick<Wording, "language" | "words">,
): string {
  if (value === null) return "—";
  if (unit === "share") return `${percentText(value)}%`;
  return unit.startsWith("yuan")
    ? moneyText(value, wording)
    : Math.round(value).toLocaleString(wording.language);
}

/** A difference with its sign; of shares in percentage points. */
export function differenceText(
  value: number | null,
  unit: IndicatorUnit,
  wording: Pick<Wording, "language" | "words">,
): string {
  if (value === null) return "—";
  const sign = value > 0 ? "+" : value < 0 ? "−" : "";
  const size = Math.abs(value);
  return unit === "share"
    ? // A tenth of a point would hide most of what plans change.
      wording.words.points(`${sign}${percentText(size, size < 0.01 ? 2 : 1)}`)
    : `${sign}${valueText(size, unit, wording)}`;
}

/** The unit behind a count; empty where the value brings its own. */
export function unitText(unit: IndicatorUnit, { words }: Pick<Wording, "words">): string {
  return unit === "share" || unit.startsWith("yuan")
    ? ""
    : words.unit[unit as keyof MapWords["unit"]];
}

function limitText(
  value: number,
  unit: IndicatorUnit,
  isDifference: boolean,
  wording: Pick<Wording, "language" | "words">,
): string {
  const sign = isDifference ? (value > 0 ? "+" : value < 0 ? "−" : "") : value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (unit === "share") return `${sign}${Number((size * 100).toFixed(2))}%`;
  if (unit.startsWith("yuan")) return `${sign}${moneyText(size, wording)}`;
  return `${sign}${digits(size, 1, wording.language)}`;
}

/** The limits of a class in words. */
export function classText(
  { from, to }: Pick<MapClass, "from" | "to">,
  {
    unit,
    isDifference,
    target,
  }: { unit: IndicatorUnit; isDifference: boolean; target: number | null },
  wording: Pick<Wording, "language" | "words">,
): string {
  const { words } = wording;
  const say = (value: number): string => limitText(value, unit, isDifference, wording);
  if (from === null && to === null) return "";
  if (isDifference && from !== null && to !== null) return words.span(say(from), say(to));
  if (from === null) return words.below(say(to!));
  if (to === null && target !== null && from === target) return words.target(say(from));
  if (to === null) return words.from(say(from));
  const [low, high] = [say(from), say(to)];
  return low === high ? low : words.between(low.replace(/%$/, ""), high);
}
