import { describe, expect, it, test } from "vitest";
import type { MapColumns } from "../../../core/thematic/columns.ts";
import {
  INDICATOR_GROUPS,
  INDICATOR_UNITS,
  PART_CODES,
  type ValueQuestion,
} from "../../../core/thematic/indicator.ts";
import {
  findIndicator,
  isKnown,
  listIndicators,
  yearsOf,
} from "../../../core/thematic/indicators.ts";
import { buildOrMove, planOf, today, yearsOfRule } from "./support/columns.ts";

const COLUMNS: MapColumns = {
  today: today(),
  plan: planOf(),
  ruleYears: { "village-road": yearsOfRule() },
  buildOrMove: buildOrMove(),
};
const [C1, C2, C3, C4] = [0, 1, 2, 3];
const ask = (
  id: string,
  area: number,
  year: number | null = null,
  basis: ValueQuestion["basis"] = "today",
  columns: MapColumns = COLUMNS,
) => findIndicator(id)!.valueAt({ columns, area, year, basis });
const value = (...question: Parameters<typeof ask>) => ask(...question).value;

describe("a rate", () => {
  it("is served of those whose status is known, and its parts lie open", () => {
    expect(ask("rate:village-road:villages", C1)).toEqual({
      value: 0.96,
      parts: [
        { code: "served", value: 96 },
        { code: "unserved", value: 4 },
        { code: "unknown", value: 1 },
      ],
    });
    expect(value("rate:village-road:persons", C2)).toBe(0.6);
  });
  it("of 0 of 0 is not known, and neither is one of which nothing is", () => {
    expect(value("rate:village-road:villages", C3)).toBeNull();
    expect(value("rate:village-road:villages", C4)).toBeNull();
  });
  it("after works, moves and both is that of the year, of the last one without a year", () => {
    const rate = "rate:village-road:villages";
    expect(value(rate, C2, 2014, "afterWorks")).toBe(0.6);
    expect(value(rate, C2, 2015, "afterWorks")).toBe(0.8);
    expect(value(rate, C1, 2015, "afterMoves")).toBe(0.96);
    expect(value(rate, C1, 2016, "afterMoves")).toBeNull();
    expect(value(rate, C2, null, "afterBoth")).toBe(0.8);
  });
  it("after works in a year outside the plan, an area outside it, or of a rule that was not asked for, is not known", () => {
    expect(value("rate:village-road:villages", C2, 2021, "afterWorks")).toBeNull();
    expect(value("rate:village-road:villages", C3, 2015, "afterWorks")).toBeNull();
    expect(value("rate:rural-access:villages", C2, 2015, "afterWorks")).toBeNull();
  });
  it("has the target of its rule, or none", () => {
    const target = (id: string) => findIndicator(id)!.targetOf(COLUMNS);
    expect(target("rate:village-road:households")).toBe(0.95);
    expect(target("rate:rural-access:persons")).toBeNull();
    expect(target("rate:not-there:persons")).toBeNull();
    expect(target("unserved:village-road:villages")).toBeNull();
  });
});

test.each([
  ["unserved:village-road:households", C2, null, 100],
  ["moved-persons", C1, 2014, 40],
  ["moved-persons", C1, null, 160],
  ["moved-persons", C3, 2014, null],
  ["moved-persons", C1, 2021, null],
  ["moved-persons-total", C1, 2014, 40],
  ["moved-persons-total", C1, 2015, 160],
  ["moved-households-total", C2, null, 20],
  ["moved-villages", C1, 2015, 3],
  ["moved-share", C1, 2015, 160 / 8000],
  ["target-persons", C1, 2014, null],
  ["target-fulfilment", C2, 2014, 0.8],
  ["target-fulfilment", C2, 2015, 0],
  ["actual-persons", C1, 2015, 90],
  ["actual-persons", C2, 2015, null],
  ["actual-persons-total", C2, 2015, 60],
  ["actual-households", C1, null, 32],
  ["plan-fulfilment", C1, 2015, 0.75],
  ["plan-fulfilment", C2, 2015, null],
  ["plan-fulfilment-total", C1, 2015, 130 / 160],
  ["settlement-fill", C1, 2015, 1.6],
  ["settlement-fill", C2, 2014, null],
  ["settlements", C1, null, 2],
  ["capacity-persons", C1, 2016, 100],
  ["settled-persons", C1, null, 160],
  ["arriving-persons", C1, null, 160],
  ["amount-yuan", C1, 2014, 500_000],
  ["amount-yuan-total", C2, 2016, 1_400_000],
  ["cost-per-head", C1, 2015, 12_500],
  ["cost-per-head", C3, 2015, null],
  ["poverty-share", C1, null, 0.1],
  ["poverty-share", C3, null, null],
  ["poverty-share", C4, null, null],
  ["poor-households", C2, null, 300],
  ["move-share", C2, null, 0.25],
  ["move-share", C3, null, null],
  ["build-yuan-per-household", C1, null, 10_000],
  ["move-yuan-per-household", C2, null, 15_000],
  ["lacking-villages", C4, null, null],
  ["build-yuan", C1, null, 800_000],
])("%s of area %s in %s is %s", (id, area, year, wanted) => {
  expect(value(id, area, year)).toBe(wanted);
});

test("fulfilment of a target over all years leaves out years without a target", () => {
  // c1 moves 40 in 2014 without a target, and 120 of 100 in 2015.
  expect(value("target-fulfilment", C1)).toBe(1.2);
});

test("what was not asked for leaves indicators without values, never 0", () => {
  const bare = { today: today() };
  for (const indicator of listIndicators(["village-road"])) {
    const isPossible = indicator.needsOf("afterBoth").every((need) => need === "today");
    const { value: found } = indicator.valueAt({
      columns: bare,
      area: C1,
      year: 2015,
      basis: "afterBoth",
    });
    expect([indicator.id, found !== null]).toEqual([indicator.id, isPossible]);
  }
});

test("the catalogue has every indicator once, in a group, a unit, and with parts that have texts", () => {
  const all = listIndicators(["village-road", "rural-access"]);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(new Set(all.map(({ group }) => group))).toEqual(new Set(INDICATOR_GROUPS));
  for (const indicator of all) {
    expect(INDICATOR_UNITS).toContain(indicator.unit);
    expect(findIndicator(indicator.id)).toBe(indicator);
    const { value: of, parts } = indicator.valueAt({
      columns: COLUMNS,
      area: C1,
      year: 2015,
      basis: "today",
    });
    expect(parts.length).toBeGreaterThan(0);
    for (const { code } of parts) expect(PART_CODES).toContain(code);
    const figures = parts.map((part) => part.value!);
    const fromParts =
      indicator.rule === null
        ? figures.reduce((top, bottom) => top / bottom)
        : indicator.kind === "rate"
          ? figures[0]! / (figures[0]! + figures[1]!)
          : figures[1];
    expect([indicator.id, of]).toEqual([indicator.id, fromParts]);
  }
});

test("a name that is none finds nothing; a rule must be in the data to be known", () => {
  for (const id of [
    "",
    "rate",
    "rate:village-road",
    "rate::villages",
    "rate:x:cows",
    "rate:x:villages:y",
    "speed:x:villages",
  ])
    expect(findIndicator(id)).toBeNull();
  expect(isKnown("rate:village-road:villages", ["village-road"])).toBe(true);
  expect(isKnown("rate:village-road:villages", ["other"])).toBe(false);
  expect(isKnown("moved-persons", [])).toBe(true);
  expect(isKnown("moved-person", [])).toBe(false);
});

test("years are those of the columns that an indicator needs; figures of today have none", () => {
  const years = (id: string) => yearsOf(findIndicator(id)!, COLUMNS);
  expect(years("rate:village-road:villages")).toEqual([2014, 2015, 2016]);
  expect(years("rate:rural-access:villages")).toEqual([]);
  expect(years("moved-persons")).toEqual([2014, 2015, 2016]);
  expect(years("poverty-share")).toEqual([]);
  expect(years("build-yuan")).toEqual([]);
});
