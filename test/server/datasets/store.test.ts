import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { VillageRecord } from "../../../core/contract/record.ts";
import { readAloud } from "../../../server/datasets/pinyin.ts";
import { DatasetRefused } from "../../../server/datasets/problems.ts";
import { storeDataset, type DatasetMeta } from "../../../server/datasets/store.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase();
});
afterAll(() => database.close());

const meta = (areaCode: string, more: Partial<DatasetMeta> = {}): DatasetMeta => ({
  kind: "villages",
  areaCode,
  layer: "",
  source: "a survey",
  licence: null,
  dataDate: "2014-05-31",
  datum: "wgs84",
  demonstration: false,
  ...more,
});
const village = (code: string, more: Partial<VillageRecord> = {}): VillageRecord => ({
  code,
  name: "古龙屯",
  areaCode: null,
  position: [108, 23],
  outline: null,
  households: 20,
  persons: 80,
  poorHouseholds: null,
  poorPersons: null,
  willingHouseholds: null,
  attributes: { karst: true },
  attested: {},
  ...more,
});
const store = (
  about: DatasetMeta,
  records: Parameters<typeof storeDataset>[2],
): ReturnType<typeof storeDataset> =>
  database.knex.transaction((trx) => storeDataset(trx, about, records));
const area = (code: string, parentCode: string | null): object => ({
  code,
  name: code,
  level: parentCode === null ? "region" : "county",
  parent_code: parentCode,
});

beforeEach(async () => {
  await database.knex.raw("truncate datasets, admin_units, audit_events restart identity cascade");
  await database.knex("admin_units").insert([area("R", null), area("C", "R"), area("D", "R")]);
});

describe("versions", () => {
  test("a second version takes the place of the first, whose row stays as history without data", async () => {
    const first = await store(meta("C"), [village("1"), village("2")]);
    const second = await store(meta("C"), [village("3")]);
    expect(await database.knex("datasets").orderBy("id").select("id", "state", "rows")).toEqual([
      { id: first.datasetId, state: "superseded", rows: 2 },
      { id: second.datasetId, state: "current", rows: 1 },
    ]);
    expect(await database.knex("natural_villages").pluck("code")).toEqual(["3"]);
    const audit = await database
      .knex("audit_events")
      .orderBy("id")
      .select("action", "object", "detail");
    expect(audit[1]).toMatchObject({
      action: "dataset.accept",
      detail: { rows: 1, supersedes: first.datasetId },
    });
  });

  test("another area or another layer is a dataset of its own", async () => {
    await store(meta("C"), [village("1")]);
    await store(meta("D"), [village("2")]);
    await store(meta("C", { layer: "second" }), [village("3")]);
    expect(await database.knex("datasets").where({ state: "current" })).toHaveLength(3);
  });

  test("a failure in the middle of the records leaves the version in force untouched", async () => {
    await store(meta("C"), [village("1")]);
    async function* broken(): AsyncGenerator<VillageRecord> {
      yield village("2");
      await Promise.resolve();
      throw new Error("the disk is full");
    }
    await expect(store(meta("C"), broken())).rejects.toThrow("the disk is full");
    expect(await database.knex("natural_villages").pluck("code")).toEqual(["1"]);
    expect(await database.knex("datasets").pluck("state")).toEqual(["current"]);
  });

  test.each([
    ["below", "R", "C"],
    ["above", "C", "R"],
  ])(
    "a dataset over an area %s another one is refused, because rows would count twice",
    async (_, before, after) => {
      await store(meta(before), [village("1")]);
      const refusal = await store(meta(after), [village("2")]).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(DatasetRefused);
      const [problem] = (refusal as DatasetRefused).problems;
      expect(problem).toMatchObject({ code: "overlapping-dataset", severity: "error" });
      expect(problem?.mend).toContain("--layer");
      expect(await database.knex("natural_villages").pluck("code")).toEqual(["1"]);
    },
  );

  test("two imports of one file at once give two versions, one in force", async () => {
    await Promise.all([store(meta("C"), [village("1")]), store(meta("C"), [village("1")])]);
    expect(await database.knex("datasets").orderBy("state").pluck("state")).toEqual([
      "current",
      "superseded",
    ]);
    expect(await database.knex("natural_villages")).toHaveLength(1);
  });
});

test("attested statuses become facts of the right villages", async () => {
  const records = [
    village("1"),
    village("2", { attested: { road: true, water: false } }),
    village("3", { attested: { electricity: true } }),
  ];
  await store(meta("C"), records);
  const facts = await database
    .knex("service_facts")
    .join("natural_villages", "natural_villages.id", "service_facts.village_id")
    .orderBy(["code", "sector"])
    .select("code", "sector", "served", "attested_by", "attested_on");
  const by = { attested_by: "a survey", attested_on: "2014-05-31" };
  expect(facts).toEqual([
    { code: "2", sector: "road", served: true, ...by },
    { code: "2", sector: "water", served: false, ...by },
    { code: "3", sector: "electricity", served: true, ...by },
  ]);
  await store(meta("C"), [village("1")]);
  expect(await database.knex("service_facts")).toEqual([]);
});

test("a root that an import made gives way to the region's own boundary", async () => {
  await store(meta("R", { kind: "boundaries", layer: "region" }), [
    {
      code: "R",
      level: "region",
      parentCode: null,
      name: "Region",
      geometry: null,
      seat: null,
      qualified: null,
      cityClass: null,
      countyClass: null,
    },
  ]);
  expect(await database.knex("admin_units").where({ code: "R" }).pluck("name")).toEqual(["Region"]);
});

test("a code that another boundary dataset holds is refused", async () => {
  const unit = {
    code: "X",
    level: "county",
    parentCode: "R",
    name: "X",
    geometry: null,
    seat: null,
    qualified: null,
    cityClass: null,
    countyClass: null,
  } as const;
  await store(meta("R", { kind: "boundaries", layer: "county" }), [unit]);
  const again = store(meta("R", { kind: "boundaries", layer: "township" }), [
    { ...unit, level: "township" },
  ]);
  await expect(again).rejects.toBeInstanceOf(DatasetRefused);
});

describe("reading aloud", () => {
  test.each([
    ["河池市", "Hechi Shi", "hcs"],
    ["都安瑶族自治县", "Duanyaozu Zizhixian", "dayzzzx"],
    ["古龙屯", "Gulong Tun", "glt"],
    ["榃", "Tan", "t"],
    ["Farol", null, null],
  ])("%s", (name, pinyin, initials) => {
    expect(readAloud(name)).toEqual({ pinyin, initials });
  });
});
