import type { Forecast, ForecastPart } from "../contract/progress.ts";
import { periodOf } from "./period.ts";
import type { SubjectTally } from "./tally.ts";

/** Fewer months than this are no pace: one good month times twelve is no forecast. */
const LEAST_MONTHS = 3;
const MONTHS = 12;

/** A settlement as the forecast looks at it. */
export interface PipelineSite {
  readonly tally: SubjectTally | null;
  /** Persons that the plan sends there up to the end of the year, without earlier years that nobody returned anything of. */
  readonly plannedSoFar: number;
  /** People may move in from this year on. */
  readonly readyYear: number;
}

export interface ForecastQuestion {
  readonly year: number;
  /** Persons planned for the year. */
  readonly planned: number;
  /** Returns of the side that actual counts are taken from: settlements or villages. */
  readonly subjects: readonly SubjectTally[];
  /** Settlements of the area, for the homes that are on the way. */
  readonly sites: readonly PipelineSite[];
}

/**
 * Persons moved in by the end of a year, as a range that says what it is made of:
 *
 * - `returned`: what was returned; no forecast goes below it;
 * - `paceThisYear`: subjects that return by month go on at the pace of the months so far (three months and more);
 * - `paceLastYear`: they gain after these months what last year gained after the same months, in proportion (last year closed, months the same);
 * - `pipelineDone`, `pipelineBuilding`: all people come whom the plan sends, by this year, to settlements whose structure is done or who are
 *   moving in; and those whose homes are being built as well.
 *
 * Low and high are the least and the most of these methods, likely the middle one; of one method alone low is what was returned. Fewer than
 * three months and nothing else give no forecast. Months that nobody returned are told and left out of the pace. The caller leaves out
 * returns of later years.
 */
export function forecastYear({ year, planned, subjects, sites }: ForecastQuestion): Forecast {
  const here = subjects.flatMap((each) => each.years.get(year) ?? []);
  const open = here.filter(({ yearly, months }) => yearly === null && months.size < MONTHS);
  const months = [
    ...new Set(here.flatMap((each) => (each.yearly === null ? [...each.months.keys()] : []))),
  ].sort((a, b) => a - b);
  const last = months.at(-1) ?? 0;
  const name = (month: number): string => periodOf({ year, month });
  const base = {
    year,
    planned,
    months: months.map(name),
    missingMonths: range(1, last)
      .filter((month) => !months.includes(month))
      .map(name),
  };
  const none = (why: NonNullable<Forecast["none"]>): Forecast => ({
    ...base,
    none: why,
    low: null,
    likely: null,
    high: null,
    parts: [],
  });
  if (here.length === 0) return none("noReturns");
  if (open.length === 0) return none("closed");
  const returned = sum(here.map(({ persons }) => persons));
  const byMonth = sum(open.map(({ persons }) => persons));
  const parts: ForecastPart[] = [
    {
      code: "returned",
      persons: returned,
      params: { persons: returned, months: months.length, yearly: returned - byMonth },
    },
    ...paceThisYear(returned, byMonth, months.length),
    ...paceLastYear(returned, byMonth, year, months, subjects),
    ...pipeline(returned, year, sites),
  ];
  const foreseen = parts.slice(1);
  if (foreseen.length === 0) return none(returned === 0 ? "nothingYet" : "tooLittle");
  if (foreseen.every(({ persons }) => persons === 0)) return none("nothingYet");
  const sorted = foreseen.map(({ persons }) => persons).sort((a, b) => a - b);
  return {
    ...base,
    none: null,
    low: sorted.length === 1 ? returned : sorted[0]!,
    likely: sorted[(sorted.length - 1) >> 1]!,
    high: sorted.at(-1)!,
    parts,
  };
}

function paceThisYear(returned: number, byMonth: number, months: number): ForecastPart[] {
  if (months < LEAST_MONTHS) return [];
  const persons = returned - byMonth + Math.round((byMonth / months) * MONTHS);
  return [{ code: "paceThisYear", persons, params: { persons: byMonth, months } }];
}

/** Last year's months that this year has as well, against last year as a whole; only of subjects that returned all of last year by month. */
function paceLastYear(
  returned: number,
  byMonth: number,
  year: number,
  months: readonly number[],
  subjects: readonly SubjectTally[],
): ForecastPart[] {
  const known = subjects.flatMap((each) => each.years.get(year - 1) ?? []);
  const whole = known.filter((each) => each.months.size === MONTHS);
  const lastYear = sum(whole.map(({ monthly }) => monthly!.persons));
  const lastSame = sum(
    whole.flatMap((each) => months.map((month) => each.months.get(month)!.persons)),
  );
  if (months.length === 0 || lastSame === 0) return [];
  const persons = returned - byMonth + Math.round((byMonth * lastYear) / lastSame);
  return [
    {
      code: "paceLastYear",
      persons,
      params: {
        persons: byMonth,
        lastSame,
        lastYear,
        year: year - 1,
        subjects: whole.length,
        all: known.length,
      },
    },
  ];
}

/** People still to come to homes that are on the way. */
function pipeline(returned: number, year: number, sites: readonly PipelineSite[]): ForecastPart[] {
  const known = sites.filter(({ tally }) => tally !== null);
  if (known.length === 0) return [];
  const toCome = (of: readonly PipelineSite[]): number =>
    sum(of.map(({ tally, plannedSoFar }) => Math.max(0, plannedSoFar - (tally?.persons ?? 0))));
  const done = known.filter(
    ({ tally }) => tally!.state === "structureDone" || tally!.state === "movedIn",
  );
  const building = known.filter(
    ({ tally, readyYear }) => tally!.state === "building" && readyYear <= year,
  );
  const parts: ForecastPart[] = [
    {
      code: "pipelineDone",
      persons: returned + toCome(done),
      params: { persons: toCome(done), settlements: done.length },
    },
  ];
  if (building.length > 0)
    parts.push({
      code: "pipelineBuilding",
      persons: returned + toCome(done) + toCome(building),
      params: { persons: toCome(building), settlements: building.length },
    });
  return parts;
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
