import fc from "fast-check";
import { expect, test } from "vitest";
import { existingOf } from "../../client/workers/existing-feature.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { Drawing } from "../../core/coverage/drawing.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { ratesOf, rollUp } from "../../core/coverage/roll-up.ts";
import { SERVED, type Snapshot } from "../../core/coverage/snapshot.ts";
import { snapshotWith } from "../../core/coverage/snapshot-with.ts";
import { buildSnapshot, type TestFeature } from "../core/support/build-snapshot.ts";
import { feature, region, RULES } from "../core/support/random-region.ts";

const villageRoad = RULES.find(({ id }) => id === "village-road")!;
const AREAS = [{ code: "1", level: "county" }] as never;

/** What the page shows, reckoned anew from nothing. */
function anew(
  snapshot: Snapshot,
  rule: IndicatorRule,
  added: readonly DrawnFeature[],
  closed: readonly number[],
) {
  const { id } = snapshot.features[rule.sector];
  const rows = [...new Set(closed.map((each) => id.indexOf(each)).filter((row) => row >= 0))];
  const after = snapshotWith(snapshot, {
    [rule.sector]: { added, closed: rows.sort((a, b) => a - b), changed: new Map() },
  });
  const verdicts = measureCoverage(after, rule);
  const statusBefore = measureCoverage(snapshot, rule).status;
  const turned = (is: (was: number, now: number) => boolean) =>
    [...verdicts.units].filter((_, n) => is(statusBefore[n]!, verdicts.status[n]!)).length;
  return {
    after: ratesOf(rollUp(after, verdicts), 0),
    gained: turned((was, now) => was !== SERVED && now === SERVED),
    lost: turned((was, now) => was === SERVED && now !== SERVED),
  };
}

test("after any edits and moves of the hand the figures are those of a full computation", () => {
  const step = (sector: (typeof RULES)[number]["sector"]) =>
    fc.record({
      built: fc.array(feature(sector), { maxLength: 3 }),
      closed: fc.array(fc.nat(12), { maxLength: 3 }),
      hand: fc.option(feature(sector)),
    });
  const scene = fc.constantFrom(...RULES).chain((rule) =>
    fc.record({
      rule: fc.constant(rule),
      region,
      steps: fc.array(step(rule.sector), { minLength: 1, maxLength: 4 }),
    }),
  );
  fc.assert(
    fc.property(scene, ({ rule, region: given, steps }) => {
      const snapshot = buildSnapshot(given);
      const { id } = snapshot.features[rule.sector];
      const drawing = new Drawing(snapshot, rule, snapshot.areas.code[0]!);
      const drawn = (one: TestFeature, name: string) => ({ ...one, id: name }) as DrawnFeature;
      for (const { built, closed, hand } of steps) {
        const added = built.map((one, i) => drawn(one, `w${i}`));
        const ids = closed.flatMap((n) => id[n % Math.max(1, id.length)] ?? []);
        const under = hand === null ? null : drawn(hand, "hand");
        drawing.edit({ built: added, closed: ids });
        drawing.draw(under);
        const figures = drawing.figures();
        const truth = anew(snapshot, rule, under === null ? added : [...added, under], ids);
        expect({
          after: figures.after,
          gained: figures.gained.units,
          lost: figures.lost.units,
        }).toEqual(truth);
      }
      drawing.edit({ built: [], closed: [] });
      drawing.draw(null);
      const back = drawing.figures();
      expect(back.after).toEqual(back.before);
      expect([back.gained.units, back.lost.units]).toEqual([0, 0]);
    }),
    { numRuns: 60 },
  );
});

test("an existing road is told as it is recorded, and cutting it takes away whom it alone served", () => {
  const line = [
    [108, 23],
    [108.01, 23],
  ];
  const snapshot = buildSnapshot({
    areas: AREAS,
    villages: [
      { at: [108, 23.001], households: 30, persons: 120, name: "甲" },
      { at: [108.4, 23], households: 40, persons: 150, name: "乙" },
    ],
    features: {
      road: [
        {
          geometry: { type: "LineString", coordinates: line },
          class: "village",
          surface: "gravel",
        },
      ],
    },
  } as never);
  const [road] = snapshot.features.road.id;
  const drawing = new Drawing(snapshot, villageRoad, "1");
  expect(existingOf(snapshot, "road", road!)).toMatchObject({
    id: road,
    class: "village",
    surface: "gravel",
    allSeason: null,
    geometry: { type: "LineString", coordinates: line },
  });
  expect(existingOf(snapshot, "road", road! + 1000)).toBeNull();
  drawing.edit({ built: [], closed: [road!] });
  const { lost, gained } = drawing.figures();
  expect(lost).toMatchObject({ units: 1, households: 30, persons: 120, names: ["甲"] });
  expect(lost.positions).toEqual([[108, 23.001]]);
  expect(gained.units).toBe(0);
});
