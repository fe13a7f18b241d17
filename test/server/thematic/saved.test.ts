import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from "vitest";
import { Atlas, AtlasesAnswer, MapsAnswer, SavedMap } from "../../../core/contract/thematic.ts";
import { listIndicators } from "../../../core/thematic/indicators.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, REGION, seedSmallRegion } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, EAST);
});
afterAll(async () => {
  await service.close();
  await database.close();
});
afterEach(() => {
  // oxlint-disable-next-line vitest/no-standalone-expect
  expect(service.logged).toEqual([]);
});

const QUERY = `area=${EAST}&by=township`;
const post = (path: string, body: object, key?: string) =>
  service.send("POST", path, { author: "韦", ...body }, key === undefined ? {} : { key });
async function save(name = "通屯道路", query = QUERY): Promise<SavedMap> {
  const { status, json, text } = await post("/api/maps", { name, query });
  if (status !== 201) throw new Error(text);
  return SavedMap.parse(json);
}
async function bind(pages: readonly SavedMap[], name = "图集"): Promise<Atlas> {
  const body = { name, area: EAST, pages: pages.map(({ id }) => id) };
  const { status, json, text } = await post("/api/atlases", body);
  if (status !== 201) throw new Error(text);
  return Atlas.parse(json);
}
const patch = (path: string, version: number, body: object) =>
  service.send("PATCH", path, { author: "黄", ...body }, { version });
const remove = (path: string, version: number) =>
  service.send("DELETE", path, undefined, { version });
const pagesOf = async (id: string): Promise<string[]> =>
  Atlas.parse((await service.get(`/api/atlases/${id}`)).json).pages.map((map) => map.id);
const audited = async (object: string): Promise<string[]> => {
  const rows: { action: string; actor: string }[] = await database
    .knex("audit_events")
    .where({ object })
    .orderBy("id");
  return rows.map(({ action, actor }) => `${action} ${actor}`);
};

describe("a saved map", () => {
  it("is its name and view, of the region of its area, and reads back as it was saved", async () => {
    const made = await post("/api/maps", { name: " 通屯道路 ", query: `?${QUERY}` });
    expect(made.status).toBe(201);
    const map = SavedMap.parse(made.json);
    expect(map).toMatchObject({
      name: "通屯道路",
      query: QUERY,
      regionCode: REGION,
      createdBy: "韦",
      changedBy: "韦",
      version: 1,
    });
    expect(made.headers.get("location")).toBe(`/api/maps/${map.id}`);
    expect(made.headers.get("etag")).toBe('"1"');
    expect((await service.get(`/api/maps/${map.id}`)).json).toEqual(map);
    expect(await audited(`map:${map.id}`)).toEqual(["map.create 韦"]);
  });

  it("is kept without what no view has and what is not understood", async () => {
    const map = await save(
      "x",
      `lang=en&tab=gaps&by=village&class=policy&area=${EAST}&n=99&year=2016`,
    );
    expect(map.query).toBe(`area=${EAST}&year=2016`);
  });

  it("sent again with the same key is the first one again, and with another body refused", async () => {
    const key = randomUUID();
    const body = { name: "一次", query: QUERY };
    const [first, again] = [await post("/api/maps", body, key), await post("/api/maps", body, key)];
    expect([again.status, again.json]).toEqual([201, first.json]);
    const other = await post("/api/maps", { ...body, name: "另" }, key);
    expect(other.json).toMatchObject({ status: 422, code: "idempotencyKeyReused" });
    const { items } = MapsAnswer.parse((await service.get("/api/maps")).json);
    expect(items.filter(({ name }) => name === "一次")).toHaveLength(1);
  });

  it.each([
    ["no area", "ind=persons", { code: "missingParameter", params: { expected: "area=CODE" } }],
    [
      "an unknown area",
      "area=12",
      { code: "unknownArea", params: { area: "12", regions: [REGION] } },
    ],
    [
      "two areas",
      `area=${EAST}&area=${REGION}`,
      { code: "badParameter", params: { parameter: "area" } },
    ],
    ["an unknown indicator", `area=${EAST}&ind=happiness`, { code: "unknownIndicator" }],
    [
      "a rule that is not there",
      `area=${EAST}&ind=rate:happiness:villages`,
      { code: "unknownIndicator" },
    ],
    [
      "an unknown indicator to compare",
      `area=${EAST}&ind2=happiness`,
      { code: "unknownIndicator" },
    ],
    [
      "an unknown plan",
      `area=${EAST}&ind=moved-persons&plan=${randomUUID()}`,
      { code: "unknownPlan" },
    ],
    ["no plan at all", `area=${EAST}&ind=moved-persons&plan=7`, { code: "badParameter" }],
  ])("that names %s is refused with the field and what mends it", async (_what, query, wanted) => {
    const { json } = await post("/api/maps", { name: "x", query });
    expect(json).toMatchObject({ status: 422, path: "query", ...wanted });
  });

  it("refused for its indicator is told which there are", async () => {
    const { json } = await post("/api/maps", { name: "x", query: `area=${EAST}&ind=happiness` });
    const rules = service.regions.get(REGION)!.rules.map(({ id }) => id);
    expect(json.params.indicators).toEqual(listIndicators(rules).map(({ id }) => id));
  });

  it.each([
    ["a name", { name: " ", query: QUERY }, "name"],
    ["a name in one line", { name: "a\u0007b\nc", query: QUERY }, "name"],
    ["a query", { name: "x", query: "" }, "query"],
    ["no more than that", { name: "x", query: QUERY, colour: "red" }, "colour"],
  ])("needs %s", async (_what, body, path) => {
    expect((await post("/api/maps", body)).json).toMatchObject({ status: 422, path });
  });

  it("is changed on the version that somebody saw, and on no other", async () => {
    const map = await save();
    const path = `/api/maps/${map.id}`;
    const renamed = await patch(path, 1, { name: "道路" });
    expect([renamed.status, renamed.headers.get("etag")]).toEqual([200, '"2"']);
    expect(renamed.json).toMatchObject({
      name: "道路",
      query: QUERY,
      version: 2,
      createdBy: "韦",
      changedBy: "黄",
    });
    expect((await patch(path, 1, { name: "路" })).json).toMatchObject({
      status: 412,
      code: "stale",
      path: "If-Match",
      params: { version: 2 },
    });
    const turned = await patch(path, 2, { query: `area=${REGION}` });
    expect(turned.json).toMatchObject({ name: "道路", query: `area=${REGION}`, version: 3 });
    expect((await patch(path, 3, {})).json).toMatchObject({ status: 422, path: "name" });
    expect((await patch(path, 3, { query: "area=12" })).json.code).toBe("unknownArea");
    expect((await service.get(path)).json.version).toBe(3);
    expect(await audited(`map:${map.id}`)).toEqual([
      "map.create 韦",
      "map.change 黄",
      "map.change 黄",
    ]);
  });

  it("is changed only with the version named", async () => {
    const { id } = await save();
    const bare = await service.send("PATCH", `/api/maps/${id}`, { author: "黄", name: "x" });
    expect(bare.json).toMatchObject({ status: 428, code: "ifMatchRequired" });
    const saved = await fetch(`${service.url}/api/maps`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ author: "韦", name: "x", query: QUERY }),
    });
    expect(await saved.json()).toMatchObject({ status: 400, code: "idempotencyKeyRequired" });
  });

  it("is deleted on its version, and gone", async () => {
    const { id } = await save();
    expect((await remove(`/api/maps/${id}`, 2)).status).toBe(412);
    expect((await remove(`/api/maps/${id}?author=莫`, 1)).status).toBe(204);
    expect((await service.get(`/api/maps/${id}`)).json).toMatchObject({
      status: 404,
      code: "unknownMap",
    });
    expect((await remove(`/api/maps/${id}`, 1)).status).toBe(404);
    expect(await audited(`map:${id}`)).toEqual(["map.create 韦", "map.delete 莫"]);
  });

  it("is listed for every area of its region, last made first, and stays there when it is changed", async () => {
    const [first, second] = [await save("甲"), await save("乙")];
    await patch(`/api/maps/${first.id}`, 1, { name: "甲二" });
    const { items } = MapsAnswer.parse((await service.get(`/api/maps?area=${EAST}`)).json);
    expect(items.slice(0, 2).map(({ id }) => id)).toEqual([second.id, first.id]);
    expect((await service.get("/api/maps?area=12")).json.code).toBe("unknownArea");
  });
});

describe("an atlas", () => {
  it("holds maps in order, each with its view as it is now", async () => {
    const maps = [await save("一"), await save("二"), await save("三")];
    const atlas = await bind([maps[2]!, maps[0]!, maps[1]!, maps[0]!]);
    expect(atlas.pages.map(({ name }) => name)).toEqual(["三", "一", "二", "一"]);
    await patch(`/api/maps/${maps[0]!.id}`, 1, { query: `area=${REGION}` });
    const { pages } = Atlas.parse((await service.get(`/api/atlases/${atlas.id}`)).json);
    expect(pages[1]).toMatchObject({ query: `area=${REGION}`, version: 2 });
    const { items } = AtlasesAnswer.parse((await service.get(`/api/atlases?area=${EAST}`)).json);
    expect(items.find(({ id }) => id === atlas.id)!.pages).toEqual(pages);
  });

  it("is put in another order, renamed, and changed on its version alone", async () => {
    const [one, two] = [await save("一"), await save("二")];
    const { id } = await bind([one, two]);
    const path = `/api/atlases/${id}`;
    const turned = await patch(path, 1, { pages: [two.id, one.id] });
    expect([turned.status, turned.json.version]).toEqual([200, 2]);
    expect(await pagesOf(id)).toEqual([two.id, one.id]);
    expect((await patch(path, 1, { name: "x" })).json).toMatchObject({
      status: 412,
      code: "stale",
    });
    expect((await patch(path, 2, { name: "新" })).json).toMatchObject({
      name: "新",
      version: 3,
      changedBy: "黄",
    });
    expect((await patch(path, 3, { pages: [] })).json.pages).toEqual([]);
    expect((await patch(path, 4, {})).json).toMatchObject({ status: 422, path: "name" });
    expect(await audited(`atlas:${id}`)).toEqual([
      "atlas.create 韦",
      "atlas.change 黄",
      "atlas.change 黄",
      "atlas.change 黄",
    ]);
  });

  it("keeps its place in the list when it or another is changed, and a new one comes last", async () => {
    const [first, second] = [await bind([], "甲集"), await bind([], "乙集")];
    await patch(`/api/atlases/${first.id}`, 1, { name: "改过的甲集" });
    const { items } = AtlasesAnswer.parse((await service.get("/api/atlases")).json);
    expect(items.slice(-2).map(({ id }) => id)).toEqual([first.id, second.id]);
  });

  it("holds maps that are there, each fault with its page, and is not made by halves", async () => {
    const one = await save();
    const [gone, none] = [randomUUID(), randomUUID()];
    const before = await database.knex("atlases").count();
    const { json } = await post("/api/atlases", {
      name: "x",
      area: EAST,
      pages: [one.id, gone, one.id, none],
    });
    expect(json).toMatchObject({
      status: 422,
      code: "unknownMap",
      errors: [
        { code: "unknownMap", path: "pages.1", params: { id: gone } },
        { code: "unknownMap", path: "pages.3", params: { id: none } },
      ],
    });
    expect(await database.knex("atlases").count()).toEqual(before);
  });

  it("holds no maps of another region", async () => {
    const id = randomUUID();
    await database.knex.raw(
      `insert into thematic_maps (id, region_code, name, query, created_by) values (?, '45', 'x', 'area=45', 'x')`,
      [id],
    );
    const { json } = await post("/api/atlases", { name: "x", area: EAST, pages: [id] });
    expect(json).toMatchObject({ status: 422, code: "otherRegion", path: "pages.0" });
  });

  it("is made once for a key", async () => {
    const key = randomUUID();
    const body = { name: "一次", area: EAST, pages: [] };
    const [first, again] = [
      await post("/api/atlases", body, key),
      await post("/api/atlases", body, key),
    ];
    expect(again.json).toEqual(first.json);
    const other = await post("/api/atlases", { ...body, name: "另" }, key);
    expect(other.json.code).toBe("idempotencyKeyReused");
  });

  it("keeps its maps from being deleted, says so by name, and lets go when forced", async () => {
    const [one, two] = [await save("一"), await save("二")];
    const [first, second] = [await bind([one, two, one], "甲集"), await bind([two, one], "乙集")];
    const refused = await remove(`/api/maps/${one.id}`, 1);
    expect(refused.json).toMatchObject({ status: 409, code: "mapInAtlas", path: "force" });
    const named = (refused.json.params.atlases as { name: string }[]).map(({ name }) => name);
    expect(named.toSorted()).toEqual(["乙集", "甲集"]);
    expect(await pagesOf(first.id)).toHaveLength(3);
    expect((await remove(`/api/maps/${one.id}?force=true`, 1)).status).toBe(204);
    for (const { id } of [first, second]) {
      const { json } = await service.get(`/api/atlases/${id}`);
      expect([json.version, await pagesOf(id)]).toEqual([2, [two.id]]);
      expect(await audited(`atlas:${id}`)).toContain("atlas.change -");
    }
  });

  it("is deleted without its maps", async () => {
    const one = await save();
    const { id } = await bind([one]);
    expect((await remove(`/api/atlases/${id}`, 9)).status).toBe(412);
    expect((await remove(`/api/atlases/${id}`, 1)).status).toBe(204);
    expect((await service.get(`/api/atlases/${id}`)).json.code).toBe("unknownAtlas");
    expect((await service.get(`/api/maps/${one.id}`)).status).toBe(200);
    expect((await remove(`/api/maps/${one.id}`, 1)).status).toBe(204);
  });
});

test("two who change one map at once: one is told that the other did", async () => {
  const { id } = await save();
  const answers = await Promise.all(
    ["甲", "乙", "丙"].map((name) => patch(`/api/maps/${id}`, 1, { name })),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412]);
});

test.each(["7", "not-a-map", `${randomUUID()}`])("what is no id is not there: %s", async (id) => {
  expect((await service.get(`/api/maps/${id}`)).json.code).toBe("unknownMap");
  expect((await service.get(`/api/atlases/${id}`)).json.code).toBe("unknownAtlas");
  expect((await patch(`/api/atlases/${id}`, 1, { name: "x" })).status).toBe(404);
});

test("while no region can be seen, maps are listed but none is saved", async () => {
  const blind = await startPlans(database, EAST, { withRegions: false });
  try {
    const saved = await blind.send("POST", "/api/maps", { name: "x", query: QUERY, author: "韦" });
    expect(saved.json).toMatchObject({ status: 503, code: "notReady" });
    expect((await blind.get("/api/maps")).status).toBe(200);
  } finally {
    await blind.close();
  }
});

const MAP = "insert into thematic_maps (id, region_code, name, query, created_by, creation_key)";
test.each([
  [
    "a map without a name",
    `${MAP} values (gen_random_uuid(), '45', '', 'area=45', 'x', null)`,
    "23514",
  ],
  ["a map without a view", `${MAP} values (gen_random_uuid(), '45', 'x', '', 'x', null)`, "23514"],
  [
    "a key without its hash",
    `${MAP} values (gen_random_uuid(), '45', 'x', 'y', 'x', 'k')`,
    "23514",
  ],
  [
    "a page that is no map",
    "insert into atlas_pages select id, 99, gen_random_uuid() from atlases limit 1",
    "23503",
  ],
  [
    "two maps on one page",
    "insert into atlas_pages select atlas_id, page, map_id from atlas_pages limit 1",
    "23505",
  ],
  ["a page 0", "update atlas_pages set page = 0", "23514"],
])("the tables refuse %s", async (_what, sql, code) => {
  await bind([await save()]);
  await expect(database.knex.raw(sql)).rejects.toMatchObject({ code });
});
