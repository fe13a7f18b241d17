import { afterAll, beforeAll, expect, test } from "vitest";
import { loadDemonstration } from "../../server/demonstration/load.ts";
import { demoCommand } from "../../server/demonstration/cli.ts";
import { type TestDatabase, withTestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase();
});
afterAll(() => database.close());

const count = async (table: string): Promise<number> => {
  const { rows } = await database.knex.raw<{ rows: { n: number }[] }>(
    `select count(*)::int as n from ${table}`,
  );
  return rows[0]!.n;
};

test("a load that breaks off leaves nothing behind", async () => {
  const log = (text: string): void => {
    if (text.includes("roads")) throw new Error("broken off");
  };
  await expect(loadDemonstration(database.knex, { region: "hechi", log })).rejects.toThrow(
    "broken off",
  );
  expect(await count("datasets")).toBe(0);
  expect(await count("admin_units")).toBe(0);
  expect(await count("natural_villages")).toBe(0);
});

test("Hechi loads with progress, marked as demonstration, valid in PostGIS", async () => {
  const messages: string[] = [];
  const loaded = await loadDemonstration(database.knex, {
    region: "hechi",
    log: (text) => messages.push(text),
  });
  expect(loaded.map((each) => each.layer).slice(0, 5)).toEqual([
    "region",
    "city",
    "county",
    "township",
    "administrativeVillage",
  ]);
  expect(messages.length).toBeGreaterThan(loaded.length);
  expect(await count("natural_villages")).toBe(
    loaded.find((each) => each.kind === "villages")!.rows,
  );
  expect(await count("datasets where demonstration and state = 'current'")).toBe(loaded.length);
  expect(await count("datasets where not demonstration")).toBe(0);
  expect(await count("admin_units where parent_code is null")).toBe(1);
  const invalid = await Promise.all(
    ["admin_units", "network_features", "zones"].map((table) =>
      count(`${table} where not st_isvalid(geom)`),
    ),
  );
  expect(invalid).toEqual([0, 0, 0]);
  expect(await count("natural_villages where outline is not null")).toBeGreaterThan(0);
  expect(await count("natural_villages where not st_isvalid(outline)")).toBe(0);
  expect(await count("service_facts")).toBeGreaterThan(500);
});

test("loading again replaces the data by the same data", async () => {
  const before = await count("network_features");
  await loadDemonstration(database.knex, { region: "hechi", log: () => undefined });
  expect(await count("network_features")).toBe(before);
  expect(await count("datasets where state = 'current'")).toBe((await count("datasets")) / 2);
});

test("data that somebody brought is never replaced", async () => {
  await database.knex("datasets").where({ kind: "roads" }).update({ demonstration: false });
  await expect(
    loadDemonstration(database.knex, { region: "hechi", log: () => undefined }),
  ).rejects.toThrow(/not demonstration data/);
});

test("the command refuses what it does not know with exit code 2", async () => {
  const messages: string[] = [];
  const context = {
    config: database.config,
    out: () => undefined,
    log: (text: string) => void messages.push(text),
  };
  expect(await demoCommand.run(["--region", "yunnan"], context)).toBe(2);
  expect(await demoCommand.run([], context)).toBe(2);
  expect(await demoCommand.run(["--region", "hechi", "--all"], context)).toBe(2);
  expect(messages[0]).toContain("guangxi or hechi");
});
