import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { PlanRatesAnswer } from "../../../core/contract/plan-service.ts";
import {
  BuildOrMoveColumnsAnswer,
  FlowsAnswer,
  MEASURES,
  PlanColumnsAnswer,
  RuleYearsAnswer,
  TodayAnswer,
} from "../../../core/contract/thematic.ts";
import { paintMap } from "../../../core/thematic/paint-map.ts";
import { defaultView } from "../../../core/thematic/view.ts";
import { SHIPPED_PARAMETERS } from "../../../geodata/standards/policy-parameters.ts";
import { seedParameters } from "../../../server/indicators/queries.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement, works } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, REGION, seedSmallRegion, WEST } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
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
const DOCUMENT: PlanChange = {
  settlements: {
    s1: settlement({ position: [108.02, 24.001], capacityPersons: 100, readyYear: 2016 }),
  },
  moves: { v4: move("s1", 2017), v2: move("s1", 2018, 1) },
  works: {
    w1: works({
      year: 2016,
      geometry: {
        type: "LineString",
        coordinates: [
          [108.03, 24.0],
          [108.03, 24.02],
        ],
      },
    }),
  },
  targets: { [`${EAST}:2017`]: 200 },
};

describe("what is known without a plan", () => {
  const todayOf = async (query: string): Promise<TodayAnswer> =>
    TodayAnswer.parse((await service.get(`/api/thematic/today?${query}`)).json);

  it("is by county: people, and coverage by every rule, a value for each", async () => {
    const answer = await todayOf(`area=${REGION}`);
    expect(answer).toMatchObject({ area: REGION, by: "county", demonstration: true });
    expect(answer.areas.map(({ code, level, parentCode }) => [code, level, parentCode])).toEqual([
      [EAST, "county", "9001"],
      [WEST, "county", "9001"],
    ]);
    expect(answer.areas[0]!.position).toEqual([expect.closeTo(108.05, 6), expect.closeTo(24, 1)]);
    expect([answer.villages, answer.households, answer.persons]).toEqual([
      [5, 2],
      [139, 90],
      [556, 360],
    ]);
    expect(answer.poorPersons).toEqual([null, null]);
    const road = answer.rules.find(({ rule }) => rule === "village-road")!;
    expect(road.target).toBe(0.95);
    expect(road.villages.served).toEqual([2, expect.any(Number)]);
    expect(road.villages.unserved[0]).toBe(2);
    expect(road.households.unserved[0]).toBe(70);
  });

  it("is of the area around where the area is smaller, and of none where there is no such level", async () => {
    expect((await todayOf(`area=${EAST}&by=city`)).areas.map(({ code }) => code)).toEqual(["9001"]);
    expect((await todayOf(`area=${EAST}&by=township`)).villages).toEqual([5]);
  });

  it("paints a map", async () => {
    const map = paintMap(defaultView(REGION), { today: await todayOf(`area=${REGION}`) });
    expect(map.areas[0]).toMatchObject({ code: EAST, value: 0.5, classIndex: 0 });
  });

  it("need not be sent again while the data are the same", async () => {
    const path = `/api/thematic/today?area=${REGION}`;
    const { headers } = await service.get(path);
    const etag = headers.get("etag")!;
    expect((await service.get(path, { "If-None-Match": etag })).status).toBe(304);
    const other = `/api/thematic/today?area=${EAST}`;
    expect((await service.get(other, { "If-None-Match": etag })).status).toBe(200);
  });

  it.each([
    ["area=12", 404, "unknownArea", "area"],
    ["", 400, "missingParameter", "area"],
    [`area=${REGION}&by=village`, 400, "badParameter", "by"],
    [`area=${REGION}&year=2014`, 400, "unknownParameter", "year"],
  ])("asked with %s is refused with the field", async (query, status, code, path) => {
    const { json } = await service.get(`/api/thematic/today?${query}`);
    expect(json).toMatchObject({ status, code, path });
  });
});

describe("a plan", () => {
  test("has moves, targets, room and money by year and area", async () => {
    const id = await service.make({ document: DOCUMENT });
    const answer = PlanColumnsAnswer.parse(
      (await service.get(`/api/thematic/plan?plan=${id}&by=township`)).json,
    );
    expect(answer).toMatchObject({ plan: id, version: 1, by: "township", areas: ["900101001"] });
    const y = (year: number) => answer.years.indexOf(year);
    expect([answer.movedPersons[y(2017)], answer.movedPersons[y(2018)]]).toEqual([[100], [4]]);
    expect(answer.capacityPersons[y(2015)]).toEqual([0]);
    expect(answer.capacityPersons[y(2016)]).toEqual([100]);
    expect(answer.settledPersons[y(2020)]).toEqual([104]);
    expect(answer.amountYuan[y(2017)]![0]).toBeGreaterThan(0);
    expect(answer.actualPersons.flat()).toEqual(answer.years.map(() => null));
    const county = (await service.get(`/api/thematic/plan?plan=${id}`)).json as PlanColumnsAnswer;
    expect(county.targetPersons[y(2017)]).toEqual([200]);
  });

  test("has the rates of a rule in every area that its own rates say", async () => {
    const id = await service.make({ document: DOCUMENT });
    const path = `/api/thematic/rule-years?plan=${id}&rule=village-road`;
    const answer = RuleYearsAnswer.parse((await service.get(path)).json);
    expect([answer.areas, answer.by]).toEqual([[EAST], "county"]);
    const { rules } = PlanRatesAnswer.parse((await service.get(`/api/plans/${id}/rates`)).json);
    const road = rules.find(({ rule }) => rule === "village-road")!;
    road.years.forEach((year, y) => {
      for (const basis of ["afterWorks", "afterMoves", "afterBoth"] as const)
        for (const measure of MEASURES) {
          const { served, unserved, unknown } = answer[basis][y]![measure];
          expect([served[0], unserved[0], unknown[0]]).toEqual([
            year[basis][measure].served,
            year[basis][measure].unserved,
            year[basis][measure].unknown,
          ]);
        }
    });
    const served = answer.afterWorks.map(({ villages }) => villages.served[0]);
    expect(served).toEqual([2, 2, 3, 3, 3, 3, 3]);
  });

  test("has flows from areas to settlements", async () => {
    const id = await service.make({ document: DOCUMENT });
    const answer = FlowsAnswer.parse(
      (await service.get(`/api/thematic/flows?plan=${id}&by=township`)).json,
    );
    expect(answer.flows).toEqual([
      { from: "900101001", settlement: "s1", villages: 2, persons: [0, 0, 0, 100, 4, 0, 0] },
    ]);
    expect(answer.settlements).toMatchObject([
      { id: "s1", capacityPersons: 100, persons: [0, 0, 0, 100, 4, 0, 0] },
    ]);
  });

  test("need not be sent again until it is changed", async () => {
    const id = await service.make({ document: DOCUMENT });
    for (const path of [
      `/api/thematic/plan?plan=${id}`,
      `/api/thematic/flows?plan=${id}`,
      `/api/thematic/rule-years?plan=${id}&rule=village-road`,
    ]) {
      const { headers, json } = await service.get(path);
      const held = { "If-None-Match": headers.get("etag")! };
      expect((await service.get(path, held)).status).toBe(304);
      const { version } = json as { version: number };
      await service.change(id, version, {
        settlements: { s1: { capacityPersons: 100 + version } },
      });
      const after = await service.get(path, held);
      expect([after.status, after.json.version]).toEqual([200, version + 1]);
    }
  });

  test("has what was returned of it, where people left and where they came, and is sent again then", async () => {
    const id = await service.make({ document: DOCUMENT });
    const paths = [`/api/thematic/plan?plan=${id}`, `/api/thematic/flows?plan=${id}`];
    const held: string[] = [];
    for (const path of paths) held.push((await service.get(path)).headers.get("etag")!);
    await database.knex.raw(
      `insert into progress_writes (plan_id, version, author, source, written, withdrawn, idempotency_key, body_hash, answer)
       values (:id, 1, '韦', 'x', 2, 0, 'k', 'h', '{}')`,
      { id },
    );
    await database.knex.raw(
      `insert into progress_returns (plan_id, subject, key, period, state, households, persons, old_houses_down, version)
       values (:id, 'village', 'v4', '2017-03', 'movedIn', 10, 38, 0, 1), (:id, 'village', 'v4', '2017-04', 'movedIn', 5, 22, 0, 1),
              (:id, 'settlement', 's1', '2017', 'movedIn', 9, 35, 0, 1)`,
      { id },
    );
    const [plan, flows] = [
      await service.get(paths[0]!, { "If-None-Match": held[0]! }),
      await service.get(paths[1]!, { "If-None-Match": held[1]! }),
    ];
    expect([plan.status, flows.status]).toEqual([200, 200]);
    const { years, actualPersons, actualHouseholds } = PlanColumnsAnswer.parse(plan.json);
    const y = years.indexOf(2017);
    expect([actualPersons[y], actualHouseholds[y]]).toEqual([[60], [15]]);
    expect(actualPersons[y + 1]).toEqual([null]);
    const [site] = FlowsAnswer.parse(flows.json).settlements;
    expect(site!.actualPersons).toEqual([null, null, null, 35, null, null, null]);
  });

  test.each(["plan?", "flows?", "rule-years?rule=village-road&"])(
    "that is not there is told: %s",
    async (path) => {
      const unknown = await service.get(`/api/thematic/${path}plan=${randomUUID()}`);
      expect(unknown.json).toMatchObject({ status: 404, code: "unknownPlan" });
      expect((await service.get(`/api/thematic/${path}plan=7`)).json).toMatchObject({
        status: 400,
        path: "plan",
      });
    },
  );

  test("has no rates of a rule that is not there", async () => {
    const id = await service.make();
    const { json } = await service.get(`/api/thematic/rule-years?plan=${id}&rule=happiness`);
    expect(json).toMatchObject({ status: 404, code: "unknownRule", path: "rule" });
  });
});

test("building against moving is added up by area, and a plan's road leaves fewer that lack one", async () => {
  const columnsOf = async (query: string): Promise<BuildOrMoveColumnsAnswer> =>
    BuildOrMoveColumnsAnswer.parse(
      (await service.get(`/api/thematic/build-or-move?${query}`)).json,
    );
  const county = await columnsOf(`area=${REGION}`);
  expect(county.areas).toEqual([EAST, WEST]);
  const region = await columnsOf(`area=${REGION}&by=region`);
  for (const name of ["villages", "households", "moveVillages", "moveYuan"] as const)
    expect(county[name].reduce((all, value) => all! + value!, 0)).toBe(region[name][0]);
  expect(county.villages[0]).toBeGreaterThan(0);
  const id = await service.make({ document: DOCUMENT });
  const built = await columnsOf(`area=${EAST}&plan=${id}`);
  expect(built.buildYuan[0]).toBeLessThan(county.buildYuan[0]!);
});

test("while the data cannot be seen, maps wait", async () => {
  const blind = await startPlans(database, EAST, { withRegions: false });
  try {
    const id = await blind.make();
    for (const path of [`today?area=${REGION}`, `plan?plan=${id}`, `build-or-move?area=${REGION}`])
      expect((await blind.get(`/api/thematic/${path}`)).json).toMatchObject({
        status: 503,
        code: "notReady",
      });
  } finally {
    await blind.close();
  }
});
