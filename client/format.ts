import type { Rate } from "../core/contract/coverage.ts";
import type { Language } from "./view-state.ts";

const NONE = "—";

/** A whole number with thousands separators; a dash for what is not recorded. */
export function formatCount(value: number | null, language: Language): string {
  return value === null ? NONE : value.toLocaleString(language);
}

/**
 * A rate 0..1 as per cent with one decimal; a dash for null (nothing eligible: 0 of 0 is not 100 %).
 * Cut, never rounded up: 99.96 % must not read as 100.0 % while somebody is not served.
 */
export function formatRate(rate: number | null): string {
  if (rate === null) return NONE;
  // 1e-9 mends binary fractions such as 0.29 * 1000 = 289.99999999999994.
  return `${(Math.floor(rate * 1000 + 1e-9) / 10).toFixed(1)}%`;
}

/** A target 0..1 as per cent without needless decimals ("95%", "99.5%"). */
export function formatTarget(target: number | null): string {
  return target === null ? NONE : `${Number((target * 100).toFixed(1))}%`;
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
  return `${formatRate(rate.low).replace("%", "")}–${formatRate(rate.high)}`;
}

/** Peoples that an autonomous county or region names after its place ("Luocheng Mulaozu Zizhixian" is called Luocheng). */
const PEOPLES = /(?:zhuangzu|yaozu|miaozu|dongzu|mulaozu|maonanzu|yizu|huizu|gezu)+$/;

/** A place name in the language of the page: "河池市" in Chinese, "Hechi 河池市" in English. */
export function formatPlace(
  place: { name: string; pinyin: string | null },
  language: Language,
): string {
  const latin = language === "en" ? latinName(place) : null;
  return latin === null ? place.name : `${latin} ${place.name}`;
}

/**
 * The Latin half of a place name: its pinyin without the generic end ("Hechi Shi" is called Hechi), which only names of a single
 * character keep ("Heng Xian"). Null when the name holds no Chinese.
 */
export function latinName(place: { name: string; pinyin: string | null }): string | null {
  if (place.pinyin === null || place.pinyin === "" || place.pinyin === place.name) return null;
  const [own = "", ...generic] = place.pinyin.split(" ");
  if (generic.length === 0 || [...place.name].length <= 2) return place.pinyin;
  const short = place.name.includes("族自治") ? own.replace(PEOPLES, "") : own;
  return short === "" ? own : short;
}
