import type { Rate } from "../core/contract/coverage.ts";
import { latinName } from "../core/policy/place-name.ts";
import { percentText, percentTexts, targetText } from "../core/policy/rate-text.ts";
import type { Language } from "./view-state.ts";

const NONE = "—";

/** A whole number with thousands separators; a dash for what is not recorded. */
export function formatCount(value: number | null, language: Language): string {
  return value === null ? NONE : value.toLocaleString(language);
}

/** A rate 0..1 as per cent with one decimal, cut; a dash for null (nothing eligible: 0 of 0 is not 100 %). */
export function formatRate(rate: number | null): string {
  return rate === null ? NONE : `${percentText(rate)}%`;
}

/** Two rates 0..1 of which a small difference must be seen: "73.42%", "73.44%". */
export function formatRates(before: number | null, after: number | null): [string, string] {
  if (before === null || after === null) return [formatRate(before), formatRate(after)];
  const [one, other] = percentTexts(before, after);
  return [`${one}%`, `${other}%`];
}

/** A target 0..1 as per cent without needless decimals ("95%", "99.5%"). */
export function formatTarget(target: number | null): string {
  return target === null ? NONE : `${targetText(target)}%`;
}

/** Metres, from 10 km on in kilometres with one decimal. */
export function formatDistance(distanceM: number | null, language: Language): string {
  if (distanceM === null) return NONE;
  if (distanceM < 10_000) return `${Math.round(distanceM).toLocaleString(language)} m`;
  const kilometres = (distanceM / 1000).toLocaleString(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return `${kilometres} km`;
}

/** "79.1–84.6%", the range that unknown statuses leave open; null when nothing is unknown. */
export function formatRange(rate: Rate): string | null {
  if (rate.unknown === 0 || rate.low === null || rate.high === null) return null;
  return `${percentText(rate.low)}–${percentText(rate.high)}%`;
}

/** A text that stands in both languages, or in one only. */
export function inLanguage(text: string | { zh: string; en: string }, language: Language): string {
  if (typeof text === "string") return text;
  return language === "en" ? text.en : text.zh;
}

/** A place name in the language of the page: "河池市" in Chinese, "Hechi 河池市" in English. */
export function formatPlace(
  place: { name: string; pinyin: string | null },
  language: Language,
): string {
  const latin = language === "en" ? latinName(place) : null;
  return latin === null ? place.name : `${latin} ${place.name}`;
}

/** A place name where room is short: "河池市" in Chinese, "Hechi" in English. */
export function shortPlace(
  place: { name: string; pinyin: string | null },
  language: Language,
): string {
  return (language === "en" ? latinName(place) : null) ?? place.name;
}

/** Metres as kilometres with two decimals, without the unit. */
export const formatKm = (metres: number, language: Language): string =>
  (metres / 1000).toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
