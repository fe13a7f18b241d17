import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { PlanAnswer, PlanEvent, StaleAnswer } from "../../../core/contract/plan-service.ts";
import { applyChange } from "../../../core/relocation/apply.ts";
import { emptyPlan, equalPlans, type Plan } from "../../../core/relocation/plan.ts";
import { loadPlan } from "../../../server/plans/load-plan.ts";
import { findPlan } from "../../../server/plans/queries.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import {
  anyChange,
  settlement,
  SITES_FIRST,
  works,
} from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, seedSmallRegion } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "./plan-service.ts";

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, EAST, { withRegions: false });
});
afterAll(async () => {
  await service.close();
  await database.close();
});
afterEach(() => {
  // oxlint-disable-next-line vitest/no-standalone-expect
  expect(service.logged).toEqual([]);
});

const FRAME = { area: EAST, years: { from: 2014, to: 2020 } };
const move = (site: string, year = 2016, households: number | null = null) => ({
  parts: [{ settlement: site, year, households }],
  reason: null,
});

/** The plan as its tables hold it. */
async function tablesOf(id: string): Promise<Plan> {
  return loadPlan(database.knex, (await findPlan(database.knex, id))!);
}

/** The plan that a document makes. */
function planOf(document: PlanChange): Plan {
  const applied = applyChange(emptyPlan(FRAME), document);
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  return applied.plan;
}

async function planIn(id: string, version?: number): Promise<Plan> {
  const { json } = await service.get(
    `/api/plans/${id}${version === undefined ? "" : `?version=${version}`}`,
  );
  return planOf(PlanAnswer.parse(json).document);
}

describe("a change", () => {
  it("is answered with its inverse and its place in the history", async () => {
    const id = await service.make();
    const answer = await service.change(
      id,
      0,
      { settlements: { s1: settlement() }, moves: { v1: move("s1") } },
      { client: "page-1", reason: "试一试" },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get("etag")).toBe('"1"');
    expect(PlanEvent.parse(answer.json)).toMatchObject({
      version: 1,
      author: "韦",
      reason: "试一试",
      client: "page-1",
      inverse: { settlements: { s1: null }, moves: { v1: null } },
      counts: [
        { collection: "settlements", added: 1, changed: 0, removed: 0 },
        { collection: "moves", added: 1, changed: 0, removed: 0 },
      ],
    });
    const history = await service.get(`/api/plans/${id}/history`);
    expect(history.json.items).toHaveLength(1);
    expect(history.json.items[0]).not.toHaveProperty("change");
    expect(equalPlans(await planIn(id), await tablesOf(id))).toBe(true);
  });

  it("of any kind, one after another, leaves in the tables what the plan holds, and every version can be had again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyChange, { minLength: 4, maxLength: 10 }), async (changes) => {
        const id = await service.make();
        const plans = [emptyPlan(FRAME)];
        for (const change of [SITES_FIRST, ...changes]) {
          const before = plans.at(-1)!;
          const applied = applyChange(before, change);
          const answer = await service.change(id, plans.length - 1, change);
          expect([answer.status, answer.json.code]).toEqual(
            applied.ok ? [200, undefined] : [422, applied.problems[0]!.code],
          );
          if (applied.ok) plans.push(applied.plan);
        }
        expect(equalPlans(await tablesOf(id), plans.at(-1)!)).toBe(true);
        for (const [version, plan] of plans.entries())
          expect(equalPlans(await planIn(id, version), plan)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  it("keeps places, outlines and figures to the last bit", async () => {
    const id = await service.make();
    const [x, y] = [107.12345678901234, 24.98765432109876];
    const outline: [number, number][][] = [
      [
        [x, y],
        [x + 0.01, y + 1e-9],
        [x + 0.01 / 3, y + 0.01],
        [x, y],
      ],
    ];
    const document: PlanChange = {
      settlements: {
        s1: settlement({
          position: [x, y],
          outline,
          landQuotaMu: 0.1 + 0.2,
          floorAreaM2: 1e9 / 7,
          siteCostYuan: 9_999_999_999_999,
          costPerHeadYuan: 0,
          facilityId: 2_147_483_647,
          name: "'; drop table plans; -- <script>",
        }),
      },
      works: {
        w1: works({ numbers: { radiusM: 1 / 3, mbps: 1e-7 }, costYuan: 3_000_000_001 }),
        w2: works({ action: "close", featureId: 7, geometry: null, accepted: false }),
        w3: works({ geometry: { type: "Point", coordinates: [x, y] }, sector: "broadband" }),
        w4: works({ geometry: { type: "Polygon", coordinates: outline }, sector: "water" }),
      },
      moves: {
        "#12": { parts: [move("s1").parts[0]!], reason: "hazardAvoidance" },
        "屯,\t{\"'}\\": {
          parts: [
            { settlement: "s1", year: 2014, households: 3 },
            { settlement: "s1", year: 2020, households: 100_000 },
          ],
          reason: null,
        },
      },
      targets: { [`${EAST}:2016`]: 0, "a b:2020": 100_000_000 },
      budgets: { [`${EAST}:longTermLoans:2016`]: 1e13 },
      locks: { "village:屯,{}": true },
      notes: {
        n1: {
          text: "看\n地 NULL \\N",
          position: [x, y],
          about: "village:v1",
          author: "韦",
          at: "2026-01-01T00:00:00.123456Z",
        },
      },
      settings: { "severity:overCapacity": "off" },
    };
    expect((await service.change(id, 0, document)).status).toBe(200);
    const expected = planOf(document);
    expect(equalPlans(await tablesOf(id), expected)).toBe(true);
    expect(equalPlans(await planIn(id), expected)).toBe(true);
  });

  it("of ten thousand keys is made whole, or, with one key at fault in the middle, not at all", async () => {
    const id = await service.make({ document: { settlements: { s1: settlement() } } });
    const moves = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`v${i}`, move("s1", 2014 + (i % 7))]),
    );
    const wrong = { ...moves, v5000: move("nowhere") };
    const refused = await service.change(id, 1, { moves: wrong });
    expect(refused.status).toBe(422);
    expect(refused.json).toMatchObject({
      code: "unknownSettlement",
      path: "moves.v5000",
      params: { settlement: "nowhere" },
    });
    expect((await tablesOf(id)).moves.size).toBe(0);
    expect((await service.change(id, 1, { moves })).status).toBe(200);
    expect((await tablesOf(id)).moves.size).toBe(10_000);
    const back = await service.change(id, 2, {
      moves: Object.fromEntries(Object.keys(moves).map((key) => [key, null])),
    });
    expect(back.json.counts).toEqual([
      { collection: "moves", added: 0, changed: 0, removed: 10_000 },
    ]);
    expect((await tablesOf(id)).moves.size).toBe(0);
  });

  it("tells the first hundred of many problems, and how many there are", async () => {
    const id = await service.make();
    const moves = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`v${i}`, move("nowhere")]),
    );
    const { status, json } = await service.change(id, 0, { moves });
    expect(status).toBe(422);
    expect(json.errors).toHaveLength(100);
    expect(json.count).toBe(300);
  });

  it("that moves people to a settlement that was taken away is refused", async () => {
    const id = await service.make({ document: { settlements: { s1: settlement() } } });
    expect((await service.change(id, 1, { settlements: { s1: null } })).status).toBe(200);
    const late = await service.change(id, 2, { moves: { v1: move("s1") } });
    expect(late.json).toMatchObject({ status: 422, code: "unknownSettlement" });
  });

  it("and its opposite in one request leave nothing", async () => {
    const id = await service.make();
    const cancelled = `{"change":{"moves":{"v1":{"parts":[]},"v1":null}},"author":"韦","client":"p"}`;
    const twice = await service.send("POST", `/api/plans/${id}/changes`, cancelled, { version: 0 });
    expect(twice.json).toMatchObject({ status: 400, code: "duplicateKey" });
    const nothing = await service.change(id, 0, { moves: { v1: null } });
    expect(nothing.json).toMatchObject({ version: 1, inverse: {}, counts: [] });
  });

  it("is refused in a plan that was put away", async () => {
    const id = await service.make();
    const path = `/api/plans/${id}`;
    const away = { archived: true, author: "韦" };
    expect((await service.send("PATCH", path, away, { version: 0 })).status).toBe(200);
    expect((await service.change(id, 0, { moves: { v1: null } })).json).toMatchObject({
      status: 409,
      code: "archived",
    });
  });
});

describe("a version", () => {
  it("must be named", async () => {
    const id = await service.make();
    const body = { change: {}, author: "韦", client: "p" };
    const path = `/api/plans/${id}/changes`;
    expect((await service.send("POST", path, body)).json).toMatchObject({
      status: 428,
      code: "ifMatchRequired",
    });
    for (const tag of ["*", "0", '"0", "1"', '"x"', '"-1"', '"1e3"']) {
      const answer = await service.send("POST", path, body, { headers: { "If-Match": tag } });
      expect([tag, answer.status, answer.json.code]).toEqual([tag, 400, "badIfMatch"]);
    }
    for (const tag of ['W/"0"', '"1-7"']) {
      const answer = await service.send("POST", path, body, { headers: { "If-Match": tag } });
      expect([tag, answer.status]).toEqual([tag, 200]);
    }
  });

  it("that is stale is refused with what others did since, and nothing is changed", async () => {
    const id = await service.make();
    await service.change(id, 0, { settlements: { s1: settlement() } });
    await service.change(id, 1, { settlements: { s1: { name: "旧州" } } }, { author: "黄" });
    const answer = await service.change(id, 0, { settlements: { s2: settlement() } });
    expect(answer.status).toBe(412);
    const stale = StaleAnswer.parse(answer.json);
    expect(stale).toMatchObject({ code: "stale", params: { version: 2 } });
    expect(stale.changes!.map(({ version, author }) => [version, author])).toEqual([
      [1, "韦"],
      [2, "黄"],
    ]);
    expect((await tablesOf(id)).settlements.size).toBe(1);
  });

  it("from long ago, or from the future, is answered with the order to load the plan again", async () => {
    const id = await service.make({ document: { settlements: { s1: settlement() } } });
    for (let version = 1; version <= 101; version++)
      await service.change(id, version, { settlements: { s1: { capacityPersons: version } } });
    for (const madeOn of [1, 500]) {
      const stale = await service.change(id, madeOn, { moves: { v1: move("s1") } });
      expect(stale.json).toMatchObject({
        status: 412,
        code: "stale",
        params: { version: 102 },
        reload: true,
      });
      expect(stale.json).not.toHaveProperty("changes");
    }
  });

  it("named by ten writers at once lets one through and tells nine", async () => {
    const id = await service.make();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        service.change(id, 0, { settlements: { [`s${i}`]: settlement() } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 412),
    ]);
    expect((await tablesOf(id)).settlements.size).toBe(1);
  });
});

describe("an idempotency key", () => {
  it("is asked for, and made of visible characters", async () => {
    const id = await service.make();
    const body = { change: {}, author: "韦", client: "p" };
    for (const [key, code] of [
      ["", "idempotencyKeyRequired"],
      ["a b", "badIdempotencyKey"],
      ["k".repeat(129), "badIdempotencyKey"],
    ] as const) {
      const answer = await service.send("POST", `/api/plans/${id}/changes`, body, {
        version: 0,
        key,
      });
      expect([answer.status, answer.json.code]).toEqual([400, code]);
    }
  });

  it("sent again gives the first answer again, whatever has happened since", async () => {
    const id = await service.make();
    const key = randomUUID();
    const change: PlanChange = { settlements: { s1: settlement() } };
    const first = await service.change(id, 0, change, { key });
    await service.change(id, 1, { settlements: { s1: { name: "旧州" } } });
    const again = await service.change(id, 0, change, { key });
    expect([again.status, again.json]).toEqual([200, first.json]);
    const late = await service.change(id, 2, change, { key });
    expect([late.status, late.json]).toEqual([200, first.json]);
    expect(await database.knex("plan_changes").where({ plan_id: id })).toHaveLength(2);
  });

  it("sent ten times at once makes one change, and all get the same answer", async () => {
    const id = await service.make();
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        service.change(id, 0, { settlements: { s1: settlement() } }, { key }),
      ),
    );
    expect(new Set(answers.map(({ text }) => JSON.stringify(JSON.parse(text).at))).size).toBe(1);
    expect(answers.every(({ status, json }) => status === 200 && json.version === 1)).toBe(true);
    expect(await database.knex("plan_changes").where({ plan_id: id })).toHaveLength(1);
  });

  it("with another body is refused, and another plan may use it", async () => {
    const [id, other] = [await service.make(), await service.make()];
    const key = randomUUID();
    await service.change(id, 0, { settlements: { s1: settlement() } }, { key });
    const reused = await service.change(id, 1, { settlements: { s1: null } }, { key });
    expect(reused.json).toMatchObject({ status: 422, code: "idempotencyKeyReused" });
    const elsewhere = await service.change(
      other,
      0,
      { settlements: { s1: settlement() } },
      { key },
    );
    expect(elsewhere.status).toBe(200);
  });

  it("of a refused change is still free", async () => {
    const id = await service.make();
    const key = randomUUID();
    expect((await service.change(id, 0, { moves: { v1: move("s1") } }, { key })).status).toBe(422);
    expect((await service.change(id, 5, { locks: { "year:2016": true } }, { key })).status).toBe(
      412,
    );
    expect((await service.change(id, 0, { locks: { "year:2016": true } }, { key })).status).toBe(
      200,
    );
  });
});

describe("the history", () => {
  it("comes newest first, a page at a time", async () => {
    const id = await service.make();
    for (let version = 0; version < 5; version++)
      await service.change(id, version, { targets: { [`${EAST}:2016`]: version } });
    const path = `/api/plans/${id}/history`;
    const first = (await service.get(`${path}?limit=2`)).json;
    expect(first.items.map((each: PlanEvent) => each.version)).toEqual([5, 4]);
    const second = (await service.get(`${path}?limit=2&before=${first.nextBefore}`)).json;
    expect(second.items.map((each: PlanEvent) => each.version)).toEqual([3, 2]);
    const last = (await service.get(`${path}?limit=2&before=${second.nextBefore}`)).json;
    expect(last).toMatchObject({ items: [{ version: 1 }], nextBefore: null });
    for (const query of ["limit=0", "limit=201", "before=-1", "before=x", "after=1"])
      expect((await service.get(`${path}?${query}`)).status).toBe(400);
  });

  it("is never rewritten, and goes only with its plan", async () => {
    const id = await service.make();
    await service.change(id, 0, { settlements: { s1: settlement() }, moves: { v1: move("s1") } });
    const refused = { code: "23001" };
    const changes = database.knex("plan_changes").where({ plan_id: id });
    await expect(changes.clone().update({ author: "x" })).rejects.toMatchObject(refused);
    await expect(changes.clone().delete()).rejects.toMatchObject(refused);
    await expect(database.knex.raw("truncate plan_changes")).rejects.toMatchObject(refused);
    await database.knex("plans").where({ id }).delete();
    expect(await changes.clone()).toEqual([]);
    expect(await database.knex("moves").where({ plan_id: id })).toEqual([]);
  });
});

describe("a return to a version", () => {
  it("makes the plan again what it was, locks or not, as a new change that can be taken back", async () => {
    const id = await service.make();
    await service.change(id, 0, { settlements: { s1: settlement() }, moves: { v1: move("s1") } });
    await service.change(id, 1, { locks: { "village:v1": true, "year:2016": true } });
    await service.change(id, 2, { locks: { "village:v1": null, "year:2016": null } });
    await service.change(id, 3, { moves: { v1: null }, settlements: { s1: null } });
    await service.change(id, 4, { locks: { "village:v1": true } });
    const before = await planIn(id);
    const back = await service.send(
      "POST",
      `/api/plans/${id}/return`,
      { to: 2, author: "韦", client: "p", reason: "回到从前" },
      { version: 5 },
    );
    expect(back.status).toBe(200);
    expect(PlanEvent.parse(back.json)).toMatchObject({ version: 6, reason: "回到从前" });
    expect(equalPlans(await planIn(id), await planIn(id, 2))).toBe(true);
    expect(equalPlans(await tablesOf(id), await planIn(id, 2))).toBe(true);
    const forth = await service.send(
      "POST",
      `/api/plans/${id}/return`,
      { to: 5, author: "韦", client: "p" },
      { version: 6 },
    );
    expect(forth.status).toBe(200);
    expect(equalPlans(await planIn(id), before)).toBe(true);
  });

  it("that the plan has not reached is refused, and so is a stale one", async () => {
    const id = await service.make();
    const to = (version: number, madeOn: number) =>
      service.send(
        "POST",
        `/api/plans/${id}/return`,
        { to: version, author: "韦", client: "p" },
        { version: madeOn },
      );
    expect((await to(3, 0)).json).toMatchObject({ status: 422, code: "unknownVersion" });
    expect((await to(0, 1)).status).toBe(412);
    expect((await service.get(`/api/plans/${id}?version=1`)).json).toMatchObject({
      status: 404,
      code: "unknownVersion",
    });
  });
});
