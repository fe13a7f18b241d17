import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { BuildOrMoveAnswer, BuildOrMoveRequest } from "../../../core/contract/build-or-move.ts";
import type { ZoneRecord } from "../../../core/contract/record.ts";
import { unpackColumns } from "../../../core/coverage/pack-columns.ts";
import { layServiceLines, type BuildGeometry } from "../../../core/relocation/service-lines.ts";
import { runCommand } from "../../../server/cli.ts";
import { MeasureThread } from "../../../server/coverage/measure-thread.ts";
import { loadSnapshot } from "../../../server/coverage/load-snapshot.ts";
import { seedParameters } from "../../../server/indicators/queries.ts";
import { SHIPPED_PARAMETERS } from "../../../geodata/standards/policy-parameters.ts";
import { settlement, works } from "../../core/relocation/support/arbitrary-changes.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, REGION, RULES, seedSmallRegion, store, WEST } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "./plan-service.ts";

/** Ground that nothing should be built on, with v3 in it. */
const RED_LINE: ZoneRecord = {
  kind: "redLine",
  name: "东山",
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [108.025, 24.015],
        [108.035, 24.015],
        [108.035, 24.025],
        [108.025, 24.025],
        [108.025, 24.015],
      ],
    ],
  },
};

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  await store(database.knex, "zones", REGION, [RED_LINE]);
  const figures = SHIPPED_PARAMETERS.map((one) =>
    one.regionCode === "" ? one : { ...one, regionCode: REGION },
  );
  await seedParameters(database.knex, figures);
  service = await startPlans(database, EAST);
});
afterAll(() => database.close());

async function ask(request: z.input<typeof BuildOrMoveRequest>): Promise<BuildOrMoveAnswer> {
  const { status, json } = await service.send("POST", "/api/build-or-move", request);
  expect(status).toBe(200);
  return BuildOrMoveAnswer.parse(json);
}

/** Roads at 100,000 yuan a kilometre whatever the ground, and nothing to keep up. */
const PLAIN = {
  "works-cost-road-village": 100_000,
  "works-terrain-karst-road": 1,
  "works-terrain-hazard-road": 1,
  "maintenance-share-road": 0,
};

describe("building against moving over HTTP", () => {
  it("tells what a road to each village without one costs, shared where they share it", async () => {
    const { items, count, years, priceYear, totals } = await ask({
      area: EAST,
      parameters: PLAIN,
      pieces: true,
    });
    expect([count, years, priceYear]).toEqual([5, { from: 2014, to: 2020 }, 2017]);
    const lines = new Map(items.map((line) => [line.key, line]));
    expect([...lines.keys()].toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      "v1",
      "v2",
      "v3",
      "v4",
      "v5",
    ]);
    expect(lines.get("v1")!.advice).toBe("stay");
    // v3 lies 2,215 m north of the road: 1,715 m of road, and 45 households.
    const v3 = lines.get("v3")!;
    const [road] = v3.build.services;
    expect(road).toMatchObject({ rule: "village-road", sector: "road", due: true });
    expect(road!.pieces![0]!.lengthM).toBeGreaterThan(1700);
    expect(road!.pieces![0]!.lengthM).toBeLessThan(1730);
    // v5, 500 m east of v4, uses its road; 19 households are too few for the rule to ask for it.
    const v5 = lines.get("v5")!;
    expect(v5.build.services[0]!.due).toBe(false);
    const shared = v5.build.services[0]!.pieces!.find((piece) => piece.others > 0)!;
    expect(shared.sharedWith.length).toBe(shared.others);
    // Shares of all pieces add up to all pieces.
    const pieces = [...lines.values()].flatMap(({ build }) =>
      build.services.flatMap((each) => each.pieces!),
    );
    const laid = new Map(pieces.map((piece) => [piece.path.join(), piece.yuan]));
    const shares = pieces.reduce((sum, piece) => sum + piece.shareYuan, 0);
    expect(shares).toBeCloseTo(
      [...laid.values()].reduce((sum, yuan) => sum + yuan, 0),
      3,
    );
    const sum = totals.find(({ advice }) => advice === "build")!;
    expect(sum).toMatchObject({ villages: 3, households: 89, persons: 356 });
    expect(Math.abs(sum.buildYuan - shares)).toBeLessThan(5);
  });

  it("tells moving by its parts", async () => {
    const { items } = await ask({ area: EAST, q: "v3" });
    const { move, households, persons } = items[0]!;
    expect([households, persons]).toEqual([45, 180]);
    expect(move).toMatchObject({
      homeYuan: 180 * 57_700,
      landYuan: 864_000,
      subsidyYuan: 180 * 8000,
      rewardYuan: Math.round((45 * 20_000) / 1.08 ** 2),
    });
    const parts = move.homeYuan! + move.landYuan! + move.followUpYuan! + move.rewardYuan!;
    expect(Math.abs(move.totalYuan! - parts)).toBeLessThanOrEqual(2);
  });

  it("follows figures that are tried, and says which they are", async () => {
    const one = await ask({ area: EAST, parameters: PLAIN });
    const twice = await ask({
      area: EAST,
      parameters: { ...PLAIN, "works-cost-road-village": 200_000 },
    });
    for (const [i, { build }] of one.items.entries())
      expect(Math.abs(twice.items[i]!.build.worksYuan! - 2 * build.worksYuan!)).toBeLessThan(2);
    expect(one.parameters.find(({ id }) => id === "works-cost-road-village")).toMatchObject({
      value: 100_000,
      unit: "yuan/km",
      given: true,
    });
    expect(one.parameters.find(({ id }) => id === "discount-rate")).toMatchObject({
      value: 0.08,
      given: false,
    });
    const dear = await ask({ area: EAST, parameters: { "works-cost-road-village": 1e9 } });
    expect(dear.items.filter(({ advice }) => advice === "move").map(({ key }) => key)).toHaveLength(
      3,
    );
  });

  it("flags what lies inside a red line, and moves it where that is asked for", async () => {
    const flagged = (answer: BuildOrMoveAnswer) => answer.items.find(({ key }) => key === "v3")!;
    const said = flagged(await ask({ area: EAST }));
    expect([said.flags, said.reason]).toEqual([["redLine"], "cheaperToBuild"]);
    const moved = flagged(await ask({ area: EAST, parameters: { "advice-red-line-moves": 1 } }));
    expect([moved.advice, moved.reason]).toEqual(["move", "redLine"]);
  });

  it("counts nothing where it cannot be told whether the road is there", async () => {
    const { items } = await ask({ area: WEST });
    expect(items.map(({ key, advice, build }) => [key, advice, build.unknown])).toEqual([
      ["v6", "stay", []],
      ["v7", "unknown", ["village-road"]],
    ]);
  });

  it("counts a plan's works as built and tells whom it moves", async () => {
    const id = await service.make({
      area: EAST,
      name: "东县规划",
      years: { from: 2015, to: 2019 },
    });
    const lacking = (answer: BuildOrMoveAnswer) =>
      answer.items.filter(({ build }) => build.services.length > 0).map(({ key }) => key);
    expect(lacking(await ask({ plan: id, sort: "name" }))).toHaveLength(3);
    await service.change(id, 0, {
      settlements: { s1: settlement({ position: [108.02, 24.001], capacityPersons: 400 }) },
      moves: { v4: { parts: [{ settlement: "s1", year: 2016, households: null }], reason: null } },
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
    });
    const after = await ask({ plan: id, sort: "name" });
    expect(after.years).toEqual({ from: 2015, to: 2019 });
    expect(after.plan).toEqual({ id, version: 1 });
    expect(lacking(after)).not.toContain("v3");
    expect(after.items.filter(({ moves }) => moves).map(({ key }) => key)).toEqual(["v4"]);
  });

  it("lists what is looked for, in the order asked for", async () => {
    const households = (answer: BuildOrMoveAnswer) => answer.items.map((line) => line.households);
    expect(households(await ask({ area: EAST, sort: "-households" }))).toEqual([
      45, 30, 25, 20, 19,
    ]);
    expect(households(await ask({ area: EAST, sort: "households", offset: 1, limit: 2 }))).toEqual([
      20, 25,
    ]);
    const built = await ask({ area: EAST, advice: ["build"], limit: 1 });
    expect([built.count, built.items.length]).toEqual([3, 1]);
    expect((await ask({ area: EAST, q: "小弄" })).items.map(({ key }) => key)).toEqual(["v5"]);
    const places = (await ask({ area: EAST, sort: "-breakEven" })).items;
    const even = places.map((line) => line.breakEvenHouseholds);
    expect(even.slice(3)).toEqual([null, null]);
    expect(even.slice(0, 3)).toEqual(even.slice(0, 3).toSorted((a, b) => b! - a!));
  });

  it("a township's villages are told as their county tells them", async () => {
    const county = await ask({ area: EAST });
    const township = await ask({ area: "900101001" });
    expect(township.items).toEqual(county.items);
    const region = await ask({ area: REGION });
    const costs = (answer: BuildOrMoveAnswer) =>
      new Map(answer.items.map(({ key, build }) => [key, build.worksYuan]));
    for (const [key, yuan] of costs(county)) expect(costs(region).get(key)).toBe(yuan);
  });

  it("refuses what it does not know, and says what there is", async () => {
    const refused = async (request: object) => {
      const { status, json } = await service.send("POST", "/api/build-or-move", request);
      return [status, json.code, json.path];
    };
    expect(await refused({ area: "77" })).toEqual([404, "unknownArea", "area"]);
    expect(await refused({ area: EAST, rules: ["nonsense"] })).toEqual([
      404,
      "unknownRule",
      "rules",
    ]);
    expect(await refused({ area: EAST, rules: ["clinic"] })).toEqual([
      422,
      "notBuildable",
      "rules",
    ]);
    expect(await refused({ area: EAST, parameters: { nonsense: 1 } })).toEqual([
      422,
      "unknownParameter",
      "parameters.nonsense",
    ]);
    expect((await refused({ area: EAST, parameters: { "discount-rate": -1 } }))[0]).toBe(422);
    expect((await refused({ area: EAST, years: { from: 2020, to: 2014 } }))[0]).toBe(422);
    expect((await refused({ area: EAST, sort: "beauty" }))[0]).toBe(422);
  });
});

describe("the geometry behind it", () => {
  const path = `/api/areas/${EAST}/build-geometry`;
  const read = async (address: string) => {
    const response = await fetch(`${service.url}${address}`);
    const geometry = unpackColumns(await response.arrayBuffer()) as BuildGeometry;
    return { geometry, etag: response.headers.get("etag")! };
  };

  it("is what core lays on the data, here and in the thread", async () => {
    const snapshot = await loadSnapshot(database.knex, REGION);
    const area = snapshot.areas.code.indexOf(EAST);
    const road = RULES.filter(({ id }) => id === "village-road");
    const flags = Uint8Array.from(snapshot.villages.code, (code) => (code === "v3" ? 4 : 0));
    const laid = layServiceLines(snapshot, road, area, flags);
    expect((await read(path)).geometry).toEqual(laid);
    const thread = new MeasureThread();
    try {
      const question = { area, rules: road, zoneFlags: flags, edits: null };
      expect(await thread.layLines(snapshot, question)).toEqual(laid);
    } finally {
      await thread.close();
    }
  });

  it("is not sent twice, and is another one with works", async () => {
    const { etag } = await read(path);
    const again = await service.get(path, { "if-none-match": etag });
    expect(again.status).toBe(304);
    const id = await service.make({ area: EAST, name: "路", years: { from: 2015, to: 2019 } });
    expect((await read(`${path}?plan=${id}`)).etag).toBe(etag);
    await service.change(id, 0, {
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
    });
    const withWorks = await read(`${path}?plan=${id}&version=1`);
    expect(withWorks.etag).not.toBe(etag);
    expect(withWorks.geometry.services[0]!.village.length).toBe(2);
  });
});

describe("plan build-or-move", () => {
  async function qiantu(...args: string[]): Promise<{ code: number; out: string; log: string }> {
    let out = "";
    let log = "";
    const code = await runCommand(["plan", "build-or-move", ...args], {
      config: database.config,
      out: (text) => (out += `${text}\n`),
      log: (text) => (log += `${text}\n`),
    });
    return { code, out, log };
  }
  beforeAll(async () => {
    await service.close();
    await database.release();
  });

  it("answers as HTTP does", async () => {
    const { code, out, log } = await qiantu(
      "--area",
      EAST,
      "--rule",
      "village-road",
      "--parameter",
      "works-cost-road-village=100000",
      "--parameter",
      "works-terrain-karst-road=1",
      "--limit",
      "2",
      "--pieces",
      "--json",
    );
    expect([code, log]).toEqual([0, ""]);
    const answer = BuildOrMoveAnswer.parse(JSON.parse(out));
    expect(answer.rules).toEqual([{ rule: "village-road", sector: "road", class: "village" }]);
    expect([answer.count, answer.items.length]).toEqual([5, 2]);
    expect(answer.items[0]!.build.services[0]!.pieces!.length).toBeGreaterThan(0);
  });

  it("tells people villages, costs, break-even and why", async () => {
    const { code, out } = await qiantu("--area", EAST, "--rule", "village-road", "--limit", "1");
    expect(code).toBe(0);
    expect(out).toMatch(/build +3 +89 +356/);
    expect(out).toMatch(/break-even +proposed/);
    expect(out).toMatch(/build, building is cheaper/);
    expect(out).toMatch(/and 4 more: --limit N shows more of them/);
  });

  it("says what is missing or not understood, with 2, and what is not there, with 1", async () => {
    expect(await qiantu()).toMatchObject({ code: 2 });
    expect(await qiantu("--area", EAST, "--limit", "many")).toMatchObject({ code: 2 });
    expect(await qiantu("--area", EAST, "--parameter", "discount-rate")).toMatchObject({ code: 2 });
    expect(await qiantu("--area", EAST, "--author", "me")).toMatchObject({ code: 2 });
    expect(await qiantu("--area", "77")).toMatchObject({ code: 1 });
    expect(await qiantu("--area", EAST, "--parameter", "nonsense=1")).toMatchObject({ code: 1 });
  });
});
