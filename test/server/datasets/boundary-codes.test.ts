import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportOptions } from "../../../server/datasets/service.ts";
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

/** Areas side by side along latitude 34, from 77 east, with these columns. */
const areas = (rows: readonly object[], degrees = 1): string =>
  featureCollection(
    rows.map((properties, i) => ({ properties, geometry: square(77 + i * degrees, 34, degrees) })),
  );
const counties = (rows: readonly object[], more: Partial<ImportOptions>) =>
  bench.take("areas.geojson", areas(rows), { kind: "boundaries", level: "county", ...more });

describe("codes of a country where 37 is a state and not Shandong", () => {
  const blocks = [
    { STATE_ID: 37, DISTRICT_I: 743, BLOCK_ID: 7766 },
    { STATE_ID: 37, DISTRICT_I: 743, BLOCK_ID: 7762 },
    { STATE_ID: 37, DISTRICT_I: 742, BLOCK_ID: 7756 },
  ];
  const ladakh = { area: "37", name: "Ladakh" };

  test("are taken in as they are", async () => {
    const report = await counties(blocks, { ...ladakh, accept: true });
    expect(errorCodes(report)).toEqual([]);
    expect(report.reading.mapping).toEqual({ code: "BLOCK_ID" });
    expect(report.accepted).toBe(true);
    const named = await counties(blocks, { ...ladakh, map: { code: "BLOCK_ID" } });
    expect(errorCodes(named)).toEqual([]);
  });

  test("are checked as division codes under a Chinese name", async () => {
    const report = await counties(blocks, { area: "36", name: "江西省" });
    expect(problemOf(report, "code-shape")?.mend).toContain("--map code=COLUMN");
  });

  test("of a level below find the area above by place", async () => {
    const report = await bench.take(
      "villages.geojson",
      areas([{ unit_id: "x1" }, { unit_id: "x2" }], 0.5),
      { kind: "boundaries", level: "township", accept: true, ...ladakh },
    );
    expect(errorCodes(report)).toEqual([]);
    const { rows } = await database.knex.raw<{ rows: unknown[] }>(
      "select code, parent_code from admin_units where dataset_id = ? order by code",
      [report.dataset],
    );
    expect(rows).toEqual([
      { code: "x1", parent_code: "7766" },
      { code: "x2", parent_code: "7762" },
    ]);
  });
});

describe("a file without a column of codes", () => {
  test("is refused, and the columns that could serve are named", async () => {
    const report = await counties(
      [
        { zone: "north", label_a: "Leh" },
        { zone: "north", label_a: "Kargil" },
      ],
      { area: "N1", name: "Northland" },
    );
    expect(errorCodes(report)).toEqual(["no-code-column"]);
    expect(problemOf(report, "no-code-column")?.mend).toMatch(/--map code=COLUMN.*: label_a\.$/);
  });

  test("does not take the district around an area for the area's own code", async () => {
    const blocks = Array.from({ length: 12 }, (_, i) => ({
      BLOCK_ID: 7700 + i,
      DISTRICT_I: i < 6 ? 742 : 743,
    }));
    const options = { area: "N1", name: "Northland" };
    const report = await counties(blocks, { ...options, map: { name: "BLOCK_ID" } });
    expect(errorCodes(report)).toEqual(["no-code-column"]);
    expect(problemOf(report, "no-code-column")?.mend).toContain("BLOCK_ID");
    const both = await counties(blocks, {
      ...options,
      map: { name: "BLOCK_ID", code: "BLOCK_ID" },
    });
    expect(errorCodes(both)).toEqual([]);
  });
});
