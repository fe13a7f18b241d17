import fc from "fast-check";
import type { LineString } from "geojson";
import { describe, expect, test } from "vitest";
import { connectionTree } from "../../../../core/coverage/cheapest/connection-tree.ts";
import { geodesicBetween } from "../../../../core/geodesy/geodesic.ts";
import { buildSnapshot, rule, type TestRegion } from "../../support/build-snapshot.ts";
import { metresToLines, POLICY, ratesWith, scattered, VILLAGE_ROAD } from "./support.ts";

/** Metres of a hundredth of a degree about 24 degrees north. */
const EAST_M = 1018.1;
const NORTH_M = 1107.7;
const ROAD = {
  road: [
    {
      geometry: {
        type: "LineString" as const,
        coordinates: [
          [107, 24],
          [107.2, 24],
        ],
      },
      class: "county",
      surface: "cement",
    },
  ],
};
const village = (x: number, y: number, more: object = {}) => ({
  at: [107 + x / 100, 24 + y / 100],
  households: 30,
  persons: 120,
  ...more,
});
const treeOf = (villages: TestRegion["villages"], of = VILLAGE_ROAD) =>
  connectionTree(buildSnapshot({ villages: villages!, features: ROAD }), of, 0, POLICY, 2016)!;

describe("the tree that connects every unserved village", () => {
  test("goes straight to a lone village and stops within reach of it", () => {
    const { links, class: code, yuanPerKm, beyond } = treeOf([village(10, 2)]);
    expect([code, yuanPerKm, beyond]).toEqual(["village", 350_000, []]);
    expect(links).toHaveLength(1);
    const [link] = links;
    expect(link).toMatchObject({ unit: 0, parent: -1, attachAtM: 0 });
    expect(link!.lengthM).toBeCloseTo(2 * NORTH_M - 500, -1);
    expect(link!.yuan).toBeCloseTo(link!.lengthM * 350, -2);
    const [from, stop] = link!.line!;
    // The road is a geodesic: it bulges by some metres between its ends.
    expect(from[1]).toBeCloseTo(24, 4);
    const toVillage = geodesicBetween(stop[0]!, stop[1]!, 107.1, 24.02).distanceM;
    expect(toVillage).toBeLessThan(500);
    expect(toVillage).toBeGreaterThan(495);
  });

  test("hangs a farther village on the line to a nearer one, and counts the shared way once", () => {
    const { links } = treeOf([village(10, 4), village(10, 2)]);
    expect(links.map(({ unit, parent }) => [unit, parent])).toEqual([
      [1, -1],
      [0, 0],
    ]);
    const [near, far] = links;
    expect(far!.attachAtM).toBeCloseTo(near!.lengthM, 1);
    expect(near!.lengthM + far!.lengthM).toBeCloseTo(4 * NORTH_M - 500, -1);
  });

  test("builds nothing for a village that a line passes within reach", () => {
    // The way to village 1 leads through karst and costs more: village 0 comes first, and its line passes within 500 m of 1.
    const hamlets = [0.5, 1, 1.5, 2, 2.5].flatMap((y) => [
      village(10, y, { households: 5 }),
      village(10.35, y, { households: 5, attributes: { karst: true } }),
    ]);
    const passing = treeOf([village(10, 3), village(10.3, 2.5), ...hamlets]).links;
    expect(passing.map(({ line, lengthM }) => [line === null, lengthM > 0])).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(passing[1]).toMatchObject({ parent: 0, yuan: 0 });
    expect(passing[1]!.attachAtM).toBeLessThanOrEqual(passing[0]!.lengthM + 1e-6);
  });

  test("costs more in karst, by the factor for roads", () => {
    const plain = treeOf([village(10, 2)]).links[0]!;
    const karst = treeOf([village(10, 2, { attributes: { karst: true } })]).links[0]!;
    const factor = POLICY.at("works-terrain-karst-road", 2016)!.value;
    expect(factor).toBeGreaterThan(1);
    expect(karst.yuan).toBeCloseTo(plain.yuan * factor, 0);
    expect(karst.lengthM).toBeCloseTo(plain.lengthM, 6);
  });

  test("leaves out villages that the rule does not count or cannot place, and says who is beyond", () => {
    const few = village(10, 2, { households: 19 });
    const unknown = { at: [107.1, 24.03] };
    const nowhere = { at: [NaN, NaN], households: 40 };
    expect(treeOf([few, unknown, nowhere])).toMatchObject({ links: [], beyond: [] });
    const alone = buildSnapshot({ villages: [village(10, 2)], features: { road: [] } });
    expect(connectionTree(alone, VILLAGE_ROAD, 0, POLICY, 2016)).toMatchObject({
      links: [],
      beyond: [0],
    });
  });

  test("is null for a rule that no line serves, and builds the class that the rule asks for", () => {
    const snapshot = buildSnapshot({ villages: [village(10, 2)], features: ROAD });
    const tests = {
      fibre: rule({
        sector: "broadband",
        test: { kind: "distance", reachM: 500, classes: ["fibre"] },
      }),
      source: rule({
        sector: "water",
        test: { kind: "distance", reachM: 800, classes: ["source"] },
      }),
      inside: rule({ sector: "electricity", test: { kind: "inside" } }),
      hard: rule({ test: { kind: "distance", reachM: 500, surfaces: ["asphalt"] } }),
    };
    const classOf = (of: keyof typeof tests) =>
      connectionTree(snapshot, tests[of], 0, POLICY, 2016)?.class ?? null;
    expect(classOf("fibre")).toBe("fibre");
    expect(classOf("source")).toBeNull();
    expect(classOf("inside")).toBeNull();
    expect(classOf("hard")).toBe("township");
  });

  test("connects all, each line on an existing one or at the told place of its parent's, parents first", () => {
    fc.assert(
      fc.property(scattered, (county) => {
        const snapshot = buildSnapshot(county);
        const { links, beyond } = connectionTree(snapshot, VILLAGE_ROAD, 0, POLICY, 2016)!;
        expect(beyond).toEqual([]);
        const roads = county.features!.road!.map(
          ({ geometry }) => (geometry as LineString).coordinates as [number, number][],
        );
        links.forEach(({ parent, line, attachAtM, lengthM }, n) => {
          expect(parent).toBeLessThan(n);
          const hangs = links[parent];
          expect(attachAtM).toBeLessThanOrEqual((hangs?.lengthM ?? 0) * 1.001 + 0.01);
          expect(lengthM > 0).toBe(line !== null);
          expect(line !== null || parent >= 0).toBe(true);
          if (line === null) return;
          const on = hangs ? [hangs.line as [[number, number], [number, number]]] : roads;
          expect(metresToLines(line[0] as [number, number], on)).toBeLessThan(1);
        });
        const lines = links.flatMap(({ line }) =>
          line === null ? [] : [{ line: line as never, lengthM: 0, yuan: 0, to: null }],
        );
        const works = {
          sector: "road" as const,
          class: "village",
          surface: "cement",
          allSeason: null,
          accepted: null,
          numbers: {},
          yuanPerKm: 0,
        };
        const { villages } = ratesWith(snapshot, VILLAGE_ROAD, { works } as never, lines);
        expect([villages.unserved, villages.unknown]).toEqual([0, 0]);
      }),
      { numRuns: 40 },
    );
  });

  test("measures its lines about as the ground does", () => {
    const [link] = treeOf([village(5, 3)]).links;
    expect(link!.lengthM).toBeCloseTo(3 * NORTH_M - 500, -1);
    const east = treeOf([village(23, 0)]).links[0]!;
    expect(east.lengthM).toBeCloseTo(3 * EAST_M - 500, -1);
  });
});
