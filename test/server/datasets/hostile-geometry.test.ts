import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { featureCollection, point, square } from "./support/files.ts";
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

const village = (geometry: object | null): string =>
  featureCollection([{ properties: { name: "A" }, geometry }]);
const zone = (coordinates: number[][][]): string =>
  featureCollection([
    { properties: { kind: "hazard" }, geometry: { type: "Polygon", coordinates } },
  ]);
const line = (coordinates: number[][]): string =>
  featureCollection([{ properties: {}, geometry: { type: "LineString", coordinates } }]);

describe("coordinates", () => {
  test.each([
    ["1e999", "[1e999, 10]", "not-finite"],
    ["-1.797e308", "[-1.797e308, -1.797e308]", "not-finite"],
    ["latitude 500", "[10, 500]", "out-of-range"],
    ["longitude 361", "[361, 10]", "out-of-range"],
    ["0, 0", "[0, 0]", "null-island"],
    ["nothing", "[]", "no-geometry"],
  ])("%s is an error with its row", async (_, written, code) => {
    const text = village(point(7, 7)).replace("[7,7]", written);
    const report = await bench.take("a.geojson", text);
    expect(errorCodes(report)).toEqual([code]);
    expect(report.problems.find((each) => each.code === code)?.rows).toEqual([1]);
  });

  test("NaN is no JSON, and in a table it is an error", async () => {
    const text = village(point(7, 7)).replace("[7,7]", "[NaN,7]");
    expect(errorCodes(await bench.take("nan.geojson", text))).toEqual(["not-json"]);
    const csv = await bench.take("nan.csv", "name,lng,lat\na,NaN,7\nb,Infinity,7\n");
    expect(problemOf(csv, "not-a-coordinate")?.rows).toEqual([1, 2]);
  });

  test("heights are left out and told", async () => {
    const report = await bench.take(
      "z.geojson",
      village({ type: "Point", coordinates: [7, 7, 300] }),
    );
    expect(errorCodes(report)).toEqual([]);
    expect(problemOf(report, "heights-left-out")?.severity).toBe("info");
  });

  test("one bad row among good ones names only itself", async () => {
    const features = Array.from({ length: 5 }, (_, i) => ({
      properties: { name: `v${i}` },
      geometry: point(10 + i, i === 3 ? 200 : 10),
    }));
    const report = await bench.take("mixed.geojson", featureCollection(features));
    expect(problemOf(report, "out-of-range")).toMatchObject({ rows: [4], count: 1 });
  });
});

describe("swapped axes", () => {
  test("a file whose latitudes cannot be is told to be swapped, not broken row by row", async () => {
    const features = Array.from({ length: 20 }, (_, i) => ({
      properties: { name: `v${i}` },
      geometry: point(22 + i / 10, 108 + i / 10),
    }));
    const report = await bench.take("swapped.geojson", featureCollection(features));
    expect(errorCodes(report)).toEqual(["swapped-axes"]);
  });

  test("inside a region whose outline is known, swapped plausible numbers are found too", async () => {
    await bench.take(
      "region.geojson",
      featureCollection([{ properties: { code: "S", name: "S" }, geometry: square(28, -29, 3) }]),
      { kind: "boundaries", level: "region", area: "S", name: "Southland", accept: true },
    );
    const features = Array.from({ length: 20 }, (_, i) => ({
      properties: { name: `v${i}` },
      geometry: point(-29 + i / 100, 28),
    }));
    const report = await bench.take("s.geojson", featureCollection(features), { area: "S" });
    expect(errorCodes(report)).toEqual(["swapped-axes"]);
    const other = features.map((each) => ({ ...each, geometry: point(60, 60) }));
    const elsewhere = await bench.take("e.geojson", featureCollection(other), { area: "S" });
    expect(errorCodes(elsewhere)).toEqual(["outside-region"]);
  });

  test("a swapped table is told too", async () => {
    const rows = Array.from({ length: 9 }, (_, i) => `v${i},22.${i},108.${i}`).join("\n");
    const report = await bench.take("swapped.csv", `名称,经度,纬度\n${rows}\n`, { area: "45" });
    expect(errorCodes(report)).toEqual(["swapped-axes"]);
  });
});

describe("lines", () => {
  test("a line without length, an empty line and a line round the globe are errors", async () => {
    const codes = async (coordinates: number[][]): Promise<string[]> =>
      errorCodes(await bench.take("l.geojson", line(coordinates), { kind: "roads" }));
    expect(
      await codes([
        [1, 1],
        [1, 1],
      ]),
    ).toEqual(["zero-length-line"]);
    expect(await codes([])).toEqual(["zero-length-line"]);
    expect(
      await codes([
        [179.9, 10],
        [-179.9, 10],
      ]),
    ).toEqual(["crosses-antimeridian"]);
    expect(
      await codes([
        [1, 1],
        [1.1, 1],
        [1.1, 1],
      ]),
    ).toEqual([]);
  });

  test("points are no roads, lines are no villages, collections are nothing", async () => {
    const roads = await bench.take("p.geojson", village(point(1, 1)), { kind: "roads" });
    expect(errorCodes(roads)).toEqual(["geometry-kind"]);
    const villages = await bench.take(
      "v.geojson",
      line([
        [1, 1],
        [1.2, 1.2],
      ]),
    );
    expect(errorCodes(villages)).toEqual(["geometry-kind"]);
    const mixed = village({
      type: "GeometryCollection",
      geometries: [
        point(1, 1),
        {
          type: "LineString",
          coordinates: [
            [1, 1],
            [1.2, 1.2],
          ],
        },
      ],
    });
    expect(errorCodes(await bench.take("c.geojson", mixed))).toEqual(["geometry-collection"]);
  });
});

describe("polygons", () => {
  const zones = { kind: "zones", accept: true } as const;
  const storedArea = async (): Promise<number> => {
    const { rows } = await database.knex.raw<{ rows: { area: number; valid: boolean }[] }>(
      "select ST_Area(geom) as area, ST_IsValid(geom) as valid from zones",
    );
    expect(rows[0]?.valid).toBe(true);
    return rows[0]!.area;
  };

  test("a bow-tie is repaired by its rings and told with the place of the fault", async () => {
    const report = await bench.take(
      "bow.geojson",
      zone([
        [
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 2],
          [0, 0],
        ].map(([x, y]) => [x! + 10, y! + 10]),
      ]),
      zones,
    );
    expect(report.accepted).toBe(true);
    const told = problemOf(report, "polygon-repaired");
    expect(told?.rows).toEqual([1]);
    expect(told?.params).toMatchObject({ lng: 11, lat: 11 });
    expect(await storedArea()).toBeCloseTo(2);
  });

  test("an open ring is closed and told; a ring turned the wrong way and doubled points are taken", async () => {
    const open = await bench.take(
      "open.geojson",
      zone([
        [
          [1, 1],
          [1, 2],
          [2, 2],
          [2, 2],
          [2, 1],
        ],
      ]),
      zones,
    );
    expect(problemOf(open, "ring-closed")?.rows).toEqual([1]);
    expect(await storedArea()).toBeCloseTo(1);
  });

  test("a hole outside its shell is repaired; a hole without area is left out; both are told", async () => {
    const shell = [
      [1, 1],
      [3, 1],
      [3, 3],
      [1, 3],
      [1, 1],
    ];
    const far = [
      [5, 5],
      [6, 5],
      [6, 6],
      [5, 6],
      [5, 5],
    ];
    const outside = await bench.take("hole.geojson", zone([shell, far]), zones);
    expect(problemOf(outside, "polygon-repaired")?.message).toContain("Hole lies outside shell");
    const thin = await bench.take(
      "thin.geojson",
      zone([
        shell,
        [
          [2, 2],
          [2.1, 2],
          [2, 2],
        ],
      ]),
      zones,
    );
    expect(problemOf(thin, "parts-left-out")?.rows).toEqual([1]);
    expect(await storedArea()).toBeCloseTo(4);
  });

  test("a ring of two places and a polygon round the world are errors", async () => {
    expect(
      errorCodes(
        await bench.take(
          "two.geojson",
          zone([
            [
              [1, 1],
              [2, 2],
              [1, 1],
            ],
          ]),
          zones,
        ),
      ),
    ).toEqual(["no-area"]);
    const world = zone([
      [
        [-180, -80],
        [180, -80],
        [180, 80],
        [-180, 80],
        [-180, -80],
      ],
    ]);
    expect(errorCodes(await bench.take("world.geojson", world, zones))).toEqual([
      "crosses-antimeridian",
    ]);
  });

  test.each([3_000, 200_000])(
    "a self-crossing polygon of %i random vertices is refused with the place of its fault, and the database lives",
    async (vertices) => {
      let seed = 7;
      const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
      const ring = Array.from({ length: vertices }, () => [10 + random(), 10 + random()]);
      const report = await bench.take("random.geojson", zone([[...ring, ring[0]!]]), zones);
      expect(errorCodes(report)).toEqual(["polygon-beyond-repair"]);
      expect(problemOf(report, "polygon-beyond-repair")?.params).toHaveProperty("lng");
      const { rows } = await database.knex.raw<{ rows: { one: number }[] }>("select 1 as one");
      expect(rows[0]?.one).toBe(1);
    },
  );

  test("an outline of a village gives it a point inside", async () => {
    const ring = [
      [1, 1],
      [1.4, 1],
      [1.4, 1.4],
      [1.39, 1.4],
      [1.39, 1.01],
      [1, 1.01],
      [1, 1],
    ];
    const report = await bench.take(
      "l.geojson",
      village({ type: "Polygon", coordinates: [ring] }),
      { accept: true },
    );
    expect(errorCodes(report)).toEqual([]);
    const { rows } = await database.knex.raw<{ rows: { inside: boolean }[] }>(
      "select ST_Contains(outline, point) as inside from natural_villages",
    );
    expect(rows).toEqual([{ inside: true }]);
  });
});
