import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { IndicatorRule } from "../../../core/contract/rule.ts";
import type { DrawnFeature } from "../../../core/coverage/drawn-feature.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import type { Snapshot } from "../../../core/coverage/snapshot.ts";
import { createWhatIf } from "../../../core/coverage/what-if.ts";
import { syntheticRegion } from "../../bench/coverage-data.ts";
import { differencesToRebuilt, wronglyTold } from "../../bench/what-if-rebuilt.ts";
import { buildSnapshot, rule } from "../support/build-snapshot.ts";
import {
  play,
  scaleBy,
  scaledRegion,
  scaledStep,
  steps,
  type Step,
} from "../support/random-edits.ts";
import { feature, region, RULES } from "../support/random-region.ts";

const FEW = { minLength: 1, maxLength: 4 };

/** Plays steps on a rule, and after each asks whether all is as if built anew: the first differences, empty where there are none. */
function differences(snapshot: Snapshot, each: IndicatorRule, all: readonly Step[]): unknown[] {
  const whatIf = createWhatIf(snapshot, each);
  const { count } = snapshot.features[each.sector];
  const first = { status: whatIf.verdicts.status.slice(), counts: structuredClone(whatIf.counts) };
  let found: unknown[] = differencesToRebuilt(whatIf, snapshot, each);
  for (let number = 0; number < all.length && found.length === 0; number++) {
    const before = whatIf.verdicts.status.slice();
    const changes = play(whatIf, all[number]!, number, count);
    found = [
      ...differencesToRebuilt(whatIf, snapshot, each),
      ...wronglyTold(changes, whatIf, before).map((n) => `told of ${n}`),
      ...wronglyTold(whatIf.changes(), whatIf, first.status).map((n) => `told at last of ${n}`),
    ];
  }
  return found;
}

describe("after every edit the verdicts and counts are those of a full computation", () => {
  test.each(RULES)("by the rule $id", (each) => {
    fc.assert(
      fc.property(region, steps(each.sector, 12), (there, all) => {
        expect(differences(buildSnapshot(there), each, all)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test.each(RULES)("by the rule $id where places lie up to 150 km apart", (each) => {
    const apart = scaleBy(30);
    fc.assert(
      fc.property(region, steps(each.sector, 8), (there, all) => {
        const snapshot = buildSnapshot(scaledRegion(there, apart));
        const moved = all.map((step) => scaledStep(step, apart));
        expect(differences(snapshot, each, moved)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test("where the reach of the rule is a village's own distance, to the centimetre", () => {
    fc.assert(
      fc.property(
        region,
        steps("road", 8),
        fc.nat(11),
        fc.double({ min: -0.08, max: 0.08, noNaN: true }),
        fc.constantFrom(1, 60),
        fc.constantFrom("seat", "outline"),
        (there, all, n, offM, scale, from) => {
          const at = scaleBy(scale);
          const snapshot = buildSnapshot(scaledRegion(there, at));
          const asked = (reachM: number) =>
            rule({ test: { kind: "distance", reachM, from, surfaces: ["cement"] } });
          const { distanceM } = measureCoverage(snapshot, asked(1));
          const reachM = (distanceM[n % distanceM.length]! || 700) + offM;
          fc.pre(reachM > 0);
          const moved = all.map((step) => scaledStep(step, at));
          expect(differences(snapshot, asked(reachM), moved)).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("where one reach is as wide as the region and where it is a metre", () => {
    fc.assert(
      fc.property(region, steps("road", 6), fc.constantFrom(1, 100_000), (there, all, reachM) => {
        const asked = rule({ test: { kind: "distance", reachM } });
        expect(differences(buildSnapshot(there), asked, all)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("in a region of 6,000 villages and 2,000 roads", () => {
    const snapshot = syntheticRegion(6000, 2000);
    const [west, south] = [106, 22];
    const at: Parameters<typeof scaledStep>[1] = ([x, y]) => [
      west + (x! - 108) * 60,
      south + (y! - 23) * 60,
    ];
    const all = fc
      .sample(steps("road", 60), { numRuns: 40, seed: 5 })
      .flat()
      .slice(0, 80)
      .map((step) => scaledStep(step, at));
    expect(all.length).toBe(80);
    expect(differences(snapshot, rule({ test: { kind: "distance", reachM: 500 } }), all)).toEqual(
      [],
    );
  });
});

test("what is added and removed again leaves no trace, whatever else was added before or after", () => {
  fc.assert(
    fc.property(
      region,
      fc
        .constantFrom(...RULES)
        .chain((each) => fc.tuple(fc.constant(each), fc.array(feature(each.sector), FEW))),
      fc.nat(3),
      (there, [each, drawn], first) => {
        const whatIf = createWhatIf(buildSnapshot(there), each);
        const before = structuredClone({ verdicts: whatIf.verdicts, counts: whatIf.counts });
        drawn.forEach((one, i) => whatIf.add({ ...one, id: `${i}` } as DrawnFeature));
        drawn.forEach((_, i) => whatIf.remove(`${(first + i) % drawn.length}`));
        expect({ verdicts: whatIf.verdicts, counts: whatIf.counts }).toEqual(before);
        expect(whatIf.changes()).toEqual([]);
        expect(whatIf.edits()).toEqual({ added: [], closed: [], changed: new Map() });
      },
    ),
    { numRuns: 150 },
  );
});

test("what is closed and reopened leaves no trace, in whatever order", () => {
  fc.assert(
    fc.property(region, fc.constantFrom(...RULES), fc.boolean(), (there, each, turned) => {
      const snapshot = buildSnapshot(there);
      const whatIf = createWhatIf(snapshot, each);
      const all = [...Array(snapshot.features[each.sector].count).keys()];
      for (const index of all) whatIf.close(index);
      for (const index of turned ? all.toReversed() : all) whatIf.reopen(index);
      expect(differencesToRebuilt(whatIf, snapshot, each)).toEqual([]);
      expect(whatIf.changes()).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test("adding never lowers a status and closing never raises one", () => {
  fc.assert(
    fc.property(
      region,
      fc.constantFrom(...RULES).chain((each) => fc.tuple(fc.constant(each), steps(each.sector, 6))),
      (there, [each, all]) => {
        const snapshot = buildSnapshot(there);
        const whatIf = createWhatIf(snapshot, each);
        all.forEach((step, number) => {
          const kind = number % 2 === 0 ? "add" : "close";
          const changes = play(
            whatIf,
            { ...step, kind },
            number,
            snapshot.features[each.sector].count,
          );
          const wrong = changes.filter(({ from, to }) => (kind === "add" ? to < from : to > from));
          expect({ rule: each.id, kind, wrong }).toEqual({ rule: each.id, kind, wrong: [] });
        });
      },
    ),
    { numRuns: 100 },
  );
});
