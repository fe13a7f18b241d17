import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FUND_LINES } from "../../../core/contract/plan.ts";
import { editPlan, type AssessedPlan } from "../../../core/relocation/assess.ts";
import { HOUSEHOLDS, PERSONS, tallied, VILLAGES } from "../../../core/relocation/ledger.ts";
import { remainingAfter } from "../../../core/relocation/persons.ts";
import {
  moneyTable,
  sumYuan,
  totalsByYear,
  unpricedYears,
} from "../../../core/relocation/totals.ts";
import { settlement, works } from "./support/arbitrary-changes.ts";
import {
  assessed,
  context,
  edited,
  parts,
  planData,
  site,
  VILLAGES as ROWS,
  whole,
} from "./support/world.ts";
import { anyEdit, FIRST } from "./support/world-edits.ts";
import { siteKey, villageKey } from "../../../core/relocation/context.ts";

const SITES = { settlements: { s1: settlement(), s2: settlement() } };
const START = assessed(context(), SITES);

const personsOf = (plan: AssessedPlan, code: string, year: number | null) =>
  tallied(
    plan.ledger.areas.get(plan.context.areaIndex.get(code)!),
    PERSONS,
    year === null ? null : year - 2014,
  );
const yuanOf = (plan: AssessedPlan, code: string): number =>
  sumYuan(plan.ledger.money.get(plan.context.areaIndex.get(code)!), plan.context, null);

describe("a village that moves", () => {
  const plan = edited(START, {
    moves: { v1: whole("s1", 2016), v2: parts(["s2", 2016, 6], ["s1", 2016, 6]) },
  });
  test("is counted in every area that holds it, up to the region, and in no other", () => {
    for (const code of ["45", "4512", "451201", "451201100", "451201100201"])
      expect(personsOf(plan, code, 2016)).toBe(131);
    for (const code of ["451202", "451201101"]) expect(personsOf(plan, code, null)).toBe(0);
    expect(personsOf(plan, "45", 2017)).toBe(0);
  });
  test("is one village of a year however many parts of it go", () => {
    const tally = plan.ledger.areas.get(0);
    expect(tallied(tally, VILLAGES, 2)).toBe(2);
    expect(tallied(tally, HOUSEHOLDS, 2)).toBe(32);
    expect(tallied(plan.ledger.settlements.get("s1"), VILLAGES, null)).toBe(2);
  });
  test("that is not in the plan's area counts nowhere", () => {
    const county = context({ frame: { area: "451202", years: { from: 2014, to: 2020 } } });
    const other = assessed(county, SITES, { moves: { v1: whole("s1"), v5: whole("s1") } });
    expect(tallied(other.ledger.settlements.get("s1"), PERSONS, null)).toBe(64);
    expect(personsOf(other, "4512", null)).toBe(64);
  });
  test("without a code is known by its number", () => {
    const on = context({ villages: [{ ...ROWS[0]!, key: "#1" }] });
    expect(villageKey(on.data, 0)).toBe("#1");
    expect(personsOf(assessed(on, SITES, { moves: { "#1": whole("s1") } }), "45", null)).toBe(80);
  });
});

describe("money of an area", () => {
  test("is that of the moves from it, in every area from the township up", () => {
    const plan = edited(START, { moves: { v1: whole("s1", 2016) } });
    const cost = 80 * 57_700 + 20 * 20_000;
    for (const code of ["45", "4512", "451201", "451201100"]) expect(yuanOf(plan, code)).toBe(cost);
    expect(yuanOf(plan, "451202")).toBe(0);
    expect(plan.ledger.money.has(plan.context.areaIndex.get("451201100201")!)).toBe(false);
  });
  test("follows the cost per head of the settlement when that changes", () => {
    const plan = edited(
      START,
      { moves: { v1: whole("s1", 2020) } },
      { settlements: { s1: { costPerHeadYuan: 10_000 } } },
    );
    expect(yuanOf(plan, "45")).toBe(800_000 + 20 * 20_000);
  });
  test("of works is where the nearest village is, and of the plan's area in any case", () => {
    const coordinates: [number, number][] = [
      [108.5, 24],
      [108.51, 24],
    ];
    const road = works({ costYuan: 1000, geometry: { type: "LineString", coordinates } });
    const plan = edited(START, { works: { w1: road } });
    for (const code of ["45", "4512", "451202", "451202100"]) expect(yuanOf(plan, code)).toBe(1000);
    expect(yuanOf(plan, "451201")).toBe(0);
    const county = context({ frame: { area: "451201", years: { from: 2014, to: 2020 } } });
    expect(yuanOf(assessed(county, { works: { w1: road } }), "451201")).toBe(1000);
    const closed = works({ action: "close", featureId: 1, geometry: null, costYuan: 7 });
    expect(yuanOf(edited(START, { works: { w1: closed } }), "45")).toBe(7);
  });
  test("of a site is where the data say that it lies, by the nearest village until they are asked", () => {
    const place = { position: [108.0, 24.0] as [number, number], outline: null };
    const own = { settlements: { s3: settlement({ ...place, siteCostYuan: 500 }) } };
    expect(yuanOf(assessed(context(), own), "451201100")).toBe(500);
    const facts = {
      sites: new Map([[siteKey(place), site({ county: "451202", township: null })]]),
      works: new Map(),
    };
    const known = assessed(context({ facts }), own);
    expect([yuanOf(known, "451202"), yuanOf(known, "451201"), yuanOf(known, "45")]).toEqual([
      500, 0, 500,
    ]);
  });
});

test("what a plan adds up to, told without a ledger, is what the ledger says", () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 20 }), (edits) => {
      let now = assessed(context(), FIRST);
      for (const edit of edits) {
        const next = editPlan(now, edit);
        if (next.ok) now = next.assessed;
      }
      const { households, persons } = planData().villages;
      const moves = [...now.plan.moves].filter(([key]) => now.context.villageIndex.has(key));
      for (let year = 2014; year <= 2020; year++) {
        const gone = moves.reduce((sum, [key, move]) => {
          const v = now.context.villageIndex.get(key)!;
          const left = (until: number): number =>
            Math.max(0, remainingAfter(move, households[v]!, persons[v]!, until).persons);
          return sum + left(year - 1) - left(year);
        }, 0);
        expect(personsOf(now, "45", year)).toBe(gone);
      }
      const came = [...now.ledger.settlements.values()].reduce(
        (sum, tally) => sum + tallied(tally, PERSONS, null),
        0,
      );
      expect(came).toBe(personsOf(now, "45", null));
      const { children, region } = {
        children: ["451201", "451202"],
        region: personsOf(now, "4512", null),
      };
      expect(children.reduce((sum, code) => sum + personsOf(now, code, null), 0)).toBe(region);
    }),
    { numRuns: 200 },
  );
});

describe("the totals of a plan", () => {
  const plan = edited(START, {
    moves: { v1: whole("s1", 2016) },
    budgets: { "45:centralBudget:2016": 5, "4512:centralBudget:2016": 6 },
  });
  test("by year are those of its area", () => {
    const years = totalsByYear(plan);
    expect(years).toHaveLength(7);
    expect(years[2]).toEqual({
      year: 2016,
      persons: 80,
      households: 20,
      villages: 1,
      amountYuan: 80 * 57_700,
    });
    expect(years[4]!.amountYuan).toBe(400_000);
  });
  test("by fund line and year stand beside the budget of the plan's own area", () => {
    const table = moneyTable(plan);
    expect(table).toHaveLength(FUND_LINES.length * 7);
    expect(table.find(({ fund, year }) => fund === "centralBudget" && year === 2016)).toEqual({
      fund: "centralBudget",
      year: 2016,
      amountYuan: 640_000,
      budgetYuan: 5,
    });
    const all = table.reduce((sum, { amountYuan }) => sum + amountYuan, 0);
    expect(all).toBe(yuanOf(plan, "45"));
  });
  test("tell the years without a cost per head", () => {
    expect(
      unpricedYears(context({ frame: { area: "45", years: { from: 2009, to: 2022 } } })),
    ).toEqual([2009, 2010, 2021, 2022]);
  });
});
