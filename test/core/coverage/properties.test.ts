import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SECTORS } from "../../../core/contract/rule.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { ratesOf, rollUp } from "../../../core/coverage/roll-up.ts";
import type { AreaCounts } from "../../../core/coverage/snapshot.ts";
import { buildSnapshot, type TestRegion } from "../support/build-snapshot.ts";
import { AREAS, feature, region, RULES } from "../support/random-region.ts";

const runs = { numRuns: 150 };

function rows(counts: AreaCounts): Int32Array[] {
  return [counts.served, counts.unserved, counts.unknown, counts.excluded];
}

describe("for every shipped rule and one through neighbours", () => {
  test("adding a feature of any sector never lowers a status", () => {
    fc.assert(
      fc.property(
        region,
        fc
          .constantFrom(...SECTORS)
          .chain((sector) => fc.tuple(fc.constant(sector), feature(sector))),
        (before, [sector, added]) => {
          const after = {
            ...before,
            features: { ...before.features, [sector]: [...before.features![sector]!, added] },
          };
          const [one, two] = [buildSnapshot(before), buildSnapshot(after)];
          for (const each of RULES) {
            const was = measureCoverage(one, each).status;
            const is = measureCoverage(two, each).status;
            const lowered = is.filter((status, n) => status < was[n]!);
            expect({ rule: each.id, lowered: lowered.length }).toEqual({
              rule: each.id,
              lowered: 0,
            });
          }
        },
      ),
      runs,
    );
  });

  test("the order of villages and features changes neither status nor distance", () => {
    fc.assert(
      fc.property(region, (there) => {
        const back: TestRegion = {
          areas: AREAS,
          villages: [...there.villages!].reverse(),
          features: Object.fromEntries(
            SECTORS.map((sector) => [sector, [...there.features![sector]!].reverse()]),
          ),
        };
        const [one, two] = [buildSnapshot(there), buildSnapshot(back)];
        for (const each of RULES) {
          const a = measureCoverage(one, each);
          const b = measureCoverage(two, each);
          const last = a.status.length - 1;
          const turn = each.unit === "naturalVillage" ? (n: number) => last - n : (n: number) => n;
          const same = (x: number, y: number): boolean => Object.is(x, y) || Math.abs(x - y) < 1e-6;
          const changed = [...a.status.keys()].filter(
            (n) =>
              a.status[n] !== b.status[turn(n)] || !same(a.distanceM[n]!, b.distanceM[turn(n)]!),
          );
          expect({ rule: each.id, changed }).toEqual({ rule: each.id, changed: [] });
        }
      }),
      runs,
    );
  });

  test("a rate is between 0 and 1 or null, and lies between low and high", () => {
    fc.assert(
      fc.property(region, (one) => {
        const snapshot = buildSnapshot(one);
        for (const each of RULES) {
          const counts = rollUp(snapshot, measureCoverage(snapshot, each));
          for (let area = 0; area < AREAS.length; area++) {
            for (const { eligible, served, unserved, unknown, rate, low, high } of Object.values(
              ratesOf(counts, area),
            )) {
              expect(eligible).toBe(served + unserved + unknown);
              expect(rate === null).toBe(served + unserved === 0);
              expect([low === null, high === null]).toEqual([eligible === 0, eligible === 0]);
              const known = [0, low, rate, high, 1].filter((one) => one !== null);
              expect(known).toEqual([...known].sort((x, y) => x - y));
            }
          }
        }
      }),
      runs,
    );
  });

  test("parts sum to wholes: children and what lies directly in an area make up the area, and every unit counts once", () => {
    fc.assert(
      fc.property(region, (one) => {
        const snapshot = buildSnapshot(one);
        for (const each of RULES) {
          const verdicts = measureCoverage(snapshot, each);
          const counts = rollUp(snapshot, verdicts);
          const all = rows(counts).reduce((sum, column) => sum + column[0]!, 0);
          expect(all).toBe(verdicts.units.length);
          const own = new Int32Array(AREAS.length);
          verdicts.units.forEach((index) => {
            own[each.unit === "naturalVillage" ? snapshot.villages.area[index]! : index]!++;
          });
          for (let area = 0; area < AREAS.length; area++) {
            const children = AREAS.flatMap(({ parent }, i) =>
              parent === AREAS[area]!.code ? [i] : [],
            );
            const total = (i: number) =>
              rows(counts).reduce((sum, column) => sum + column[3 * i]!, 0);
            expect(total(area)).toBe(children.reduce((sum, i) => sum + total(i), own[area]!));
            for (const column of rows(counts)) {
              const parts = children.reduce((sum, i) => sum + column[3 * i + 2]!, 0);
              expect(column[3 * area + 2]).toBeGreaterThanOrEqual(parts);
            }
          }
        }
      }),
      runs,
    );
  });
});
