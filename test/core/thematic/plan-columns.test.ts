import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { FlowsAnswer, MAP_LEVELS, PlanColumnsAnswer } from "../../../core/contract/thematic.ts";
import { editPlan } from "../../../core/relocation/assess.ts";
import { siteKey } from "../../../core/relocation/context.ts";
import { totalsByYear } from "../../../core/relocation/totals.ts";
import { flowColumns } from "../../../core/thematic/flow-columns.ts";
import { planColumns } from "../../../core/thematic/plan-columns.ts";
import {
  NOTHING_RETURNED,
  returnedBy,
  type ReturnedYears,
} from "../../../core/thematic/returned.ts";
import { settlement } from "../relocation/support/arbitrary-changes.ts";
import { assessed, context, parts, site, whole } from "../relocation/support/world.ts";
import { anyEdit, FIRST } from "../relocation/support/world-edits.ts";

const YEARS = [2014, 2015, 2016, 2017, 2018, 2019, 2020];
const EAST = settlement({
  position: [108.5, 24],
  capacityPersons: 150,
  readyYear: 2015,
  costPerHeadYuan: 1000,
});
const PLAN = assessed(
  context(),
  { settlements: { s1: EAST, s2: settlement({ position: [108.0, 24] }) } },
  {
    moves: {
      v1: parts(["s1", 2015, 8], ["s2", 2016, 12]),
      v5: whole("s1", 2015),
      v3: whole("s2", 2020),
    },
    targets: { "451201:2015": 50, "4512:2015": 90 },
  },
);
const byCounty = planColumns(PLAN, "county", NOTHING_RETURNED);
const row = (table: readonly (readonly (number | null)[])[], year: number) => table[year - 2014];

describe("a plan by county", () => {
  it("has its years and the counties of its area in their order", () => {
    expect([byCounty.years, byCounty.areas]).toEqual([YEARS, ["451201", "451202"]]);
  });
  it("moves persons, households and villages where they leave, in the year", () => {
    expect(row(byCounty.movedPersons, 2015)).toEqual([32, 64]);
    expect(row(byCounty.movedHouseholds, 2016)).toEqual([12, 0]);
    expect(row(byCounty.movedVillages, 2015)).toEqual([1, 1]);
    expect(row(byCounty.movedPersons, 2014)).toEqual([0, 0]);
  });
  it("has arrivals where the settlement stands, and its room from the year in which homes are ready", () => {
    expect(row(byCounty.arrivingPersons, 2015)).toEqual([0, 96]);
    expect(row(byCounty.arrivingPersons, 2016)).toEqual([48, 0]);
    expect(row(byCounty.capacityPersons, 2014)![1]).toBe(0);
    expect(row(byCounty.capacityPersons, 2015)![1]).toBe(150);
    expect(row(byCounty.settledPersons, 2019)).toEqual([48, 96]);
    expect(byCounty.settlements).toEqual([1, 1]);
  });
  it("has the targets that the plan sets, null where it sets none", () => {
    expect(row(byCounty.targetPersons, 2015)).toEqual([50, null]);
    expect(row(byCounty.targetPersons, 2016)).toEqual([null, null]);
  });
  it("knows nothing of what was done while nothing was returned", () => {
    expect(byCounty.actualPersons.flat().every((value) => value === null)).toBe(true);
  });
});

test("the region has the annual task of policy as its target, a city only what the plan sets", () => {
  const target = (by: "region" | "city") =>
    row(planColumns(PLAN, by, NOTHING_RETURNED).targetPersons, 2015);
  expect(target("region")).toEqual([100_000]);
  expect(target("city")).toEqual([90]);
});

const years = (...list: [year: number, households: number, persons: number][]) =>
  new Map(list.map(([year, households, persons]) => [year, { households, persons }]));

describe("returns", () => {
  const returned: ReturnedYears = {
    villages: new Map([
      ["v1", years([2015, 8, 30])],
      ["v3", years([2015, 2, 5])],
      ["v5", years([2016, 0, 0])],
      ["gone", years([2017, 3, 9])],
    ]),
    settlements: new Map([
      ["s1", years([2015, 7, 28], [2018, 2, 6])],
      ["s2", years([2016, 5, 20])],
    ]),
  };
  const { actualPersons, actualHouseholds } = planColumns(PLAN, "county", returned);

  it("count by those that tell of more persons, the same for all areas", () => {
    expect(YEARS.map((year) => returnedBy(returned, year))).toEqual([
      null,
      "villages",
      "settlements",
      "villages",
      "settlements",
      null,
      null,
    ]);
  });
  it("of villages count where people left, and what was not returned stays unknown", () => {
    expect(row(actualPersons, 2015)).toEqual([35, null]);
    expect(row(actualHouseholds, 2015)).toEqual([10, null]);
    expect(row(actualPersons, 2014)).toEqual([null, null]);
  });
  it("of settlements count where they stand", () => {
    expect(row(actualPersons, 2016)).toEqual([20, null]);
    expect(row(actualPersons, 2018)).toEqual([null, 6]);
  });
  it("of nobody are a return all the same", () => {
    const none = { ...returned, settlements: new Map() };
    expect(row(planColumns(PLAN, "county", none).actualPersons, 2016)).toEqual([null, 0]);
  });
  it("of what is gone count for the whole alone", () => {
    expect(row(actualPersons, 2017)).toEqual([null, null]);
    expect(row(planColumns(PLAN, "region", returned).actualPersons, 2017)).toEqual([9]);
  });
  it("stand at the settlements as settlements gave them", () => {
    const { settlements } = flowColumns(PLAN, "county", returned);
    expect(settlements.map(({ actualPersons: of }) => of.slice(0, 5))).toEqual([
      [null, 28, null, null, 6],
      [null, null, 20, null, null],
    ]);
  });
});

test("a settlement outside the plan's area stands in an area of its own, where only arrivals are known", () => {
  const frame = { area: "451201", years: { from: 2014, to: 2020 } };
  const facts = {
    sites: new Map([[siteKey(EAST), site({ township: "451202100", county: "451202" })]]),
    works: new Map(),
  };
  const plan = assessed(
    context({ frame, facts }),
    { settlements: { s1: EAST } },
    { moves: { v1: whole("s1", 2016) } },
  );
  const { areas, arrivingPersons, movedPersons, amountYuan } = planColumns(
    plan,
    "county",
    NOTHING_RETURNED,
  );
  expect(areas).toEqual(["451201", "451202"]);
  expect(row(arrivingPersons, 2016)).toEqual([0, 80]);
  expect(row(movedPersons, 2016)).toEqual([80, null]);
  expect(row(amountYuan, 2016)![1]).toBeNull();
});

test("whatever the plan, the areas of every level add up to the plan, and so does its money", () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 15 }), (edits) => {
      let plan = assessed(context(), FIRST);
      for (const edit of edits) {
        const next = editPlan(plan, edit);
        if (next.ok) plan = next.assessed;
      }
      const totals = totalsByYear(plan);
      for (const by of MAP_LEVELS) {
        const columns = planColumns(plan, by, NOTHING_RETURNED);
        PlanColumnsAnswer.parse({
          ...columns,
          plan: "0b2f0f5e-6d2c-4a53-9d4e-3f1a2b3c4d5e",
          version: 1,
          by,
        });
        totals.forEach(({ persons, households, villages }, y) => {
          const sum = (table: (number | null)[][]) =>
            table[y]!.reduce<number>((all, value) => all + (value ?? 0), 0);
          expect(sum(columns.movedPersons)).toBe(persons);
          expect(sum(columns.movedHouseholds)).toBe(households);
          expect(sum(columns.movedVillages)).toBe(villages);
        });
        const flows = flowColumns(plan, by, NOTHING_RETURNED);
        FlowsAnswer.parse({ ...flows, plan: "0b2f0f5e-6d2c-4a53-9d4e-3f1a2b3c4d5e", version: 1 });
        totals.forEach(({ persons }, y) => {
          const leaving = flows.flows.reduce((all, flow) => all + flow.persons[y]!, 0);
          const arriving = flows.settlements.reduce((all, one) => all + one.persons[y]!, 0);
          expect([leaving, arriving]).toEqual([persons, persons]);
        });
      }
      const { amountYuan } = planColumns(plan, "region", NOTHING_RETURNED);
      expect(amountYuan.map(([yuan]) => yuan)).toEqual(totals.map((year) => year.amountYuan));
    }),
    { numRuns: 150 },
  );
});

test("a flow counts a village once, whatever the number of its parts", () => {
  const plan = assessed(
    context(),
    { settlements: { s1: EAST } },
    { moves: { v1: parts(["s1", 2015, 8], ["s1", 2016, 12]), v2: whole("s1", 2016) } },
  );
  expect(flowColumns(plan, "township", NOTHING_RETURNED).flows).toMatchObject([
    { from: "451201100", settlement: "s1", villages: 2 },
  ]);
});
