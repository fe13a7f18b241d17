import type { TFunction } from "i18next";
import type { KeyFigure } from "../../core/contract/figures.ts";
import { percentText } from "../../core/policy/rate-text.ts";
import { formatCount, formatTarget } from "../format.ts";
import type { Language } from "../view-state.ts";
import { changeOf, toneOf } from "./figure-change.ts";
import { figureAndUnit, figureName, figureText } from "./figure-text.ts";
import type { KeyFigureShown } from "./key-figure.tsx";

/** A figure in the words and signs of its card; `openYear` is the year whose returns still come in. */
export function shownFigure(
  figure: KeyFigure,
  openYear: number | null,
  t: TFunction,
  language: Language,
): KeyFigureShown {
  const { unit, target, standing, rank } = figure;
  const trend = figure.trend.map(({ value }) => value);
  return {
    key: figure.id,
    label: figureName(figure, t, language),
    ...figureAndUnit(figure.value, unit, t, language),
    change: changeText(figure, openYear, t, language),
    beside: besideText(figure, t, language),
    target:
      target === null
        ? null
        : {
            tone: standing ?? "plain",
            text: t(`figures.standing.${standing ?? "none"}`, {
              target:
                unit === "rate" ? formatTarget(target) : figureText(target, unit, t, language),
            }),
          },
    rank:
      rank === null || rank.of < 2
        ? null
        : { place: rank.place, of: rank.of, within: rank.parent.level },
    trend: trend.length < 2 ? null : { values: trend, target: unit === "rate" ? target : null },
  };
}

function changeText(
  figure: KeyFigure,
  openYear: number | null,
  t: TFunction,
  language: Language,
): KeyFigureShown["change"] {
  const change = changeOf(figure, openYear);
  if (change === null || change.by === 0) return null;
  const size = Math.abs(change.by);
  const amount =
    figure.unit === "rate"
      ? t("figures.points", { n: percentText(size) })
      : figureText(size, figure.unit, t, language);
  if (figure.unit === "rate" && percentText(size) === "0.0") return null;
  return {
    up: change.by > 0,
    tone: toneOf(change.by, figure.better),
    text:
      change.from === null
        ? t("figures.byYear", { amount, year: change.to })
        : t("figures.sinceYear", { amount, year: change.from, to: change.to }),
  };
}

/** Of a rate, how many are not served and how many are not known. */
function besideText(figure: KeyFigure, t: TFunction, language: Language): string | null {
  const part = (code: string) => figure.parts.find((each) => each.code === code)?.value ?? null;
  const [unserved, unknown] = [part("unserved"), part("unknown")];
  if (unserved === null) return null;
  const texts = [t("asked.notServed", { n: formatCount(unserved, language) })];
  if (unknown !== null && unknown > 0)
    texts.push(t("asked.unknown", { n: formatCount(unknown, language) }));
  return texts.join(" · ");
}
