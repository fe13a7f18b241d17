import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportReport } from "../../../core/contract/dataset.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { featureCollection, square } from "./support/files.ts";
import { errorCodes, ImportBench, problemOf } from "./support/import-bench.ts";

let database: TestDatabase;
let bench: ImportBench;
beforeAll(async () => {
  database = await withTestDatabase();
  bench = new ImportBench(database.knex);
});
afterAll(async () => {
  bench.folder.clear();
  await database.close();
});

const lines = (...each: number[][][]): string =>
  featureCollection(
    each.map((coordinates) => ({ properties: {}, geometry: { type: "LineString", coordinates } })),
  );
const roads = (text: string, options: object = {}): Promise<ImportReport> =>
  bench.take("r.geojson", text, { kind: "roads", ...options });

describe("a straight stretch of a line", () => {
  test("of 49 km is taken, of 51 km is an error with its row and its two ends", async () => {
    // A degree of latitude at the equator is 110.574 km.
    const report = await roads(
      lines(
        [
          [10, 0.01],
          [10, 0.01 + 49 / 110.574],
        ],
        [
          [10, 0.01],
          [10.1, 0.01],
          [10.1, 0.01 + 51 / 110.574],
        ],
      ),
    );
    expect(errorCodes(report)).toEqual(["segment-too-long"]);
    expect(problemOf(report, "segment-too-long")).toMatchObject({
      rows: [2],
      params: { lengthKm: 51 },
    });
    expect(problemOf(report, "segment-too-long")?.message).toContain(
      "from 10.1, 0.01 to 10.1, 0.4",
    );
  });

  test("is measured on the ground: half a degree of longitude is short near the pole", async () => {
    const north = [
      [10, 70],
      [11, 70],
    ];
    const south = [
      [10, 1],
      [11, 1],
    ];
    expect(errorCodes(await roads(lines(north)))).toEqual([]);
    expect(problemOf(await roads(lines(north, south)), "segment-too-long")?.rows).toEqual([2]);
  });

  test("is looked for everywhere in a line, also where 4,000 of them go to and fro", async () => {
    const zigzag = Array.from({ length: 4_000 }, (_, i) => [i % 2 === 0 ? -85 : 85, i / 50]);
    const report = await roads(lines(zigzag), { accept: true });
    expect(errorCodes(report)).toEqual(["segment-too-long"]);
    expect(report.accepted).toBe(false);
  });
});

describe("a straight stretch of an outline", () => {
  const ring = (side: number): object => square(20, 0.4, side);
  const take = (kind: ImportReport["kind"], geometry: object): Promise<string[]> =>
    bench
      .take(
        "p.geojson",
        featureCollection([{ properties: { code: "T", kind: "flood" }, geometry }]),
        {
          kind,
          ...(kind === "boundaries" ? { level: "region" as const } : {}),
        },
      )
      .then(errorCodes);

  test("may be 50 km for villages and networks, 500 km for areas and zones", async () => {
    expect(await take("villages", ring(0.4))).toEqual([]);
    expect(await take("villages", ring(0.5))).toEqual(["segment-too-long"]);
    expect(await take("water", ring(0.5))).toEqual(["segment-too-long"]);
    for (const kind of ["boundaries", "zones"] as const) {
      expect(await take(kind, ring(4))).toEqual([]);
      expect(await take(kind, ring(5))).toEqual(["segment-too-long"]);
    }
  });

  test("may not be the one that closes an open ring either", async () => {
    const open = Array.from({ length: 5 }, (_, i) => [20 + i * 0.3, 10 + (i % 2) * 0.1]);
    expect(await take("water", { type: "Polygon", coordinates: [open] })).toEqual([
      "segment-too-long",
    ]);
  });
});

describe("inside a region whose outline is known", () => {
  const walk = (from: number, to: number): number[][] =>
    Array.from({ length: 11 }, (_, i) => [from + ((to - from) * i) / 10, -29]);
  beforeAll(async () => {
    await bench.take(
      "region.geojson",
      featureCollection([{ properties: { code: "S", name: "S" }, geometry: square(28, -29, 3) }]),
      { kind: "boundaries", level: "region", area: "S", name: "Southland", accept: true },
    );
  });

  test("a line that begins inside and goes far out is told", async () => {
    const report = await roads(lines(walk(28, 29), walk(29, 32), walk(28, 28.5)), { area: "S" });
    expect(errorCodes(report)).toEqual([]);
    expect(problemOf(report, "outside-region")).toMatchObject({ severity: "warning", rows: [2] });
  });

  test("lines that begin inside but lie outside are refused as a whole", async () => {
    const report = await roads(lines(walk(29.9, 33), walk(29.9, 34)), { area: "S" });
    expect(errorCodes(report)).toEqual(["outside-region"]);
  });
});

test("numbers that no road, line or pipe can have are errors with their row", async () => {
  const report = await bench.take(
    "numbers.csv",
    "class,radiusM,mbps,lng,lat\na,1e308,100,10,10\nb,1000000,1e8,11,10\nc,1000001,-1,12,10\n",
    { kind: "broadband" },
  );
  const of = (field: string, code: string): number[] | undefined =>
    report.problems.find((each) => each.code === code && each.field === field)?.rows;
  expect(of("radiusM", "number-too-large")).toEqual([1, 3]);
  expect(of("mbps", "number-too-large")).toEqual([2]);
  expect(of("mbps", "negative-number")).toEqual([3]);
});
