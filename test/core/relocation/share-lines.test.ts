import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { priceLines } from "../../../core/relocation/line-costs.ts";
import { piecesOfJoiner, piecesOfUser, shareOf } from "../../../core/relocation/needed-pieces.ts";
import { HAZARD, KARST, type ServiceLines } from "../../../core/relocation/service-lines.ts";
import { shareLines, type SharedLines } from "../../../core/relocation/share-lines.ts";
import {
  anyGeometry,
  anyOverrides,
  PLAIN,
  prices,
  serviceLines,
} from "./support/build-geometry.ts";

const plain = prices(PLAIN);

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

/** Yuan that each village pays. */
const paid = ({ count, households, perHouseholdYuan }: SharedLines): number[] =>
  Array.from({ length: count }, (_, i) => Math.round(households[i]! * perHouseholdYuan[i]!));

describe("who pays for a line", () => {
  test("a village alone at the end of 2 km at 100,000 yuan a kilometre pays all of it", () => {
    const { built } = shared({ elements: [[0, -1, 2000]] }, [8]);
    expect(paid(built)).toEqual([200_000]);
    expect(built.totalYuan).toBe(200_000);
  });

  test("two villages of 20 and 10 households, 1 km apart and 3 km from the road, share by obligations", () => {
    const { built } = shared(
      {
        elements: [
          [0, -1, 3000],
          [1, 0, 1000],
        ],
      },
      [20, 10],
    );
    // The kilometre between: from one connection each to 2/3 and 1/3 of one; then 3 km in parts of 2/3 and 1/3.
    expect(paid(built)).toEqual([
      Math.round(100_000 / 3 + 200_000),
      Math.round(200_000 / 3 + 100_000),
    ]);
    expect(built.totalYuan).toBe(400_000);
  });

  test("a village that takes no part pays nothing, and its neighbour's line passes it by", () => {
    const { built } = shared(
      {
        elements: [
          [0, -1, 3000],
          [1, 0, 1000],
        ],
      },
      [0, 10],
    );
    expect(paid(built)).toEqual([0, 400_000]);
    expect(built.passedBy[0]).toBe(1);
  });

  test("nothing is built towards a village that takes no part and that nothing hangs on", () => {
    const { built } = shared(
      {
        elements: [
          [0, -1, 3000],
          [1, 0, 1000],
        ],
      },
      [20, 0],
    );
    expect(built.links).toHaveLength(1);
    expect(paid(built)).toEqual([300_000, 0]);
  });

  test("two villages behind one that takes no part share the way through it", () => {
    const { built } = shared(
      {
        elements: [
          [0, -1, 3000],
          [1, 0, 1000],
          [2, 0, 500],
        ],
      },
      [0, 10, 10],
    );
    // 1,500 m between them through the village, 3,500 m from the nearer one to the road.
    expect(built.totalYuan).toBe(500_000);
    expect(paid(built)).toEqual([0, 250_000, 250_000]);
  });

  test("a line of its own is built where it is shorter than the way along the others' lines", () => {
    const { built } = shared(
      {
        elements: [
          [0, -1, 3000],
          [1, 0, 1000, 900],
        ],
      },
      [10, 10],
    );
    // To the near one 900 m, and from there 1,000 m to the one that is 3 km away.
    expect(built.totalYuan).toBe(190_000);
    expect(built.links.map(({ kind }) => kind)).toEqual(["direct", "tree"]);
    expect(paid(built)).toEqual([100_000, 90_000]);
  });

  test("terrain makes a line dearer, karst and hazard both where both are, and a detour makes it longer", () => {
    const by = prices({
      ...PLAIN,
      "line-detour-factor": 1.3,
      "works-terrain-karst-road": 1.5,
      "works-terrain-hazard-road": 2,
    });
    const costs = [0, KARST, HAZARD, KARST | HAZARD].map(
      (flags) => shared({ elements: [[0, -1, 1000]] }, [1], flags, by).built.totalYuan,
    );
    expect(costs.map(Math.round)).toEqual([130_000, 195_000, 260_000, 390_000]);
  });

  test("a sector without a factor of its own takes that of all", () => {
    const by = prices({ ...PLAIN, "works-terrain-karst": 3 });
    const { built } = shared({ sector: "water", elements: [[0, -1, 1000]] }, [1], KARST, by);
    expect(built.totalYuan).toBeCloseTo(300_000, 6);
  });

  test("what cannot be connected costs without end", () => {
    const { built } = shared({ elements: [[0, -1, NaN]] }, [5]);
    expect(built.perHouseholdYuan[0]).toBe(Infinity);
    expect(built.totalYuan).toBe(0);
  });

  test("a spring of 80,000 yuan is dug where a pipe would be longer than 800 m, and feeds the neighbours", () => {
    const points = [{ class: "source", feeds: true }];
    const water = { sector: "water" as const, points };
    expect(shared({ ...water, elements: [[0, -1, 800]] }, [1]).built.links[0]!.kind).not.toBe(
      "point",
    );
    expect(shared({ ...water, elements: [[0, -1, 801]] }, [1]).built.links[0]!.kind).toBe("point");
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
    expect(built.totalYuan).toBe(90_000);
    expect(paid(built)).toEqual([45_000, 45_000]);
  });
});

describe("who would join", () => {
  const service = {
    elements: [
      [0, -1, 3000],
      [1, 0, 1000],
    ] as const,
  };

  test("a village behind one that is served pays its own piece alone", () => {
    const { lines, costs, built } = shared(service, [20, 0]);
    const [piece, ...rest] = piecesOfJoiner(lines, costs, built, 1)!;
    expect(rest.length).toBeLessThanOrEqual(1);
    // It joins before the 3 km are built, and shares them.
    const pays = [piece!, ...rest].reduce((sum, each) => sum + shareOf(each, 10), 0);
    expect(Math.round(pays)).toBe(Math.round(200_000 / 3 + 100_000));
  });

  test("a village that a line passes joins for its part of what that owes", () => {
    const { lines, costs, built } = shared(service, [0, 10]);
    const pays = piecesOfJoiner(lines, costs, built, 0)!.reduce(
      (sum, each) => sum + shareOf(each, 10),
      0,
    );
    expect(Math.round(pays)).toBeLessThanOrEqual(200_000);
  });

  test("where there is no way at all there is no price", () => {
    const { lines, costs, built } = shared({ elements: [[0, -1, NaN]] }, [0]);
    expect(piecesOfJoiner(lines, costs, built, 0)).toBeNull();
  });
});

describe("for any forest and figures", () => {
  const runs = { numRuns: 250 };
  type Run = (
    lines: ServiceLines,
    households: Float64Array,
    by: typeof plain,
    flags: Uint8Array,
  ) => void;
  const forEach = (run: Run) =>
    fc.assert(
      fc.property(
        anyGeometry,
        anyOverrides,
        fc.array(fc.boolean()),
        (geometry, overrides, uses) => {
          for (const lines of geometry.services) {
            const households = Float64Array.from(lines.village, (v, i) =>
              uses[i] === false ? 0 : geometry.households[v]!,
            );
            run(lines, households, prices(overrides), geometry.flags);
          }
        },
      ),
      runs,
    );

  test("shares of all who take part add up to what is built", () => {
    forEach((lines, households, by, flags) => {
      const { perHouseholdYuan, totalYuan } = shareLines(
        lines,
        priceLines(lines, by, flags),
        households,
      );
      const sum = households.reduce((all, own, i) => all + own * perHouseholdYuan[i]!, 0);
      expect(sum).toBeCloseTo(totalYuan, 3);
    });
  });

  test("the pieces of a village, each by its obligation, are what it pays", () => {
    forEach((lines, households, by, flags) => {
      const built = shareLines(lines, priceLines(lines, by, flags), households);
      const pays = households.map((own, i) =>
        piecesOfUser(built, i).reduce((sum, piece) => sum + shareOf(piece, own), 0),
      );
      pays.forEach((yuan, i) =>
        expect(yuan).toBeCloseTo(households[i]! * built.perHouseholdYuan[i]!, 3),
      );
    });
  });

  test("nobody pays more than a connection of its own, and nothing is built that is not cheapest", () => {
    forEach((lines, households, by, flags) => {
      const costs = priceLines(lines, by, flags);
      const { perHouseholdYuan, totalYuan } = shareLines(lines, costs, households);
      let alone = 0;
      households.forEach((own, i) => {
        const yuan = own > 0 ? Math.min(costs.directYuan[i]!, costs.feedYuan[i]!) : 0;
        alone += yuan;
        expect(own * perHouseholdYuan[i]!).toBeLessThanOrEqual(yuan + 1e-6);
      });
      expect(totalYuan).toBeLessThanOrEqual(alone + 1e-6);
    });
  });

  test("of villages that all take part no group pays more than it would by itself", () => {
    forEach((lines, group, by, flags) => {
      const costs = priceLines(lines, by, flags);
      const all = shareLines(
        lines,
        costs,
        group.map((own) => Math.max(3, own)),
      );
      const { totalYuan } = shareLines(lines, costs, group);
      const pays = group.reduce(
        (sum, own, i) => (own > 0 ? sum + Math.max(3, own) * all.perHouseholdYuan[i]! : sum),
        0,
      );
      expect(pays).toBeLessThanOrEqual(totalYuan + 1e-6);
    });
  });

  test("of villages that all take part nobody's share falls when one leaves on which no other hangs", () => {
    forEach((lines, some, by, flags) => {
      const costs = priceLines(lines, by, flags);
      const households = some.map((own) => Math.max(1, own));
      const before = shareLines(lines, costs, households);
      const leaver = households.findIndex((_, i) => !lines.parent.includes(i));
      const fewer = households.map((own, i) => (i === leaver ? 0 : own));
      const after = shareLines(lines, costs, fewer);
      fewer.forEach((own, i) =>
        expect(own * after.perHouseholdYuan[i]!).toBeGreaterThanOrEqual(
          own * before.perHouseholdYuan[i]! - 1e-6,
        ),
      );
    });
  });

  test("who joins a neighbour is told no less than it would pay if all were reckoned anew with it", () => {
    forEach((lines, households, by, flags) => {
      const costs = priceLines(lines, by, flags);
      const joiner = households.findIndex(
        (own, i) =>
          own === 0 &&
          !lines.parent.includes(i) &&
          (lines.parent[i]! < 0 || households[lines.parent[i]!]! > 0),
      );
      const pieces =
        joiner < 0
          ? null
          : piecesOfJoiner(lines, costs, shareLines(lines, costs, households), joiner);
      const told = pieces?.reduce((sum, piece) => sum + shareOf(piece, 7), 0) ?? Infinity;
      const joined = households.map((own, i) => (i === joiner ? 7 : own));
      const real = 7 * (shareLines(lines, costs, joined).perHouseholdYuan[joiner] ?? 0);
      expect(told).toBeGreaterThanOrEqual(joiner < 0 ? 0 : real - 1e-6);
    });
  });
});
