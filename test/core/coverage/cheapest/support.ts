import fc from "fast-check";
import type { CheapestAnswer, CheapestLine, Counted } from "../../../../core/contract/cheapest.ts";
import type { IndicatorRule } from "../../../../core/contract/rule.ts";
import { cheapestWay } from "../../../../core/coverage/cheapest/cheapest-way.ts";
import type { Effort } from "../../../../core/coverage/cheapest/solve.ts";
import { measureCoverage } from "../../../../core/coverage/measure.ts";
import { ratesOf, rollUp } from "../../../../core/coverage/roll-up.ts";
import type { Snapshot } from "../../../../core/coverage/snapshot.ts";
import { snapshotWith } from "../../../../core/coverage/snapshot-with.ts";
import { frameDistanceM } from "../../../../core/geodesy/segment-distance.ts";
import { WGS84 } from "../../../../core/geodesy/ellipsoid.ts";
import type { Rates } from "../../../../core/contract/coverage.ts";
import { resolvePolicy } from "../../../../core/policy/plan-policy.ts";
import { SHIPPED_PARAMETERS } from "../../../../geodata/standards/policy-parameters.ts";
import { SHIPPED_RULES } from "../../../../geodata/standards/indicator-rules.ts";
import type { TestFeature, TestRegion, TestVillage } from "../../support/build-snapshot.ts";

export const POLICY = resolvePolicy(SHIPPED_PARAMETERS, "45");
export const VILLAGE_ROAD = SHIPPED_RULES.find(({ id }) => id === "village-road")!;

export interface Asked {
  readonly area?: number;
  readonly target?: number;
  readonly counted?: Counted;
  readonly budgetYuan?: number;
}

const LITTLE: Effort = { triesPerTarget: 1, leastTries: 20, mostTries: 40 };

/** The cheapest way by little trying: laws hold however much is tried. */
export function askCheapest(
  snapshot: Snapshot,
  rule: IndicatorRule,
  { area = 0, target, counted = "villages", budgetYuan }: Asked = {},
): CheapestAnswer | null {
  return cheapestWay(snapshot, {
    rule,
    area,
    target: target ?? rule.target ?? 0.95,
    counted,
    budgetYuan: budgetYuan ?? null,
    policy: POLICY,
    year: 2016,
    effort: LITTLE,
  });
}

/** What the full coverage run says of an area with the lines of an answer built. */
export function ratesWith(
  snapshot: Snapshot,
  rule: IndicatorRule,
  { works }: CheapestAnswer,
  lines: readonly CheapestLine[],
  area = 0,
): Rates {
  const { class: code, surface, allSeason, accepted, numbers } = works;
  const added = lines.map(({ line }, n) => ({
    id: `${n}`,
    class: code,
    surface,
    allSeason,
    accepted,
    numbers,
    geometry: { type: "LineString" as const, coordinates: line },
  }));
  const built = snapshotWith(snapshot, { [rule.sector]: { added } });
  return ratesOf(rollUp(built, measureCoverage(built, rule)), area);
}

type Place = readonly [number, number];

/** Metres from a place to the nearest of some lines. */
export function metresToLines(place: Place, lines: readonly (readonly Place[])[]): number {
  let least = Infinity;
  for (const line of lines)
    for (let v = 0; v + 1 < line.length; v++)
      least = Math.min(least, frameDistanceM(...place, ...line[v]!, ...line[v + 1]!, WGS84));
  return least;
}

const coordinate = fc.integer({ min: 0, max: 4000 }).map((n) => n / 20_000);
const spot = fc.tuple(coordinate, coordinate).map(([x, y]): [number, number] => [107 + x, 24 + y]);

/** A county of 20 by 20 km with scattered villages and a few roads. */
export const scattered: fc.Arbitrary<TestRegion> = fc
  .record({
    villages: fc.uniqueArray(
      fc.record({
        at: spot,
        households: fc.integer({ min: 15, max: 60 }),
        persons: fc.integer({ min: 50, max: 250 }),
        attributes: fc.record({ karst: fc.boolean(), hazard: fc.boolean() }),
      }),
      { minLength: 3, maxLength: 24, selector: ({ at }) => at.join() },
    ),
    roads: fc.array(fc.array(spot, { minLength: 2, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ villages, roads }) => ({
    villages: villages.map((one, n): TestVillage => ({ ...one, name: `v${n}` })),
    features: {
      road: roads.map((coordinates): TestFeature => ({
        geometry: { type: "LineString", coordinates },
        class: "county",
        surface: "cement",
      })),
    },
  }));
