import type { NewReturn, ProgressState } from "../contract/progress.ts";
import { comparePeriods, periodParts } from "./period.ts";

/** What happened in some time. */
export interface Happened {
  readonly households: number;
  readonly persons: number;
  readonly oldHousesDown: number;
}

/** One year of one subject. */
interface SubjectYear extends Happened {
  /** The yearly return, where there is one: it stands for the year. */
  readonly yearly: Happened | null;
  /** The sum of the monthly returns; null without any. */
  readonly monthly: Happened | null;
  /** Monthly returns by month, 1..12, ascending. */
  readonly months: ReadonlyMap<number, Happened>;
}

/** Everything returned about one settlement or village. */
export interface SubjectTally extends Happened {
  /** Of all years. */
  readonly years: ReadonlyMap<number, SubjectYear>;
  /** At the last period returned, and that period. */
  readonly state: ProgressState;
  readonly stateAt: string;
  /** States by period, ascending. */
  readonly states: readonly { readonly period: string; readonly state: ProgressState }[];
}

/** Tallies of settlements by id and of villages by key; subjects that nothing was returned of are absent. */
export interface ProgressTally {
  readonly settlement: ReadonlyMap<string, SubjectTally>;
  readonly village: ReadonlyMap<string, SubjectTally>;
}

const NOTHING: Happened = { households: 0, persons: 0, oldHousesDown: 0 };
const NO_MONTHS: ReadonlyMap<number, Happened> = new Map();

function addHappened(a: Happened, b: Happened): Happened {
  return {
    households: a.households + b.households,
    persons: a.persons + b.persons,
    oldHousesDown: a.oldHousesDown + b.oldHousesDown,
  };
}

/** Adds up returns by subject. Their order does not matter; of each subject and period there is one. */
export function tallyReturns(returns: Iterable<NewReturn>): ProgressTally {
  const bySubject = {
    settlement: new Map<string, NewReturn[]>(),
    village: new Map<string, NewReturn[]>(),
  };
  for (const each of returns) {
    const of = bySubject[each.subject];
    const list = of.get(each.key);
    if (list) list.push(each);
    else of.set(each.key, [each]);
  }
  const tallied = (lists: Map<string, NewReturn[]>): Map<string, SubjectTally> =>
    new Map([...lists].map(([key, list]) => [key, tallySubject(list)]));
  return { settlement: tallied(bySubject.settlement), village: tallied(bySubject.village) };
}

/** Adds up the returns of one subject, of which there is at least one. */
export function tallySubject(returns: readonly NewReturn[]): SubjectTally {
  const sorted = [...returns].sort((a, b) => comparePeriods(a.period, b.period));
  const years = new Map<number, SubjectYear>();
  for (const each of sorted) {
    const { year, month } = periodParts(each.period)!;
    const before = years.get(year) ?? {
      ...NOTHING,
      yearly: null,
      monthly: null,
      months: NO_MONTHS,
    };
    const { households, persons, oldHousesDown } = each;
    const here = { households, persons, oldHousesDown };
    const yearly = month === null ? here : before.yearly;
    const monthly = month === null ? before.monthly : addHappened(before.monthly ?? NOTHING, here);
    const months = month === null ? before.months : new Map([...before.months, [month, here]]);
    years.set(year, { ...(yearly ?? monthly!), yearly, monthly, months });
  }
  const last = sorted.at(-1)!;
  return {
    ...[...years.values()].reduce<Happened>(addHappened, NOTHING),
    years,
    state: last.state,
    stateAt: last.period,
    states: sorted.map(({ period, state }) => ({ period, state })),
  };
}

/** Sum of some subjects in a year, and how many of them returned it; null where none did. */
export function sumOfYear(
  subjects: Iterable<SubjectTally>,
  year: number,
): (Happened & { subjects: number }) | null {
  let sum = NOTHING;
  let count = 0;
  for (const { years } of subjects) {
    const of = years.get(year);
    if (of === undefined) continue;
    sum = addHappened(sum, of);
    count++;
  }
  return count === 0
    ? null
    : {
        households: sum.households,
        persons: sum.persons,
        oldHousesDown: sum.oldHousesDown,
        subjects: count,
      };
}
