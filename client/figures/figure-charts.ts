import type { TFunction } from "i18next";
import type { FiguresAnswer } from "../../core/contract/figures.ts";
import { FUND_LINES } from "../../core/contract/plan.ts";
import { formatCount, formatRate, formatTarget, inLanguage } from "../format.ts";
import type { Language } from "../view-state.ts";
import { rateFloor, type ChartModel } from "./chart-model.ts";
import { ACTUAL, BOTH, FUNDS, MOVES, PLANNED, TARGET, TODAY, WORKS } from "./colours.ts";
import { moneyText } from "./money.ts";

type Series = FiguresAnswer["series"];
type RuleSeries = Series["rates"][number];

const nameOf = ({ rule, name }: RuleSeries, language: Language): string =>
  name === null ? rule : inLanguage(name, language);

/** Every rule side by side: its rate today, and at the end of the plan after works and moves. */
export function everyRuleChart(
  rates: Series["rates"],
  t: TFunction,
  language: Language,
): ChartModel {
  const todays = rates.map((each) => each.today[each.headline].rate);
  const ends = rates.map((each) => each.years.at(-1)?.afterBoth[each.headline].rate ?? null);
  const targets = rates.map(({ target }) => target);
  const lastYear = rates[0]?.years.at(-1)?.year;
  return {
    title: t("figures.chart.rates"),
    category: t("figures.indicator"),
    categories: rates.map((each) => nameOf(each, language)),
    lying: true,
    series: [
      { name: t("figures.today"), kind: "point", values: todays, colour: TODAY, sign: "circle" },
      ...(lastYear === undefined
        ? []
        : [
            {
              name: t("figures.endOf", { year: lastYear }),
              kind: "point" as const,
              values: ends,
              colour: BOTH,
              sign: "diamond" as const,
            },
          ]),
      {
        name: t("figures.target"),
        kind: "point",
        values: targets,
        colour: TARGET,
        sign: "triangle",
      },
    ],
    format: formatRate,
    short: formatTarget,
    least: rateFloor([...todays, ...ends, ...targets], null),
    most: 1,
  };
}

/** One rule: its rate today and at the end of each year after works alone, after moves alone and after both, against its target. */
export function ruleChart(each: RuleSeries, t: TFunction, language: Language): ChartModel {
  const { headline, target, today, years } = each;
  const line = (basis: "afterWorks" | "afterMoves" | "afterBoth") => [
    today[headline].rate,
    ...years.map((year) => year[basis][headline].rate),
  ];
  const [works, moves, both] = [line("afterWorks"), line("afterMoves"), line("afterBoth")];
  const still = [today[headline].rate, ...years.map(() => today[headline].rate)];
  return {
    title: `${t("figures.chart.rates")}: ${nameOf(each, language)}`,
    category: t("figures.year"),
    categories: [t("figures.today"), ...years.map(({ year }) => String(year))],
    series: [
      {
        name: t("figures.basis.today"),
        kind: "line",
        values: still,
        colour: TODAY,
        sign: "circle",
        dashed: true,
      },
      ...(years.length === 0
        ? []
        : [
            {
              name: t("figures.basis.afterWorks"),
              kind: "line" as const,
              values: works,
              colour: WORKS,
              sign: "rect" as const,
            },
            {
              name: t("figures.basis.afterMoves"),
              kind: "line" as const,
              values: moves,
              colour: MOVES,
              sign: "triangle" as const,
            },
            {
              name: t("figures.basis.afterBoth"),
              kind: "line" as const,
              values: both,
              colour: BOTH,
              sign: "diamond" as const,
            },
          ]),
    ],
    format: formatRate,
    short: formatTarget,
    least: rateFloor([...still, ...works, ...moves, ...both], target),
    most: 1,
    ...(target === null
      ? {}
      : { target: { name: t("asked.target", { target: formatTarget(target) }), value: target } }),
  };
}

/** Persons who leave the area year by year: planned, moved in, and the task of the year. */
export function movesChart(moves: Series["moves"], t: TFunction, language: Language): ChartModel {
  const persons = (value: number) =>
    `${formatCount(Math.round(value), language)} ${t("figures.unit.persons")}`;
  return {
    title: t("figures.chart.moves"),
    category: t("figures.year"),
    categories: moves.map(({ year }) => String(year)),
    series: [
      {
        name: t("figures.planned"),
        kind: "bar",
        values: moves.map(({ plannedPersons }) => plannedPersons),
        colour: PLANNED,
      },
      {
        name: t("figures.actual"),
        kind: "bar",
        values: moves.map(({ actualPersons }) => actualPersons),
        colour: ACTUAL,
      },
      ...(moves.some(({ targetPersons }) => targetPersons !== null)
        ? [
            {
              name: t("figures.task"),
              kind: "line" as const,
              values: moves.map(({ targetPersons }) => targetPersons),
              colour: TARGET,
              sign: "triangle" as const,
              dashed: true,
            },
          ]
        : []),
    ],
    format: persons,
    short: (value) => formatCount(value, language),
  };
}

/** Yuan by year, a layer for each line of money that any year has, and the budget of the year. */
export function fundsChart(
  funds: Series["funds"],
  years: readonly number[],
  t: TFunction,
  language: Language,
): ChartModel {
  const lines = FUND_LINES.filter((line) =>
    funds.some(({ fund, amountYuan }) => fund === line && amountYuan > 0),
  );
  const budgets = years.map((year) => {
    const known = funds.filter((each) => each.year === year && each.budgetYuan !== null);
    return known.length === 0
      ? null
      : known.reduce((sum, { budgetYuan }) => sum + (budgetYuan ?? 0), 0);
  });
  const scale = language === "en" ? 1e6 : 1e4;
  return {
    title: t("figures.chart.funds"),
    category: t("figures.year"),
    categories: years.map(String),
    series: [
      ...lines.map((line) => ({
        name: t(`plan.fund.${line}`),
        kind: "bar" as const,
        stack: "funds",
        colour: FUNDS[FUND_LINES.indexOf(line)]!,
        values: years.map(
          (year) => funds.find((each) => each.fund === line && each.year === year)?.amountYuan ?? 0,
        ),
      })),
      ...(lines.length > 0 && budgets.some((budget) => budget !== null)
        ? [
            {
              name: t("figures.budget"),
              kind: "line" as const,
              values: budgets,
              colour: TARGET,
              sign: "triangle" as const,
              dashed: true,
            },
          ]
        : []),
    ],
    format: (value) => moneyText(value, t, language),
    short: (value) => formatCount(Math.round(value / scale), language),
    axis: t(language === "en" ? "figures.unit.million" : "figures.unit.wan"),
  };
}

/** Settlements by what their last return says: persons that the plan sends there, and those who moved in. */
export function settlementsChart(
  states: Series["settlements"],
  t: TFunction,
  language: Language,
): ChartModel {
  const known = states.filter(({ settlements }) => settlements > 0);
  return {
    title: t("figures.chart.settlements"),
    category: t("figures.state"),
    categories: known.map(({ state, settlements }) =>
      t("figures.stateOf", { state: t(`progress.state.${state}`), n: settlements }),
    ),
    series: [
      {
        name: t("figures.sentThere"),
        kind: "bar",
        values: known.map(({ persons }) => persons),
        colour: PLANNED,
      },
      {
        name: t("figures.movedIn"),
        kind: "bar",
        values: known.map(({ movedIn }) => movedIn),
        colour: ACTUAL,
      },
    ],
    format: (value) => `${formatCount(value, language)} ${t("figures.unit.persons")}`,
    short: (value) => formatCount(value, language),
  };
}
