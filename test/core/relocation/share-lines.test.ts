import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  LINE_WAY,
  neededPieces,
  NO_WAY,
  POINT_WAY,
  priceLines,
  shareLines,
} from "../../../core/relocation/share-lines.ts";
import { HAZARD, KARST } from "../../../core/relocation/service-lines.ts";
import {
  anyGeometry,
  anyOverrides,
  PLAIN,
  prices,
  serviceLines,
} from "./support/build-geometry.ts";

const plain = prices(PLAIN);
const WATER = [
  { class: "source", feeds: true },
  { class: "tank", feeds: false },
];

function shared(
  service: Parameters<typeof serviceLines>[0],
  households: readonly number[],
  flags = 0,
  by = plain,
) {
  const lines = serviceLines(service);
  const costs = priceLines(lines, by, new Uint8Array(20).fill(flags));
  return { lines, costs, built: shareLines(lines, costs, Float64Array.from(households)) };
}

describe("who pays for a line", () => {
  test("a village alone at the end of 2 km at 100,000 yuan a kilometre pays all of it", () => {
    const { built } = shared({ elements: [[0, -1, 2000]] }, [8]);
    expect(8 * built.perHouseholdYuan[0]!).toBeCloseTo(200_000, 6);
  });

  test("a piece that two villages use is split by their households, what lies beyond one is the other's", () => {
    const { built } = shared(
      {
        elements: [
          [0, -1, 3000],
          [1, 0, 1000],
        ],
      },
      [20, 10],
    );
    expect(20 * built.perHouseholdYuan[0]!).toBeCloseTo(200_000, 6);
    expect(10 * built.perHouseholdYuan[1]!).toBeCloseTo(200_000, 6);
  });

  test("a village that does not use the line pays nothing, and its neighbours pay for the way through it", () => {
    const { built } = shared(
      {
        elements: [
          [0, -1, 3000],
          [1, 0, 1000],
        ],
      },
      [0, 10],
    );
    expect(10 * built.perHouseholdYuan[1]!).toBeCloseTo(400_000, 6);
    expect(built.users[0]).toBe(10);
  });

  test("nothing is built towards a village that needs nothing and that nothing hangs on", () => {
    const { built } = shared(
      {
        elements: [
          [0, -1, 3000],
          [1, 0, 1000],
        ],
      },
      [20, 0],
    );
    expect(built.way[1]).toBe(NO_WAY);
    expect(built.yuan[1]).toBe(0);
    expect(20 * built.perHouseholdYuan[0]!).toBeCloseTo(300_000, 6);
  });

  test("terrain makes a line dearer, karst and hazard both where both are, and a detour makes it longer", () => {
    const by = prices({
      ...PLAIN,
      "line-detour-factor": 1.3,
      "works-terrain-karst-road": 1.5,
      "works-terrain-hazard-road": 2,
    });
    const costs = [0, KARST, HAZARD, KARST | HAZARD].map(
      (flags) => shared({ elements: [[0, -1, 1000]] }, [1], flags, by).built.perHouseholdYuan[0]!,
    );
    expect(costs.map(Math.round)).toEqual([130_000, 195_000, 260_000, 390_000]);
  });

  test("a sector without a factor of its own takes that of all", () => {
    const by = prices({ ...PLAIN, "works-terrain-karst": 3 });
    const { built } = shared({ sector: "water", elements: [[0, -1, 1000]] }, [1], KARST, by);
    expect(built.perHouseholdYuan[0]!).toBeCloseTo(300_000, 6);
  });

  test("what cannot be connected costs without end", () => {
    const { built } = shared({ elements: [[0, -1, NaN]] }, [5]);
    expect(built.perHouseholdYuan[0]).toBe(Infinity);
  });
});

describe("a place of service instead of a line", () => {
  const water = { sector: "water" as const, points: WATER };

  test("a tank of 30,000 yuan goes before a pipe of 301 m, a pipe of 300 m before the tank", () => {
    const far = shared({ ...water, elements: [[0, -1, 301]] }, [1]).built;
    expect(far.way[0]).toBe(POINT_WAY + 1);
    expect(far.perHouseholdYuan[0]).toBe(30_000);
    const near = shared({ ...water, elements: [[0, -1, 300]] }, [1]).built;
    expect(near.way[0]).toBe(LINE_WAY);
  });

  test("where another pipe hangs on the village it is a spring that is built, for a tank feeds none", () => {
    const { built } = shared(
      {
        ...water,
        elements: [
          [0, -1, 5000],
          [1, 0, 100],
        ],
      },
      [1, 1],
    );
    expect([...built.way]).toEqual([POINT_WAY, LINE_WAY]);
    expect(built.yuan[0]).toBe(80_000);
    expect(built.perHouseholdYuan[1]).toBe(50_000);
  });

  test("a village that the rule lets no tank serve gets none", () => {
    const { built } = shared({ ...water, elements: [[0, -1, 5000]], mayHave: [1] }, [1]);
    expect(built.way[0]).toBe(POINT_WAY);
    expect(built.yuan[0]).toBe(80_000);
  });

  test("who would join a village with a tank pays for a spring or a pipe of its own", () => {
    const { lines, costs, built } = shared(
      {
        ...water,
        elements: [
          [0, -1, 5000],
          [1, 0, 100],
        ],
        mayHave: [3, 0],
      },
      [4, 0],
    );
    expect(built.way[0]).toBe(POINT_WAY + 1);
    const pieces = neededPieces(lines, costs, built, 1, 0);
    expect(pieces.map(({ yuan, othersHouseholds }) => [yuan, othersHouseholds])).toEqual([
      [10_000, 0],
      [80_000, 0],
    ]);
  });
});

describe("for any forest and figures", () => {
  test("shares of all who use the lines add up to what the lines cost", () => {
    fc.assert(
      fc.property(
        anyGeometry,
        anyOverrides,
        fc.array(fc.boolean()),
        (geometry, overrides, uses) => {
          const by = prices(overrides);
          for (const lines of geometry.services) {
            const costs = priceLines(lines, by, geometry.flags);
            const households = Float64Array.from(lines.village, (v, i) =>
              uses[i] === false ? 0 : geometry.households[v]!,
            );
            const { yuan, perHouseholdYuan } = shareLines(lines, costs, households);
            const cost = yuan.reduce((sum, each) => sum + each, 0);
            const paid = households.reduce(
              (sum, count, i) => sum + count * perHouseholdYuan[i]!,
              0,
            );
            expect(paid).toBeCloseTo(cost, 3);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("the pieces that a user needs, each split by households, are what it pays", () => {
    fc.assert(
      fc.property(anyGeometry, anyOverrides, (geometry, overrides) => {
        const by = prices(overrides);
        for (const lines of geometry.services) {
          const costs = priceLines(lines, by, geometry.flags);
          const households = Float64Array.from(lines.village, (v) => geometry.households[v]!);
          const built = shareLines(lines, costs, households);
          households.forEach((own, i) => {
            const pays = neededPieces(lines, costs, built, i, own).reduce(
              (sum, piece) => sum + (piece.yuan * own) / (own + piece.othersHouseholds),
              0,
            );
            expect(pays).toBeCloseTo(own * built.perHouseholdYuan[i]!, 3);
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  test("what is built never costs more than a line of its own to each village", () => {
    fc.assert(
      fc.property(anyGeometry, (geometry) => {
        for (const lines of geometry.services) {
          const costs = priceLines(lines, plain, geometry.flags);
          const households = Float64Array.from(lines.village, (v) => geometry.households[v]!);
          const { yuan } = shareLines(lines, costs, households);
          expect(yuan.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(
            costs.lineYuan.reduce((sum, each) => sum + each, 0) + 1e-6,
          );
        }
      }),
    );
  });
});
