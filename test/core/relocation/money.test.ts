import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FUND_LINES, type Settlement, type Works } from "../../../core/contract/plan.ts";
import { FUND_WEIGHTS, PLAN_PARAMETERS, resolvePolicy } from "../../../core/policy/plan-policy.ts";
import type { PlanContext } from "../../../core/relocation/context.ts";
import {
  addMoveMoney,
  addSiteMoney,
  addWorksMoney,
  noMoney,
  splitByWeights,
  worksCostYuan,
  worksLengthM,
} from "../../../core/relocation/money.ts";
import { geodesicBetween } from "../../../core/geodesy/geodesic.ts";
import { SHIPPED_PARAMETERS } from "../../../geodata/standards/policy-parameters.ts";
import { settlement, works } from "./support/arbitrary-changes.ts";
import { context, figure } from "./support/world.ts";

const ON = context();

/** Money cells that are not zero, "fund year" to yuan. */
function sheet(fill: (into: number[]) => void, on: PlanContext = ON): Record<string, number> {
  const money = noMoney(on);
  fill(money);
  const years = on.money.length;
  return Object.fromEntries(
    [...money].flatMap((yuan, cell) =>
      yuan === 0
        ? []
        : [[`${FUND_LINES[Math.floor(cell / years)]} ${2014 + (cell % years)}`, yuan]],
    ),
  );
}
const sum = (cells: Record<string, number>): number =>
  Object.values(cells).reduce((total, yuan) => total + yuan, 0);
const moved = (
  persons: number,
  households: number,
  year: number,
  set: Partial<Settlement> = {},
  on: PlanContext = ON,
): Record<string, number> =>
  sheet(
    (into) =>
      addMoveMoney(
        into,
        1,
        [{ settlement: "s1", year, persons, households }],
        () => settlement(set),
        on,
      ),
    on,
  );

describe("a move of 40 persons in 10 households", () => {
  test("in 2015 costs the cost per head of the 12th plan, without a subsidy that began in 2016, and the reward two years later", () => {
    const reward = moved(0, 10, 2015);
    expect(moved(40, 10, 2015)).toEqual({ "specialFund 2015": 40 * 27_126, ...reward });
    expect(sum(reward)).toBe(200_000);
    expect(Object.keys(reward).every((cell) => cell.endsWith("2017"))).toBe(true);
  });
  test("in 2016 takes the central subsidy first, then own payment, then the split of the national plan", () => {
    const cells = moved(40, 10, 2016);
    expect(cells["centralBudget 2016"]).toBe(320_000);
    expect(cells["selfRaised 2016"]).toBe(100_000);
    const rest = 40 * 57_700 - 420_000;
    expect(cells["localBonds 2016"]).toBe(Math.round((rest * 994) / 4907));
    expect(sum(cells)).toBe(40 * 57_700 + 200_000);
  });
  test("pays at most 10,000 yuan a household itself", () => {
    expect(moved(40, 11, 2016)["selfRaised 2016"]).toBe(100_000);
    expect(moved(40, 10, 2016)["selfRaised 2016"]).toBe(100_000);
    expect(moved(40, 9, 2016)["selfRaised 2016"]).toBe(90_000);
  });
  test("pays by the head alone where the households are not recorded", () => {
    expect(moved(40, 0, 2016)["selfRaised 2016"]).toBe(100_000);
  });
  test.each([
    [2018, 2020],
    [2019, 2020],
    [2020, 2020],
  ])("in %i gets the reward for the old house in %i", (year, paid) => {
    const reward = moved(0, 10, year);
    expect(sum(reward)).toBe(200_000);
    expect(Object.keys(reward).every((cell) => cell.endsWith(String(paid)))).toBe(true);
  });
  test("costs what the settlement says, where it says so, and no subsidy goes beyond the cost", () => {
    expect(sum(moved(40, 0, 2016, { costPerHeadYuan: 60_000 }))).toBe(2_400_000);
    expect(moved(40, 0, 2016, { costPerHeadYuan: 5000 })).toEqual({
      "centralBudget 2016": 200_000,
    });
  });
  test("costs nothing where no cost per head is in force: nothing is interpolated", () => {
    expect(moved(40, 0, 2016, {}, context({ parameters: [] }))).toEqual({});
  });
  test("is all own payment where no weight of another line is in force", () => {
    const on = context({ parameters: [figure("plan-cost-per-head", 10_000)] });
    expect(moved(40, 10, 2016, {}, on)).toEqual({ "selfRaised 2016": 400_000 });
  });
});

test("money sums to the total in every split, and no part is negative", () => {
  const weights = fc.array(fc.oneof(fc.constant(0), fc.nat(5000)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e13 }), weights, (yuan, list) => {
      if (!list.some((weight) => weight > 0)) return;
      const split = splitByWeights(yuan, list);
      expect(split.reduce((total, part) => total + part, 0)).toBe(yuan);
      split.forEach((part, i) => {
        expect(Number.isInteger(part)).toBe(true);
        expect(part).toBeGreaterThanOrEqual(0);
        expect(list[i]! > 0 || part === 0).toBe(true);
      });
    }),
    { numRuns: 500 },
  );
});

test("the cost of any move is persons times the cost per head plus the reward, on whatever lines", () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(1200), fc.integer({ min: 2016, max: 2020 }), (p, h, year) => {
      expect(sum(moved(p, h, year))).toBe(p * 57_700 + h * 20_000);
    }),
  );
});

describe("site works", () => {
  const paid = (set: Partial<Settlement>) =>
    sheet((into) => addSiteMoney(into, 1, settlement({ siteCostYuan: 1_000_001, ...set }), ON));
  test.each([
    [2013, 2014],
    [2014, 2014],
    [2015, 2014],
    [2016, 2015],
    [2021, 2020],
    [2030, 2020],
  ])("of homes that are ready in %i are paid in %i", (readyYear, year) => {
    const cells = paid({ readyYear });
    expect(sum(cells)).toBe(1_000_001);
    expect(Object.keys(cells).every((cell) => cell.endsWith(String(year)))).toBe(true);
  });
  test("that are not estimated cost nothing", () => {
    expect(paid({ siteCostYuan: null })).toEqual({});
  });
});

describe("works", () => {
  const cost = (set: Partial<Works>) => worksCostYuan(works(set), ON);
  const km = worksLengthM(works()) / 1000;
  test("are measured along the geodesics of WGS 84", () => {
    expect(worksLengthM(works())).toBeCloseTo(
      geodesicBetween(107.5, 24.5, 107.6, 24.6).distanceM,
      6,
    );
    expect(worksLengthM(works({ geometry: { type: "Point", coordinates: [107, 24] } }))).toBe(0);
  });
  test("cost their length at the figure of their class, and of their sector where the class has none", () => {
    expect(cost({})).toBe(Math.round(km * 350_000));
    expect(cost({ class: "township" })).toBe(Math.round(km * 1_000_000));
    expect(cost({ class: "unheard of" })).toBe(Math.round(km * 350_000));
    expect(cost({ class: null })).toBe(Math.round(km * 350_000));
  });
  test("of a kind that is counted by the piece cost so much each", () => {
    const geometry = { type: "Point", coordinates: [107, 24] } as const;
    expect(
      cost({ sector: "water", class: "tank", geometry: { ...geometry, coordinates: [107, 24] } }),
    ).toBe(30_000);
  });
  test("cost their own figure where they have one, and nothing when something is closed", () => {
    expect(cost({ costYuan: 7 })).toBe(7);
    expect(cost({ action: "close", featureId: 1 })).toBe(0);
    expect(cost({ action: "close", featureId: 1, costYuan: 9 })).toBe(9);
  });
  test("without any figure have no cost, and add nothing", () => {
    const on = context({ parameters: [] });
    expect(worksCostYuan(works(), on)).toBeNull();
    expect(sheet((into) => addWorksMoney(into, 1, works(), on), on)).toEqual({});
  });
  test("are paid on their line in the year in which they come into use", () => {
    const one = works({ costYuan: 5, fund: "localBonds", year: 2018 });
    expect(sheet((into) => addWorksMoney(into, 1, one, ON))).toEqual({ "localBonds 2018": 5 });
  });
});

describe("a figure of policy", () => {
  const at = (list: Parameters<typeof figure>[], year: number, region = "45") =>
    resolvePolicy(
      list.map((one) => figure(...one)),
      region,
    ).at("x", year)?.value ?? null;
  test("holds in a year when it holds on any day of it", () => {
    const one: Parameters<typeof figure> = [
      "x",
      1,
      { validFrom: "2015-12-31", validTo: "2017-01-01" },
    ];
    expect([2014, 2015, 2017, 2018].map((year) => at([one], year))).toEqual([null, 1, 1, null]);
  });
  test("of the region goes before one of everywhere, and one of another region does not count", () => {
    const own: Parameters<typeof figure> = ["x", 2, { regionCode: "45" }];
    const other: Parameters<typeof figure> = ["x", 3, { regionCode: "52" }];
    expect(at([["x", 1], own, other], 2016)).toBe(2);
    expect(at([["x", 1, { validFrom: "2015-01-01" }], own], 2016)).toBe(2);
  });
  test("that began later goes before an older one", () => {
    const later: Parameters<typeof figure> = ["x", 2, { validFrom: "2016-07-01" }];
    expect([2015, 2016].map((year) => at([["x", 1], later], year))).toEqual([1, 2]);
  });
  test("ships for all that plans ask for", () => {
    const shipped = SHIPPED_PARAMETERS.map(({ id }) => id);
    const asked = [...Object.values(PLAN_PARAMETERS), ...Object.values(FUND_WEIGHTS)];
    expect(asked.filter((id) => !shipped.includes(id))).toEqual([]);
  });
});
