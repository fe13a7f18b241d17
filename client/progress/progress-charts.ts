import type { TFunction } from "i18next";
import type { SummaryAnswer } from "../../core/contract/progress.ts";
import type { ChartModel } from "../figures/chart-model.ts";
import { ACTUAL, BOTH, PLANNED, TARGET } from "../figures/colours.ts";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";

/** Persons by year: planned, moved in, and where the year is still open what its end is likely to bring. */
export function yearsChart(
  { years, forecast }: Pick<SummaryAnswer, "years" | "forecast">,
  t: TFunction,
  language: Language,
): ChartModel {
  const foreseen = years.map(({ year }) =>
    forecast !== null && forecast.year === year ? forecast : null,
  );
  return {
    title: t("progress.byYear"),
    category: t("figures.year"),
    categories: years.map(({ year }) => String(year)),
    series: [
      {
        name: t("figures.planned"),
        kind: "bar",
        values: years.map(({ planned }) => planned.persons),
        colour: PLANNED,
      },
      {
        name: t("figures.actual"),
        kind: "bar",
        values: years.map(({ actual }) => actual?.persons ?? null),
        colour: ACTUAL,
      },
      ...(forecast?.likely === null || forecast === null
        ? []
        : [
            {
              name: t("progress.forecast"),
              kind: "point" as const,
              values: foreseen.map((each) => each?.likely ?? null),
              range: foreseen.map((each): [number, number] | null =>
                each === null || each.low === null || each.high === null
                  ? null
                  : [each.low, each.high],
              ),
              colour: TARGET,
              sign: "diamond" as const,
            },
          ]),
    ],
    format: (value) => `${formatCount(value, language)} ${t("figures.unit.persons")}`,
    short: (value) => formatCount(value, language),
  };
}

/** Persons of a year month by month and their sum so far, against what the plan wants of the year. */
export function monthsChart(
  { months, years, year }: Pick<SummaryAnswer, "months" | "years" | "year">,
  t: TFunction,
  language: Language,
): ChartModel {
  const planned = years.find((each) => each.year === year)?.planned.persons ?? 0;
  const last = months.findLastIndex(({ persons }) => persons !== null);
  return {
    title: t("progress.byMonth", { year }),
    category: t("progress.month"),
    categories: months.map(({ period }) => String(Number(period.slice(5)))),
    series: [
      {
        name: t("progress.inMonth"),
        kind: "bar",
        values: months.map(({ persons }) => persons),
        colour: PLANNED,
      },
      {
        name: t("progress.soFar"),
        kind: "line",
        // The sum stands still in a month that nobody returned, and ends with the last that somebody did.
        values: months.map(({ personsSoFar }, at) => (at <= last ? personsSoFar : null)),
        colour: BOTH,
        sign: "circle",
      },
      ...(planned > 0
        ? [
            {
              name: t("progress.yearPlan"),
              kind: "line" as const,
              values: months.map(() => planned),
              colour: TARGET,
              sign: "triangle" as const,
              dashed: true,
            },
          ]
        : []),
    ],
    format: (value) => `${formatCount(value, language)} ${t("figures.unit.persons")}`,
    short: (value) => formatCount(value, language),
  };
}
