import type { MultiPolygon, Polygon, Position } from "geojson";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutRepeats } from "../../../server/datasets/checking/repeats.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { featureCollection } from "./support/files.ts";
import { errorCodes, ImportBench, problemOf } from "./support/import-bench.ts";

let database: TestDatabase;
let bench: ImportBench;
beforeAll(async () => {
  database = await withTestDatabase();
  bench = new ImportBench(database.knex);
  // The first polygons take longer, because nothing is compiled yet.
  await take(polygonOf(square(10, 10, 0.1)));
});
afterAll(async () => {
  bench.folder.clear();
  await database.close();
});

const square = (lng: number, lat: number, side: number): Position[] => [
  [lng, lat],
  [lng + side, lat],
  [lng + side, lat + side],
  [lng, lat + side],
  [lng, lat],
];
const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const polygonOf = (...rings: Position[][]): Polygon => ({ type: "Polygon", coordinates: rings });
const partsOf = (...shells: Position[][]): MultiPolygon => ({
  type: "MultiPolygon",
  coordinates: shells.map((shell) => [shell]),
});
const shifted = many(3_900, (i) => square(10 + i * 1e-5, 10, 0.1));
const nested = many(3_900, (i) => square(10 + i * 1e-5, 10 + i * 1e-5, 0.1 - i * 2e-5));
const petals = many(6_000, (i) => {
  const angle = (2 * Math.PI * i) / 6_000;
  return [
    [10.5, 10.5],
    [10.5 + 0.1 * Math.cos(angle), 10.5 + 0.1 * Math.sin(angle)],
    [10.5 + 0.1 * Math.cos(angle + 9e-4), 10.5 + 0.1 * Math.sin(angle + 9e-4)],
  ];
}).flat();
/** A walk of the whole lattice that meets itself only at corners and along edges. */
const walk = many(19_000, (i) => {
  const [x, y] = [(i * i + 3 * i) % 31, (i * 7) % 29];
  return [10 + x / 512, 10 + y / 512];
});

async function take(shape: Polygon | MultiPolygon): Promise<{
  report: Awaited<ReturnType<ImportBench["take"]>>;
  ms: number;
}> {
  const text = featureCollection([{ properties: { kind: "hazard" }, geometry: shape }]);
  // Time of the processor, that of an embedded database included: a busy machine makes no test fail.
  const begin = process.cpuUsage();
  const report = await bench.take("z.geojson", text, { kind: "zones", accept: true });
  const { user, system } = process.cpuUsage(begin);
  return { report, ms: (user + system) / 1_000 };
}

describe("a polygon that would take the database minutes, or down", () => {
  test.each<[string, Polygon | MultiPolygon]>([
    ["6,000 petals that meet in one point", polygonOf([...petals, petals[0]!])],
    ["3,900 parts that lie shifted over each other", partsOf(...shifted)],
    ["3,900 parts that lie in each other", partsOf(...nested)],
    ["3,900 holes that lie in each other", polygonOf(square(9.9, 9.9, 0.3), ...nested)],
    ["a walk over and over one lattice", polygonOf([...walk, walk[0]!])],
    [
      "one square drawn 2,000 times, each a hair beside the one before",
      polygonOf([...many(2_000, (i) => square(10 + i * 1e-12, 10, 0.1)).flat(), [10, 10]]),
    ],
  ])("is refused with the place of its fault in less than two seconds: %s", async (_, shape) => {
    const { report, ms } = await take(shape);
    expect(errorCodes(report)).toEqual(["polygon-beyond-repair"]);
    const found = problemOf(report, "polygon-beyond-repair");
    expect(found?.rows).toEqual([1]);
    expect(found?.params).toHaveProperty("lng");
    expect(ms).toBeLessThan(2_000);
  });

  test.each([3, 1_000, 4_900])(
    "is taken in where it is one square drawn %i times round",
    async (times) => {
      const corners = square(10, 10, 0.1).slice(0, 4);
      const { report, ms } = await take(
        polygonOf([...many(times, () => corners).flat(), corners[0]!]),
      );
      expect(errorCodes(report)).toEqual([]);
      expect(problemOf(report, "polygon-repaired")?.rows).toEqual([1]);
      const { rows } = await database.knex.raw<{ rows: { area: number }[] }>(
        "select ST_Area(geom) as area from zones",
      );
      expect(rows[0]?.area).toBeCloseTo(0.01, 9);
      expect(ms).toBeLessThan(2_000);
    },
  );
});

describe("a polygon that is large and only slips", () => {
  test("with 1,500 holes and one bow-tie is repaired, and keeps its holes", async () => {
    const shell: Position[] = [
      [9.9, 9.9],
      [10.3, 9.9],
      [10.3, 10.3],
      [10.31, 10.31],
      [10.3, 10.31],
      [10.31, 10.3],
      [9.9, 10.3],
      [9.9, 9.9],
    ];
    const holes = many(1_500, (i) =>
      square(9.95 + (i % 40) * 0.005, 9.95 + Math.floor(i / 40) * 0.005, 0.002),
    );
    const { report, ms } = await take(polygonOf(shell, ...holes));
    expect(errorCodes(report)).toEqual([]);
    expect(problemOf(report, "polygon-repaired")?.rows).toEqual([1]);
    const { rows } = await database.knex.raw<{ rows: { rings: number }[] }>(
      "select ST_NRings(geom) as rings from zones",
    );
    expect(rows[0]!.rings).toBeGreaterThan(1_500);
    expect(ms).toBeLessThan(5_000);
  });

  test("of two parts that share a border of 2,000 vertices becomes one part", async () => {
    const border = many(2_000, (i) => [10 + 0.002 * (i % 2), 10 + i * 1e-4]);
    const north = border.at(-1)![1]!;
    const west: Position[] = [...border, [9.9, north], [9.9, 10], border[0]!];
    const east: Position[] = [...border, [10.1, north], [10.1, 10], border[0]!];
    const { report, ms } = await take(partsOf(west, east));
    expect(errorCodes(report)).toEqual([]);
    expect(problemOf(report, "polygon-repaired")?.rows).toEqual([1]);
    const { rows } = await database.knex.raw<{ rows: { parts: number }[] }>(
      "select ST_NumGeometries(geom) as parts from zones",
    );
    expect(rows).toEqual([{ parts: 1 }]);
    expect(ms).toBeLessThan(5_000);
  });

  test("of 900 islands in the lakes of others, and of cells that touch at corners, is taken as it is", async () => {
    const rings = many(900, (i) => 10 + i * 4e-4);
    const islands: MultiPolygon = {
      type: "MultiPolygon",
      coordinates: rings.flatMap((lng) => [
        [square(lng, 10, 3e-4), square(lng + 5e-5, 10.00005, 2e-4)],
        [square(lng + 1e-4, 10.0001, 1e-4)],
      ]),
    };
    expect((await take(islands)).report.problems).toEqual([]);
    const board = partsOf(
      ...many(2_000, (i) => {
        const [column, row] = [i % 50, Math.floor(i / 50)];
        return square(10 + (2 * column + (row % 2)) / 1024, 10 + row / 1024, 1 / 1024);
      }),
    );
    expect((await take(board)).report.problems).toEqual([]);
  });
});

describe("what is drawn twice", () => {
  const a = square(0, 0, 1);
  const b = square(5, 5, 1);
  const turned = [a[2]!, a[3]!, a[0]!, a[1]!, a[2]!];

  test("vertices, rounds, holes and parts go once; what differs stays", () => {
    expect(withoutRepeats(polygonOf([a[0]!, ...a, ...a.slice(1)]))).toEqual(polygonOf(a));
    expect(withoutRepeats(polygonOf(square(-1, -1, 9), a, turned, b, [...a].reverse()))).toEqual(
      polygonOf(square(-1, -1, 9), a, b),
    );
    expect(withoutRepeats(partsOf(a, b, turned))).toEqual(partsOf(a, b));
  });

  test("a spike, which has no period of an area, is left as it is", () => {
    const spike: Position[] = [
      [0, 0],
      [1, 1],
      [0, 0],
      [1, 1],
      [0, 0],
    ];
    expect(withoutRepeats(polygonOf(spike))).toEqual(polygonOf(spike));
  });
});
