import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import type { IndicatorRule } from "../../../core/contract/rule.ts";
import { rateOf } from "../../../core/coverage/roll-up.ts";
import { NOT_ELIGIBLE, SERVED, UNKNOWN, UNSERVED } from "../../../core/coverage/snapshot.ts";
import { editPlan, type AssessedPlan } from "../../../core/relocation/assess.ts";
import { remainingAfter } from "../../../core/relocation/persons.ts";
import type { RuleStatuses } from "../../../core/relocation/rate-counts.ts";
import { planRates } from "../../../core/relocation/rates.ts";
import { rule } from "../support/build-snapshot.ts";
import { settlement } from "./support/arbitrary-changes.ts";
import { assessed, context, parts, VILLAGES, whole } from "./support/world.ts";
import { anyEdit, FIRST } from "./support/world-edits.ts";

const SITES: PlanChange = { settlements: { s1: settlement() } };
const REACH = { test: { kind: "distance", reachM: 500 } };
const ROAD = rule({ ...REACH, eligible: { minHouseholds: 12 } });

/** v1 and v3 served, v2 and v5 not, v6 unknown, v4 and v7 too small. */
const TODAY = [SERVED, UNSERVED, SERVED, NOT_ELIGIBLE, UNSERVED, UNKNOWN, NOT_ELIGIBLE];
const statuses = (
  of: IndicatorRule,
  today: readonly number[],
  works: readonly (readonly number[])[] = [],
  units?: readonly number[],
): RuleStatuses => {
  const first = Uint8Array.from(today);
  const after: Uint8Array[] = [];
  for (let y = 0; y < 7; y++)
    after.push(works[y] ? Uint8Array.from(works[y]!) : (after[y - 1] ?? first));
  return {
    rule: of,
    units: Int32Array.from(units ?? [...today.keys()]),
    today: first,
    afterWorks: after,
  };
};
const ratesOf = (plan: AssessedPlan, of: RuleStatuses, area = "45") =>
  planRates(plan.plan, plan.context, area, [of])[0]!;
const yearOf = (plan: AssessedPlan, of: RuleStatuses, year: number, area = "45") =>
  ratesOf(plan, of, area).years[year - 2014]!;

describe("without moves and works", () => {
  const plan = assessed(context(), SITES);
  test("all four rates of every year are today's", () => {
    const { today, years } = ratesOf(plan, statuses(ROAD, TODAY));
    expect(today.villages).toEqual(rateOf(2, 2, 1));
    expect(today.households).toEqual(rateOf(50, 27, 0));
    expect(today.persons).toEqual(rateOf(199, 115, 40));
    expect(years).toHaveLength(7);
    for (const year of years) {
      expect([year.afterWorks, year.afterMoves, year.afterBoth]).toEqual([today, today, today]);
      expect(year.left).toEqual({ moved: 0, fellBelow: 0 });
    }
  });
  test("an area counts its own villages, and one that is not in the data none", () => {
    expect(ratesOf(plan, statuses(ROAD, TODAY), "451202").today.villages).toEqual(rateOf(0, 1, 1));
    expect(ratesOf(plan, statuses(ROAD, TODAY), "nowhere").today.villages.rate).toBeNull();
  });
});

describe("a whole village that moves", () => {
  const plan = assessed(context(), SITES, { moves: { v2: whole("s1", 2016) } });
  const of = statuses(ROAD, TODAY);
  test("leaves numerator and denominator at the end of its year, and that is said", () => {
    expect(yearOf(plan, of, 2015).afterMoves.villages).toEqual(rateOf(2, 2, 1));
    const then = yearOf(plan, of, 2016);
    expect(then.afterMoves.villages).toEqual(rateOf(2, 1, 1));
    expect(then.afterMoves.persons).toEqual(rateOf(199, 64, 40));
    expect(then.left).toEqual({ moved: 1, fellBelow: 0 });
    expect(yearOf(plan, of, 2020).left.moved).toBe(1);
  });
  test("leaves the rate after works alone", () => {
    expect(yearOf(plan, of, 2020).afterWorks.villages).toEqual(rateOf(2, 2, 1));
  });
  test("that the rule did not count does not count as having left", () => {
    const small = assessed(context(), SITES, { moves: { v4: whole("s1", 2014) } });
    expect(yearOf(small, of, 2020).left).toEqual({ moved: 0, fellBelow: 0 });
  });
  test("of which nothing is recorded leaves when it moves", () => {
    const unknown = assessed(context(), SITES, { moves: { v6: whole("s1", 2015) } });
    expect(yearOf(unknown, of, 2014).afterMoves.villages.unknown).toBe(1);
    expect(yearOf(unknown, of, 2015).afterMoves.villages.unknown).toBe(0);
  });
});

describe("a village of which some households move", () => {
  const of = statuses(ROAD, TODAY);
  test("keeps the others while enough are left for the rule", () => {
    const plan = assessed(context(), SITES, { moves: { v1: parts(["s1", 2016, 8]) } });
    const { afterMoves, left } = yearOf(plan, of, 2016);
    expect(afterMoves.villages).toEqual(rateOf(2, 2, 1));
    expect(afterMoves.households).toEqual(rateOf(42, 27, 0));
    expect(afterMoves.persons).toEqual(rateOf(199 - 32, 115, 40));
    expect(left).toEqual({ moved: 0, fellBelow: 0 });
  });
  test("counts no longer when one household fewer is left than the rule asks for, and that is said", () => {
    const plan = assessed(context(), SITES, { moves: { v1: parts(["s1", 2016, 9]) } });
    const { afterMoves, left } = yearOf(plan, of, 2016);
    expect(afterMoves.villages).toEqual(rateOf(1, 2, 1));
    expect(afterMoves.households).toEqual(rateOf(30, 27, 0));
    expect(left).toEqual({ moved: 0, fellBelow: 1 });
  });
  test("counts as moved, no longer as fallen, once the others follow", () => {
    const plan = assessed(context(), SITES, {
      moves: { v1: parts(["s1", 2016, 9], ["s1", 2018, 11]) },
    });
    expect(yearOf(plan, of, 2017).left).toEqual({ moved: 0, fellBelow: 1 });
    expect(yearOf(plan, of, 2018).left).toEqual({ moved: 1, fellBelow: 0 });
  });
});

test("after both, works count for those who are left", () => {
  const built = [SERVED, SERVED, SERVED, NOT_ELIGIBLE, SERVED, UNKNOWN, NOT_ELIGIBLE];
  const of = statuses(ROAD, TODAY, [TODAY, TODAY, built]);
  const plan = assessed(context(), SITES, { moves: { v2: whole("s1", 2018) } });
  expect(yearOf(plan, of, 2015).afterBoth.villages).toEqual(rateOf(2, 2, 1));
  expect(yearOf(plan, of, 2016).afterWorks.villages).toEqual(rateOf(4, 0, 1));
  expect(yearOf(plan, of, 2016).afterMoves.villages).toEqual(rateOf(2, 2, 1));
  expect(yearOf(plan, of, 2018).afterBoth.villages).toEqual(rateOf(3, 0, 1));
  expect(yearOf(plan, of, 2018).afterMoves.villages).toEqual(rateOf(2, 1, 1));
});

describe("an administrative village", () => {
  const of = statuses(
    rule({ ...REACH, unit: "administrativeVillage" }),
    [SERVED, UNSERVED, UNKNOWN],
    [],
    [7, 8, 9],
  );
  test("counts with the households and persons of its natural villages", () => {
    const { today } = ratesOf(assessed(context(), SITES), of);
    expect(today.villages).toEqual(rateOf(1, 1, 1));
    expect(today.households).toEqual(rateOf(32, 37, 15));
  });
  test("leaves when all its natural villages have moved, and not before", () => {
    const plan = assessed(context(), SITES, {
      moves: { v1: whole("s1", 2015), v2: whole("s1", 2017) },
    });
    expect(yearOf(plan, of, 2016).afterMoves.villages).toEqual(rateOf(1, 1, 1));
    expect(yearOf(plan, of, 2016).afterMoves.households).toEqual(rateOf(12, 37, 15));
    expect(yearOf(plan, of, 2017).afterMoves.villages).toEqual(rateOf(0, 1, 1));
    expect(yearOf(plan, of, 2017).left).toEqual({ moved: 1, fellBelow: 0 });
  });
  test("stays while part of a village stays", () => {
    const plan = assessed(context(), SITES, {
      moves: { v1: whole("s1", 2015), v2: parts(["s1", 2015, 11]) },
    });
    expect(yearOf(plan, of, 2020).afterMoves.villages).toEqual(rateOf(1, 1, 1));
    expect(yearOf(plan, of, 2020).afterMoves.households).toEqual(rateOf(1, 37, 15));
  });
});

test("every rate is what counting all villages anew gives", () => {
  const anyStatuses = fc.array(fc.constantFrom(NOT_ELIGIBLE, UNSERVED, UNKNOWN, SERVED), {
    minLength: 7,
    maxLength: 7,
  });
  const edits = fc.array(anyEdit, { maxLength: 15 });
  fc.assert(
    fc.property(edits, anyStatuses, anyStatuses, fc.nat(25), (list, today, later, least) => {
      let plan = assessed(context(), FIRST);
      for (const edit of list) {
        const next = editPlan(plan, edit);
        if (next.ok) plan = next.assessed;
      }
      const of = statuses(rule({ ...REACH, eligible: { minHouseholds: least } }), today, [
        today,
        today,
        today,
        later,
      ]);
      const { years } = ratesOf(plan, of, "4512");
      for (const { year, afterMoves, afterBoth, left } of years) {
        const now = year >= 2017 ? later : today;
        const count = { today: [0, 0, 0, 0], now: [0, 0, 0, 0] };
        let [moved, fell] = [0, 0];
        VILLAGES.forEach(({ key, households = -1, persons = -1 }, v) => {
          const move = plan.plan.moves.get(key);
          const rest = move
            ? remainingAfter(move, households, persons, year)
            : { households, persons, isGone: false };
          const fallen =
            !rest.isGone && rest.households >= 0 && rest.households < least && households >= least;
          if (rest.isGone && today[v] !== NOT_ELIGIBLE) moved++;
          if (fallen && today[v] !== NOT_ELIGIBLE) fell++;
          if (rest.isGone || fallen) return;
          count.today[today[v]!]! += Math.max(0, rest.persons);
          count.now[now[v]!]! += Math.max(0, rest.persons);
        });
        const rate = (of4: number[]) => rateOf(of4[SERVED]!, of4[UNSERVED]!, of4[UNKNOWN]!);
        expect(afterMoves.persons).toEqual(rate(count.today));
        expect(afterBoth.persons).toEqual(rate(count.now));
        expect(left).toEqual({ moved, fellBelow: fell });
      }
    }),
    { numRuns: 300 },
  );
});

test("no rate rises by moves without villages that have left or fallen", () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 15 }), (list) => {
      let plan = assessed(context(), FIRST);
      for (const edit of list) {
        const next = editPlan(plan, edit);
        if (next.ok) plan = next.assessed;
      }
      const { today, years } = ratesOf(plan, statuses(ROAD, TODAY));
      const unseen = years.filter(
        ({ afterMoves, left }) =>
          (afterMoves.villages.rate ?? 0) > today.villages.rate! &&
          left.moved + left.fellBelow === 0,
      );
      expect(unseen).toEqual([]);
    }),
  );
});
