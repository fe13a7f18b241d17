import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { LEVELS } from "../../../core/contract/area.ts";
import type { Rates } from "../../../core/contract/coverage.ts";
import { MAP_LEVELS, MEASURES, type RuleColumns } from "../../../core/contract/thematic.ts";
import { NOT_ELIGIBLE, SERVED, UNKNOWN, UNSERVED } from "../../../core/coverage/snapshot.ts";
import { editPlan } from "../../../core/relocation/assess.ts";
import type { RuleStatuses } from "../../../core/relocation/rate-counts.ts";
import { planRates } from "../../../core/relocation/rates.ts";
import { areasShown } from "../../../core/thematic/listed-areas.ts";
import { ruleYears } from "../../../core/thematic/rule-years.ts";
import { settlement } from "../relocation/support/arbitrary-changes.ts";
import { assessed, context, whole } from "../relocation/support/world.ts";
import { anyEdit, FIRST } from "../relocation/support/world-edits.ts";
import { rule } from "../support/build-snapshot.ts";

const REACH = { test: { kind: "distance", reachM: 500 } };
const anyStatus = fc.constantFrom(NOT_ELIGIBLE, UNSERVED, UNKNOWN, SERVED);

function statusesOf(
  asked: { unit: "naturalVillage" | "administrativeVillage" | "township"; least: number },
  units: readonly number[],
  [first, ...later]: readonly (readonly number[])[],
): RuleStatuses {
  const rows = [first!, ...later].map((row) => Uint8Array.from(row));
  return {
    rule: rule({ ...REACH, unit: asked.unit, eligible: { minHouseholds: asked.least } }),
    units: Int32Array.from(units),
    today: rows[0]!,
    afterWorks: Array.from({ length: 7 }, (_, y) => rows[Math.min(y, rows.length - 1)]!),
  };
}

/** What a column says of one area, as rates say it. */
const told = (columns: RuleColumns, at: number) =>
  MEASURES.map((measure) => {
    const { served, unserved, unknown } = columns[measure];
    return [served[at], unserved[at], unknown[at]];
  });
const rated = (rates: Rates) =>
  MEASURES.map((measure) => {
    const { served, unserved, unknown } = rates[measure];
    return [served, unserved, unknown];
  });

test("all areas of a level at once are each area asked for by itself, whatever the plan", () => {
  const units = {
    naturalVillage: [0, 1, 2, 3, 4, 5, 6],
    administrativeVillage: [7, 8, 9],
    township: [4, 5, 6],
  } as const;
  const unit = fc.constantFrom("naturalVillage", "administrativeVillage", "township");
  const question = unit.chain((one) =>
    fc.record({
      unit: fc.constant(one),
      least: fc.nat(25),
      rows: fc.array(
        fc.array(anyStatus, { minLength: units[one].length, maxLength: units[one].length }),
        { minLength: 1, maxLength: 5 },
      ),
    }),
  );
  fc.assert(
    fc.property(
      fc.array(anyEdit, { maxLength: 12 }),
      question,
      fc.constantFrom("45", "4512", "451201", "451202100"),
      (edits, { rows, ...asked }, area) => {
        let plan = assessed(context({ frame: { area, years: { from: 2014, to: 2020 } } }), FIRST);
        for (const edit of edits) {
          const next = editPlan(plan, edit);
          if (next.ok) plan = next.assessed;
        }
        const of = statusesOf(asked, units[asked.unit], rows);
        for (const by of MAP_LEVELS) {
          const answer = ruleYears(plan.plan, plan.context, by, of);
          expect(answer.years).toEqual([2014, 2015, 2016, 2017, 2018, 2019, 2020]);
          answer.areas.forEach((code, at) => {
            const [alone] = planRates(plan.plan, plan.context, code, [of]);
            alone!.years.forEach((year, y) => {
              for (const basis of ["afterWorks", "afterMoves", "afterBoth"] as const)
                expect(told(answer[basis][y]!, at)).toEqual(rated(year[basis]));
            });
          });
        }
      },
    ),
    { numRuns: 200 },
  );
});

describe("the areas that a map shows", () => {
  const { areas } = context().data;
  const codes = (code: string, by: (typeof MAP_LEVELS)[number]) =>
    areasShown(areas, areas.code.indexOf(code), by).map((i) => areas.code[i]);
  it("are those of the level in the area", () => {
    expect(codes("45", "county")).toEqual(["451201", "451202"]);
    expect(codes("451201", "township")).toEqual(["451201100", "451201101"]);
  });
  it("are the area itself where it is of the level, and the one around it where it is smaller", () => {
    expect(codes("451202", "county")).toEqual(["451202"]);
    expect(codes("451202100", "city")).toEqual(["4512"]);
  });
  it("are none for an area that the data do not hold, and where they have no such level", () => {
    expect(codes("12", "county")).toEqual([]);
    const flat = {
      count: 2,
      level: Uint8Array.of(0, LEVELS.indexOf("county")),
      parent: Int32Array.of(-1, 0),
    };
    expect(areasShown(flat, 0, "city")).toEqual([]);
    expect(areasShown(flat, 1, "city")).toEqual([]);
    expect(areasShown(flat, 0, "county")).toEqual([1]);
  });
});

test("counties add up to their city in every year", () => {
  const plan = assessed(
    context(),
    { settlements: { s1: settlement() } },
    { moves: { v2: whole("s1", 2016), v5: whole("s1", 2018) } },
  );
  const of = statusesOf(
    { unit: "naturalVillage", least: 12 },
    [0, 1, 2, 3, 4, 5, 6],
    [[SERVED, UNSERVED, SERVED, NOT_ELIGIBLE, UNSERVED, UNKNOWN, NOT_ELIGIBLE]],
  );
  const counties = ruleYears(plan.plan, plan.context, "county", of);
  const city = ruleYears(plan.plan, plan.context, "city", of);
  counties.afterBoth.forEach((columns, y) => {
    const [one, other] = [told(columns, 0), told(columns, 1)];
    const sums = one.map((row, m) => row.map((value, i) => value! + other[m]![i]!));
    expect(sums).toEqual(told(city.afterBoth[y]!, 0));
  });
});
