import type { TFunction } from "i18next";
import type { KeyFigure } from "../../core/contract/figures.ts";
import { formatCount, formatRate, inLanguage } from "../format.ts";
import type { Language } from "../view-state.ts";
import { largeMoney } from "./money.ts";

/** A value as a large figure and a small unit; a rate carries its own sign. */
export function figureAndUnit(
  value: number | null,
  unit: KeyFigure["unit"],
  t: TFunction,
  language: Language,
): { figure: string; unit: string } {
  if (value === null) return { figure: "—", unit: "" };
  if (unit === "rate") return { figure: formatRate(value), unit: "" };
  if (unit === "yuan") return largeMoney(value, t, language);
  return { figure: formatCount(Math.round(value), language), unit: t(`figures.unit.${unit}`) };
}

/** The same as one text. */
export function figureText(
  value: number | null,
  unit: KeyFigure["unit"],
  t: TFunction,
  language: Language,
): string {
  const { figure, unit: word } = figureAndUnit(value, unit, t, language);
  return word === "" ? figure : `${figure} ${word}`;
}

/** What a figure is called: a rate by the name of its rule, any other by its id. */
export const figureName = (
  figure: { id: string; name: { zh: string; en: string } | null },
  t: TFunction,
  language: Language,
): string =>
  figure.name === null ? t(`figures.id.${figure.id}`) : inLanguage(figure.name, language);
