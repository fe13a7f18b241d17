import fc from "fast-check";
import { expect, test } from "vitest";
import type { Works } from "../../../core/contract/plan.ts";
import type { IndicatorRule } from "../../../core/contract/rule.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import type { Snapshot } from "../../../core/coverage/snapshot.ts";
import { addWorks, localWhatIf, statusesOf } from "../../../server/plans/local-what-if.ts";
import { afterWorks } from "../../../server/plans/works-years.ts";
import { buildSnapshot } from "../../core/support/build-snapshot.ts";
import { feature, region, RULES } from "../../core/support/random-region.ts";
import { works } from "../../core/relocation/support/arbitrary-changes.ts";
import { measuredWith } from "./full-computation.ts";

interface Drawn {
  action: Works["action"];
  pick: number;
  year: number;
  like: { geometry: unknown; class?: string; surface?: string; numbers?: Record<string, number> };
}

/** Works of a sector on a snapshot: built as drawn, or closing or changing one of its features where it has any. */
function worksOn(snapshot: Snapshot, rule: IndicatorRule, drawn: readonly Drawn[]): Works[] {
  const { id, count } = snapshot.features[rule.sector];
  return drawn.map(({ action, pick, year, like }) =>
    works({
      sector: rule.sector,
      action: count === 0 ? "build" : action,
      featureId: action === "build" || count === 0 ? null : id[pick % count]!,
      geometry: action === "close" && count > 0 ? null : (like.geometry as Works["geometry"]),
      class: like.class ?? null,
      surface: like.surface ?? null,
      allSeason: null,
      accepted: null,
      numbers: like.numbers ?? {},
      year,
    }),
  );
}

/** The statuses by the whole region measured anew. */
const measured = (...asked: Parameters<typeof measuredWith>): number[] => [
  ...measuredWith(...asked).status,
];

const drawn = (sector: IndicatorRule["sector"]): fc.Arbitrary<Drawn[]> =>
  fc.array(
    fc.record({
      action: fc.constantFrom<Works["action"]>("build", "close", "change"),
      pick: fc.nat(5),
      year: fc.integer({ min: 2014, max: 2020 }),
      like: feature(sector) as fc.Arbitrary<Drawn["like"]>,
    }),
    { minLength: 1, maxLength: 4 },
  );
const question = fc
  .constantFrom(...RULES)
  .chain((rule) => fc.tuple(fc.constant(rule), region, drawn(rule.sector)));

test("works judged on their surroundings alone give the verdicts of the whole region, by every rule", () => {
  fc.assert(
    fc.property(question, ([rule, around, drawings]) => {
      const snapshot = buildSnapshot(around);
      const list = worksOn(snapshot, rule, drawings);
      const local = localWhatIf(snapshot, rule, list);
      list.forEach((one, i) => addWorks(local, `w${i}`, one));
      const now = [...measureCoverage(snapshot, rule).status];
      const statuses = statusesOf(local, rule);
      local.units.forEach((unit, n) => (now[unit] = statuses[n]!));
      expect(now).toEqual(measured(snapshot, rule, list));
    }),
    { numRuns: 600 },
  );
}, 300_000);

test("and so do the works in use by the end of each year", () => {
  fc.assert(
    fc.property(question, ([rule, around, drawings]) => {
      const snapshot = buildSnapshot(around);
      const list = worksOn(snapshot, rule, drawings).toSorted((a, b) => a.year - b.year);
      const years = afterWorks(
        snapshot,
        rule,
        measureCoverage(snapshot, rule).status,
        list.map((one, i) => [`w${i}`, one] as const),
        { from: 2014, to: 2020 },
      );
      expect(years).toHaveLength(7);
      years.forEach((statuses, y) => {
        const inUse = list.filter(({ year }) => year <= 2014 + y);
        expect([...statuses]).toEqual(measured(snapshot, rule, inUse));
      });
    }),
    { numRuns: 200 },
  );
}, 300_000);
