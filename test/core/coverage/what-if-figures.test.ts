import fc from "fast-check";
import type { Position } from "geojson";
import { describe, expect, test } from "vitest";
import type { DrawnFeature } from "../../../core/coverage/drawn-feature.ts";
import { SERVED, UNKNOWN, UNSERVED } from "../../../core/coverage/snapshot.ts";
import { createWhatIf } from "../../../core/coverage/what-if.ts";
import {
  lengthKmOf,
  ratesBeforeAndAfter,
  turnedBy,
} from "../../../core/coverage/what-if-figures.ts";
import { buildSnapshot, rule } from "../support/build-snapshot.ts";
import { east, point, square, VILLAGE, within } from "../support/judge.ts";
import { oracleBetweenM } from "../support/oracle.ts";

const degrees = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
const lines = fc.array(
  fc.array(
    fc.tuple(degrees(100, 115), degrees(18, 50)).map((at): Position => at),
    { maxLength: 6 },
  ),
  { minLength: 1, maxLength: 3 },
);

describe("the length of what is drawn", () => {
  test("is that of its geodesics on WGS 84, all parts together", () => {
    fc.assert(
      fc.property(lines, (coordinates) => {
        let metres = 0;
        for (const line of coordinates) {
          for (let v = 0; v + 1 < line.length; v++) {
            const [a, b] = [line[v]!, line[v + 1]!];
            metres += oracleBetweenM(a[0]!, a[1]!, b[0]!, b[1]!);
          }
        }
        const all = lengthKmOf({ type: "MultiLineString", coordinates });
        expect(Math.abs(all - metres / 1000)).toBeLessThan(1e-5);
        const each = coordinates.map((line) =>
          lengthKmOf({ type: "LineString", coordinates: line }),
        );
        expect(all).toBeCloseTo(
          each.reduce((sum, one) => sum + one, 0),
          9,
        );
      }),
    );
  });

  test("is 0 for a point, an area, a line of one vertex and a piece without a place", () => {
    expect(lengthKmOf({ type: "Point", coordinates: VILLAGE })).toBe(0);
    expect(lengthKmOf(square(108, 23, 1))).toBe(0);
    expect(lengthKmOf({ type: "LineString", coordinates: [VILLAGE] })).toBe(0);
    const broken = [VILLAGE, [NaN, 23], east(1000), east(2000)];
    expect(lengthKmOf({ type: "LineString", coordinates: broken })).toBeCloseTo(1, 6);
  });
});

describe("who is served by what is drawn", () => {
  const areas = [
    { code: "R", level: "region" as const },
    { code: "C1", level: "county" as const, parent: "R" },
    { code: "C2", level: "county" as const, parent: "R" },
  ];
  const villages = [
    { at: VILLAGE, area: "C1", households: 20, persons: 81 },
    { at: east(100), area: "C1" },
    { at: east(200), area: "C2", households: 30, persons: 90 },
    { at: east(5000), area: "C2", households: 40, persons: 160 },
  ];
  const features = { road: [point(east(5000))] };
  const snapshot = buildSnapshot({ areas, villages, features });
  const edited = () => {
    const whatIf = createWhatIf(snapshot, rule(within(300)));
    whatIf.add({ ...point(VILLAGE), id: "a" } as DrawnFeature);
    whatIf.close(0);
    return whatIf;
  };

  test("is told with households and persons, the largest first, over all edits together", () => {
    const { gained, lost } = turnedBy(snapshot, "naturalVillage", edited().changes());
    expect(gained).toEqual({
      units: [
        { position: 2, index: 2, households: 30, persons: 90 },
        { position: 0, index: 0, households: 20, persons: 81 },
        { position: 1, index: 1, households: null, persons: null },
      ],
      households: 50,
      persons: 171,
    });
    expect(lost).toMatchObject({ units: [{ position: 3 }], households: 40, persons: 160 });
  });

  test("does not count a village that turns from unserved to unknown, nor one edit that another undoes", () => {
    const told = { position: 0, index: 0, from: UNSERVED, to: UNKNOWN };
    const nobody = { units: [], households: 0, persons: 0 };
    expect(turnedBy(snapshot, "naturalVillage", [told])).toEqual({ gained: nobody, lost: nobody });
    expect(
      turnedBy(snapshot, "naturalVillage", [{ ...told, from: UNKNOWN, to: SERVED }]).gained.units,
    ).toHaveLength(1);
    const whatIf = edited();
    whatIf.remove("a");
    whatIf.reopen(0);
    expect(whatIf.changes()).toEqual([]);
  });

  test("shows in the rates of an area before and after", () => {
    const whatIf = edited();
    const [county, region] = ratesBeforeAndAfter(whatIf.countsBefore, whatIf.counts, [2, 0]);
    expect(county).toMatchObject({
      area: 2,
      before: { villages: { served: 1, unserved: 1 }, households: { rate: 40 / 70 } },
      after: { villages: { served: 1, unserved: 1 }, households: { rate: 30 / 70 } },
    });
    expect([region!.before.villages.rate, region!.after.villages.rate]).toEqual([0.25, 0.75]);
    expect(ratesBeforeAndAfter(whatIf.countsBefore, whatIf.counts, [])).toEqual([]);
  });
});
