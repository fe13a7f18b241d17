import { beforeAll, describe, expect, test } from "vitest";
import type { NewReturn } from "../../core/contract/progress.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { exitLines } from "../../core/policy/exit-card.ts";
import { checkReturn } from "../../core/progress/check-return.ts";
import { summarizeProgress } from "../../core/progress/summary.ts";
import { openPlan, type AssessedPlan } from "../../core/relocation/assess.ts";
import { planContext } from "../../core/relocation/context.ts";
import { demonstrationPlan } from "../../geodata/demonstration/plan.ts";
import { demonstrationReturns } from "../../geodata/demonstration/returns.ts";
import { demonstrationStatistics, unitOf } from "../../geodata/demonstration/statistics.ts";
import { COUNTIES } from "../../geodata/facts/counties.ts";
import { EXIT_CRITERIA } from "../../geodata/standards/exit-criteria.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import { STATISTIC_ITEMS } from "../../geodata/standards/statistic-items.ts";
import { makeBenchRegion } from "../bench/tiles-data.ts";

const SUMS = COUNTIES.map(({ code }) => ({ code, persons: 300_000, poorPersons: 30_000 }));
const made = demonstrationStatistics(SUMS);

describe("demonstration statistics", () => {
  test("are the same each time, within the bounds of their items, and each once", () => {
    expect(demonstrationStatistics(SUMS)).toEqual(made);
    const items = new Map(STATISTIC_ITEMS.map((item) => [item.id, item]));
    const wrong = made.filter(({ item, value, area }) => {
      const { least, most, whole, levels } = items.get(item)!;
      const level = area === "45" ? "region" : "county";
      return (
        !(value >= least && value <= most) ||
        (whole && !Number.isInteger(value)) ||
        !levels.includes(level)
      );
    });
    expect(wrong).toEqual([]);
    expect(new Set(made.map(({ area, year, item }) => `${area} ${year} ${item}`)).size).toBe(
      made.length,
    );
  });
  test("give of every line of statistics some counties that pass and some that fail, and a few that are unknown", () => {
    const figures = new Map(
      made.map((each) => [`${each.area} ${each.item} ${each.year}`, each.value]),
    );
    const criteria = EXIT_CRITERIA.filter(({ kind }) => kind === "statistic");
    const standings = new Map(criteria.map(({ id }) => [id, { pass: 0, fail: 0, unknown: 0 }]));
    for (const year of [2014, 2017])
      for (const { code } of COUNTIES)
        for (const { id, standing } of exitLines(criteria, {
          county: code,
          region: "45",
          year,
          years: [2014, 2015, 2016, 2017],
          statistic(area, item, of) {
            const value = figures.get(`${area} ${item} ${of}`);
            return value === undefined ? null : { value, unit: unitOf(item), source: "" };
          },
          coverage: () => null,
        }))
          standings.get(id)![standing]++;
    const all = [...standings.values()];
    expect(all.every(({ pass, fail }) => pass > 0 && fail > 0)).toBe(true);
    expect(all.reduce((sum, { unknown }) => sum + unknown, 0)).toBeGreaterThan(5);
    expect(all.reduce((sum, { unknown }) => sum + unknown, 0)).toBeLessThan(100);
  });
});

describe("demonstration returns", () => {
  let snapshot: Snapshot;
  let on: AssessedPlan;
  let returns: NewReturn[];
  beforeAll(async () => {
    snapshot = (await makeBenchRegion("hechi")).snapshot;
    const plan = demonstrationPlan(snapshot);
    const opened = openPlan(plan.document, planContext(snapshot, plan.frame, SHIPPED_PARAMETERS));
    if (!opened.ok) throw new Error("the plan has faults");
    on = opened.assessed;
    returns = demonstrationReturns(on);
  });

  test("are the same each time, each once, and such as would be taken in", () => {
    expect(demonstrationReturns(on)).toEqual(returns);
    const names = returns.map(({ subject, key, period }) => `${subject} ${key} ${period}`);
    expect(new Set(names).size).toBe(names.length);
    const bounds = { ...on.plan.frame.years, today: "2017-09-10" };
    expect(returns.flatMap((each) => checkReturn(each, bounds))).toEqual([]);
    expect(returns.length).toBeGreaterThan(2000);
  });
  test("show a plan that runs somewhat late, a forecast, homes on the way, and a handful of warnings", () => {
    const answer = summarizeProgress(on, returns, on.context.area, null);
    expect([answer.year, answer.lastPeriod]).toEqual([2017, "2017-08"]);
    const shares = answer.years.filter(({ share }) => share !== null);
    expect(shares.map(({ year }) => year)).toEqual([2014, 2015, 2016, 2017]);
    expect(shares.slice(0, 3).every(({ share }) => share! > 0.5 && share! < 1.3)).toBe(true);
    const { none, low, likely, high } = answer.forecast!;
    expect(none).toBeNull();
    expect(low!).toBeLessThan(high!);
    expect(low!).toBeLessThanOrEqual(likely!);
    expect(answer.states.filter(({ settlements }) => settlements > 0).length).toBeGreaterThan(2);
    expect(answer.warnings.map(({ code }) => code).sort()).toEqual([
      "moreHousesThanHouseholds",
      "stateGoesBack",
    ]);
  });
});
