import type { NewReturn, ProgressState } from "../../core/contract/progress.ts";
import { periodOf } from "../../core/progress/period.ts";
import type { CountedPlan } from "../../core/relocation/finding.ts";
import { PERSONS, tallied } from "../../core/relocation/ledger.ts";
import { countParts } from "../../core/relocation/persons.ts";
import { randomFrom, type Random } from "./random.ts";
import { shareOut } from "./share-out.ts";

/** Returns are made up to the end of this month. */
const UNTIL = { year: 2017, month: 8 };
/** Years returned as a whole; the others by month. */
const WHOLE_YEARS_TO = 2014;
/** How a year's moves spread over its months: homes are finished towards the end of the year. */
const SEASON = [2, 1, 3, 5, 7, 8, 8, 9, 10, 12, 14, 21];
const PERSONS_PER_HOUSEHOLD = 3.9;

/**
 * Returns of a plan, made up: settlements by year for 2014 and by month from 2015 to August 2017, villages by year up to 2016. Most years
 * move somewhat fewer people than planned and some of them later; a month is forgotten here and there. The same on every machine.
 */
export function demonstrationReturns(on: CountedPlan): NewReturn[] {
  const { from, to } = on.plan.frame.years;
  const last = Math.min(to, UNTIL.year);
  const returns: NewReturn[] = [];
  for (const [id, site] of [...on.plan.settlements].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const random = randomFrom(`returns ${id}`);
    const planned = on.ledger.settlements.get(id);
    const years = Array.from({ length: to - from + 1 }, (_, y) => from + y);
    // Homes are built for those who come: where somebody does from the first year, they stand already.
    const firstYear = years.find((year) => tallied(planned, PERSONS, year - from) > 0) ?? to + 2;
    let waiting = 0;
    let moved = 0;
    let households = 0;
    let down = 0;
    for (let year = from; year <= last; year++) {
      waiting += tallied(planned, PERSONS, year - from);
      const coming = year < site.readyYear ? 0 : Math.max(0, Math.round(waiting * paceOf(random)));
      waiting -= coming;
      for (const [month, persons] of monthsOf(year, coming, random)) {
        const arrived = Math.min(persons, Math.round(persons / PERSONS_PER_HOUSEHOLD));
        const oldHousesDown = Math.min(households - down, Math.floor(arrived / 2));
        moved += persons;
        households += arrived;
        down += oldHousesDown;
        returns.push({
          subject: "settlement",
          key: id,
          period: periodOf({ year, month }),
          state: stateOf(moved, year, month, Math.max(firstYear, site.readyYear)),
          households: arrived,
          persons,
          oldHousesDown,
        });
      }
    }
  }
  return withSlips([...returns, ...villageReturns(on, Math.min(last, UNTIL.year - 1))]);
}

/** Two slips of the pen, for warnings to find: a state that goes back, and more old houses than households. */
function withSlips(returns: NewReturn[]): NewReturn[] {
  const back = returns.findLastIndex(
    ({ state, period }) => state === "movedIn" && period.length > 4,
  );
  const down = returns.findIndex(
    ({ subject, households }) => subject === "village" && households > 0,
  );
  return returns.map((each, i) => {
    if (i === back) return { ...each, state: "building" };
    return i === down ? { ...each, oldHousesDown: each.households + 2 } : each;
  });
}

/** One settlement in twenty moves a little more than planned. */
function paceOf(random: Random): number {
  return random.chance(0.05) ? random.between(1, 1.08) : random.between(0.7, 0.99);
}

/** Months with the persons of each; a whole year has no month. One month in forty is not returned, and its people come with the next. */
function monthsOf(
  year: number,
  persons: number,
  random: Random,
): [month: number | null, persons: number][] {
  if (year <= WHOLE_YEARS_TO) return [[null, persons]];
  const shares = shareOut(
    persons,
    SEASON.map((share) => share * random.between(0.7, 1.3)),
    0,
  );
  const until = year === UNTIL.year ? UNTIL.month : SEASON.length;
  const months: [number, number][] = [];
  let late = 0;
  for (let month = 1; month <= until; month++) {
    late += shares[month - 1]!;
    if (month < until && random.chance(0.025)) continue;
    months.push([month, late]);
    late = 0;
  }
  return months;
}

function stateOf(
  moved: number,
  year: number,
  month: number | null,
  readyYear: number,
): ProgressState {
  if (moved > 0) return "movedIn";
  if (year < readyYear - 1) return "notStarted";
  if (year >= readyYear) return "structureDone";
  return (month ?? SEASON.length) > 8 ? "structureDone" : "building";
}

/** What villages return: who left, for most of them. */
function villageReturns(on: CountedPlan, last: number): NewReturn[] {
  const { households, persons } = on.context.data.villages;
  const returns: NewReturn[] = [];
  for (const [key, move] of [...on.plan.moves].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const village = on.context.villageIndex.get(key);
    const random = randomFrom(`returns ${key}`);
    if (village === undefined || random.chance(0.3)) continue;
    for (const part of countParts(move, households[village]!, persons[village]!)) {
      if (part.year > last || part.persons === 0) continue;
      const left = Math.round(part.persons * random.between(0.75, 1));
      returns.push({
        subject: "village",
        key,
        period: String(part.year),
        state: left > 0 ? "movedIn" : "building",
        households: Math.min(left, Math.round((part.households * left) / part.persons)),
        persons: left,
        oldHousesDown: 0,
      });
    }
  }
  return mergeYears(returns);
}

/** Two parts of a village in one year are one return. */
function mergeYears(returns: readonly NewReturn[]): NewReturn[] {
  const merged = new Map<string, NewReturn>();
  for (const each of returns) {
    const name = `${each.key} ${each.period}`;
    const before = merged.get(name);
    merged.set(
      name,
      before === undefined
        ? each
        : {
            ...each,
            households: before.households + each.households,
            persons: before.persons + each.persons,
          },
    );
  }
  return [...merged.values()];
}
