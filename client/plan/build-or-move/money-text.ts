import type { TFunction } from "i18next";
import type { Language } from "../../view-state.ts";

const NONE = "—";
/** Amounts from here on are told in larger units: ten thousands in Chinese, thousands in English. */
const LARGE_YUAN = 10_000;
const UNIT_YUAN: Readonly<Record<Language, number>> = { "zh-CN": 10_000, en: 1_000 };

/** Yuan as people say them: whole below ten thousand, else with three digits in a larger unit. */
export function formatYuan(yuan: number | null, language: Language, t: TFunction): string {
  if (yuan === null || !Number.isFinite(yuan)) return NONE;
  if (Math.abs(yuan) < LARGE_YUAN) return Math.round(yuan).toLocaleString(language);
  const amount = yuan / UNIT_YUAN[language];
  const size = Math.abs(amount);
  const n = amount.toLocaleString(language, {
    maximumFractionDigits: size < 10 ? 2 : size < 100 ? 1 : 0,
  });
  return t("build.largeYuan", { n });
}

/** A break-even number of households; a dash where there is none. */
export function formatBreakEven(households: number, language: Language): string {
  if (Number.isNaN(households)) return NONE;
  if (households === Infinity) return "∞";
  return households.toLocaleString(language, { maximumFractionDigits: households < 10 ? 1 : 0 });
}
