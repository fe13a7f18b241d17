import type { Geometry, Position } from "geojson";
import { afterAll, describe, expect, test } from "vitest";
import { checkPolygons, type Draft } from "../../../server/datasets/checking/polygons.ts";
import { DatasetRefused, ProblemLog } from "../../../server/datasets/problems.ts";
import { openInput } from "../../../server/datasets/reading/input.ts";
import { MAX_RECORD_PARTS, MAX_RECORD_VERTICES } from "../../../server/datasets/reading/limits.ts";
import type { OpenedFile, RawRow } from "../../../server/datasets/reading/reader.ts";
import { groupRings } from "../../../server/datasets/reading/rings.ts";
import { readShapes } from "../../../server/datasets/reading/shp.ts";
import { takeSample } from "../../../server/datasets/sample.ts";
import type { Db } from "../../../server/database/open.ts";
import { featureCollection, Folder, point, shapefileOf } from "./support/files.ts";

const folder = new Folder();
afterAll(() => folder.clear());

function lineOf(vertices: number): Geometry {
  return {
    type: "LineString",
    coordinates: Array.from({ length: vertices }, (_, i) => [10 + i * 1e-6, 10]),
  };
}

/** Opens a file as an import does and gives the problem that refuses it, with the time it took. */
async function refusalOf(
  name: string,
  content: string,
): Promise<{ code: string; rows: readonly number[]; ms: number }> {
  const path = folder.write(name, content);
  const begin = performance.now();
  const input = await openInput(path);
  try {
    await input.reader.open(input.main, input.files, {}, new ProblemLog());
  } catch (error) {
    if (!(error instanceof DatasetRefused)) throw error;
    const [found] = error.problems;
    return { code: found!.code, rows: found!.rows, ms: performance.now() - begin };
  }
  throw new Error("it was not refused");
}

describe("what a file may cost before anything is decided", () => {
  function fileOf(rows: () => Iterable<RawRow>): { opened: OpenedFile; read: () => number } {
    let read = 0;
    const opened: OpenedFile = {
      format: "GeoJSON",
      encoding: "utf-8",
      encodingFrom: "contents",
      crs: null,
      columns: ["name"],
      hasShapes: true,
      async *rows() {
        for (const row of rows()) {
          read++;
          yield await Promise.resolve(row);
        }
      },
    };
    return { opened, read: () => read };
  }

  test("the sample keeps of each shape its first position, and of a text its beginning", async () => {
    const row = { row: 1, values: ["x".repeat(900_000)], geometry: lineOf(50_000) };
    const { opened } = fileOf(() => [row]);
    expect(await takeSample(opened)).toEqual([
      {
        row: 1,
        values: ["x".repeat(200)],
        geometry: { type: "Point", coordinates: [10, 10] },
      },
    ]);
  });

  test("500 small rows are looked at, but only a few that are large", async () => {
    const small = fileOf(() =>
      Array.from({ length: 900 }, (_, i) => ({ row: i, values: ["a"], geometry: lineOf(2) })),
    );
    expect(await takeSample(small.opened)).toHaveLength(500);
    const large = { row: 1, values: ["a"], geometry: lineOf(250_000) };
    const { opened, read } = fileOf(() => Array.from({ length: 40 }, () => large));
    await takeSample(opened);
    expect(read()).toBeLessThan(20);
  });

  test("a batch ends by the vertices of lines as well as of polygons", async () => {
    let waiting = 0;
    let most = 0;
    async function* drafts(): AsyncGenerator<Draft> {
      for (let row = 1; row <= 40; row++) {
        most = Math.max(most, (waiting += 60_000));
        yield await Promise.resolve({ row, vertices: 60_000, polygon: null, inner: null });
      }
    }
    // No polygon is asked about, so no database is needed.
    for await (const draft of checkPolygons(null as unknown as Db, drafts(), new ProblemLog()))
      waiting -= draft.vertices;
    expect(most).toBeLessThanOrEqual(160_000);
    expect(waiting).toBe(0);
  });
});

describe("one record", () => {
  const fields = [{ name: Buffer.from("NAME"), length: 5 }];
  const square: [number, number][] = [
    [10, 10],
    [10, 11],
    [11, 11],
    [10, 10],
  ];

  /** A shapefile whose second record claims other counts than it has, with so many bytes behind them. */
  async function shapesOf(parts: number, points: number, bytes: number): Promise<DatasetRefused> {
    const one = { parts: [square], cells: [Buffer.from("A")] };
    const { shp } = shapefileOf("polygon", fields, [one, one]);
    const second = shp.length - 44 - 4 - square.length * 16;
    shp.writeInt32BE(bytes / 2, second - 4);
    shp.writeInt32LE(parts, second + 36);
    shp.writeInt32LE(points, second + 40);
    const path = folder.write(
      "claims.shp",
      Buffer.concat([shp.subarray(0, second + 44), Buffer.alloc(bytes - 44)]),
    );
    try {
      for await (const _ of readShapes(path));
    } catch (error) {
      if (error instanceof DatasetRefused) return error;
      throw error;
    }
    throw new Error("it was not refused");
  }

  test("of more vertices or parts than can be held is refused by its counts, before it is decoded", async () => {
    const tooMany = MAX_RECORD_VERTICES + 1;
    const vertices = await shapesOf(1, tooMany, 48 + tooMany * 16);
    expect(vertices.problems).toMatchObject([{ code: "too-many-vertices", rows: [2] }]);
    const parts = await shapesOf(MAX_RECORD_PARTS + 1, 4, 48 + MAX_RECORD_PARTS * 4 + 64);
    expect(parts.problems).toMatchObject([{ code: "too-many-parts", rows: [2] }]);
  });

  test("of GeoJSON is counted before it is parsed", async () => {
    const coordinates = `${"[10,10],".repeat(MAX_RECORD_VERTICES)}[11,11]`;
    const line = `{"type":"LineString","coordinates":[${coordinates}]}`;
    const refused = await refusalOf(
      "long.geojson",
      featureCollection([
        { properties: {}, geometry: point(1, 1) },
        { properties: {}, geometry: point(2, 2) },
      ]).replace('{"type":"Point","coordinates":[2,2]}', line),
    );
    expect(refused).toMatchObject({ code: "too-many-vertices", rows: [2] });
    expect(refused.ms).toBeLessThan(2_000);
  });

  const feature = (properties: string): string =>
    `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{${properties}},"geometry":{"type":"Point","coordinates":[10,10]}}]}`;

  test("of GeoJSON may not hold lists without end, nor a text without end", async () => {
    const lists = await refusalOf("lists.geojson", feature(`"a":[${"[],".repeat(3_000_000)}[]]`));
    expect(lists).toMatchObject({ code: "record-too-large", rows: [1] });
    expect(lists.ms).toBeLessThan(2_000);
    const text = await refusalOf("text.geojson", feature(`"a":"${"x".repeat(1_000_001)}"`));
    expect(text).toMatchObject({ code: "cell-too-large", rows: [1] });
  });

  test("of GeoJSON may hold ordinary lists, and a million vertices with heights", async () => {
    const coordinates = `${"[10.5,10.5,300],".repeat(300_000)}[11,11,300]`;
    const path = folder.write(
      "heights.geojson",
      feature('"a":[1,2,[3]]').replace(
        '{"type":"Point","coordinates":[10,10]}',
        `{"type":"LineString","coordinates":[${coordinates}]}`,
      ),
    );
    const input = await openInput(path);
    const opened = await input.reader.open(input.main, input.files, {}, new ProblemLog());
    expect(opened.columns).toEqual(["a"]);
  });

  test("names without end, in one feature or many, are refused at the first too many", async () => {
    const names = Array.from({ length: 1_001 }, (_, i) => `"k${i}":1`).join();
    expect((await refusalOf("names.geojson", feature(names))).code).toBe("too-many-columns");
    const many = Array.from(
      { length: 20_000 },
      (_, i) =>
        `{"type":"Feature","properties":{${Array.from({ length: 100 }, (_, k) => `"k${i}_${k}":1`).join()}},"geometry":null}`,
    );
    const refused = await refusalOf(
      "many.geojson",
      `{"type":"FeatureCollection","features":[${many.join()}]}`,
    );
    expect(refused.code).toBe("too-many-columns");
    expect(refused.ms).toBeLessThan(1_000);
    const members = await refusalOf("members.geojson", `{"type":"FeatureCollection",${names}}`);
    expect(members.code).toBe("too-many-columns");
  });
});

describe("rings of a shapefile record", () => {
  const ring = (x: number, y: number, side: number, clockwise: boolean): Position[] => {
    const corners = [
      [x, y],
      [x, y + side],
      [x + side, y + side],
      [x + side, y],
      [x, y],
    ];
    return clockwise ? corners : corners.reverse();
  };

  test("20,000 shells and 20,000 holes outside of them are put together in less than a second", () => {
    const shells = Array.from({ length: 20_000 }, (_, i) => ring(10 + i * 1e-5, 10, 5e-6, true));
    const holes = Array.from({ length: 20_000 }, (_, i) => ring(10 + i * 1e-5, 11, 5e-6, false));
    const begin = performance.now();
    const grouped = groupRings([...shells, ...holes]);
    expect(performance.now() - begin).toBeLessThan(1_000);
    expect(grouped).toHaveLength(40_000);
  });

  test("3,000 holes in one shell of 100,000 vertices are put together in less than a second", () => {
    const shell = Array.from({ length: 100_001 }, (_, i) => {
      const angle = (-2 * Math.PI * (i % 100_000)) / 100_000;
      return [10 + Math.cos(angle), 10 + Math.sin(angle)];
    });
    const holes = Array.from({ length: 3_000 }, (_, i) => ring(9.6 + i * 2e-4, 10, 1e-4, false));
    const begin = performance.now();
    const grouped = groupRings([shell, ...holes]);
    expect(performance.now() - begin).toBeLessThan(1_000);
    expect(grouped).toHaveLength(1);
    expect(grouped![0]).toHaveLength(3_001);
  });

  test("rings nested in each other without end are given up, quickly", () => {
    const nested = (clockwise: boolean): Position[][] =>
      Array.from({ length: 12_000 }, (_, i) =>
        ring(10 + i * 1e-6, 10 + i * 1e-6, 1 - i * 2e-6, clockwise),
      );
    const begin = performance.now();
    expect(groupRings([...nested(true), ...nested(false).reverse()])).toBeNull();
    expect(performance.now() - begin).toBeLessThan(3_000);
  });

  test("a hole goes to the smallest shell around it, whichever corner touches that shell", () => {
    const large = ring(0, 0, 100, true);
    const small = ring(10, 10, 20, true);
    const inSmall = ring(10, 10, 5, false);
    const inLarge = ring(50, 50, 5, false);
    const outside = ring(200, 200, 5, false);
    expect(groupRings([large, small, inSmall, inLarge, outside])).toEqual([
      [large, inLarge],
      [small, inSmall],
      [outside],
    ]);
  });
});
