import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AreaAnswer, MetaAnswer } from "../../../core/contract/area.ts";
import {
  CoverageAnswer,
  GapsAnswer,
  RulesAnswer,
  SearchAnswer,
  VillageAnswer,
} from "../../../core/contract/coverage.ts";
import { AreaVerdictsAnswer, ProblemAnswer } from "../../../core/contract/request.ts";
import type { ColumnsOfArea } from "../../../core/coverage/area-columns.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { unpackColumns } from "../../../core/coverage/pack-columns.ts";
import { Regions } from "../../../server/coverage/regions.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import {
  EAST,
  EAST_VILLAGE_COMMITTEE,
  REGION,
  seedSmallRegion,
  store,
  VILLAGES,
  WEST,
} from "../coverage/small-region.ts";
import { startService, type TestService } from "./service.ts";

let database: TestDatabase;
let service: TestService;
let regions: Regions;
const logged: string[] = [];

beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  regions = new Regions(() => {});
  service = await startService({ regions, log: (text) => logged.push(text) });
});
afterAll(async () => {
  await service.close();
  await database.close();
});

describe("before the first run can be seen", () => {
  it("answers 503 with what it is doing, and is alive", async () => {
    expect(await service.get("/healthz")).toMatchObject({ status: 200 });
    const ready = await service.get("/readyz");
    expect(ready.status).toBe(503);
    expect(ready.json).toMatchObject({ ready: false, activity: { phase: "opening" } });
    const rules = await service.get("/api/rules");
    expect(rules.status).toBe(503);
    expect(rules.headers["content-type"]).toContain("application/problem+json");
    expect(rules.json).toMatchObject({ code: "notReady", params: { phase: "opening" } });
    const meta = await service.get("/api/meta");
    expect(MetaAnswer.parse(meta.json)).toMatchObject({
      regions: [],
      activity: { phase: "opening" },
    });
  });
});

describe("the answers", () => {
  beforeAll(() => regions.refresh(database.knex));

  it("say that the service is ready", async () => {
    const ready = await service.get("/readyz");
    expect(ready.status).toBe(200);
    expect(ready.json).toMatchObject({
      ready: true,
      activity: null,
      regions: [{ code: REGION, villages: 7 }],
    });
  });

  it("name the regions, their data and their run", async () => {
    const meta = MetaAnswer.parse((await service.get("/api/meta")).json);
    expect(meta.regions).toHaveLength(1);
    expect(meta.regions[0]).toMatchObject({
      code: REGION,
      name: "试验区",
      level: "region",
      villages: 7,
      demonstration: true,
      bbox: [107.9, 23.9, 108.1, 24.1],
    });
    expect(meta.regions[0]!.datasets.map((each) => each.kind)).toEqual([
      "boundaries",
      "villages",
      "roads",
      "facilities",
    ]);
    expect(meta.regions[0]!.datasets[0]!.dataDate).toBe("2014-06-30");
    expect(meta.regions[0]!.run).not.toBeNull();
  });

  it("give an area with its ancestors, children and totals", async () => {
    const area = AreaAnswer.parse((await service.get(`/api/areas/${EAST}`)).json);
    expect(area).toMatchObject({
      name: "东县",
      level: "county",
      villages: 5,
      households: 139,
      persons: 556,
    });
    expect(area.ancestors.map((each) => each.code)).toEqual([REGION, "9001"]);
    expect(area.children.map((each) => each.code)).toEqual(["900101001"]);
  });

  it("give the rules in force", async () => {
    const { rules } = RulesAnswer.parse((await service.get("/api/rules")).json);
    expect(rules.map((rule) => rule.id)).toEqual(["village-road", "clinic"]);
  });

  it("give rates of the stored run, by the next level when none is named", async () => {
    const answer = CoverageAnswer.parse(
      (await service.get("/api/coverage?rule=village-road")).json,
    );
    expect(answer.areas.map((area) => area.level)).toEqual(["city"]);
    expect(answer.run).not.toBeNull();
    expect(answer.total.villages).toMatchObject({
      eligible: 6,
      served: 3,
      unserved: 2,
      unknown: 1,
      rate: 0.6,
    });
    expect(answer.total.persons).toMatchObject({ served: 360, unserved: 280, unknown: 200 });
    const east = await service.get(
      `/api/coverage?rule=village-road&area=${EAST}&by=administrativeVillage`,
    );
    expect(CoverageAnswer.parse(east.json).areas.map((area) => area.code)).toEqual([
      EAST_VILLAGE_COMMITTEE,
    ]);
  });

  it("measure another reach or another least number of households without storing it", async () => {
    const far = CoverageAnswer.parse(
      (await service.get("/api/coverage?rule=village-road&reachM=2500&minHouseholds=0")).json,
    );
    expect(far.run).toBeNull();
    expect(far.rule).toMatchObject({ test: { reachM: 2500 }, eligible: { minHouseholds: 0 } });
    // v3 is 2,215 m from the road; v4 and v5 are beyond 2,500 m.
    expect(far.total.villages).toMatchObject({ eligible: 7, served: 4, unserved: 2, unknown: 1 });
    const same = await service.get("/api/coverage?rule=village-road&reachM=500&minHouseholds=20");
    expect(CoverageAnswer.parse(same.json).run).not.toBeNull();
  });

  it("count administrative villages for a rule on them", async () => {
    const answer = CoverageAnswer.parse(
      (await service.get("/api/coverage?rule=clinic&by=county")).json,
    );
    expect(answer.total.villages).toMatchObject({ eligible: 2, served: 1, unserved: 1, rate: 0.5 });
    expect(answer.total.households).toMatchObject({ served: 139, unserved: 90 });
    const gaps = GapsAnswer.parse((await service.get("/api/gaps?rule=clinic")).json);
    expect(gaps.items).toMatchObject([{ name: "西村", households: 90, persons: 360 }]);
    expect(gaps.items[0]!.areas.map((area) => area.name)).toEqual(["西县", "西乡"]);
  });

  it("list the gaps with their reasons, largest first", async () => {
    const gaps = GapsAnswer.parse((await service.get("/api/gaps?rule=village-road")).json);
    expect(gaps).toMatchObject({ total: 2, households: 70, persons: 280, nextCursor: null });
    expect(gaps.items.map((row) => [row.name, row.reason])).toEqual([
      ["=高山屯", "beyondReach"],
      ["远弄", "attestedUnserved"],
    ]);
    expect(gaps.items[0]).toMatchObject({
      feature: { sector: "road", name: "东西路", class: "village", surface: "gravel" },
      areas: [{ name: "东县", pinyin: "Dong Xian" }, { name: "东乡" }, { name: "东村" }],
      pinyin: "=gaoshan Tun",
    });
  });

  it("page a list without losing or repeating a row, in every order", async () => {
    for (const sort of ["households", "-persons", "distanceM", "-name", "code"]) {
      const address = `/api/gaps?rule=village-road&status=unserved,unknown,served,notEligible&sort=${sort}`;
      const all = GapsAnswer.parse((await service.get(address)).json);
      expect(all.items).toHaveLength(7);
      const paged: number[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const next: Awaited<ReturnType<TestService["get"]>> = await service.get(
          `${address}&limit=2${cursor && `&cursor=${cursor}`}`,
        );
        const page = GapsAnswer.parse(next.json);
        paged.push(...page.items.map((row) => row.id));
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(all.items.map((row) => row.id));
    }
  });

  it("search a list by name, code and initials", async () => {
    const named = async (q: string): Promise<string[]> => {
      const address = `/api/gaps?rule=village-road&status=unserved,served&q=${encodeURIComponent(q)}`;
      return GapsAnswer.parse((await service.get(address)).json).items.map((row) => row.name);
    };
    expect(await named("远")).toEqual(["远弄"]);
    expect(await named("V2")).toEqual(["下屯"]);
    expect(await named("gst")).toEqual(["=高山屯"]);
    expect(await named("nothing of the kind")).toEqual([]);
  });

  it("download a list as CSV that no spreadsheet takes for formulas", async () => {
    const csv = await service.get("/api/gaps?rule=village-road&format=csv");
    expect(csv.headers["content-type"]).toContain("text/csv");
    expect(csv.headers["content-disposition"]).toBe(
      'attachment; filename="gaps-demo-village-road-90.csv"',
    );
    const lines = csv.text.split("\r\n");
    expect(lines[0]!.startsWith("\uFEFFcode,name,county,")).toBe(true);
    expect(lines[0]).toContain("distance_m");
    expect(lines[1]).toMatch(/^v3,'=高山屯,东县,东乡,东村,45,180,unserved,beyondReach,\d+/);
    expect(lines.filter((line) => line !== "")).toHaveLength(3);
  });

  it("say on every row of a CSV what it was judged by, in the language of its header", async () => {
    const tableOf = async (query: string): Promise<Record<string, string>[]> =>
      parse((await service.get(`/api/gaps?rule=village-road&format=csv${query}`)).text, {
        columns: true,
        bom: true,
      });
    for (const row of await tableOf("&reachM=300"))
      expect(row).toMatchObject({
        rule: "village-road",
        thresholds: "within 300 m; at least 20 households",
        measured_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
        data_source: "",
        data_note: "demonstration data, not survey figures",
      });
    const chinese = await tableOf("&lang=zh-CN&status=served,unserved,unknown,notEligible");
    expect(chinese.length).toBeGreaterThan(4);
    for (const row of chinese)
      expect(row).toMatchObject({
        阈值: "距离不超过500米；至少20户",
        数据说明: "演示数据，非调查统计",
      });
    expect(new Set(chinese.map((row) => row["状态"]))).toEqual(
      new Set(["已通", "未通", "不明", "不计入"]),
    );
    const others = chinese.flatMap((row) => [row["状态"], row["依据"], row["最近设施类别"]]);
    expect(others.filter((text) => /[a-z]/i.test(text ?? ""))).toEqual([]);
  });

  it("give the card of a village with every verdict and the link to draw", async () => {
    const gaps = GapsAnswer.parse((await service.get("/api/gaps?rule=village-road")).json);
    const card = VillageAnswer.parse(
      (await service.get(`/api/villages/${gaps.items[0]!.id}`)).json,
    );
    expect(card).toMatchObject({
      name: "=高山屯",
      households: 45,
      poorPersons: null,
      hasOutline: false,
    });
    expect(card.areas.map((area) => area.name)).toEqual(["东县", "东乡", "东村"]);
    expect(card.verdicts.map((verdict) => verdict.ruleId)).toEqual(["village-road"]);
    const [verdict] = card.verdicts;
    expect(verdict).toMatchObject({
      status: "unserved",
      reason: "beyondReach",
      reachM: 500,
      attested: null,
    });
    expect(verdict!.link![0]).toEqual([108.03, 24.02]);
    expect(verdict!.link!.at(-1)![1]).toBeCloseTo(24.0, 4);
  });

  it("give the card of an administrative village", async () => {
    const answer = await service.get(`/api/areas/${EAST_VILLAGE_COMMITTEE}/verdicts`);
    const card = AreaVerdictsAnswer.parse(answer.json);
    expect(card.verdicts).toMatchObject([{ ruleId: "clinic", status: "served", reason: "inside" }]);
  });

  it("give an area's part of the data to a page that judges by itself", async () => {
    const packed = await fetch(`${service.url}/api/areas/${EAST}/columns?sectors=road`);
    const { version, snapshot, status } = unpackColumns(
      await packed.arrayBuffer(),
    ) as ColumnsOfArea;
    expect(version).toBe(regions.all()[0]!.version);
    expect(snapshot.areas.code).toContain(EAST);
    expect(snapshot.areas.code).not.toContain(WEST);
    expect(snapshot.features.road.count).toBeGreaterThan(0);
    expect(snapshot.features.facility.count).toBe(0);
    const rule = regions.all()[0]!.rule("village-road")!;
    expect([...status["village-road"]!]).toEqual([...measureCoverage(snapshot, rule).status]);
    expect(status["clinic"]).toBeUndefined();
  });

  it("find areas first, then villages, by name, pinyin and initials", async () => {
    const find = async (q: string): Promise<string[]> =>
      SearchAnswer.parse(
        (await service.get(`/api/search?q=${encodeURIComponent(q)}`)).json,
      ).items.map((item) => `${item.type} ${item.name}`);
    expect(await find("东")).toEqual(["area 东县", "area 东乡", "area 东村"]);
    expect(await find("dongxian")).toEqual(["area 东县", "area 东乡"]);
    expect(await find("v6")).toEqual(["village 西屯"]);
    expect(await find("垌")).toEqual(["village 垌屯"]);
    const [west] = SearchAnswer.parse((await service.get("/api/search?q=v6")).json).items;
    expect(west!.areas.map(({ code, level }) => [code, level])).toEqual([
      [REGION, "region"],
      ["9001", "city"],
      [WEST, "county"],
      ["900102001", "township"],
      ["900102001001", "administrativeVillage"],
    ]);
    const within = await service.get(`/api/search?q=%E5%B1%AF&area=${EAST}`);
    expect(SearchAnswer.parse(within.json).items.map((item) => item.name)).toEqual([
      "=高山屯",
      "上屯",
      "下屯",
    ]);
  });

  it("are 304 to who holds them, until the data change", async () => {
    const address = "/api/coverage?rule=village-road";
    const first = await service.get(address);
    const etag = String(first.headers["etag"]);
    expect((await service.get(address, { "If-None-Match": etag })).status).toBe(304);
    await store(database.knex, "villages", REGION, VILLAGES);
    await regions.refresh(database.knex);
    expect((await service.get(address, { "If-None-Match": etag })).status).toBe(200);
  });

  it("are packed for who takes that", async () => {
    const { url } = service;
    const plain = await service.get("/api/openapi.json");
    expect(plain.headers["content-encoding"]).toBeUndefined();
    const packed = await fetch(`${url}/api/openapi.json`, {
      headers: { "Accept-Encoding": "gzip" },
    });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(await packed.json()).toEqual(plain.json);
  });
});

describe("hostile requests", () => {
  beforeAll(() => regions.refresh(database.knex));

  const refusals: [address: string, status: number, code: string, path: string | null][] = [
    ["/api/coverage", 400, "missingParameter", "rule"],
    ["/api/coverage?rule=nothing", 404, "unknownRule", "rule"],
    ["/api/coverage?rule=village-road&area=12", 404, "unknownArea", "area"],
    ["/api/coverage?rule=village-road&area=%25", 404, "unknownArea", "area"],
    ["/api/coverage?rule=village-road&by=province", 400, "badParameter", "by"],
    ["/api/coverage?rule=village-road&reachM=-1", 400, "badParameter", "reachM"],
    ["/api/coverage?rule=village-road&reachM=0", 400, "badParameter", "reachM"],
    ["/api/coverage?rule=village-road&reachM=1e9", 400, "badParameter", "reachM"],
    ["/api/coverage?rule=village-road&reachM=NaN", 400, "badParameter", "reachM"],
    ["/api/coverage?rule=clinic&reachM=500", 400, "reachNotApplicable", "reachM"],
    ["/api/coverage?rule=village-road&minHouseholds=3.5", 400, "badParameter", "minHouseholds"],
    ["/api/coverage?rule=village-road&rule=clinic", 400, "repeatedParameter", "rule"],
    ["/api/coverage?rule=village-road&x=1", 400, "unknownParameter", "x"],
    ["/api/coverage?rule=village-road&__proto__=1", 400, "unknownParameter", "__proto__"],
    ["/api/coverage?rule=%ff", 400, "badEncoding", "rule"],
    ["/api/coverage?rule=%00", 400, "badEncoding", "rule"],
    ["/api/gaps?rule=village-road&limit=0", 400, "badParameter", "limit"],
    ["/api/gaps?rule=village-road&limit=-1", 400, "badParameter", "limit"],
    ["/api/gaps?rule=village-road&limit=1000000000", 400, "badParameter", "limit"],
    ["/api/gaps?rule=village-road&status=dead", 400, "badParameter", "status"],
    ["/api/gaps?rule=village-road&sort=outline", 400, "badParameter", "sort"],
    ["/api/gaps?rule=village-road&cursor=forged", 400, "badCursor", "cursor"],
    ["/api/gaps?rule=village-road&format=xml", 400, "badParameter", "format"],
    ["/api/search?q=", 400, "badParameter", "q"],
    ["/api/areas/%ff", 400, "badEncoding", null],
    ["/api/areas/900101/columns?sectors=air", 400, "badParameter", "sectors"],
    ["/api/areas/900101/columns?sectors=road,", 400, "badParameter", "sectors"],
    ["/api/areas/..%2f..%2fetc", 404, "unknownArea", "area"],
    ["/api/villages/0", 404, "unknownVillage", "id"],
    ["/api/villages/1e3", 400, "badParameter", "id"],
    ["/api/villages/-1", 400, "badParameter", "id"],
    ["/api/nothing", 404, "unknownAddress", null],
    ["/nothing.js", 404, "unknownAddress", null],
    ["/%ff", 404, "unknownAddress", null],
  ];
  for (const [address, status, code, path] of refusals)
    it(`${address} is ${status} ${code}`, async () => {
      const answer = await service.get(address);
      expect(answer.status).toBe(status);
      expect(answer.headers["content-type"]).toContain("application/problem+json");
      expect(ProblemAnswer.parse(answer.json)).toMatchObject({ status, code, path });
      expect(answer.headers["etag"]).toBeUndefined();
    });

  it("are told every fault at once", async () => {
    const { json } = await service.get("/api/gaps?limit=0&status=dead&x=1");
    expect(
      ProblemAnswer.parse(json)
        .errors!.map((fault) => fault.path)
        .sort((a, b) => String(a).localeCompare(String(b))),
    ).toEqual(["limit", "rule", "status", "x"]);
  });

  it("may not take the cursor of one list to another, nor to newer data", async () => {
    const list = "/api/gaps?rule=village-road&limit=1";
    const { nextCursor } = (await service.get(list)).json as { nextCursor: string };
    const other = await service.get(`${list}&sort=name&cursor=${nextCursor}`);
    expect(other.json).toMatchObject({ status: 400, code: "badCursor" });
    await store(database.knex, "villages", REGION, VILLAGES);
    await regions.refresh(database.knex);
    const stale = await service.get(`${list}&cursor=${nextCursor}`);
    expect(stale.json).toMatchObject({ status: 410, code: "staleCursor" });
  });

  it("with other methods are refused", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const answer = await service.raw(method, "/api/meta");
      expect(answer.json).toMatchObject({ status: 405, code: "methodNotAllowed" });
      expect(answer.headers["allow"]).toBe("GET, HEAD");
    }
    expect((await service.raw("HEAD", "/api/meta")).status).toBe(200);
  });

  it("that write from a page of another site are refused", async () => {
    const headers = { Origin: "https://elsewhere.example" };
    expect(await service.raw("POST", "/api/meta", headers)).toMatchObject({ status: 403 });
    expect(await service.raw("POST", "/api/meta", { Origin: "null" })).toMatchObject({
      status: 403,
    });
  });

  it("never fail inside: nothing was logged as our fault", () => {
    expect(logged).toEqual([]);
  });
});

describe("beside the answers", () => {
  it("an OpenAPI document names every address, and a page shows it", async () => {
    const { json } = await service.get("/api/openapi.json");
    expect(json.openapi).toBe("3.1.0");
    expect(Object.keys(json.paths)).toContain("/api/villages/{id}");
    const parameters = json.paths["/api/coverage"].get.parameters as {
      name: string;
      required?: boolean;
    }[];
    expect(parameters.find((each) => each.name === "rule")!.required).toBe(true);
    const page = (await service.get("/api")).text;
    expect(page).toContain("/api/coverage");
    expect(page).toMatch(/POST<\/td><td><code>\/api\/datasets\/import/);
    expect(page).toContain(
      "<code>file</code>* <code>kind</code>* <code>area</code>* <code>name</code> ",
    );
    expect(page).toContain("curl --data-binary @");
  });

  it("figures for Prometheus", async () => {
    const { text } = await service.get("/metrics");
    expect(text).toMatch(/qiantu_http_requests_total\{status="2xx"\} \d+/);
    expect(text).toContain('qiantu_villages{region="90"} 7');
  });

  it("headers let the map's worker run and nothing from outside", async () => {
    const policy = String((await service.get("/healthz")).headers["content-security-policy"]);
    expect(policy).toContain("worker-src 'self' blob:");
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain("http");
  });
});
