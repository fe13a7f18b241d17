import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CheapestAnswer, CheapestProgress } from "../../../core/contract/cheapest.ts";
import { ChecksAnswer, PlanAnswer } from "../../../core/contract/plan-service.ts";
import { SHIPPED_PARAMETERS } from "../../../geodata/standards/policy-parameters.ts";
import { runCommand } from "../../../server/cli.ts";
import { seedParameters } from "../../../server/indicators/queries.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, REGION, seedSmallRegion, WEST } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "./plan-service.ts";

const ASKED = { area: EAST, rule: "village-road" };

describe("POST /api/cheapest", () => {
  let database: TestDatabase;
  let service: PlanTestService;
  beforeAll(async () => {
    database = await withTestDatabase();
    await seedSmallRegion(database.knex);
    await seedParameters(database.knex, SHIPPED_PARAMETERS);
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

  it("leads a road past the near village to the far one, proves it, and counts it in full", async () => {
    const { status, json } = await service.send("POST", "/api/cheapest", ASKED);
    expect(status).toBe(200);
    const answer = CheapestAnswer.parse(json);
    expect(answer).toEqual(json);
    expect(answer.today).toMatchObject({ eligible: 4, served: 2, missing: 2, reachable: 2 });
    expect(answer.outcome).toBe("reached");
    expect(new Set(answer.optimum.units.map(({ code }) => code))).toEqual(new Set(["v3", "v4"]));
    expect(answer.verified).toEqual({ eligible: 4, served: 4, low: 1, isReached: true });
    // By hand: up from the road to the circle of 500 m about v3, at 10 degrees below east of it, and on to that about v4.
    expect(answer.optimum.total.lengthM).toBeGreaterThan(2920);
    expect(answer.optimum.total.lengthM).toBeLessThan(2940);
    expect(answer.optimum.total.yuan).toBeCloseTo(answer.optimum.total.lengthM * 350, -2);
    expect(answer.greedy.yuan).toBeGreaterThanOrEqual(answer.optimum.total.yuan);
    expect(answer.bound).toMatchObject({ isProven: true });
    expect(answer.bound!.gap).toBeLessThan(1e-4);
    expect(answer.picks.at(-1)!.cumulative).toMatchObject({ units: 2, served: 4, low: 1 });
    expect(answer.counties).toEqual([]);
  });

  it("tells how far a budget goes along the nested list", async () => {
    const { json } = await service.send("POST", "/api/cheapest", {
      ...ASKED,
      budgetYuan: 700_000,
      target: 0.75,
      bound: false,
    });
    const answer = CheapestAnswer.parse(json);
    expect(answer.today.missing).toBe(1);
    expect(answer.optimum.units.map(({ code }) => code)).toEqual(["v3"]);
    expect(answer.bound).toBeNull();
    const { picks, total } = answer.budget!;
    expect(total.yuan).toBeLessThanOrEqual(700_000);
    expect(answer.picks[picks]?.cumulative.yuan ?? Infinity).toBeGreaterThan(700_000);
  });

  it("answers a region county by county and as a whole; what is not surveyed has nothing to hang on", async () => {
    const { json } = await service.send("POST", "/api/cheapest", { ...ASKED, area: REGION });
    const answer = CheapestAnswer.parse(json);
    expect(answer.counties.map(({ area }) => area.code)).toEqual([EAST, WEST]);
    // v7 of the other county is not surveyed, and the road of this one is what a line to it hangs on.
    expect(answer.today).toMatchObject({ eligible: 6, served: 3, missing: 3, reachable: 3 });
    expect(answer.outcome).toBe("reached");
    const inCounties = answer.counties.reduce((sum, { inWhole }) => sum + inWhole.yuan, 0);
    expect(inCounties).toBe(answer.optimum.total.yuan);
  });

  describe("who leaves", () => {
    const ask = (name: string, year: number, signal: AbortSignal): Promise<number> =>
      fetch(`${service.url}/api/cheapest?ask=${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...ASKED, area: REGION, year }),
        signal,
      }).then(({ status }) => status);
    /** Asks how far it is until it is asked for, or no longer, and gives the last. */
    const until = async (name: string, isAsked: boolean): Promise<CheapestProgress> => {
      for (;;) {
        const { json } = await service.get(`/api/cheapest/progress/${name}`);
        const progress = CheapestProgress.parse(json);
        if (progress.isAsked === isAsked) return progress;
        await wait(5);
      }
    };

    it("leaves the answer to the others", async () => {
      const [leaving, staying] = [new AbortController(), new AbortController()];
      const [mine, theirs] = [randomUUID(), randomUUID()];
      const left = ask(mine, 2017, leaving.signal).catch(String);
      const kept = ask(theirs, 2017, staying.signal);
      const [{ done }] = await Promise.all([until(theirs, true), until(mine, true)]);
      expect(done ?? 0).toBeLessThan(1);
      leaving.abort();
      expect(await left).toContain("abort");
      await until(mine, false);
      expect(await kept).toBe(200);
    });

    it("stops the thread when nobody else waits, and the next question has its turn", async () => {
      const only = new AbortController();
      const name = randomUUID();
      const left = ask(name, 2018, only.signal).catch(String);
      await until(name, true);
      only.abort();
      expect(await left).toContain("abort");
      await until(name, false);
      expect(await ask(name, 2018, new AbortController().signal)).toBe(200);
    });
  });

  it("says what cannot be answered", async () => {
    const ask = (body: unknown) => service.send("POST", "/api/cheapest", body);
    expect(await ask({ ...ASKED, area: "nowhere" })).toMatchObject({ status: 404 });
    expect(await ask({ ...ASKED, rule: "none" })).toMatchObject({
      status: 404,
      json: { code: "unknownRule" },
    });
    expect(await ask({ ...ASKED, rule: "clinic" })).toMatchObject({
      status: 422,
      json: { code: "noLineServes", path: "rule" },
    });
    expect(await ask({ ...ASKED, target: 2 })).toMatchObject({ status: 422 });
    expect(await ask({ ...ASKED, year: 1995 })).toMatchObject({
      status: 422,
      json: { code: "noLineServes", params: { year: 1995 } },
    });
  });
});

describe("plan cheapest", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase();
    await seedSmallRegion(database.knex);
    await database.release();
  });
  afterAll(() => database.close());

  async function qiantu(...args: string[]): Promise<{ code: number; out: string; log: string }> {
    let out = "";
    let log = "";
    const code = await runCommand(args, {
      config: database.config,
      out: (text) => (out += `${text}\n`),
      log: (text) => (log += `${text}\n`),
    });
    return { code, out, log };
  }
  const NEW = [
    "plan",
    "new",
    "--area",
    EAST,
    "--name",
    "东县规划",
    "--years",
    "2014-2020",
    "--json",
  ];
  const CHEAPEST = ["plan", "cheapest", "--area", EAST, "--rule", "village-road"];

  it("puts the lines into a plan as works with their costs, and the plan's rate is that of the answer", async () => {
    const made = await qiantu(...NEW);
    const { plan } = ChecksAnswer.parse(JSON.parse(made.out));
    const { code, out } = await qiantu(...CHEAPEST, "--year", "2018", "--into", plan, "--json");
    expect(code).toBe(0);
    const { accepted, ...answer } = JSON.parse(out) as CheapestAnswer & { accepted: object };
    CheapestAnswer.parse(answer);
    const { lines, total } = answer.optimum;
    expect(accepted).toEqual({ plan, version: 1, works: lines.length, yuan: total.yuan });
    const exported = await qiantu("plan", "export", plan, "--format", "json");
    const { document } = PlanAnswer.parse(JSON.parse(exported.out));
    const works = Object.values(document.works ?? {});
    expect(works.map((one) => one?.geometry)).toEqual(
      lines.map(({ line }) => ({ type: "LineString", coordinates: line })),
    );
    expect(works.map((one) => [one?.costYuan, one?.class, one?.year])).toEqual(
      lines.map(({ yuan }) => [yuan, "village", 2018]),
    );
  });

  it("tells people what it costs, how good that is and the steps", async () => {
    const { code, out } = await qiantu(...CHEAPEST, "--budget", "1100000");
    expect(code).toBe(0);
    expect(out).toContain("These lines reach the target, by the full coverage run.");
    expect(out).toMatch(
      /bound over \d+ candidate lines: 1\.02\d M yuan, gap 0\.00 % \(to the end\)/,
    );
    expect(out).toContain("with 1.100 M yuan: 1 steps, 2 villages");
  });

  it("refuses what it does not understand with 2, and what is not there with 1", async () => {
    expect(await qiantu("plan", "cheapest", "--area", EAST)).toMatchObject({
      code: 2,
      log: "Missing or not understood: --rule.\n",
    });
    expect(await qiantu(...CHEAPEST, "--target", "much")).toMatchObject({ code: 2 });
    expect(await qiantu(...CHEAPEST, "--target", "1.5")).toMatchObject({ code: 2 });
    expect(
      await qiantu("plan", "cheapest", "--area", "nowhere", "--rule", "village-road", "--json"),
    ).toMatchObject({ code: 1 });
    expect(
      await qiantu("plan", "cheapest", "--area", EAST, "--rule", "clinic", "--json"),
    ).toMatchObject({ code: 1 });
    expect(await qiantu(...CHEAPEST, "--into", "0000000")).toMatchObject({ code: 1 });
  });
});
