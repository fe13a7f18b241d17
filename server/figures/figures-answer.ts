import { LEVELS } from "../../core/contract/area.ts";
import { FUND_LINES } from "../../core/contract/plan.ts";
import type { FiguresAnswer, KeyFigure } from "../../core/contract/figures.ts";
import type { PlanRatesAnswer } from "../../core/contract/plan-service.ts";
import { rateOf, ratesOf } from "../../core/coverage/roll-up.ts";
import type { AreaColumns, AreaCounts } from "../../core/coverage/snapshot.ts";
import { placesOf } from "../../core/figures/rank.ts";
import { standingOf } from "../../core/policy/target.ts";
import {
  areasBelow,
  summarizeProgress,
  yearsOf,
  type ProgressSummary,
} from "../../core/progress/summary.ts";
import { targetOf } from "../../core/relocation/check-area.ts";
import { HOUSEHOLDS, PERSONS, tallied, VILLAGES } from "../../core/relocation/ledger.ts";
import { sumYuan } from "../../core/relocation/totals.ts";
import { ancestorsOf, areaName } from "../boundaries/area-tree.ts";
import { pagesOf } from "../exit/addresses.ts";
import type { RegionState } from "../coverage/state.ts";
import type { RatesDesk } from "../plans/rates-desk.ts";
import { AreaFigures, betterOf, type AreaFigure } from "./area-figures.ts";
import { returnsArea, type FigurePlan } from "./ground.ts";

/** Everything that figures of an area are made from. */
export interface FigureGround {
  readonly state: RegionState;
  readonly area: number;
  readonly plan: FigurePlan | null;
  readonly rates: RatesDesk;
}

/** The page of figures of an area, with a plan or without. */
export async function figuresAnswer(ground: FigureGround): Promise<FiguresAnswer> {
  const { state, area, plan } = ground;
  const { areas } = state.snapshot;
  const counts = new Map<string, AreaCounts>();
  for (const rule of state.rules) counts.set(rule.id, (await state.judge(rule)).counts);
  const of = new AreaFigures(state, counts, plan);
  const code = areas.code[area]!;
  const planned = plan === null ? [] : await ground.rates.rates(state, plan.on, code);
  const summary = plan === null ? null : summaryOf(plan, area);
  const moves = plan === null ? [] : moveSeries(plan, area, summary!.years);
  return {
    area: areaName(areas, area),
    ancestors: ancestorsOf(areas, area).map((index) => areaName(areas, index)),
    plan: plan && {
      id: plan.row.id,
      name: plan.row.name,
      area: plan.row.areaCode,
      version: plan.row.version,
      progressVersion: plan.progressVersion,
      years: yearsOf(plan.on),
    },
    demonstration:
      state.datasets.some(({ demonstration }) => demonstration) ||
      (plan?.row.demonstration ?? false),
    dataVersion: state.snapshot.dataVersion,
    measuredAt: state.run?.finishedAt ?? null,
    figures: keyFigures(ground, of, planned, moves),
    ranking: rankingOf(state, of, area),
    series: {
      rates: state.rules.map(({ id, name = null, headline, target }) => ({
        rule: id,
        name,
        headline,
        target,
        today: ratesOf(counts.get(id)!, area),
        years: (planned.find(({ rule }) => rule === id)?.years ?? []).map(
          ({ year, afterWorks, afterMoves, afterBoth }) => ({
            year,
            afterWorks,
            afterMoves,
            afterBoth,
          }),
        ),
      })),
      moves,
      funds: plan === null ? [] : fundSeries(plan, area),
      forecast: summary?.forecast ?? null,
      settlements: summary?.states ?? [],
    },
  };
}

type Moves = FiguresAnswer["series"]["moves"];

function moveSeries(plan: FigurePlan, area: number, years: ProgressSummary["years"]): Moves {
  const { on, state } = plan;
  const code = state.snapshot.areas.code[area]!;
  const tally = on.ledger.areas.get(area);
  return yearsOf(on).map((year, y) => {
    const actual = years[y]!.actual;
    return {
      year,
      plannedPersons: tallied(tally, PERSONS, y),
      plannedHouseholds: tallied(tally, HOUSEHOLDS, y),
      plannedVillages: tallied(tally, VILLAGES, y),
      targetPersons: targetOf(code, year, on)?.target ?? null,
      actualPersons: actual?.persons ?? null,
      actualHouseholds: actual?.households ?? null,
      basis: actual?.basis ?? null,
    };
  });
}

const summaryOf = (plan: FigurePlan, area: number): ProgressSummary =>
  summarizeProgress(plan.on, plan.returns, returnsArea(plan, area), null);

function fundSeries({ on, state }: FigurePlan, area: number): FiguresAnswer["series"]["funds"] {
  const money = on.ledger.money.get(area);
  const years = yearsOf(on);
  const code = state.snapshot.areas.code[area]!;
  return FUND_LINES.flatMap((fund, f) =>
    years.map((year, y) => ({
      fund,
      year,
      amountYuan: money?.[f * years.length + y] ?? 0,
      budgetYuan: on.plan.budgets.get(`${code}:${fund}:${year}`) ?? null,
    })),
  );
}

function keyFigures(
  ground: FigureGround,
  of: AreaFigures,
  planned: PlanRatesAnswer["rules"],
  moves: Moves,
): KeyFigure[] {
  const { state, area, plan } = ground;
  const { areas } = state.snapshot;
  const siblings = siblingsOf(areas, area);
  const others = siblings.map((index) => of.of(index));
  const own = siblings.indexOf(area);
  return of.of(area).map((figure) => {
    const better = betterOf(figure.id);
    const values = others.map((list) => list.find(({ id }) => id === figure.id)?.value ?? null);
    const place = better === null || own < 0 ? null : placesOf(values, better)[own]!;
    const rule = state.rule(figure.id.replace(/^rate:/, ""));
    return {
      ...figure,
      parts: [...figure.parts],
      name: rule?.name ?? null,
      better,
      standing: standingOfFigure(figure),
      trend: trendOf(figure.id, ground, planned, moves),
      rank:
        place === null
          ? null
          : {
              place,
              of: values.filter((value) => value !== null).length,
              parent: areaName(areas, areas.parent[area]!),
            },
      ...addressesOf(figure.id, areas.code[area]!, plan),
    };
  });
}

function standingOfFigure({ id, target, value, parts }: AreaFigure): KeyFigure["standing"] {
  if (target === null || value === null) return null;
  if (id === "moved-persons" || id === "actual-persons") return value >= target ? "met" : "below";
  if (!id.startsWith("rate:")) return null;
  const [served = 0, unserved = 0, unknown = 0] = parts.map((each) => each.value ?? 0);
  return standingOf(rateOf(served, unserved, unknown), target);
}

function siblingsOf(areas: AreaColumns, area: number): number[] {
  const parent = areas.parent[area]!;
  if (parent < 0) return [];
  const found: number[] = [];
  for (let i = parent + 1; i < areas.count; i++)
    if (areas.parent[i] === parent && areas.level[i] === areas.level[area]) found.push(i);
  return found;
}

function trendOf(
  id: string,
  { plan, area }: FigureGround,
  planned: PlanRatesAnswer["rules"],
  moves: Moves,
): KeyFigure["trend"] {
  if (plan === null) return [];
  const { on } = plan;
  if (id.startsWith("rate:")) {
    const rule = planned.find(({ rule: each }) => `rate:${each}` === id);
    const headline = plan.state.rule(id.slice("rate:".length))?.headline ?? "villages";
    return (rule?.years ?? []).map(({ year, afterBoth }) => ({
      year,
      value: afterBoth[headline].rate,
    }));
  }
  const money = on.ledger.money.get(area);
  const valueOf: Partial<Record<string, (at: Moves[number], y: number) => number | null>> = {
    "moved-persons": ({ plannedPersons }) => plannedPersons,
    "moved-households": ({ plannedHouseholds }) => plannedHouseholds,
    "moved-villages": ({ plannedVillages }) => plannedVillages,
    "actual-persons": ({ actualPersons }) => actualPersons,
    "actual-share": ({ actualPersons, plannedPersons }) =>
      actualPersons === null || plannedPersons === 0 ? null : actualPersons / plannedPersons,
    amount: (_, y) => sumYuan(money, on.context, y),
    "cost-per-head": ({ plannedPersons }, y) =>
      plannedPersons === 0 ? null : sumYuan(money, on.context, y) / plannedPersons,
  };
  const value = valueOf[id];
  return value === undefined
    ? []
    : moves.map((each, y) => ({ year: each.year, value: value(each, y) }));
}

function addressesOf(
  id: string,
  area: string,
  plan: FigurePlan | null,
): Pick<KeyFigure, "opens" | "page"> {
  if (id.startsWith("rate:")) {
    const { gaps, page } = pagesOf(area, id.slice("rate:".length));
    return { opens: gaps, page };
  }
  const query = new URLSearchParams({ area, figure: id, ...(plan && { plan: plan.row.id }) });
  const page = new URLSearchParams({ area, ...(plan && { plan: plan.row.id }) }).toString();
  return {
    opens: `/api/figures/villages?${query.toString()}`,
    page: plan === null ? `/coverage?${page}` : `/plan?${page}`,
  };
}

function rankingOf(state: RegionState, of: AreaFigures, area: number): FiguresAnswer["ranking"] {
  const { areas } = state.snapshot;
  const below = areasBelow(areas, area);
  const columns = of.of(area).map(({ id, unit, target }) => ({
    id,
    name: state.rule(id.replace(/^rate:/, ""))?.name ?? null,
    unit,
    better: betterOf(id),
    target: id.startsWith("rate:") ? target : null,
  }));
  const values = below.map((index) => {
    const byId = new Map(of.of(index).map(({ id, value }) => [id, value]));
    return columns.map(({ id }) => byId.get(id) ?? null);
  });
  const places = columns.map(({ better }, c) =>
    better === null
      ? below.map(() => null)
      : placesOf(
          values.map((row) => row[c]!),
          better,
        ),
  );
  return {
    level: below.length === 0 ? null : LEVELS[areas.level[below[0]!]!]!,
    columns,
    rows: below.map((index, n) => ({
      ...areaName(areas, index),
      values: values[n]!,
      places: places.map((column) => column[n]!),
    })),
  };
}
