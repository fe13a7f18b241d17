import fc from "fast-check";
import type { LineString } from "geojson";
import { describe, expect, test } from "vitest";
import { CheapestAnswer, type Counted } from "../../../../core/contract/cheapest.ts";
import { rule as testRule, buildSnapshot } from "../../support/build-snapshot.ts";
import { region, RULES } from "../../support/random-region.ts";
import { askCheapest, metresToLines, ratesWith, scattered, VILLAGE_ROAD } from "./support.ts";

const counted = fc.constantFrom<Counted>("villages", "households", "persons");
const target = fc.constantFrom(0.5, 0.8, 0.95, 1);
const RUNS = { numRuns: 40 };

describe("the cheapest way, on random counties", () => {
  test("reaches the target by the full run, and is never dearer than greedy expansion", () => {
    fc.assert(
      fc.property(scattered, target, counted, (county, goal, counts) => {
        const snapshot = buildSnapshot(county);
        const answer = askCheapest(snapshot, VILLAGE_ROAD, { target: goal, counted: counts })!;
        CheapestAnswer.parse(answer);
        expect(answer.outcome).not.toBe("outOfReach");
        const rate = ratesWith(snapshot, VILLAGE_ROAD, answer, answer.optimum.lines)[counts];
        expect(rate.served).toBe(answer.verified.served);
        expect(rate.low ?? 1).toBeGreaterThanOrEqual(goal - 1e-12);
        expect(answer.optimum.total.yuan).toBeLessThanOrEqual(answer.greedy.yuan);
      }),
      RUNS,
    );
  });

  test("nests: each pick adds to the earlier ones, and any number of them serves what it says", () => {
    fc.assert(
      fc.property(scattered, fc.nat(), (county, some) => {
        const snapshot = buildSnapshot(county);
        const { picks, today, ...answer } = askCheapest(snapshot, VILLAGE_ROAD)!;
        let before = { yuan: 0, lengthM: 0, units: 0, served: today.served };
        let yuanPerUnit = 0;
        for (const { cumulative, yuan, lengthM, units } of picks) {
          expect(units.length).toBeGreaterThan(0);
          expect(cumulative.yuan).toBe(before.yuan + yuan);
          expect(cumulative.lengthM).toBeCloseTo(before.lengthM + lengthM, 6);
          expect(cumulative.units).toBe(before.units + units.length);
          expect(cumulative.served).toBe(before.served + units.length);
          // The best first: what a village costs never falls (by whole yuan).
          expect(yuan / units.length).toBeGreaterThan(yuanPerUnit - 2);
          yuanPerUnit = yuan / units.length;
          before = cumulative;
        }
        expect(before.served).toBe(today.served + today.reachable);
        const first = picks.slice(0, some % (picks.length + 1));
        const lines = first.flatMap((pick) => pick.lines);
        const rate = ratesWith(snapshot, VILLAGE_ROAD, { ...answer, picks, today }, lines).villages;
        expect(rate.served).toBe(first.at(-1)?.cumulative.served ?? today.served);
      }),
      RUNS,
    );
  });

  test("hangs every line on an existing one or on one that stands before it", () => {
    fc.assert(
      fc.property(scattered, (county) => {
        const answer = askCheapest(buildSnapshot(county), VILLAGE_ROAD, { target: 1 })!;
        const existing = county.features!.road!.map(
          ({ geometry }) => (geometry as LineString).coordinates as [number, number][],
        );
        const sets = [answer.optimum.lines, answer.picks.flatMap(({ lines }) => lines)];
        for (const lines of sets)
          lines.forEach(({ line }, n) => {
            const before = [...existing, ...lines.slice(0, n).map((one) => one.line)];
            expect(metresToLines(line[0]!, before)).toBeLessThan(1);
          });
      }),
      RUNS,
    );
  });

  test("does not depend on the order of villages and roads", () => {
    fc.assert(
      fc.property(scattered, counted, fc.nat(), (county, counts, turn) => {
        const shuffled = <T>(list: readonly T[]): T[] => {
          const at = turn % list.length;
          return [...list.slice(at), ...list.slice(0, at)].reverse();
        };
        const told = (villages: typeof county.villages, roads: typeof county.features) => {
          const snapshot = buildSnapshot({ villages: villages!, features: roads! });
          const { optimum, picks, greedy } = askCheapest(snapshot, VILLAGE_ROAD, {
            counted: counts,
          })!;
          return {
            greedy,
            lines: optimum.lines,
            served: optimum.units.map(({ name }) => name),
            picks: picks.map(({ lines, units }) => [lines, units.map(({ name }) => name)]),
          };
        };
        const { villages, features } = county;
        expect(told(shuffled(villages!), { road: shuffled(features!.road!) })).toEqual(
          told(villages, features),
        );
      }),
      RUNS,
    );
  });
});

describe("the cheapest way, on regions with outlines, gaps in the survey and attested facts", () => {
  test("reaches the target where it says so, county by county and as a whole, for every rule", () => {
    fc.assert(
      fc.property(
        region,
        fc.constantFrom(...RULES, testRule({ test: { kind: "distance", reachM: 300 } })),
        target,
        (world, rule, goal) => {
          const snapshot = buildSnapshot(world);
          const answer = askCheapest(snapshot, rule, { target: goal });
          if (answer === null) return;
          CheapestAnswer.parse(answer);
          const { villages } = ratesWith(snapshot, rule, answer, answer.optimum.lines);
          expect(villages.served).toBe(answer.verified.served);
          const isMet = (villages.low ?? 1) >= goal - 1e-12;
          expect(isMet).toBe(answer.outcome !== "outOfReach");
          expect(answer.outcome === "met" && answer.optimum.lines.length > 0).toBe(false);
          expect(answer.optimum.total.units).toBe(answer.optimum.units.length);
        },
      ),
      { numRuns: 100 },
    );
  });
});
