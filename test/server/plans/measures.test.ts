import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PlanChange, Works } from "../../../core/contract/plan.ts";
import type { WorksFacts } from "../../../core/contract/plan-check.ts";
import {
  ChecksAnswer,
  CompareAnswer,
  PlanRatesAnswer,
  WorksEffectsAnswer,
} from "../../../core/contract/plan-service.ts";
import { applyChange } from "../../../core/relocation/apply.ts";
import { emptyPlan } from "../../../core/relocation/plan.ts";
import { checksAnswer, PlanAssessor } from "../../../server/plans/assessor.ts";
import { findPlan } from "../../../server/plans/queries.ts";
import { seedParameters } from "../../../server/indicators/queries.ts";
import { SHIPPED_PARAMETERS } from "../../../geodata/standards/policy-parameters.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import {
  anyChange,
  settlement,
  SITES_FIRST,
  works,
} from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, REGION, seedSmallRegion, WEST } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "./plan-service.ts";

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  // The figures of Guangxi stand for this region too.
  const figures = SHIPPED_PARAMETERS.map((one) =>
    one.regionCode === "" ? one : { ...one, regionCode: REGION },
  );
  await seedParameters(database.knex, figures);
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

const move = (site: string, year: number, households: number | null = null) => ({
  parts: [{ settlement: site, year, households }],
  reason: null,
});
/** A road from the road of 东县 up to v3. */
const toV3 = (set: Partial<Works> = {}): Works =>
  works({
    year: 2016,
    geometry: {
      type: "LineString",
      coordinates: [
        [108.03, 24.0],
        [108.03, 24.02],
      ],
    },
    ...set,
  });
const site = (set: object = {}) => settlement({ position: [108.02, 24.001], ...set });

/** Id of the only road. */
async function roadId(): Promise<number> {
  const row = (await database.knex("network_features").first("id")) as { id: number };
  return row.id;
}

describe("the effects of works", () => {
  async function effects(list: readonly unknown[], area = REGION): Promise<WorksFacts[]> {
    const { json } = await service.send("POST", "/api/works-effects", { area, works: list });
    return WorksEffectsAnswer.parse(json).works;
  }

  it("are their length and the villages served only through them, one by one", async () => {
    const [road, far, other] = await effects([
      toV3(),
      toV3({
        geometry: {
          type: "LineString",
          coordinates: [
            [108.08, 24.0],
            [108.08, 24.02],
          ],
        },
      }),
      toV3({ sector: "water", class: "source" }),
    ]);
    expect(road!.lengthM).toBeCloseTo(2215, -1);
    expect(road!.serves).toEqual([
      { rule: "village-road", villages: ["v3"], households: 45, persons: 180, lost: [] },
    ]);
    expect(far!.serves).toMatchObject([{ villages: [], lost: [] }]);
    expect(other!.serves).toEqual([]);
  });

  it("of closing or downgrading a road are the villages that lose it; a road that is not there changes nothing", async () => {
    const featureId = await roadId();
    const [closed, changed, nothing] = await effects([
      toV3({ action: "close", featureId, geometry: null }),
      toV3({ action: "change", featureId }),
      toV3({ action: "close", featureId: 999_999, geometry: null }),
    ]);
    expect(closed!.serves[0]).toMatchObject({ villages: [], lost: ["v1", "v2"] });
    expect(changed!.serves[0]).toMatchObject({ villages: ["v3"], lost: ["v1", "v2"] });
    expect(nothing!.serves[0]).toMatchObject({ villages: [], lost: [] });
  });

  it("are asked of at most 200, and of works that are some", async () => {
    const ask = (list: readonly unknown[]) =>
      service.send("POST", "/api/works-effects", { area: EAST, works: list });
    expect((await ask(Array.from({ length: 201 }, () => toV3()))).json).toMatchObject({
      status: 422,
      code: "tooMany",
    });
    expect((await ask([toV3(), { ...toV3(), sector: "rail" }])).json).toMatchObject({
      status: 422,
      path: "works.1.sector",
    });
    expect((await ask([{ ...toV3(), geometry: { type: "Point" } }])).status).toBe(422);
    expect(await effects([])).toEqual([]);
  });
});

describe("the checks of a plan", () => {
  const DOCUMENT: PlanChange = {
    settlements: { s1: site({ capacityPersons: 100 }) },
    moves: { v3: move("s1", 2016), v4: move("s1", 2017, 10) },
    works: { w1: toV3() },
    targets: { [`${EAST}:2016`]: 180 },
    budgets: { [`${EAST}:selfRaised:2017`]: 1 },
  };
  const checksOf = async (id: string): Promise<ChecksAnswer> =>
    ChecksAnswer.parse((await service.get(`/api/plans/${id}/checks`)).json);

  it("say what it adds up to and what fails, with the place, the amounts and what mends it", async () => {
    const id = await service.make({ document: DOCUMENT });
    const answer = await checksOf(id);
    expect(answer).toMatchObject({ plan: id, version: 1 });
    expect(answer.dataVersion).toBe(service.regions.get(REGION)!.snapshot.dataVersion);
    expect(answer.years.map(({ year }) => year)).toEqual([
      2014, 2015, 2016, 2017, 2018, 2019, 2020,
    ]);
    expect(answer.years.find(({ year }) => year === 2016)).toMatchObject({
      persons: 180,
      households: 45,
      villages: 1,
      target: 180,
    });
    expect(answer.years.find(({ year }) => year === 2017)).toMatchObject({
      persons: 40,
      households: 10,
      target: null,
    });
    const check = (code: string) => answer.checks.find((each) => each.code === code);
    expect(check("overCapacity")).toMatchObject({
      severity: "hard",
      place: { subject: "settlement:s1", position: [108.02, 24.001] },
      amount: { actual: 220, limit: 100, unit: "persons" },
      action: "moveOutLast",
    });
    // The road is built to v3 in the year in which v3 leaves.
    expect(check("doubleSpending")).toMatchObject({ place: { subject: "village:v3" } });
    expect(check("budgetOver")).toMatchObject({
      place: { subject: `budget:${EAST}:selfRaised:2017` },
    });
    expect(check("targetShort")).toBeUndefined();
  });

  it("need not be sent again while neither plan nor data change", async () => {
    const id = await service.make({ document: DOCUMENT });
    const path = `/api/plans/${id}/checks`;
    const etag = (await service.get(path)).headers.get("etag")!;
    expect((await service.get(path, { "If-None-Match": etag })).status).toBe(304);
    await service.change(id, 1, { settlements: { s1: { capacityPersons: 300 } } });
    const after = await service.get(path, { "If-None-Match": etag });
    expect(after.status).toBe(200);
    const codes = ChecksAnswer.parse(after.json).checks.map(({ code }) => code);
    expect(codes).not.toContain("overCapacity");
  });

  it("after any edits are those of the plan looked at for the first time", async () => {
    const state = service.regions.get(REGION)!;
    await fc.assert(
      fc.asyncProperty(fc.array(anyChange, { minLength: 3, maxLength: 8 }), async (changes) => {
        const id = await service.make({ document: SITES_FIRST });
        let version = 1;
        for (const change of changes) {
          const { status } = await service.change(id, version, change);
          if (status === 200) version++;
          const said = (await service.get(`/api/plans/${id}/checks`)).json;
          const document = (await service.get(`/api/plans/${id}`)).json.document as PlanChange;
          const applied = applyChange(
            emptyPlan({ area: EAST, years: { from: 2014, to: 2020 } }),
            document,
          );
          const row = (await findPlan(database.knex, id))!;
          const fresh = await new PlanAssessor().assess(
            database.knex,
            state,
            row,
            applied.ok ? applied.plan : emptyPlan({ area: "", years: { from: 0, to: 0 } }),
          );
          expect(said).toEqual(JSON.parse(JSON.stringify(checksAnswer(row, state, fresh))));
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe("the rates of a plan", () => {
  const DOCUMENT: PlanChange = {
    settlements: { s1: site() },
    works: { w1: toV3() },
    moves: { v4: move("s1", 2017), v2: move("s1", 2018, 1) },
  };
  const ratesOf = async (id: string, query = ""): Promise<PlanRatesAnswer> =>
    PlanRatesAnswer.parse((await service.get(`/api/plans/${id}/rates${query}`)).json);

  it("stand side by side today, after works, after moves and after both, with those who left", async () => {
    const id = await service.make({ document: DOCUMENT });
    const answer = await ratesOf(id);
    expect(answer).toMatchObject({ version: 1, area: EAST });
    const road = answer.rules.find(({ rule }) => rule === "village-road")!;
    const counts = ({ villages }: typeof road.today) => [villages.served, villages.eligible];
    expect(road.target).toBe(0.95);
    expect(counts(road.today)).toEqual([2, 4]);
    const year = (wanted: number) => road.years.find((each) => each.year === wanted)!;
    const of = (wanted: number) => {
      const { afterWorks, afterMoves, afterBoth, left } = year(wanted);
      return [...[afterWorks, afterMoves, afterBoth].map(counts), left];
    };
    expect(of(2015)).toEqual([[2, 4], [2, 4], [2, 4], { moved: 0, fellBelow: 0 }]);
    expect(of(2016)).toEqual([[3, 4], [2, 4], [3, 4], { moved: 0, fellBelow: 0 }]);
    expect(of(2017)).toEqual([[3, 4], [2, 3], [3, 3], { moved: 1, fellBelow: 0 }]);
    // 19 of 20 households are left of v2: it counts no longer, and that is said.
    expect(of(2018)).toEqual([[3, 4], [1, 2], [2, 2], { moved: 1, fellBelow: 1 }]);
  });

  it("are those of an area in the plan's region, and 404 elsewhere", async () => {
    const id = await service.make({ document: DOCUMENT });
    const whole = await ratesOf(id, `?area=${REGION}`);
    const road = whole.rules.find(({ rule }) => rule === "village-road")!;
    expect([road.today.villages.eligible, whole.area]).toEqual([6, REGION]);
    const elsewhere = await service.get(`/api/plans/${id}/rates?area=12`);
    expect(elsewhere.json).toMatchObject({ status: 404, code: "unknownArea" });
  });
});

describe("two plans side by side", () => {
  it("differ in persons, money, way, checks, rates, villages and the rest", async () => {
    const id = await service.make({
      name: "甲",
      document: { settlements: { s1: site() }, moves: { v3: move("s1", 2016) } },
    });
    const { json } = await service.send("POST", "/api/plans", {
      name: "乙",
      author: "黄",
      branchOf: id,
    });
    const other = json.plan.id as string;
    await service.change(other, 1, {
      moves: { v4: move("s1", 2017) },
      works: { w1: toV3() },
    });
    const answer = CompareAnswer.parse(
      (await service.get(`/api/plans/${id}/compare?with=${other}`)).json,
    );
    expect([answer.a.plan.name, answer.b.plan.name]).toEqual(["甲", "乙"]);
    expect(answer.villages).toMatchObject([
      { key: "v4", name: "远弄", persons: 100, a: null, b: move("s1", 2017) },
    ]);
    expect(answer.others).toEqual([{ collection: "works", key: "w1" }]);
    expect(answer.b.personKm).toBeGreaterThan(answer.a.personKm);
    const served = (side: CompareAnswer["a"]) =>
      side.rates.find(({ rule }) => rule === "village-road")!.rates.villages.served;
    expect([served(answer.a), served(answer.b)]).toEqual([2, 2]);
    const same = CompareAnswer.parse(
      (await service.get(`/api/plans/${id}/compare?with=${id}`)).json,
    );
    expect([same.villages, same.others]).toEqual([[], []]);
  });

  it("must be two plans of one area", async () => {
    const [east, west] = [await service.make(), await service.make({ area: WEST })];
    const path = `/api/plans/${east}/compare`;
    expect((await service.get(`${path}?with=${west}`)).json).toMatchObject({
      status: 422,
      code: "otherArea",
    });
    expect((await service.get(`${path}?with=${randomUUID()}`)).status).toBe(404);
    expect((await service.get(path)).status).toBe(400);
  });
});

it("a table of moves opens in a spreadsheet, and no name in it is a formula", async () => {
  const id = await service.make({
    document: {
      settlements: { s1: site({ name: '=cmd|"x",1' }) },
      moves: { v3: move("s1", 2016), v4: move("s1", 2017, 10) },
    },
  });
  const { text, headers } = await service.get(`/api/plans/${id}/export?format=csv`);
  expect(headers.get("content-type")).toContain("text/csv");
  expect(text.replace("\uFEFF", "").trim().split("\r\n")).toEqual([
    "village,village_name,settlement,settlement_name,year,households,reason",
    `v3,'=高山屯,s1,"'=cmd|""x"",1",2016,,`,
    `v4,远弄,s1,"'=cmd|""x"",1",2017,10,`,
  ]);
  const chinese = await service.get(`/api/plans/${id}/export?format=csv&lang=zh-CN`);
  expect(chinese.text).toContain("自然村代码");
});

it("while the data cannot be seen, plans are edited and everything measured on data waits", async () => {
  const blind = await startPlans(database, EAST, { withRegions: false });
  try {
    const id = await blind.make({ document: { settlements: { s1: site() } } });
    for (const path of ["checks", "rates", `compare?with=${id}`, "export?format=csv"])
      expect((await blind.get(`/api/plans/${id}/${path}`)).json).toMatchObject({
        status: 503,
        code: "notReady",
      });
    expect((await blind.get(`/api/plans/${id}/export`)).status).toBe(200);
  } finally {
    await blind.close();
  }
});
