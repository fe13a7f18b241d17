import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IndicatorRule } from "../../../core/contract/rule.ts";
import { rateOf } from "../../../core/coverage/roll-up.ts";
import { exitLines, overallOf, standsUp, type ExitGround } from "../../../core/policy/exit-card.ts";
import type { ExitCriterion } from "../../../core/policy/exit-criterion.ts";
import { EXIT_CRITERIA } from "../../../geodata/standards/exit-criteria.ts";
import { STATISTIC_ITEMS } from "../../../geodata/standards/statistic-items.ts";

const COUNTY = "451224";
const REGION = "45";
type Figures = Readonly<Record<string, number>>;

/** Figures by "area item year". */
function ground(
  figures: Figures,
  rates: Readonly<
    Record<string, readonly [served: number, unserved: number, unknown: number]>
  > = {},
  year = 2016,
): ExitGround {
  return {
    county: COUNTY,
    region: REGION,
    year,
    years: [...new Set(Object.keys(figures).map((key) => Number(key.split(" ")[2])))],
    statistic(area, item, of) {
      const value = figures[`${area} ${item} ${of}`];
      return value === undefined ? null : { value, unit: "persons", source: "年鉴" };
    },
    coverage(id) {
      const counts = rates[id];
      if (counts === undefined) return null;
      const rule = IndicatorRule.parse({
        id,
        sector: "road",
        unit: "naturalVillage",
        test: { kind: "distance", reachM: 500 },
        target: 0.95,
        source: "test",
      });
      return { rule, rate: rateOf(...counts), excluded: 3 };
    },
  };
}

const only = (id: string): ExitCriterion[] => EXIT_CRITERIA.filter((each) => each.id === id);
const line = (id: string, of: ExitGround) => exitLines(only(id), of)[0]!;
const poverty = (poor: number, registered: number) =>
  line(
    "poverty-ratio",
    ground({
      [`${COUNTY} poor-persons 2016`]: poor,
      [`${COUNTY} rural-registered-persons 2016`]: registered,
    }),
  );

describe("a line of statistics", () => {
  it("of poor persons at exactly 8 % is not below 8 %", () => {
    expect(poverty(799, 10_000).standing).toBe("pass");
    expect(poverty(800, 10_000)).toMatchObject({ standing: "fail", value: 0.08, threshold: 0.08 });
    expect(poverty(801, 10_000).standing).toBe("fail");
  });
  it("at exactly 8 % of any number of persons is not below 8 %, and one person fewer is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (n) => {
        expect(poverty(2 * n, 25 * n).standing).toBe("fail");
        expect(poverty(2 * n - 1, 25 * n).standing).toBe("pass");
      }),
    );
  });
  it("of 0 of 0 is unknown, not 0 %", () => {
    expect(poverty(0, 0)).toMatchObject({
      standing: "unknown",
      value: null,
      why: { code: "nothingEligible" },
    });
  });
  it("opens to the figures that it is made of, with their sources", () => {
    expect(poverty(799, 10_000).parts).toEqual([
      {
        code: "poor-persons",
        value: 799,
        unit: "persons",
        area: COUNTY,
        year: 2016,
        source: "年鉴",
      },
      {
        code: "rural-registered-persons",
        value: 10_000,
        unit: "persons",
        area: COUNTY,
        year: 2016,
        source: "年鉴",
      },
    ]);
  });

  const income = (county: number | null, region: number | null, more: Figures = {}) =>
    line(
      "rural-income",
      ground({
        ...(county !== null && { [`${COUNTY} rural-income-per-head 2016`]: county }),
        ...(region !== null && { [`${REGION} rural-income-per-head 2016`]: region }),
        ...more,
      }),
    );
  it("of an income equal to the region's mean passes, one yuan less does not", () => {
    expect(income(9467, 9467)).toMatchObject({ standing: "pass", threshold: 9467 });
    expect(income(9466, 9467).standing).toBe("fail");
  });
  it("is unknown without the county's figure, and says which and the last one known", () => {
    expect(
      income(null, 9467, {
        [`${COUNTY} rural-income-per-head 2014`]: 7000,
        [`${COUNTY} rural-income-per-head 2017`]: 9999,
      }),
    ).toMatchObject({
      standing: "unknown",
      value: null,
      threshold: 9467,
      why: {
        code: "noStatistic",
        params: { item: "rural-income-per-head", area: COUNTY, year: 2016 },
      },
      earlier: { year: 2014, value: 7000 },
    });
  });
  it("is unknown without the region's mean, however high the county's is", () => {
    expect(income(99_999, null)).toMatchObject({
      standing: "unknown",
      value: 99_999,
      threshold: null,
      why: { code: "noThreshold", params: { area: REGION } },
    });
  });
  it("of yes passes and of no fails", () => {
    const industry = (value: number) =>
      line("pillar-industry", ground({ [`${COUNTY} pillar-industry 2016`]: value })).standing;
    expect(industry(1)).toBe("pass");
    expect(industry(0)).toBe("fail");
  });
  it("of one school building of grade D fails, of none passes", () => {
    const schools = (value: number) =>
      line("school-buildings", ground({ [`${COUNTY} d-grade-school-buildings 2016`]: value }))
        .standing;
    expect(schools(0)).toBe("pass");
    expect(schools(1)).toBe("fail");
  });
  it("of insurance at exactly 95 % passes", () => {
    const insured = (value: number) =>
      line("medical-insurance", ground({ [`${COUNTY} medical-insurance-rate 2016`]: value }))
        .standing;
    expect(insured(0.95)).toBe("pass");
    expect(insured(0.9499)).toBe("fail");
  });
});

describe("a line of coverage", () => {
  const road = (...counts: [number, number, number]) =>
    line("village-road", ground({}, { "village-road": counts }));
  it("passes at 19 of 20 and fails at 18", () => {
    expect(road(19, 1, 0)).toMatchObject({
      standing: "pass",
      value: 0.95,
      coverage: { missing: 0 },
    });
    expect(road(18, 2, 0)).toMatchObject({
      standing: "fail",
      coverage: { missing: 1, missingLeast: 1 },
    });
  });
  it("is unknown where the villages of unknown status decide, and fails where they do not", () => {
    expect(road(18, 1, 1)).toMatchObject({
      standing: "unknown",
      why: { code: "undetermined", params: { low: 0.9, high: 0.95 } },
      coverage: { missing: 1, missingLeast: 0 },
    });
    expect(road(17, 2, 1).standing).toBe("fail");
    expect(road(19, 0, 1).standing).toBe("pass");
  });
  it("is unknown where nothing counts, and where no such rule is in force", () => {
    expect(road(0, 0, 0)).toMatchObject({ standing: "unknown", why: { code: "nothingEligible" } });
    expect(line("village-road", ground({}))).toMatchObject({
      standing: "unknown",
      why: { code: "noRule", params: { rule: "village-road" } },
      coverage: null,
    });
  });
  it("opens to its counts", () => {
    expect(road(18, 1, 1).parts.map(({ code, value }) => [code, value])).toEqual([
      ["served", 18],
      ["unserved", 1],
      ["unknown", 1],
      ["eligible", 20],
      ["excluded", 3],
      ["low", 0.9],
      ["high", 0.95],
    ]);
  });
});

describe("a card", () => {
  it("asks for broadband in natural villages from 2020 on only", () => {
    const ids = (year: number) =>
      exitLines(EXIT_CRITERIA, ground({}, {}, year)).map(({ id }) => id);
    expect(ids(2019)).not.toContain("broadband-natural-village");
    expect(ids(2020)).toContain("broadband-natural-village");
  });
  it("passes only if every line does; unknown never passes; one that fails decides", () => {
    expect(overallOf(["pass", "pass"])).toBe("pass");
    expect(overallOf(["pass", "unknown"])).toBe("unknown");
    expect(overallOf(["unknown", "fail", "pass"])).toBe("fail");
    expect(overallOf([])).toBe("unknown");
  });
  it("that passes knows every figure: taking any one away makes it unknown", () => {
    const figures: Record<string, number> = {
      [`${COUNTY} rural-income-per-head 2016`]: 9500,
      [`${REGION} rural-income-per-head 2016`]: 9467,
      [`${COUNTY} budget-revenue-per-head 2016`]: 3000,
      [`${REGION} county-mean-budget-revenue-per-head 2016`]: 2900,
      [`${COUNTY} poor-persons 2016`]: 7,
      [`${COUNTY} rural-registered-persons 2016`]: 100,
      [`${COUNTY} dilapidated-houses-remaining 2016`]: 5,
      [`${COUNTY} dilapidated-houses-registered 2016`]: 100,
      [`${COUNTY} pillar-industry 2016`]: 1,
      [`${COUNTY} d-grade-school-buildings 2016`]: 0,
      [`${COUNTY} compulsory-education-retention 2016`]: 0.93,
      [`${COUNTY} skills-per-household 2016`]: 1,
      [`${COUNTY} medical-insurance-rate 2016`]: 0.95,
      [`${COUNTY} relief-for-all 2016`]: 1,
    };
    const rates = Object.fromEntries(
      EXIT_CRITERIA.flatMap((each) =>
        each.kind === "coverage" ? [[each.rule, [100, 0, 0] as const]] : [],
      ),
    );
    const overall = (of: Figures, served = rates) =>
      overallOf(exitLines(EXIT_CRITERIA, ground(of, served)).map(({ standing }) => standing));
    expect(overall(figures)).toBe("pass");
    const without = (all: Record<string, unknown>, key: string) =>
      Object.fromEntries(Object.entries(all).filter(([each]) => each !== key));
    const told = Object.keys(figures).map((key) => [
      key,
      overall(without(figures, key) as Figures),
    ]);
    expect(told).toEqual(Object.keys(figures).map((key) => [key, "unknown"]));
    const asked = Object.keys(rates).filter((rule) => rule !== "broadband-natural-village");
    const ruled = asked.map((rule) => [
      rule,
      overall(figures, without(rates, rule) as typeof rates),
    ]);
    expect(ruled).toEqual(asked.map((rule) => [rule, "unknown"]));
  });
  it("names no item that the statistics do not have", () => {
    const items = new Map(STATISTIC_ITEMS.map((item) => [item.id, item]));
    const named = EXIT_CRITERIA.flatMap((each) => {
      if (each.kind !== "statistic") return [];
      const { item, per, threshold } = each;
      return [
        [item, "county"] as const,
        ...(per === null ? [] : [[per, "county"] as const]),
        ...(typeof threshold === "number" ? [] : [[threshold.item, "region"] as const]),
      ];
    });
    expect(named.filter(([item, level]) => !items.get(item)?.levels.includes(level))).toEqual([]);
    expect(items.size).toBe(STATISTIC_ITEMS.length);
  });
});

describe("a comparison", () => {
  it("never says both of a value and what lies on the better side of it", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, number, (a, b, threshold) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        const order = [less, more].map((value) => Number(standsUp(value, "atLeast", threshold)));
        expect(order[0]).toBeLessThanOrEqual(order[1]!);
        expect(standsUp(a, "below", threshold)).toBe(!standsUp(a, "atLeast", threshold));
      }),
    );
  });
});
