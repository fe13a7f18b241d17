import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportReport } from "../../../core/contract/dataset.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { hasSharedData, sharedData } from "../../support/shared-data.ts";
import { featureCollection, point } from "./support/files.ts";
import { errorCodes, ImportBench, problemOf } from "./support/import-bench.ts";

describe.skipIf(!hasSharedData)("files as real tools write them", () => {
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

  interface Place {
    name: string;
    households: number;
    lng: number;
    lat: number;
  }
  const counties = hasSharedData
    ? readFileSync(sharedData("guangxi/counties.csv"), "utf8").trim().split("\n").slice(1)
    : [];
  const names = counties.map((line) => line.split(",")[1]!);

  async function importSample(
    name: string,
    datum?: "wgs84" | "cgcs2000" | "gcj02",
  ): Promise<ImportReport> {
    const options = { area: "45", accept: true, ...(datum && { datum }) };
    return bench.run({
      path: sharedData(`import-samples/${name}`),
      name: undefined as never,
      datum: undefined as never,
      ...options,
    });
  }
  async function places(report: ImportReport): Promise<Place[]> {
    const { rows } = await database.knex.raw<{ rows: Place[] }>(
      "select name, households, ST_X(point) as lng, ST_Y(point) as lat from natural_villages where dataset_id = ? order by id",
      [report.dataset],
    );
    return rows;
  }

  test.each([
    ["gbk_no_cpg", "gb18030", "contents"],
    ["cgcs2000_4545_gbk", "gb18030", "cpg"],
    ["dms_gbk.csv", "gb18030", "contents"],
    ["utf8_bom.csv", "utf-8", "byte-order mark"],
  ])("%s gives the same 111 points with intact names", async (name, encoding, from) => {
    const report = await importSample(name);
    expect(errorCodes(report)).toEqual([]);
    expect(report).toMatchObject({ accepted: true, rows: 111 });
    expect(report.reading).toMatchObject({ encoding, encodingFrom: from });
    const found = await places(report);
    expect(found.map((place) => place.name)).toEqual(names);
    expect(found.slice(0, 3).map((place) => place.households)).toEqual([5, 8, 11]);
    const again = await places(await importSample("gbk_no_cpg"));
    for (const [i, place] of found.entries()) {
      expect(place.lng).toBeCloseTo(again[i]!.lng, 5);
      expect(place.lat).toBeCloseTo(again[i]!.lat, 5);
    }
  });

  test("each sample is read with every datum named, and the datum is told where it was assumed", async () => {
    expect(problemOf(await importSample("utf8_bom.csv"), "datum-assumed")?.severity).toBe(
      "warning",
    );
    expect(problemOf(await importSample("utf8_bom.csv", "wgs84"), "datum-assumed")).toBeUndefined();
    expect(errorCodes(await importSample("cgcs2000_4545_gbk", "cgcs2000"))).toEqual([]);
  });

  test("the swapped sample is refused, saying that latitude and longitude are swapped, and changes nothing", async () => {
    await importSample("gbk_no_cpg");
    const before = await database.knex("datasets").where({ state: "current" }).pluck("id");
    const report = await importSample("latlon_swapped.geojson");
    expect(report).toMatchObject({ accepted: false, dataset: null });
    expect(errorCodes(report)).toEqual(["swapped-axes"]);
    expect(problemOf(report, "swapped-axes")?.message).toContain(
      "Latitude and longitude are swapped",
    );
    expect(await database.knex("datasets").where({ state: "current" }).pluck("id")).toEqual(before);
  });

  test("GCJ-02 input lands within 1 m of its WGS 84 twin", async () => {
    const twin = await places(await importSample("gbk_no_cpg"));
    const shifted = twin.map(({ name, lng, lat }) => ({
      properties: { name },
      geometry: point(...toGcj02(lng, lat)),
    }));
    const text = featureCollection(shifted);
    const report = await bench.take("gcj.geojson", text, {
      area: "45",
      datum: "gcj02",
      accept: true,
      layer: "gcj",
    });
    expect(report.reading.datum).toBe("gcj02");
    const { rows } = await database.knex.raw<{ rows: { metres: number; moved: number }[] }>(
      `select max(ST_Distance(a.point::geography, b.point::geography)) as metres
       from natural_villages a join natural_villages b on a.name = b.name and b.dataset_id = ?
       where a.dataset_id = (select id from datasets where state = 'current' and kind = 'villages' and layer = '')
         and (select count(*) from natural_villages c where c.dataset_id = a.dataset_id and c.name = a.name) = 1`,
      [report.dataset],
    );
    expect(rows[0]!.metres).toBeLessThan(1);
    const asWgs84 = await bench.take("gcj.geojson", text, {
      area: "45",
      datum: "wgs84",
      accept: true,
      layer: "gcj",
    });
    const wrong = await places(asWgs84);
    expect(Math.abs(wrong[0]!.lng - twin[0]!.lng) * 102_000).toBeGreaterThan(200);
  });

  test("Ladakh: blocks as counties, two of them repaired and told with their place", async () => {
    const report = await bench.run({
      path: sharedData("ladakh/blocks.zip"),
      kind: "boundaries",
      level: "county",
      area: "LA",
      name: "Ladakh",
      accept: true,
    });
    expect(report).toMatchObject({ accepted: true, rows: 31 });
    expect(problemOf(report, "polygon-repaired")?.rows).toEqual([6, 12]);
    expect(problemOf(report, "polygon-repaired")?.message).toContain("Self-intersection[77.69");
    const { rows } = await database.knex.raw<{ rows: unknown[] }>(
      "select count(*)::int as units, bool_and(ST_IsValid(geom)) as valid, min(parent_code) as parent from admin_units where dataset_id = ?",
      [report.dataset],
    );
    expect(rows).toEqual([{ units: 31, valid: true, parent: "LA" }]);
  });

  test("Ladakh: habitations, roads and facilities find their columns; the empty shapefile is refused", async () => {
    const run = (file: string, kind: ImportReport["kind"]): Promise<ImportReport> =>
      bench.run({ path: sharedData(`ladakh/${file}`), kind, area: "LA", accept: true });
    const villages = await run("habitations.zip", "villages");
    expect(villages).toMatchObject({ accepted: true, rows: 729 });
    expect(villages.reading.mapping).toEqual({
      code: "HAB_ID",
      name: "HAB_NAME",
      areaCode: "BLOCK_ID",
      persons: "TOT_POPULA",
    });
    expect(villages.reading.unmapped).toEqual(["STATE_ID", "DISTRICT_I"]);
    const persons = await database
      .knex("natural_villages")
      .where("dataset_id", villages.dataset)
      .sum("persons");
    expect(Number(persons[0]!["sum"])).toBe(278_462);
    const roads = await run("roads.zip", "roads");
    expect(roads).toMatchObject({ accepted: true, rows: 1_015 });
    expect(roads.reading.mapping).toMatchObject({ name: "RoadName", class: "RoadCatego" });
    const facilities = await run("facilities.zip", "facilities");
    expect(facilities).toMatchObject({ accepted: true, rows: 1_003 });
    const empty = await run("proposals-empty.zip", "roads");
    expect(errorCodes(empty)).toEqual(["empty-file"]);
    expect(
      await database.knex("datasets").where({ kind: "roads", state: "current" }).pluck("id"),
    ).toEqual([roads.dataset]);
  });

  test("Lesotho: outlines as villages with persons, the grid as power lines, with and without --datum", async () => {
    const lesotho = { area: "LS", name: "Lesotho", accept: true };
    for (const datum of [undefined, "wgs84"] as const) {
      const villages = await bench.run({
        path: sharedData("lesotho/lesotho_clusters.geojson"),
        ...lesotho,
        datum: datum as never,
      });
      expect(villages).toMatchObject({ accepted: true, rows: 1_752 });
      expect(villages.reading.mapping).toMatchObject({ persons: "pop" });
      const grid = await bench.run({
        path: sharedData("lesotho/lesotho_grid.geojson"),
        kind: "electricity",
        ...lesotho,
        datum: datum as never,
      });
      expect(grid).toMatchObject({ accepted: true, rows: 32 });
    }
  });
});

/** The published forward formula of GCJ-02, written here again so that the import is not tested by its own library. */
function toGcj02(lng: number, lat: number): [number, number] {
  const [x, y, pi] = [lng - 105, lat - 35, Math.PI];
  const waves = (v: number): number =>
    ((20 * Math.sin(6 * v * pi) + 20 * Math.sin(2 * v * pi)) * 2) / 3;
  let dLat =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + waves(x);
  dLat += ((20 * Math.sin(y * pi) + 40 * Math.sin((y / 3) * pi)) * 2) / 3;
  dLat += ((160 * Math.sin((y / 12) * pi) + 320 * Math.sin((y * pi) / 30)) * 2) / 3;
  let dLng = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + waves(x);
  dLng += ((20 * Math.sin(x * pi) + 40 * Math.sin((x / 3) * pi)) * 2) / 3;
  dLng += ((150 * Math.sin((x / 12) * pi) + 300 * Math.sin((x / 30) * pi)) * 2) / 3;
  const [a, ee] = [6_378_245, 0.006_693_421_622_965_943];
  const phi = (lat * pi) / 180;
  const w = 1 - ee * Math.sin(phi) ** 2;
  return [
    lng + (dLng * 180) / ((a / Math.sqrt(w)) * Math.cos(phi) * pi),
    lat + (dLat * 180) / (((a * (1 - ee)) / (w * Math.sqrt(w))) * pi),
  ];
}
