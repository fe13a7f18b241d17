import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Drawing, type PlannedFeature } from "../../../core/coverage/drawing.ts";
import type { DrawnFeature } from "../../../core/coverage/drawn-feature.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { ratesOf, rollUp } from "../../../core/coverage/roll-up.ts";
import { SERVED, type Snapshot } from "../../../core/coverage/snapshot.ts";
import { snapshotWith } from "../../../core/coverage/snapshot-with.ts";
import { buildSnapshot, rule } from "../support/build-snapshot.ts";
import { east, point, road, VILLAGE, within } from "../support/judge.ts";
import { feature, region, RULES } from "../support/random-region.ts";

const drawn = (id: string, more: object): DrawnFeature => ({ id, ...more }) as DrawnFeature;
const villages = [
  { name: "岜独", at: VILLAGE, households: 20, persons: 80 },
  { name: "弄丈", at: east(3000), households: 40, persons: 160 },
  { name: "百旺", at: east(6000), households: 30 },
];
const scene = (planned: readonly PlannedFeature[] = [], roads: object[] = []) => {
  const snapshot = buildSnapshot({ villages, features: { road: roads as never } });
  return new Drawing(snapshot, rule(within(500)), snapshot.areas.code[0]!, planned);
};

describe("what is drawn", () => {
  test("tells whom it newly serves, the largest village first, and the rate before and after", () => {
    const drawing = scene();
    drawing.draw(
      drawn("a", { geometry: { type: "LineString", coordinates: [VILLAGE, east(3000)] } }),
    );
    const { gained, lost, before, after, lengthM } = drawing.figures();
    expect(gained).toMatchObject({ units: 2, households: 60, persons: 240 });
    expect(gained.names).toEqual(["弄丈", "岜独"]);
    expect(gained.largest.map(({ name }) => name)).toEqual(gained.names);
    expect(gained.positions).toHaveLength(2);
    expect(lost).toMatchObject({ units: 0, households: 0, persons: 0, ids: [], names: [] });
    expect([before.villages.served, after.villages.served]).toEqual([0, 2]);
    expect(lengthM).toBeCloseTo(3000, 1);
  });

  test("and taken away leaves no trace", () => {
    const drawing = scene();
    const nothing = drawing.figures();
    drawing.draw(drawn("a", point(VILLAGE)));
    drawing.draw(null);
    expect(drawing.figures()).toEqual(nothing);
  });

  test("with another surface is judged by that surface, though its class is the same", () => {
    const snapshot = buildSnapshot({ villages });
    const hardened = rule({ test: { kind: "distance", reachM: 500, surfaces: ["cement"] } });
    const drawing = new Drawing(snapshot, hardened, snapshot.areas.code[0]!);
    const at = point(VILLAGE);
    drawing.draw(drawn("a", { ...at, class: "village", surface: "gravel" }));
    expect(drawing.figures().gained.units).toBe(0);
    drawing.draw(drawn("a", { ...at, class: "village", surface: "cement" }));
    expect(drawing.figures().gained.names).toEqual(["岜独"]);
  });

  test("counts on top of what is planned", () => {
    const drawing = scene([{ feature: drawn("w1", point(east(3000))), replaces: null }]);
    expect(drawing.figures().before.villages.served).toBe(1);
    expect(drawing.figures().gained.units).toBe(0);
    drawing.draw(drawn("a", point(east(6000))));
    expect(drawing.figures()).toMatchObject({
      gained: { units: 1, households: 30, persons: 0, names: ["百旺"] },
    });
  });
});

describe("an existing road", () => {
  test("that is washed out tells who is served no more, and put back nobody", () => {
    const drawing = scene([], [road(100)]);
    drawing.alter(5000, "closed");
    expect(drawing.figures().lost.names).toEqual(["岜独"]);
    drawing.alter(5000, null);
    expect(drawing.figures().lost.units).toBe(0);
    drawing.alter(99, "closed");
    expect(drawing.figures().lost.units).toBe(0);
  });

  test("that the plan closes or replaces is gone from the beginning", () => {
    const closed = scene([{ feature: null, replaces: 5000 }], [road(100)]);
    expect(closed.figures().before.villages.served).toBe(0);
    const moved = drawn("w1", point(east(3000)));
    const replaced = scene([{ feature: moved, replaces: 5000 }], [road(100)]);
    expect(replaced.figures().before.villages).toMatchObject({ served: 1, unserved: 2 });
    replaced.draw(drawn("a", road(200)));
    expect(replaced.figures().gained.names).toEqual(["岜独"]);
  });
});

test("an area that is not in the data is an error", () => {
  expect(() => new Drawing(buildSnapshot({ villages }), rule(within(500)), "99")).toThrow(
    RangeError,
  );
});

/** Figures by two full computations: with what is planned, and with the drawing and the closed features too. */
function inFull(
  snapshot: Snapshot,
  each: (typeof RULES)[number],
  planned: readonly DrawnFeature[],
  now: DrawnFeature | null,
  closed: readonly number[],
) {
  const judge = (added: readonly DrawnFeature[], gone: readonly number[]) => {
    const next = snapshotWith(snapshot, { [each.sector]: { added, closed: gone } });
    const verdicts = measureCoverage(next, each);
    return { verdicts, rates: ratesOf(rollUp(next, verdicts), 0) };
  };
  const before = judge(planned, []);
  const after = judge(now === null ? planned : [...planned, now], closed);
  const turned = (from: Uint8Array, to: Uint8Array) =>
    [...from.keys()].filter((n) => from[n] !== SERVED && to[n] === SERVED).length;
  return {
    before: before.rates,
    after: after.rates,
    gained: turned(before.verdicts.status, after.verdicts.status),
    lost: turned(after.verdicts.status, before.verdicts.status),
  };
}

test("after any moves of the pointer the figures are those of full computations", () => {
  const scenes = fc.constantFrom(...RULES).chain((each) =>
    fc.record({
      there: region,
      each: fc.constant(each),
      planned: fc.array(feature(each.sector), { maxLength: 2 }),
      moves: fc.array(fc.option(feature(each.sector), { freq: 5 }), {
        minLength: 1,
        maxLength: 5,
      }),
      closed: fc.nat(3),
    }),
  );
  fc.assert(
    fc.property(scenes, ({ there, each, planned, moves, closed }) => {
      const snapshot = buildSnapshot(there);
      const works = planned.map((one, i) => drawn(`works:${i}`, one));
      const drawing = new Drawing(
        snapshot,
        each,
        snapshot.areas.code[0]!,
        works.map((one) => ({ feature: one, replaces: null })),
      );
      const { id, count } = snapshot.features[each.sector];
      const gone = closed < count ? [closed] : [];
      for (const row of gone) drawing.alter(id[row]!, "closed");
      for (const move of moves) {
        const now = move && drawn("drawing", move);
        drawing.draw(now);
        const { before, after, gained, lost } = drawing.figures();
        const told = { before, after, gained: gained.units, lost: lost.units };
        expect(told).toEqual(inFull(snapshot, each, works, now, gone));
      }
    }),
    { numRuns: 200 },
  );
});
