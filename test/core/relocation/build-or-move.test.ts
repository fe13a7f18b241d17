import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HAZARD, KARST, RED_LINE } from "../../../core/relocation/service-lines.ts";
import {
  adviceOf,
  compareBuildAndMove,
  differenceYuan,
  piecesOf,
  rankVillages,
  reasonOf,
  villageCosts,
  type Comparison,
} from "../../../core/relocation/build-or-move.ts";
import { piecesOfService, villageLine } from "../../../core/relocation/build-or-move-line.ts";
import { serviceYuan } from "../../../core/relocation/priced-service.ts";
import { shareOf } from "../../../core/relocation/needed-pieces.ts";
import { BuildOrMoveLine } from "../../../core/contract/build-or-move.ts";
import {
  anyGeometry,
  anyOverrides,
  geometryOf,
  PLAIN,
  prices,
  type GeometryVillage,
} from "./support/build-geometry.ts";

const said = (on: Comparison, v = 0): string => `${adviceOf(on, v)}: ${reasonOf(on, v)}`;

/** One village of 10 households that lacks a road of some metres; moving it costs 1,000,000 yuan, a kilometre 100,000. */
function one(lengthM: number, village: GeometryVillage = {}, overrides = {}) {
  return compareBuildAndMove(
    geometryOf([village], [{ elements: [[0, -1, lengthM]] }]),
    prices({ ...PLAIN, ...overrides }),
  );
}

describe("what is proposed", () => {
  test("10 km for a village that costs as much to move are built, a metre more is not", () => {
    expect(said(one(10_000))).toBe("build: cheaperToBuild");
    expect(said(one(10_001))).toBe("move: cheaperToMove");
  });

  test("a village in danger moves however cheap the road, unless that is switched off", () => {
    expect(said(one(100, { flags: HAZARD }))).toBe("move: hazard");
    expect(said(one(100, { flags: HAZARD }, { "advice-hazard-moves": 0 }))).toBe(
      "build: cheaperToBuild",
    );
  });

  test("leaving danger is worth what its weight says where it is not compulsory", () => {
    const weighed = { "advice-hazard-moves": 0, "credit-hazard-per-head": 24_000 };
    // 40 persons at 25,000 less 24,000 yuan: 40,000 yuan, 400 m of road.
    expect(said(one(400, { flags: HAZARD }, weighed))).toBe("build: cheaperToBuild");
    expect(said(one(401, { flags: HAZARD }, weighed))).toBe("move: cheaperToMove");
  });

  test("inside a red line a village moves whatever the cost only when that is switched on", () => {
    expect(said(one(100, { flags: RED_LINE }))).toBe("build: cheaperToBuild");
    expect(said(one(100, { flags: RED_LINE }, { "advice-red-line-moves": 1 }))).toBe(
      "move: redLine",
    );
  });

  test("of 10 households one must be willing where a tenth is asked: with none it waits", () => {
    const tenth = { "advice-least-willing-share": 0.1 };
    expect(said(one(20_000, { willing: 1 }, tenth))).toBe("move: cheaperToMove");
    expect(said(one(20_000, { willing: 0 }, tenth))).toBe("wait: notWilling");
  });

  test("the road is built for the unwilling where it is cheaper, and who was not asked has not refused", () => {
    expect(said(one(5000, { willing: 0 }))).toBe("build: cheaperToBuild");
    expect(said(one(20_000, { willing: -1 }))).toBe("move: cheaperToMove");
  });

  test("where there is no network to start at the village moves, or waits when it is not willing", () => {
    expect(said(one(NaN))).toBe("move: cannotBuild");
    expect(said(one(NaN, { willing: 0 }))).toBe("wait: notWilling");
  });

  test("a village that lacks nothing stays, one that nobody counted is unknown, an empty one stays", () => {
    const geometry = geometryOf(
      [{}, { households: -1, persons: -1 }, { households: 0, persons: 0 }],
      [{ elements: [[2, -1, 5000]] }],
    );
    const on = compareBuildAndMove(geometry, prices(PLAIN));
    expect([0, 1, 2].map((v) => said(on, v))).toEqual([
      "stay: nothingLacking",
      "unknown: countsUnknown",
      "stay: nothingLacking",
    ]);
    expect([...on.breakEvenHouseholds]).toEqual([NaN, NaN, NaN]);
  });

  test("where a service was not surveyed nothing is proposed, unless another one is known to be lacking", () => {
    const geometry = {
      ...geometryOf([{}, {}], [{ elements: [[1, -1, 1000]] }]),
      unknown: Uint8Array.from([2, 2]),
    };
    const on = compareBuildAndMove(geometry, prices(PLAIN));
    expect([said(on, 0), said(on, 1)]).toEqual([
      "unknown: servicesUnknown",
      "build: cheaperToBuild",
    ]);
  });

  test("persons that are not recorded are estimated from households, households from persons", () => {
    const geometry = geometryOf(
      [
        { households: 10, persons: -1 },
        { households: -1, persons: 43 },
      ],
      [],
    );
    const on = compareBuildAndMove(geometry, prices(PLAIN));
    expect(on.heads).toEqual([
      { households: 10, persons: 43, estimated: true },
      { households: 10, persons: 43, estimated: true },
    ]);
  });
});

describe("neighbours on one line", () => {
  // 12 km shared by 10 + 10 households; each pays 600,000 yuan, moving costs 1,000,000.
  const chain = (second: GeometryVillage) =>
    geometryOf(
      [{}, second],
      [
        {
          elements: [
            [0, -1, 12_000],
            [1, 0, 0],
          ],
        },
      ],
    );

  test("two villages that could not pay alone build together", () => {
    const on = compareBuildAndMove(chain({}), prices(PLAIN));
    expect([said(on, 0), said(on, 1)]).toEqual(["build: cheaperToBuild", "build: cheaperToBuild"]);
    expect(on.buildYuan[0]).toBeCloseTo(600_000, 6);
  });

  test("when one of them moves for its safety, the other can no longer pay and moves too", () => {
    const on = compareBuildAndMove(chain({ flags: HAZARD }), prices(PLAIN));
    expect([said(on, 0), said(on, 1)]).toEqual(["move: cheaperToMove", "move: hazard"]);
    expect(on.buildYuan[0]).toBeCloseTo(1_200_000, 6);
  });

  test("counted with everyone, the one in danger shares the line all the same", () => {
    const on = compareBuildAndMove(chain({ flags: HAZARD }), prices(PLAIN), "everyone");
    expect([said(on, 0), said(on, 1)]).toEqual(["build: cheaperToBuild", "move: hazard"]);
    expect(on.buildYuan[0]).toBeCloseTo(600_000, 6);
  });

  test("a piece tells whom it is shared with", () => {
    const on = compareBuildAndMove(chain({}), prices(PLAIN));
    const [piece] = piecesOfService(on, 0, 0);
    expect(piece).toMatchObject({
      way: "line",
      class: "village",
      lengthM: 12_000,
      unitYuan: 100_000,
      yuan: 1_200_000,
      households: 20,
      with: [1],
    });
    expect(piece!.shareYuan).toBeCloseTo(600_000, 6);
    expect(piecesOfService(on, 0, 1).map((each) => each.with)).toEqual([[0], [0]]);
  });
});

describe("over the years", () => {
  test("maintenance of each year is counted at its worth in the first", () => {
    const overrides = { ...PLAIN, "maintenance-share-road": 0.1, "discount-rate": 0.1 };
    const [two, geometry] = [
      { from: 2014, to: 2015 },
      geometryOf([{}], [{ elements: [[0, -1, 1000]] }]),
    ];
    const on = compareBuildAndMove(geometry, prices(overrides, two));
    expect(on.worksYuan[0]).toBeCloseTo(100_000, 6);
    expect(on.buildYuan[0]).toBeCloseTo(100_000 + 10_000 / 1.1 + 10_000 / 1.21, 6);
  });

  test("moving is home, land, follow-up and the reward for the old house when it is due", () => {
    const overrides = {
      ...PLAIN,
      "settlement-land-per-head": 0.1,
      "land-cost-per-mu": 50_000,
      "follow-up-support-per-head": 600,
      "follow-up-support-years": 2,
      "demolition-reward-per-household": 20_000,
      "demolition-reward-after-years": 2,
    };
    const on = compareBuildAndMove(geometryOf([{}], []), prices(overrides));
    expect(on.moveYuan[0]).toBeCloseTo(40 * (25_000 + 5000 + 1200) + 10 * 20_000, 6);
    const discounted = prices({ ...overrides, "discount-rate": 0.1 });
    expect(compareBuildAndMove(geometryOf([{}], []), discounted).moveYuan[0]).toBeCloseTo(
      40 * (25_000 + 5000 + 600 / 1.1 + 600 / 1.21) + (10 * 20_000) / 1.21,
      6,
    );
  });

  test("a reward that falls due after the years is not counted", () => {
    const late = { "demolition-reward-per-household": 20_000, "demolition-reward-after-years": 8 };
    const on = compareBuildAndMove(geometryOf([{}], []), prices({ ...PLAIN, ...late }));
    expect(on.moveYuan[0]).toBeCloseTo(1_000_000, 6);
  });

  test("the central subsidy is money like any other unless it is said to be a relief", () => {
    const geometry = geometryOf([{}], []);
    expect(compareBuildAndMove(geometry, prices(PLAIN)).moveYuan[0]).toBeCloseTo(1_000_000, 6);
    const half = prices({ ...PLAIN, "central-subsidy-credit": 0.5 });
    expect(compareBuildAndMove(geometry, half).moveYuan[0]).toBeCloseTo(1_000_000 - 160_000, 6);
  });
});

describe("for any villages, forests and figures", () => {
  const runs = { numRuns: 300 };

  test("what the stayers pay is what is built, in both ways of sharing", () => {
    fc.assert(
      fc.property(
        anyGeometry,
        anyOverrides,
        fc.constantFrom("stayers" as const, "everyone" as const),
        (geometry, overrides, sharing) => {
          const on = compareBuildAndMove(geometry, prices(overrides), sharing);
          for (const { lines, shared, isUser } of on.services) {
            const service = on.services.find((each) => each.lines === lines)!;
            const paid = lines.village.reduce(
              (sum, v, i) =>
                isUser[i] === 1 ? sum + serviceYuan(service, i, on.heads[v]!.households) : sum,
              0,
            );
            expect(paid).toBeCloseTo(shared.totalYuan, 3);
          }
        },
      ),
      runs,
    );
  });

  test("lines are built for nobody but those who are told to build", () => {
    fc.assert(
      fc.property(anyGeometry, anyOverrides, (geometry, overrides) => {
        const on = compareBuildAndMove(geometry, prices(overrides));
        const users = on.services.flatMap(({ lines, isUser }) =>
          [...lines.village].filter((_, i) => isUser[i] === 1),
        );
        expect(users.filter((v) => adviceOf(on, v) !== "build")).toEqual([]);
      }),
      runs,
    );
  });

  test("who builds pays no more than moving costs, who moves to save money would pay more", () => {
    fc.assert(
      fc.property(anyGeometry, anyOverrides, (geometry, overrides) => {
        const on = compareBuildAndMove(geometry, prices(overrides));
        const differences = (reason: string) =>
          [...on.row.keys()]
            .filter((v) => reasonOf(on, v) === reason)
            .map((v) => differenceYuan(on, v));
        expect(differences("cheaperToBuild").filter((yuan) => yuan > 1e-6)).toEqual([]);
        expect(differences("cheaperToMove").filter((yuan) => yuan <= 0)).toEqual([]);
      }),
      runs,
    );
  });

  test("raising what works cost never makes building cheaper for anybody", () => {
    const dearer = fc.constantFrom(
      "works-cost-road-village",
      "works-cost-water-pipe",
      "works-cost-water-source",
      "maintenance-share-road",
      "line-detour-factor",
      "works-terrain-karst-road",
    );
    fc.assert(
      fc.property(
        anyGeometry,
        anyOverrides,
        dearer,
        fc.double({ min: 1, max: 5, noNaN: true }),
        (geometry, overrides, id, factor) => {
          const before = {
            "line-detour-factor": 1.3,
            "works-terrain-karst-road": 1.5,
            ...overrides,
          };
          const after = { ...before, [id]: (before as Record<string, number>)[id]! * factor };
          const built = (figures: typeof before) => {
            return compareBuildAndMove(geometry, prices(figures), "everyone").buildYuan;
          };
          const [one, other] = [built(before), built(after)];
          one.forEach((yuan, v) => expect(other[v]).toBeGreaterThanOrEqual(yuan - 1e-6));
        },
      ),
      runs,
    );
  });

  test("at the break-even number of households both ways cost the same", () => {
    fc.assert(
      fc.property(anyGeometry, anyOverrides, (geometry, overrides) => {
        const by = prices(overrides);
        const on = compareBuildAndMove(geometry, by);
        on.heads.forEach((head, v) => {
          const households = on.breakEvenHouseholds[v]!;
          if (!(households > 0) || households === Infinity) return;
          const perHousehold = (on.moveYuan[v]! - on.creditYuan[v]!) / head!.households;
          const pays = on.services.reduce(
            (sum, { lifeFactor }, s) =>
              sum +
              piecesOf(on, s, v).reduce(
                (all, piece) => all + (shareOf(piece, households) * lifeFactor) / households,
                0,
              ),
            0,
          );
          expect(Math.abs(pays - perHousehold)).toBeLessThan(1e-3 + 1e-6 * perHousehold);
          // And on the one side of it building is cheaper, on the other moving.
          const isAtIt = Math.abs(households - head!.households) <= 1e-6;
          expect(isAtIt || differenceYuan(on, v) > 0 === head!.households < households).toBe(true);
        });
      }),
      runs,
    );
  });

  test("the order of villages never matters", () => {
    fc.assert(
      fc.property(anyGeometry, anyOverrides, (geometry, overrides) => {
        const last = geometry.id.length - 1;
        const turned = {
          ...geometry,
          id: geometry.id.toReversed(),
          households: geometry.households.toReversed(),
          persons: geometry.persons.toReversed(),
          willingHouseholds: geometry.willingHouseholds.toReversed(),
          flags: geometry.flags.toReversed(),
          services: geometry.services.map((lines) => ({
            ...lines,
            village: lines.village.map((v) => last - v),
          })),
        };
        const [one, other] = [geometry, turned].map((each) => {
          const on = compareBuildAndMove(each, prices(overrides));
          return {
            ranked: [...rankVillages(on)].map((v) => each.id[v]!),
            yuan: new Map([...each.id].map((id, v) => [id, on.buildYuan[v]!])),
          };
        });
        expect(other).toEqual({ ranked: one!.ranked, yuan: new Map(other!.yuan) });
        for (const [id, yuan] of one!.yuan) expect(other!.yuan.get(id)).toBeCloseTo(yuan, 6);
      }),
      runs,
    );
  });

  test("every village gets a line that the contract knows", () => {
    const namesOf = (v: number) => ({
      key: `v${v}`,
      name: `village ${v}`,
      position: null,
      area: "R",
      moves: false,
    });
    fc.assert(
      fc.property(anyGeometry, anyOverrides, (geometry, overrides) => {
        const on = compareBuildAndMove(geometry, prices(overrides));
        on.heads.forEach((_, v) => {
          const line = villageLine(on, v, 1, namesOf, true);
          expect(BuildOrMoveLine.parse(line)).toEqual(line);
          const works = line.build.services.reduce((sum, each) => sum + each.worksYuan!, 0);
          expect(Math.abs(works - line.build.worksYuan!)).toBeLessThanOrEqual(2);
        });
      }),
      { numRuns: 100 },
    );
  });
});

test("costs for planning share lines among all who lack the service, and tell a head's and a household's move", () => {
  const geometry = geometryOf(
    [{ flags: KARST }, { flags: HAZARD }],
    [
      {
        elements: [
          [0, -1, 12_000],
          [1, 0, 0],
        ],
      },
    ],
  );
  const figures = { ...PLAIN, "demolition-reward-per-household": 20_000 };
  const costs = villageCosts(geometry, prices(figures));
  expect([...costs.worksYuan]).toEqual([600_000, 600_000]);
  expect(costs.perHeadYuan).toBe(25_000);
  expect(costs.perHouseholdYuan).toBe(20_000);
});
