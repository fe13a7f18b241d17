import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { StatisticsAnswer, StatisticsImportReport } from "../../../core/contract/statistics.ts";
import { runCommand } from "../../../server/cli.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, REGION, seedSmallRegion } from "../coverage/small-region.ts";
import { Folder } from "../datasets/support/files.ts";

let database: TestDatabase;
const folder = new Folder();
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  await database.release();
});
afterAll(async () => {
  await database.close();
  folder.clear();
});

async function qiantu(...args: string[]): Promise<{ code: number; out: string; log: string }> {
  let [out, log] = ["", ""];
  const code = await runCommand(args, {
    config: database.config,
    out: (text) => (out += text),
    log: (text) => (log += text),
  });
  return { code, out, log };
}

it("a template is written, filled in, checked, taken in and shown", async () => {
  const path = join(folder.path, "template.csv");
  expect(
    (
      await qiantu(
        "statistics",
        "template",
        "--area",
        REGION,
        "--year",
        "2016",
        "--lang",
        "en",
        "--out",
        path,
      )
    ).code,
  ).toBe(0);
  const [head, ...rows] = readFileSync(path, "utf8").trimEnd().split("\r\n");
  const column = head!.split(",").indexOf("Poor persons (persons)");
  expect(column).toBeGreaterThan(0);
  const filled = (value: string) =>
    [
      head,
      ...rows.map((row) =>
        row.startsWith(EAST)
          ? row
              .split(",")
              .map((cell, i) => (i === column ? value : cell))
              .join(",")
          : row,
      ),
    ].join("\r\n");
  const bad = folder.write("bad.csv", filled("约30"));
  const refused = await qiantu("statistics", "import", bad, "--area", REGION, "--accept", "--json");
  expect(refused.code).toBe(1);
  expect(StatisticsImportReport.parse(JSON.parse(refused.out)).problems[0]).toMatchObject({
    code: "not-a-number",
    field: "poor-persons",
  });
  const good = folder.write("good.csv", filled("30"));
  const dry = await qiantu("statistics", "import", good, "--area", REGION);
  expect([dry.code, dry.out.includes("add --accept")]).toEqual([0, true]);
  const show = async () =>
    StatisticsAnswer.parse(
      JSON.parse((await qiantu("statistics", "show", "--area", REGION, "--json")).out),
    ).items;
  expect(await show()).toEqual([]);
  expect((await qiantu("statistics", "import", good, "--area", REGION, "--accept")).code).toBe(0);
  expect(await show()).toMatchObject([{ area: EAST, year: 2016, item: "poor-persons", value: 30 }]);
  expect((await qiantu("statistics", "show", "--area", EAST)).out).toContain("poor-persons");
});

it("what is not understood is told with the usage, an unknown area is refused", async () => {
  expect((await qiantu("statistics", "show")).code).toBe(2);
  expect((await qiantu("statistics", "template", "--area", REGION)).code).toBe(2);
  expect((await qiantu("statistics", "show", "--area", "99")).code).toBe(1);
  expect((await qiantu("statistics", "show", "--area", REGION, "--role", "admin")).code).toBe(2);
});
