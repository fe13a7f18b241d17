import type { TFunction } from "i18next";
import type { Language } from "../view-state.ts";

/**
 * An amount of yuan large enough to be read at a glance: hundred millions and ten thousands in Chinese (亿元, 万元), millions in English.
 * The figure and its unit apart, for figures that stand large with a small unit.
 */
export function largeMoney(
  yuan: number,
  t: TFunction,
  language: Language,
): { figure: string; unit: string } {
  const write = (value: number, digits: number) =>
    value.toLocaleString(language, { maximumFractionDigits: digits });
  if (language === "en") return { figure: write(yuan / 1e6, 1), unit: t("figures.unit.million") };
  return Math.abs(yuan) >= 1e8
    ? { figure: write(yuan / 1e8, 2), unit: t("figures.unit.yi") }
    : { figure: write(yuan / 1e4, 1), unit: t("figures.unit.wan") };
}

/** The same as one text. */
export function moneyText(yuan: number | null, t: TFunction, language: Language): string {
  if (yuan === null) return "—";
  const { figure, unit } = largeMoney(yuan, t, language);
  return `${figure} ${unit}`;
}
