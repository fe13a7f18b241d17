import { LEVELS } from "../contract/area.ts";
import type { Settlement } from "../contract/plan.ts";
import {
  PROGRESS_STATES,
  type NewReturn,
  type ProgressWarning,
  type SummaryAnswer,
} from "../contract/progress.ts";
import { villageOf, type PlanData } from "../relocation/context.ts";
import type { CountedPlan } from "../relocation/finding.ts";
import {
  areaOfSite,
  HOUSEHOLDS,
  PERSONS,
  tallied,
  VILLAGES,
  type Tally,
} from "../relocation/ledger.ts";
import { actualOf, type AreaReturns } from "./actual.ts";
import { countReturns, returnsOf, type CountedReturns } from "./area-returns.ts";
import { forecastYear } from "./forecast.ts";
import { comparePeriods, periodOf, periodParts } from "./period.ts";
import type { Happened, SubjectTally } from "./tally.ts";
import { warnOf, type SubjectFacts } from "./warnings.ts";

type Answer = SummaryAnswer;
type SettlementLine = Omit<Answer["settlements"][number], "area"> & { areaIndex: number };
type AreaLine = Omit<Answer["areas"][number], "code" | "name" | "pinyin" | "level"> & {
  index: number;
};

/** Planned against actual, of one area of a plan; areas by index into the data. */
export interface ProgressSummary extends Pick<
  Answer,
  "year" | "lastPeriod" | "years" | "months" | "forecast" | "states" | "planYears" | "warnings"
> {
  readonly settlements: readonly SettlementLine[];
  readonly areas: readonly AreaLine[];
}

const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1);

/**
 * Planned against actual. `area` is the index of the plan's area or of one in it; `year` the year of months and forecast, null for the last
 * one returned. What lies outside of the plan's area, or is gone, counts for the plan's area alone.
 */
export function summarizeProgress(
  on: CountedPlan,
  returns: readonly NewReturn[],
  area: number,
  year: number | null,
): ProgressSummary {
  const counted = countReturns(returns, on);
  const here = returnsOf(counted, area);
  const lastPeriod = [...here.settlements, ...here.villages]
    .map(({ stateAt }) => stateAt)
    .sort(comparePeriods)
    .at(-1);
  const shown = year ?? (lastPeriod === undefined ? null : periodParts(lastPeriod)!.year);
  const settlements = settlementLines(on, counted, area);
  return {
    year: shown,
    lastPeriod: lastPeriod ?? null,
    years: yearLines(on, counted, area),
    months: shown === null ? [] : monthLines(here, counted, shown),
    forecast: shown === null ? null : forecastOf(on, returns, area, shown),
    states: stateLines(settlements),
    planYears: yearsOf(on),
    settlements,
    areas: areaLines(on, counted, area),
    warnings: warningsOf(on, counted, area),
  };
}

/** Years of a plan, first to last. */
export function yearsOf({ context }: Pick<CountedPlan, "context">): number[] {
  return context.money.map((_, y) => context.frame.years.from + y);
}

function yearLines(on: CountedPlan, counted: CountedReturns, area: number): Answer["years"] {
  const tally = on.ledger.areas.get(area);
  let plannedSoFar = 0;
  let actualSoFar: number | null = null;
  return yearsOf(on).map((year, y) => {
    const planned = {
      villages: tallied(tally, VILLAGES, y),
      households: tallied(tally, HOUSEHOLDS, y),
      persons: tallied(tally, PERSONS, y),
    };
    const found = actualOf(returnsOf(counted, area), year, counted.basis.get(year) ?? null);
    plannedSoFar += planned.persons;
    if (found !== null) actualSoFar = (actualSoFar ?? 0) + found.persons;
    const { oldHousesDown = null, ...actual } = found ?? {};
    return {
      year,
      planned,
      actual: found === null ? null : (actual as NonNullable<Answer["years"][number]["actual"]>),
      oldHousesDown,
      share: found === null || planned.persons === 0 ? null : found.persons / planned.persons,
      plannedSoFar,
      actualSoFar,
    };
  });
}

function monthLines(here: AreaReturns, counted: CountedReturns, year: number): Answer["months"] {
  const side = counted.basis.get(year) === "villages" ? here.villages : here.settlements;
  let personsSoFar: number | null = null;
  const inMonth = (subjects: readonly SubjectTally[], month: number): Happened[] =>
    subjects.flatMap((each) => each.years.get(year)?.months.get(month) ?? []);
  return MONTHS.map((month) => {
    const of = inMonth(side, month);
    const sum = (kind: keyof Happened): number | null =>
      of.length === 0 ? null : of.reduce((total, each) => total + each[kind], 0);
    const persons = sum("persons");
    if (persons !== null) personsSoFar = (personsSoFar ?? 0) + persons;
    return {
      period: periodOf({ year, month }),
      households: sum("households"),
      persons,
      oldHousesDown: sum("oldHousesDown"),
      settlements: inMonth(here.settlements, month).length,
      villages: inMonth(here.villages, month).length,
      personsSoFar,
    };
  });
}

function forecastOf(
  on: CountedPlan,
  returns: readonly NewReturn[],
  area: number,
  year: number,
): Answer["forecast"] {
  const until = returns.filter(({ period }) => periodParts(period)!.year <= year);
  const counted = countReturns(until, on);
  const here = returnsOf(counted, area);
  const y = year - on.context.frame.years.from;
  return forecastYear({
    year,
    planned: tallied(on.ledger.areas.get(area), PERSONS, y),
    subjects: counted.basis.get(year) === "villages" ? here.villages : here.settlements,
    sites: [...on.plan.settlements]
      .filter(([, site]) => isIn(on, areaOfSite(site, on.context), area))
      .map(([id, { readyYear }]) => ({
        tally: counted.settlement.get(id) ?? null,
        plannedSoFar: plannedUpTo(
          on.ledger.settlements.get(id),
          y,
          (n) => n === y || counted.basis.has(on.context.frame.years.from + n),
        ),
        readyYear,
      })),
  });
}

/** Years that nobody returned anything of are left out: whether those people came is not known. */
function plannedUpTo(
  tally: Tally | undefined,
  lastYear: number,
  isKnown: (y: number) => boolean,
): number {
  let sum = 0;
  for (let y = 0; y <= lastYear; y++) if (isKnown(y)) sum += tallied(tally, PERSONS, y);
  return sum;
}

/** Whether an area is another one or lies in it; the plan's area holds all that lies elsewhere too. */
function isIn({ context }: Pick<CountedPlan, "context">, place: number, area: number): boolean {
  if (area === context.area) return true;
  for (let at = place; at >= 0; at = context.data.areas.parent[at]!) if (at === area) return true;
  return false;
}

function settlementLines(on: CountedPlan, counted: CountedReturns, area: number): SettlementLine[] {
  const years = yearsOf(on);
  return [...on.plan.settlements]
    .map(([id, site]): [string, Settlement, number] => [id, site, areaOfSite(site, on.context)])
    .filter(([, , place]) => isIn(on, place, area))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, site, areaIndex]) => {
      const tally = counted.settlement.get(id);
      const planned = on.ledger.settlements.get(id);
      return {
        id,
        name: site.name,
        areaIndex,
        position: site.position,
        readyYear: site.readyYear,
        capacityPersons: site.capacityPersons,
        state: tally?.state ?? null,
        stateAt: tally?.stateAt ?? null,
        planned: years.map((_, y) => tallied(planned, PERSONS, y)),
        actual: years.map((year) => tally?.years.get(year)?.persons ?? null),
        plannedPersons: tallied(planned, PERSONS, null),
        actualPersons: tally?.persons ?? null,
        actualHouseholds: tally?.households ?? null,
        oldHousesDown: tally?.oldHousesDown ?? null,
      };
    });
}

function stateLines(settlements: readonly SettlementLine[]): Answer["states"] {
  return [...PROGRESS_STATES, "unreturned" as const].map((state) => {
    const of = settlements.filter((each) => (each.state ?? "unreturned") === state);
    return {
      state,
      settlements: of.length,
      persons: of.reduce((sum, each) => sum + each.plannedPersons, 0),
      movedIn: of.reduce((sum, each) => sum + (each.actualPersons ?? 0), 0),
    };
  });
}

/** Areas of the next level that the data have below an area. */
export function areasBelow(
  { count, level, parent }: Pick<PlanData["areas"], "count" | "level" | "parent">,
  area: number,
): number[] {
  const inside = new Uint8Array(count);
  inside[area] = 1;
  let next: number = LEVELS.length;
  for (let i = area + 1; i < count; i++) {
    if (parent[i]! < 0 || inside[parent[i]!] === 0) continue;
    inside[i] = 1;
    if (level[i]! < next) next = level[i]!;
  }
  const below: number[] = [];
  for (let i = area + 1; i < count; i++) if (inside[i] === 1 && level[i] === next) below.push(i);
  return below;
}

function areaLines(on: CountedPlan, counted: CountedReturns, area: number): AreaLine[] {
  const years = yearsOf(on);
  const arriving = new Map<number, number>();
  for (const [id, site] of on.plan.settlements) {
    const persons = tallied(on.ledger.settlements.get(id), PERSONS, null);
    for (let at = areaOfSite(site, on.context); at >= 0; at = on.context.data.areas.parent[at]!)
      arriving.set(at, (arriving.get(at) ?? 0) + persons);
  }
  return areasBelow(on.context.data.areas, area).map((index) => {
    const here = returnsOf(counted, index);
    const tally = on.ledger.areas.get(index);
    const actual = years.map(
      (year) => actualOf(here, year, counted.basis.get(year) ?? null)?.persons ?? null,
    );
    return {
      index,
      planned: years.map((_, y) => tallied(tally, PERSONS, y)),
      actual,
      plannedPersons: tallied(tally, PERSONS, null),
      actualPersons: sumKnown(actual),
      arrivingPlanned: arriving.get(index) ?? 0,
      arrivedPersons: sumKnown(here.settlements.map(({ persons }) => persons)),
    };
  });
}

/** The sum of what is known; null where nothing is. */
export function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function warningsOf(on: CountedPlan, counted: CountedReturns, area: number): ProgressWarning[] {
  return (["settlement", "village"] as const).flatMap((subject) =>
    [...counted[subject]].flatMap(([key, tally]) => {
      const facts = factsOf(subject, key, on);
      return isIn(on, facts?.area ?? -1, area) ? warnOf(subject, key, tally, facts) : [];
    }),
  );
}

/** What returns of a subject are held against, and where it counts; null where the plan or the data do not hold it. */
export function factsOf(
  subject: NewReturn["subject"],
  key: string,
  on: CountedPlan,
): (SubjectFacts & { area: number }) | null {
  if (subject === "settlement") {
    const site = on.plan.settlements.get(key);
    if (site === undefined) return null;
    return {
      name: site.name,
      area: areaOfSite(site, on.context),
      plannedPersons: tallied(on.ledger.settlements.get(key), PERSONS, null),
      capacityPersons: site.capacityPersons,
      registeredPersons: null,
      registeredHouseholds: null,
      isPlanned: true,
    };
  }
  const village = villageOf(on.context, key);
  if (village < 0) return null;
  const { name, area, persons, households } = on.context.data.villages;
  const recorded = (value: number): number | null => (value < 0 ? null : value);
  return {
    name: name[village]!,
    area: area[village]!,
    plannedPersons: null,
    capacityPersons: null,
    registeredPersons: recorded(persons[village]!),
    registeredHouseholds: recorded(households[village]!),
    isPlanned: on.plan.moves.has(key),
  };
}
