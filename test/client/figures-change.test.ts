import { describe, expect, test } from "vitest";
import { addressAt } from "../../client/figures/address.ts";
import { changeOf, toneOf } from "../../client/figures/figure-change.ts";
import { pageLink } from "../../client/figures/page-link.ts";
import { plansBelow, plansFor } from "../../client/figures/plans-for.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";

describe("the change that a figure is read with", () => {
  const trend = (...values: (number | null)[]) =>
    values.map((value, at) => ({ year: 2014 + at, value }));
  test("of a rate goes from today to the end of the plan", () => {
    const change = changeOf({
      id: "rate:village-road",
      unit: "rate",
      value: 0.75,
      trend: trend(0.75, 0.875),
    });
    expect(change).toEqual({ by: 0.125, from: null, to: 2015 });
  });
  test("of what happened goes from the year before that has a value", () => {
    const change = changeOf({
      id: "actual-persons",
      unit: "persons",
      value: 300,
      trend: trend(100, null, 250, null),
    });
    expect(change).toEqual({ by: 150, from: 2014, to: 2016 });
  });
  test("of what happened leaves out the year that is still open", () => {
    const actual = { id: "actual-persons", unit: "persons" as const, value: 360 };
    const change = changeOf({ ...actual, trend: trend(100, 250, 10) }, 2016);
    expect(change).toEqual({ by: 150, from: 2014, to: 2015 });
  });
  test("is none where there is nothing to compare", () => {
    expect(changeOf({ id: "rate:village-road", unit: "rate", value: 0.5, trend: [] })).toBeNull();
    expect(
      changeOf({ id: "rate:village-road", unit: "rate", value: null, trend: trend(0.9) }),
    ).toBeNull();
    expect(
      changeOf({ id: "actual-persons", unit: "persons", value: 5, trend: trend(null, 5) }),
    ).toBeNull();
  });
  test("is none of what is planned from year to year: the plan was drawn so", () => {
    const planned = { id: "moved-persons", unit: "persons" as const, value: 30 };
    expect(changeOf({ ...planned, trend: trend(10, 20) })).toBeNull();
  });
  test("is good or bad only where one way is better", () => {
    expect(toneOf(1, "higher")).toBe("good");
    expect(toneOf(-1, "higher")).toBe("bad");
    expect(toneOf(-1, "lower")).toBe("good");
    expect(toneOf(1, null)).toBe("plain");
    expect(toneOf(0, "lower")).toBe("plain");
  });
});

describe("plans of an area", () => {
  const plan = (id: string, area: string, more: Partial<PlanSummary> = {}) =>
    ({
      id,
      area,
      archived: false,
      branchOf: null,
      changedAt: "2016-01-01",
      ...more,
    }) as PlanSummary;
  const area = {
    code: "451224",
    ancestors: [{ code: "45" }, { code: "4512" }],
    children: [{ code: "451224101" }],
  } as Parameters<typeof plansFor>[1];
  const ids = (plans: PlanSummary[]) => plansFor(plans, area).map(({ id }) => id);
  test("are its own first, then those above from the nearest up, then those below", () => {
    expect(
      ids([
        plan("below", "451224101"),
        plan("region", "45"),
        plan("city", "4512"),
        plan("own", "451224"),
      ]),
    ).toEqual(["own", "city", "region", "below"]);
  });
  test("leave out other areas and what is put away", () => {
    expect(ids([plan("other", "451225"), plan("away", "451224", { archived: true })])).toEqual([]);
  });
  test("of areas below are found for an area that has none, all of them for the region itself", () => {
    const made = [
      plan("child", "451224101"),
      plan("own", "451224"),
      plan("above", "4512"),
      plan("away", "451224101", { archived: true }),
      plan("scenario", "451224101", { branchOf: { id: "child", version: 1 } }),
      plan("new", "451224101", { changedAt: "2017-01-01" }),
      plan("cousin", "451225101"),
    ];
    expect(plansBelow(made, area).map(({ id }) => id)).toEqual(["new", "child"]);
    const region = { ...area, code: "45", ancestors: [] };
    expect(plansBelow([plan("deep", "451224101"), plan("own", "45")], region)).toMatchObject([
      { id: "deep" },
    ]);
  });
  test("put a scenario after what it is a scenario of, and the newest first", () => {
    const branchOf = { id: "new", version: 1 };
    expect(
      ids([
        plan("scenario", "451224", { branchOf, changedAt: "2018-01-01" }),
        plan("old", "451224"),
        plan("new", "451224", { changedAt: "2017-01-01" }),
      ]),
    ).toEqual(["new", "old", "scenario"]);
  });
});

describe("an address", () => {
  test("keeps what it does not know and takes out what is null", () => {
    expect(addressAt("?by=county&x=1&area=45", { area: "4512", x: null })).toBe(
      "?by=county&area=4512",
    );
  });
  test("of the service is opened in the language that is read", () => {
    expect(pageLink("/coverage?area=45&rule=village-road", "en")).toBe(
      "/coverage?area=45&rule=village-road&lang=en",
    );
    expect(pageLink("/coverage", "zh-CN")).toBe("/coverage?lang=zh-CN");
  });
});
