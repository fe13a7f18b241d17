import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectionForest, type Terminal } from "../../../core/relocation/connection-forest.ts";
import { geodesicBetween } from "../../../core/geodesy/geodesic.ts";

/** Metres east of a road that runs along the meridian of 108 degrees, about the latitude of 24. */
const KM_EAST = 1 / 101.77;
const KM_NORTH = 1 / 110.76;

function terminal(eastKm: number, northKm: number, key = 0): Terminal {
  const [lng, lat] = [108 + eastKm * KM_EAST, 24 + northKm * KM_NORTH];
  return {
    lng,
    lat,
    distanceM: geodesicBetween(lng, lat, 108, lat).distanceM,
    foot: [108, lat],
    key,
  };
}

const total = ({ lengthM }: { lengthM: Float64Array }): number =>
  lengthM.reduce((sum, each) => sum + each, 0);

describe("lines that connect villages", () => {
  test("a line ends where the village is within reach: 3 km away with a reach of 500 m takes 2.5 km", () => {
    const { lengthM, parent, ends } = connectionForest([terminal(3, 0)], 500);
    expect(lengthM[0]).toBeCloseTo(2500, -1);
    expect(parent[0]).toBe(-1);
    expect([ends[0], ends[1]]).toEqual([108, 24]);
    const left = geodesicBetween(ends[2]!, ends[3]!, 108 + 3 * KM_EAST, 24).distanceM;
    expect(left).toBeCloseTo(500, -1);
  });

  test("a village behind another one hangs on its line, one on the other side of the road does not", () => {
    const { terminal: of, parent } = connectionForest(
      [terminal(5, 0, 1), terminal(3, 0, 2), terminal(-3, 0, 3)],
      500,
    );
    const parentOf = new Map([...of].map((t, i) => [t, parent[i]! < 0 ? -1 : of[parent[i]!]!]));
    expect(parentOf.get(0)).toBe(1);
    expect(parentOf.get(1)).toBe(-1);
    expect(parentOf.get(2)).toBe(-1);
  });

  test("two villages side by side need one line", () => {
    const { lengthM } = connectionForest([terminal(3, 0, 1), terminal(3, 0.05, 2)], 500);
    expect(Math.max(...lengthM)).toBeCloseTo(2500, -1);
    expect(Math.min(...lengthM)).toBeLessThan(5);
  });

  test("where there is nothing to start at villages are still joined, the first with no length", () => {
    const alone = { ...terminal(3, 0), distanceM: NaN, foot: null };
    const next = { ...terminal(4, 0), distanceM: NaN, foot: null };
    const { lengthM, parent } = connectionForest([next, alone], 0);
    expect(lengthM[0]).toBeNaN();
    expect(lengthM[1]).toBeCloseTo(1000, -1);
    expect([...parent]).toEqual([-1, 0]);
  });

  test("a village without a place is left out", () => {
    expect(connectionForest([{ ...terminal(1, 0), lng: NaN }], 0).terminal).toHaveLength(0);
  });
});

/** Length of a shortest tree over villages and the road, by Prim's method on every pair: other code, the same question. */
function shortestTreeM(terminals: readonly Terminal[]): number {
  const left = new Map(terminals.map((each) => [each, each.distanceM]));
  let length = 0;
  while (left.size > 0) {
    const [next, metres] = [...left].reduce((a, b) => (b[1] < a[1] ? b : a));
    left.delete(next);
    length += metres;
    for (const [other, known] of left) {
      const way = geodesicBetween(next.lng, next.lat, other.lng, other.lat).distanceM;
      if (way < known) left.set(other, way);
    }
  }
  return length;
}

describe("for any villages", () => {
  const places = fc
    .array(fc.tuple(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -90, max: 90 })), {
      minLength: 1,
      maxLength: 25,
    })
    .map((list) => list.map(([x, y], i) => terminal(x / 10, y / 10, i)));

  test("with every line drawn to the door, the forest is no longer than a shortest tree", () => {
    fc.assert(
      fc.property(places, (terminals) => {
        expect(total(connectionForest(terminals, 0))).toBeLessThanOrEqual(
          shortestTreeM(terminals) * 1.0005 + 0.5,
        );
      }),
    );
  });

  test("every end is within reach of its village, and every line starts on the road or on its parent's", () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 1500 }), (terminals, reachM) => {
        const forest = connectionForest(terminals, reachM);
        forest.terminal.forEach((t, i) => {
          const { lng, lat } = terminals[t]!;
          const [fromX, fromY, toX, toY] = forest.ends.subarray(4 * i, 4 * i + 4);
          const apart = geodesicBetween(toX!, toY!, lng, lat).distanceM;
          expect(apart).toBeLessThanOrEqual(reachM * 1.001 + 1);
          const length = geodesicBetween(fromX!, fromY!, toX!, toY!).distanceM;
          expect(length).toBeCloseTo(forest.lengthM[i]!, 0);
          const parent = forest.parent[i]!;
          expect(parent).toBeLessThan(i);
          const [ax, ay, bx, by] =
            parent < 0 ? [108, 23, 108, 25] : forest.ends.subarray(4 * parent, 4 * parent + 4);
          const whole = geodesicBetween(ax!, ay!, bx!, by!).distanceM;
          const parts =
            geodesicBetween(ax!, ay!, fromX!, fromY!).distanceM +
            geodesicBetween(fromX!, fromY!, bx!, by!).distanceM;
          expect(parts).toBeCloseTo(whole, 1);
        });
      }),
    );
  });

  test("the order of villages never matters", () => {
    fc.assert(
      fc.property(places, (terminals) => {
        const lengths = (list: readonly Terminal[]) => {
          const { terminal: of, lengthM } = connectionForest(list, 500);
          return new Map([...of].map((t, i) => [list[t]!.key, lengthM[i]!]));
        };
        const [one, other] = [lengths(terminals), lengths(terminals.toReversed())];
        for (const [key, lengthM] of one) expect(other.get(key)).toBe(lengthM);
      }),
    );
  });
});
