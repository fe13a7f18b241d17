import { expect, test } from "vitest";
import {
  entryOf,
  pickable,
  readBreaks,
  stylesOf,
  usualOther,
  withIndicator,
  writeBreaks,
} from "../../../client/thematic/catalogue.ts";
import { foundIn } from "../../../client/thematic/searched-choice.tsx";
import { chosenPlan, plansAbout } from "../../../client/thematic/choose-plan.ts";
import type { PlanSummary } from "../../../core/contract/plan-service.ts";
import { findIndicator } from "../../../core/thematic/indicators.ts";
import { defaultView } from "../../../core/thematic/view.ts";
import { SHIPPED_RULES } from "../../../geodata/standards/indicator-rules.ts";

const view = defaultView("45");

test("the picker lists each rule once for its rate and once for its gap, and every other indicator once", () => {
  const listed = [...pickable(SHIPPED_RULES).values()].flat().map(({ id }) => id);
  expect(new Set(listed).size).toBe(listed.length);
  expect(listed.filter((id) => id.includes(":village-road:"))).toEqual([
    "rate:village-road:villages",
    "unserved:village-road:villages",
  ]);
  expect(listed).toContain("poverty-share");
  expect(entryOf(findIndicator("rate:village-road:persons"))).toBe("rate:village-road:villages");
  expect(entryOf(findIndicator("persons"))).toBe("persons");
});

test("only counts are drawn as symbols and dots, only moves as flows, only what villages say as hexagons", () => {
  const of = (id: string) => stylesOf(findIndicator(id), SHIPPED_RULES);
  expect(of("rate:village-road:villages")).toEqual(["choropleth", "hex"]);
  expect(of("unserved:village-road:persons")).toEqual(["choropleth", "symbols", "dots", "hex"]);
  expect(of("moved-persons")).toEqual(["choropleth", "symbols", "flows"]);
  expect(of("poverty-share")).toEqual(["choropleth", "hex"]);
  expect(of("rate:clinic:villages")).toEqual(["choropleth"]);
  expect(of("build-yuan-per-household")).toEqual(["choropleth"]);
});

test("another kind of indicator brings its usual classes and colours, and a style that suits it; the same kind keeps them", () => {
  const flows = { ...view, indicator: "moved-persons", style: "flows", palette: "green" } as const;
  expect(withIndicator(flows, "poverty-share", SHIPPED_RULES)).toMatchObject({
    indicator: "poverty-share",
    classing: "natural",
    style: "choropleth",
    hidden: [],
  });
  expect(withIndicator(flows, "moved-households", SHIPPED_RULES)).toEqual({
    indicator: "moved-households",
    hidden: [],
  });
  expect(withIndicator(view, "no-such-thing", SHIPPED_RULES)).toEqual({});
});

test("a rate of today is compared with the one after works and moves, a year with the last one", () => {
  expect(usualOther(view, [], true)).toMatchObject({ basis: "afterBoth" });
  const moved = { ...view, indicator: "moved-persons", year: 2014 };
  expect(usualOther(moved, [2014, 2015, 2020], true)).toMatchObject({ year: 2020 });
  expect(usualOther({ ...moved, year: 2020 }, [2014, 2020], true)).toMatchObject({ year: 2014 });
  expect(usualOther(view, [], false).indicator).not.toBe(view.indicator);
});

test("own limits are read as people write them, in per cent for shares", () => {
  expect(readBreaks("50, 80，95%", true)).toEqual([0.5, 0.8, 0.95]);
  expect(readBreaks("100 1000", false)).toEqual([100, 1000]);
  expect(writeBreaks([0.29, 0.95], true)).toBe("29, 95");
  expect(readBreaks(writeBreaks([0.07, 0.295], true), true)).toEqual([0.07, 0.295]);
});

test.each(["", "a", "5, 4", "5, 5", "1 2 3 4 5 6 7 8 9"])("limits %j are refused", (text) => {
  expect(readBreaks(text, false)).toBeNull();
});

const plan = (id: string, area: string, more: Partial<PlanSummary> = {}) =>
  ({ id, area, archived: false, branchOf: null, changedAt: "2026-01-01", ...more }) as PlanSummary;
const county = { code: "451224", ancestors: [{ code: "45" }, { code: "451200" }] };

test("the nearest plan comes first, then the newest; scenarios after what they are of; archived ones not at all", () => {
  const plans = [
    plan("region", "45"),
    plan("city old", "451200"),
    plan("city new", "451200", { changedAt: "2026-02-01" }),
    plan("scenario", "451200", {
      changedAt: "2026-03-01",
      branchOf: { id: "x", version: 1 } as never,
    }),
    plan("away", "451224", { archived: true }),
    plan("other", "450100"),
  ];
  const about = plansAbout(plans, county, new Set());
  expect(about.map(({ id }) => id)).toEqual(["city new", "city old", "scenario", "region"]);
  expect(chosenPlan(null, plans, about)?.id).toBe("city new");
  expect(chosenPlan("other", plans, about)?.id).toBe("other");
  expect(chosenPlan("gone", plans, about)?.id).toBe("city new");
  expect(chosenPlan(null, [], [])).toBeNull();
});

test("a region without a plan of its own shows the one of an area in it", () => {
  const plans = [plan("city", "451200")];
  const region = { code: "45", ancestors: [] };
  expect(plansAbout(plans, region, new Set(["451200"])).map(({ id }) => id)).toEqual(["city"]);
});

test("a search leaves the entries that hold all its words, by their group too, and no empty group", () => {
  const groups = [
    { label: "设施覆盖", options: [{ value: "a", label: "通屯道路 · 覆盖率" }] },
    {
      label: "搬迁安排",
      options: [
        { value: "b", label: "搬迁人口（当年）" },
        { value: "c", label: "搬迁户数（当年）" },
      ],
    },
  ];
  const found = (text: string) =>
    foundIn(groups, text).flatMap(({ options }) => options.map(({ value }) => value));
  expect(found("")).toEqual(["a", "b", "c"]);
  expect(found("搬迁 人口")).toEqual(["b"]);
  expect(found("安排")).toEqual(["b", "c"]);
  expect(foundIn(groups, "没有")).toEqual([]);
});
