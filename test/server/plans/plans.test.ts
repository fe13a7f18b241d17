import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import {
  PlanAnswer,
  PlanEvent,
  PlansAnswer,
  PlanSummary,
} from "../../../core/contract/plan-service.ts";
import { seedStandards } from "../../../server/indicators/seed.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement, works } from "../../core/relocation/support/arbitrary-changes.ts";
import {
  EAST,
  EAST_VILLAGE_COMMITTEE,
  REGION,
  seedSmallRegion,
  WEST,
} from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "./plan-service.ts";

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

const YEARS = { from: 2014, to: 2020 };
const move = (site: string, year = 2016) => ({
  parts: [{ settlement: site, year, households: null }],
  reason: null,
});
const DOCUMENT: PlanChange = {
  settlements: { s1: settlement(), s2: settlement({ name: "旧州", capacityPersons: 80 }) },
  moves: { v3: move("s1"), v4: move("s2", 2017) },
  works: { w1: works() },
  targets: { [`${EAST}:2016`]: 300 },
  locks: { "village:v3": true },
};
const create = (body: unknown, key = randomUUID()) =>
  service.send("POST", "/api/plans", body, { key });

describe("a new plan", () => {
  it("is empty, of an area and its years, and says where it is", async () => {
    const made = await create({ name: " 东县规划 ", author: "韦", area: EAST, years: YEARS });
    expect(made.status).toBe(201);
    const { plan, document } = PlanAnswer.parse(made.json);
    expect(plan).toMatchObject({
      name: "东县规划",
      area: EAST,
      areaName: "东县",
      regionCode: REGION,
      years: YEARS,
      version: 0,
      branchOf: null,
      archived: false,
      demonstration: false,
      createdBy: "韦",
    });
    expect(plan.dataVersion).toBe(service.regions.get(REGION)!.snapshot.dataVersion);
    expect(document).toEqual({});
    expect(made.headers.get("location")).toBe(`/api/plans/${plan.id}`);
    expect(made.headers.get("etag")).toBe('"0"');
    expect((await service.get(`/api/plans/${plan.id}`)).json).toEqual(made.json);
  });

  it("has the years of the region's annual task where none are named, and must name them where there is none", async () => {
    const asked = { name: "x", author: "韦", area: EAST };
    expect((await create(asked)).json).toMatchObject({ status: 422, path: "years" });
    await database.knex("policy_parameters").insert({
      id: "annual-relocation-persons",
      region_code: REGION,
      valid_from: "2015-01-01",
      valid_to: "2019-12-31",
      value: 1000,
      unit: "persons/year",
      source: "test",
      confidence: "low",
    });
    expect((await create(asked)).json.plan.years).toEqual({ from: 2015, to: 2019 });
    await database.knex("policy_parameters").delete();
    await seedStandards(database.knex);
    await database.knex("policy_parameters").update({ region_code: "" });
    expect((await create(asked)).json.plan.years).toEqual(YEARS);
  });

  it("begins with a whole document as its first change, or is not made at all", async () => {
    const made = await create({
      name: "x",
      author: "韦",
      area: EAST,
      years: YEARS,
      document: DOCUMENT,
    });
    expect(made.json.plan.version).toBe(1);
    expect(made.json.document).toEqual(DOCUMENT);
    const history = await service.get(`/api/plans/${made.json.plan.id}/history`);
    expect(history.json.items).toMatchObject([{ version: 1, author: "韦", client: "creation" }]);

    const before = await database.knex("plans").count();
    const refused = await create({
      name: "x",
      author: "韦",
      area: EAST,
      years: { from: 2014, to: 2016 },
      document: DOCUMENT,
    });
    expect(refused.json).toMatchObject({ status: 422, code: "yearOutside", path: "moves.v4" });
    expect(await database.knex("plans").count()).toEqual(before);
  });

  it("is made once for each key, also when it is asked for ten times at once", async () => {
    const key = randomUUID();
    const body = { name: "一次", author: "韦", area: EAST, years: YEARS, document: DOCUMENT };
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(body, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(new Set(answers.map(({ json }) => json.plan.id)).size).toBe(1);
    expect(await database.knex("plans").where({ name: "一次" })).toHaveLength(1);
    const other = await create({ ...body, name: "别的" }, key);
    expect(other.json).toMatchObject({ status: 422, code: "idempotencyKeyReused" });
  });

  it.each([
    ["no area", { area: undefined }, 422, "area"],
    ["an area that is not there", { area: "4512" }, 404, "area"],
    ["an area of letters", { area: "%" }, 404, "area"],
    ["an administrative village", { area: EAST_VILLAGE_COMMITTEE }, 422, "area"],
    ["years the wrong way round", { years: { from: 2020, to: 2014 } }, 422, "years"],
    ["the year 20160", { years: { from: 2014, to: 20160 } }, 422, "years.to"],
    ["no name", { name: "  " }, 422, "name"],
    ["a name of a book", { name: "长".repeat(101) }, 422, "name"],
    ["nobody", { author: undefined }, 422, "author"],
    ["a field that it does not have", { version: 7 }, 422, "version"],
    ["both an area and a plan to branch", { branchOf: randomUUID() }, 422, "area"],
    ["a document that is none", { document: [] }, 422, ""],
  ])("is refused for %s", async (_what, more, status, path) => {
    const { json } = await create({ name: "x", author: "韦", area: EAST, years: YEARS, ...more });
    expect(json).toMatchObject({ status, path });
  });
});

describe("the list of plans", () => {
  it("holds the plans of an area and of those in it, newest first, without those put away", async () => {
    const east = await service.make({ name: "east" });
    const west = await service.make({ area: WEST });
    const whole = await service.make({ area: REGION });
    const ids = async (query: string): Promise<string[]> =>
      PlansAnswer.parse((await service.get(`/api/plans?${query}`)).json).items.map(({ id }) => id);
    expect((await ids(`area=${REGION}`)).slice(0, 3)).toEqual([whole, west, east]);
    expect((await ids("")).slice(0, 3)).toEqual([whole, west, east]);
    expect(await ids(`area=${WEST}`)).toEqual([west]);
    expect((await ids("area=9001")).slice(0, 2)).toEqual([west, east]);
    expect(await ids("area=%25")).toEqual([]);
    await service.send(
      "PATCH",
      `/api/plans/${west}`,
      { archived: true, author: "韦" },
      {
        version: 0,
      },
    );
    expect(await ids(`area=${WEST}`)).toEqual([]);
    expect(await ids(`area=${WEST}&archived=true`)).toEqual([west]);
    expect((await service.get("/api/plans?area=")).status).toBe(400);
  });
});

describe("a plan that is read", () => {
  it("need not be sent again while nothing of it has changed", async () => {
    const id = await service.make({ document: DOCUMENT });
    const path = `/api/plans/${id}`;
    const etag = (await service.get(path)).headers.get("etag")!;
    expect(etag).toBe('"1"');
    const same = await service.get(path, { "If-None-Match": `"0", W/${etag}` });
    expect([same.status, same.text]).toEqual([304, ""]);
    const renamed = await service.send(
      "PATCH",
      path,
      { name: "新名", author: "韦" },
      { version: 1 },
    );
    expect(PlanSummary.parse(renamed.json)).toMatchObject({ name: "新名", version: 1 });
    const after = await service.get(path, { "If-None-Match": etag });
    expect([after.status, after.json.plan.name]).toEqual([200, "新名"]);
    expect(after.headers.get("etag")).toBe('"1-1"');
    await service.change(id, 1, { locks: { "village:v3": null } });
    expect((await service.get(path, { "If-None-Match": etag })).status).toBe(200);
  });

  it("must exist", async () => {
    for (const id of [randomUUID(), "1", "%00", "..%2f..", "__proto__", "'or 1=1--"])
      for (const path of [
        "",
        "/history",
        "/export",
        `/merge`,
        "/changes",
        "/return",
        "/presence",
      ]) {
        const isRead = ["", "/history", "/export"].includes(path);
        const body = {
          change: {},
          from: randomUUID(),
          to: 0,
          at: null,
          author: "韦",
          client: "p",
        } as Record<string, unknown>;
        const wanted: Record<string, string[]> = {
          "/merge": ["from", "author", "client"],
          "/changes": ["change", "author", "client"],
          "/return": ["to", "author", "client"],
          "/presence": ["at", "author", "client"],
        };
        const picked = Object.fromEntries((wanted[path] ?? []).map((name) => [name, body[name]]));
        const answer = isRead
          ? await service.get(`/api/plans/${id}${path}`)
          : await service.send("POST", `/api/plans/${id}${path}`, picked, { version: 0 });
        expect([id, path, answer.status]).toEqual([id, path, 404]);
        expect(answer.headers.get("content-type")).toContain("application/problem+json");
      }
    expect(service.logged).toEqual([]);
  });

  it("is renamed only on the version and the renaming that are known", async () => {
    const id = await service.make();
    const path = `/api/plans/${id}`;
    const rename = (name: string, etag: string) =>
      service.send("PATCH", path, { name, author: "韦" }, { headers: { "If-Match": etag } });
    expect((await service.send("PATCH", path, { name: "x", author: "韦" })).status).toBe(428);
    expect((await rename("a", '"1"')).status).toBe(412);
    expect((await rename("a", '"0"')).headers.get("etag")).toBe('"0-1"');
    expect((await rename("b", '"0-1"')).status).toBe(200);
    expect((await rename("c", '"0-1"')).status).toBe(412);
    expect((await service.get(path)).json.plan.name).toBe("b");
    const audit = await database.knex("audit_events").where({ object: `plan:${id}` });
    expect(audit.map(({ action }) => action)).toEqual(["plan.create", "plan.patch", "plan.patch"]);
  });
});

describe("a scenario", () => {
  it("begins as a copy of its plan and goes its own way", async () => {
    const id = await service.make({ document: DOCUMENT });
    const made = await create({ name: "方案二", author: "黄", branchOf: id });
    expect(made.status).toBe(201);
    expect(made.json.plan).toMatchObject({
      area: EAST,
      years: YEARS,
      version: 1,
      branchOf: { id, version: 1 },
      createdBy: "黄",
    });
    expect(made.json.document).toEqual(DOCUMENT);
    const scenario = made.json.plan.id as string;
    await service.change(scenario, 1, { moves: { v4: null } });
    expect((await service.get(`/api/plans/${id}`)).json.document).toEqual(DOCUMENT);
    expect((await create({ name: "x", author: "韦", branchOf: randomUUID() })).status).toBe(404);
  });

  it("gives back chosen villages with the settlements they need, and leaves the rest", async () => {
    const id = await service.make({ document: DOCUMENT });
    const branch = (await create({ name: "x", author: "黄", branchOf: id })).json.plan.id as string;
    await service.change(branch, 1, {
      settlements: { s3: settlement({ name: "新址" }), s1: { capacityPersons: 9 } },
      moves: { v4: move("s3", 2018), v5: move("s1"), v6: move("s3") },
    });
    const merge = (villages: string[] | undefined, version: number) =>
      service.send(
        "POST",
        `/api/plans/${id}/merge`,
        { from: branch, author: "韦", client: "p", ...(villages && { villages }) },
        { version },
      );
    const some = await merge(["v4", "v1"], 1);
    expect(PlanEvent.parse(some.json).change).toEqual({
      settlements: { s3: settlement({ name: "新址" }) },
      moves: { v4: move("s3", 2018) },
    });
    expect((await merge([], 2)).json).toMatchObject({ version: 3, counts: [] });
    expect((await merge(undefined, 1)).status).toBe(412);
    const all = await merge(undefined, 3);
    expect(all.json.change.moves).toEqual({ v5: move("s1"), v6: move("s3") });
    const now = (await service.get(`/api/plans/${id}`)).json.document;
    expect(now.settlements.s1.capacityPersons).toBe(500);
  });

  it("cannot give back a village that is locked here", async () => {
    const id = await service.make({ document: DOCUMENT });
    const branch = (await create({ name: "x", author: "黄", branchOf: id })).json.plan.id as string;
    await service.change(branch, 1, { locks: { "village:v3": null }, moves: { v3: null } });
    const merged = await service.send(
      "POST",
      `/api/plans/${id}/merge`,
      { from: branch, author: "韦", client: "p" },
      { version: 1 },
    );
    expect(merged.json).toMatchObject({ status: 422, code: "locked", path: "moves.v3" });
  });
});

describe("an exported plan", () => {
  it("is taken in again as it is, without loss", async () => {
    const id = await service.make({ document: DOCUMENT, name: "出口" });
    const file = await service.get(`/api/plans/${id}/export?format=json`);
    expect(file.headers.get("content-disposition")).toMatch(
      /^attachment; filename="plan-\w{8}-v1\.json"$/,
    );
    const again = await create(file.json);
    expect(again.status).toBe(201);
    expect(again.json.document).toEqual(DOCUMENT);
    expect(again.json.plan).toMatchObject({ name: "出口", createdBy: "韦", area: EAST });
    expect(again.json.plan.id).not.toBe(id);
    const named = await create({ ...file.json, name: "另存", author: "黄" });
    expect(named.json.plan).toMatchObject({ name: "另存", createdBy: "黄" });
    const broken = structuredClone(file.json);
    broken.document.moves.v3.parts[0].year = "2016";
    expect((await create(broken)).json).toMatchObject({
      status: 422,
      code: "malformed",
      path: "moves.v3.parts.0.year",
    });
  });

  it("is a map of settlements, works, notes and moves as GeoJSON", async () => {
    const id = await service.make({ document: DOCUMENT });
    const { json } = await service.get(`/api/plans/${id}/export?format=geojson`);
    expect(json.features.map((each: { id: string }) => each.id).toSorted()).toEqual([
      "settlement:s1",
      "settlement:s2",
      "village:v3:1",
      "village:v4:1",
      "works:w1",
    ]);
    const line = json.features.find((each: { id: string }) => each.id === "village:v3:1");
    expect(line).toMatchObject({
      properties: { what: "move", village: "v3", name: "=高山屯", settlement: "s1", year: 2016 },
      geometry: {
        type: "LineString",
        coordinates: [
          [108.03, 24.02],
          [107.5, 24.5],
        ],
      },
    });
    expect((await service.get(`/api/plans/${id}/export?format=xlsx`)).status).toBe(400);
  });
});

describe("the documentation", () => {
  it("tells every address of plans, its bodies and the headers of writes", async () => {
    const { json } = await service.get("/api/openapi.json");
    const changes = json.paths["/api/plans/{id}/changes"].post;
    expect(changes.parameters.map((each: { name: string }) => each.name).toSorted()).toEqual([
      "Idempotency-Key",
      "If-Match",
      "id",
    ]);
    expect(changes.requestBody.content["application/json"].schema).toBeDefined();
    expect(Object.keys(json.paths["/api/plans/{id}"]).toSorted()).toEqual(["get", "patch"]);
    expect(json.paths["/api/events"].get).toBeDefined();
    expect((await service.get("/api")).text).toContain("/api/plans/{id}/merge");
  });
});
