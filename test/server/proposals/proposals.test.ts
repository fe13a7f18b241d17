import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AcceptAnswer,
  CandidatesAnswer,
  DifferenceAnswer,
  ProposalNews,
  ProposalsAnswer,
  WhyAnswer,
} from "../../../core/contract/proposal.ts";
import { ChecksAnswer, PlanAnswer } from "../../../core/contract/plan-service.ts";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement } from "../../core/relocation/support/arbitrary-changes.ts";
import { Listener } from "../plans/listener.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";
import { COUNTY, seedCounty } from "./demonstration-county.ts";
import { ask, over, proposed } from "./proposal-page.ts";

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedCounty(database.knex);
  service = await startPlans(database, COUNTY);
}, 600_000);
afterAll(async () => {
  await service.close();
  await database.close();
});

const YEARS = [2014, 2015, 2016, 2017, 2018, 2019, 2020];
const TARGETS = Object.fromEntries(YEARS.map((year) => [`${COUNTY}:${year}`, 120]));
/** Hamlets at risk: some hundreds, so that answers come soon. */
const AT_RISK = { candidates: { hazard: true }, seconds: 10 };

/** All small hamlets of the county. */
const ALL = { seconds: 10 };

const made = (more: PlanChange = {}): Promise<string> =>
  service.make({ document: { targets: TARGETS, ...more } });
const at = (plan: string, job: { id: string }, path = ""): string =>
  `/api/plans/${plan}/proposals/${job.id}${path}`;
const documentOf = async (plan: string): Promise<PlanAnswer> =>
  PlanAnswer.parse((await service.get(`/api/plans/${plan}`)).json);
const hardChecks = async (plan: string): Promise<string[]> => {
  const answer = ChecksAnswer.parse((await service.get(`/api/plans/${plan}/checks`)).json);
  return answer.checks.filter(({ severity }) => severity === "hard").map(({ code }) => code);
};
const by = { author: "韦", client: "page" };
const accept = (
  plan: string,
  job: { id: string },
  version: number,
  part: Record<string, unknown>,
  key = randomUUID(),
) =>
  service.send("POST", at(plan, job, "/accept"), { as: "plan", ...by, ...part }, { version, key });

async function difference(
  plan: string,
  job: { id: string },
  query = "",
): Promise<DifferenceAnswer> {
  const answer = await service.get(at(plan, job, `/difference?limit=50000${query}`));
  expect(answer.status).toBe(200);
  return DifferenceAnswer.parse(answer.json);
}

describe("a proposal for a county", () => {
  it("meets every year's band, tells its progress live, and is not in the plan", async () => {
    const plan = await made();
    const listener = await Listener.open(`${service.url}/api/events?plan=${plan}&client=other`);
    const job = await proposed(service, plan, 1, AT_RISK);
    const { result } = job;
    expect(["proven", "feasible"]).toContain(result.status);
    expect(result.gap).toBeLessThan(0.1);
    expect(result.bound!).toBeLessThanOrEqual(result.objective!);
    const [whole] = result.areas;
    expect(whole!.code).toBe(COUNTY);
    for (const year of whole!.years) {
      expect(year.low).toBe(114);
      expect(year.persons).toBeGreaterThanOrEqual(year.low!);
      expect(year.persons).toBeLessThanOrEqual(year.high!);
    }
    const sum = Object.values(result.parts!).reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - result.objective!)).toBeLessThan(1e-6 * sum);
    expect(whole!.moved + whole!.built + whole!.left).toBe(result.candidates.villages);
    expect(result.difference!.added).toBe(whole!.moved);
    await expect.poll(() => listener.of("proposal").at(-1)?.data.state).toBe("done");
    listener.stop();
    const news = listener.of("proposal").map(({ data }) => ProposalNews.parse(data));
    expect(new Set(news.map(({ id }) => id))).toEqual(new Set([job.id]));
    expect(news.some(({ state }) => state === "running")).toBe(true);
    expect(job.progress.points.length).toBeGreaterThan(0);
    const { items } = ProposalsAnswer.parse(
      (await service.get(`/api/plans/${plan}/proposals`)).json,
    );
    expect(items.map(({ id }) => id)).toEqual([job.id]);
    expect((await documentOf(plan)).plan.version).toBe(1);
  });

  it("is accepted township by township, and undone", async () => {
    const plan = await made();
    const before = await documentOf(plan);
    const job = await proposed(service, plan, 1, AT_RISK);
    const whole = await difference(plan, job);
    expect(whole.breaks).toEqual([]);
    expect(whole.villages.length).toBe(whole.total.added);
    const [one, other] = whole.townships.filter(({ added }) => added > 0);
    const part = await difference(plan, job, `&townships=${one!.code}`);
    expect(part.villages.every(({ township }) => township === one!.code)).toBe(true);
    expect(part.total.added).toBe(one!.added);
    const listener = await Listener.open(`${service.url}/api/events?plan=${plan}&client=other`);
    const key = randomUUID();
    const first = await accept(plan, job, 1, { townships: [one!.code], reason: "石洛乡" }, key);
    expect(first.status).toBe(200);
    const { plan: summary, difference: done } = AcceptAnswer.parse(first.json);
    expect(summary.version).toBe(2);
    expect(done.added).toBe(one!.added);
    await expect.poll(() => listener.of("change").length).toBe(1);
    listener.stop();
    const { document } = await documentOf(plan);
    expect(document.moves).toEqual(part.change.moves);
    expect(Object.keys(document.settlements!)).toEqual(Object.keys(part.change.settlements!));
    expect(await hardChecks(plan)).toEqual([]);
    // Again by the same key is once; another township goes on top of it.
    const again = await accept(plan, job, 1, { townships: [one!.code], reason: "石洛乡" }, key);
    expect([again.status, again.json.plan.version]).toEqual([200, 2]);
    expect((await accept(plan, job, 1, { townships: [other!.code] })).status).toBe(412);
    expect((await accept(plan, job, 2, { townships: [one!.code] })).json.code).toBe(
      "nothingToAccept",
    );
    expect((await accept(plan, job, 2, { townships: [other!.code] })).status).toBe(200);
    expect((await accept(plan, job, 3, {})).status).toBe(200);
    expect((await documentOf(plan)).document.moves).toEqual(whole.change.moves);
    const undone = await service.send(
      "POST",
      `/api/plans/${plan}/return`,
      { to: 1, ...by },
      { version: 4 },
    );
    expect(undone.status).toBe(200);
    expect((await documentOf(plan)).document).toEqual(before.document);
  });

  it("becomes a scenario that the plan knows nothing of", async () => {
    const plan = await made();
    const job = await proposed(service, plan, 1, AT_RISK);
    const key = randomUUID();
    const taken = await accept(plan, job, 1, { as: "scenario", name: "方案二" }, key);
    expect(taken.status).toBe(200);
    const { plan: scenario } = AcceptAnswer.parse(taken.json);
    expect(scenario).toMatchObject({ name: "方案二", branchOf: { id: plan, version: 1 } });
    const { change } = await difference(plan, job);
    expect((await documentOf(scenario.id)).document.moves).toEqual(change.moves);
    expect((await documentOf(plan)).document.moves).toBeUndefined();
    const again = await accept(plan, job, 1, { as: "scenario", name: "方案二" }, key);
    expect(again.json.plan.id).toBe(scenario.id);
    await service.change(plan, 1, { targets: { [`${COUNTY}:2014`]: 200 } });
    expect((await accept(plan, job, 1, { as: "scenario" })).status).toBe(412);
  });

  it("says why a village goes where it goes, and why another does not", async () => {
    const plan = await made();
    const job = await proposed(service, plan, 1, AT_RISK);
    const { villages } = await difference(plan, job);
    const why = async (key: string): Promise<WhyAnswer> =>
      WhyAnswer.parse((await service.get(at(plan, job, `/why?village=${key}`))).json);
    for (const { key, after } of villages.slice(0, 5)) {
      const answer = await why(key);
      expect(answer).toMatchObject({ key, verdict: "moved", atRisk: true, leftOut: [], after });
      const chosen = answer.alternatives.filter(({ isChosen }) => isChosen);
      expect(chosen.length).toBe(1);
      expect(chosen[0]!.settlement).toBe(after!.parts[0]!.settlement);
      expect(chosen[0]!.year).toBe(after!.parts[0]!.year);
      expect(answer.alternatives.length).toBeGreaterThan(1);
      for (const { parts, rows, totalYuan } of answer.alternatives) {
        const sum = Object.values(parts).reduce((a, b) => a + b, 0);
        const charged = rows.reduce((total, { amountYuan }) => total + amountYuan, 0);
        expect(Math.abs(sum + charged - totalYuan)).toBeLessThan(10);
      }
    }
    const { snapshot } = service.regions.all()[0]!;
    const safe = Array.from(snapshot.villages.code.keys()).find(
      (v) =>
        snapshot.villages.attributes["hazard"]![v] !== 1 && snapshot.villages.households[v]! > 30,
    )!;
    const answer = await why(snapshot.villages.code[safe]!);
    expect(answer).toMatchObject({ verdict: "notCandidate", after: null, alternatives: [] });
    expect(answer.leftOut.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["tooManyHouseholds", "conditions"]),
    );
    expect((await service.get(at(plan, job, "/why?village=nobody"))).status).toBe(404);
  });

  it("tells whom a question thinks about before it is asked", async () => {
    const plan = await made();
    const answer = await service.send("POST", `/api/plans/${plan}/proposal-candidates`, AT_RISK);
    const counts = CandidatesAnswer.parse(answer.json);
    const job = await proposed(service, plan, 1, AT_RISK);
    expect(job.result.candidates.villages).toBe(counts.villages);
    expect(counts.counties).toMatchObject([{ code: COUNTY, low: 7 * 114, high: 7 * 126 }]);
    expect(counts.leftOut.conditions).toBeGreaterThan(0);
  });
});

describe("asked again after an edit", () => {
  it("changes at most 2 % of the villages after one lock", async () => {
    const many = Object.fromEntries(YEARS.map((year) => [`${COUNTY}:${year}`, 400]));
    const plan = await made({ targets: many });
    const job = await proposed(service, plan, 1, ALL);
    expect((await accept(plan, job, 1, {})).status).toBe(200);
    const { villages } = await difference(plan, job);
    const stays = villages[Math.floor(villages.length / 2)]!.key;
    expect(villages.length).toBeGreaterThan(30);
    const locked = await service.change(plan, 2, {
      moves: { [stays]: null },
      locks: { [`village:${stays}`]: true },
    });
    expect(locked.status).toBe(200);
    const next = await proposed(service, plan, 3, ALL);
    const { added, changed, removed } = next.result.difference!;
    expect(added + changed + removed).toBeLessThanOrEqual(0.02 * next.result.candidates.villages);
    const again = await difference(plan, next);
    expect(again.villages.map(({ key }) => key)).not.toContain(stays);
    const why = await service.get(at(plan, next, `/why?village=${stays}`));
    expect(why.json).toMatchObject({ verdict: "kept", leftOut: [{ code: "locked" }] });
  });

  it("keeps moves in locked years and those it is told to keep", async () => {
    const plan = await made();
    const job = await proposed(service, plan, 1, AT_RISK);
    await accept(plan, job, 1, {});
    const { document } = await documentOf(plan);
    await service.change(plan, 2, { locks: { "year:2014": true, "year:2015": true } });
    const next = await proposed(service, plan, 3, { ...AT_RISK, existing: "free" });
    const answer = await difference(plan, next);
    for (const { key, after } of answer.villages) {
      const years = [...(document.moves![key]?.parts ?? []), ...(after?.parts ?? [])];
      expect(years.filter(({ year }) => year < 2016)).toEqual([]);
    }
    const kept = await proposed(service, plan, 3, { ...AT_RISK, existing: "keep" });
    expect(kept.result.difference).toMatchObject({ changed: 0, removed: 0 });
  });
});

describe("what cannot be", () => {
  it("is explained by its cause, with a way out that, taken, leads to a proposal", async () => {
    const plan = await made({ locks: { "year:2016": true } });
    const { result } = await proposed(service, plan, 1, AT_RISK);
    expect(result.status).toBe("infeasible");
    const kinds = result.causes.flatMap(({ parts }) => parts.map(({ kind }) => kind));
    expect(kinds).toEqual(expect.arrayContaining(["countyLow", "frozenYear"]));
    const way = result.relaxations.find(({ steps }) => steps[0]!.kind === "unfreeze")!;
    expect(way.steps).toMatchObject([{ kind: "unfreeze", year: 2016 }]);
    const mended = await service.change(plan, 1, way.change!);
    expect(mended.status).toBe(200);
    const next = await proposed(service, plan, 2, way.question ?? AT_RISK);
    expect(["proven", "feasible"]).toContain(next.result.status);
  });

  it("is refused field by field before anything starts", async () => {
    const plan = await made({ settlements: { s1: settlement({ position: [107.17, 24.99] }) } });
    const paths = async (question: Record<string, unknown>): Promise<unknown[]> => {
      const { status, json } = await ask(service, plan, 1, question);
      expect(status).toBe(422);
      return [
        json.path,
        ...(json.errors ?? []).slice(1).map((each: { path: string }) => each.path),
      ];
    };
    expect(await paths({ counties: ["450100", COUNTY, "x"] })).toEqual([
      "counties.0",
      "counties.2",
    ]);
    expect(await paths({ weights: { personKm: -1 }, seconds: 0 })).toEqual([
      "weights.personKm",
      "seconds",
    ]);
    expect(await paths({ candidates: { unserved: ["no-such-rule"] } })).toEqual([
      "candidates.unserved.0",
    ]);
    expect(await paths({ candidates: { include: ["no-such"], exclude: ["none"] } })).toEqual([
      "candidates.include.0",
      "candidates.exclude.0",
    ]);
    expect(
      await paths({ destinations: { drafts: { s1: settlement() }, settlements: ["s9"] } }),
    ).toEqual(["destinations.settlements.0", "destinations.drafts.s1"]);
    expect(await paths({ limits: { targets: { [`${COUNTY}:2030`]: 1 } } })).toEqual([
      `limits.targets.${COUNTY}:2030`,
    ]);
    expect(await paths({ colour: "red" })).toEqual(["colour"]);
    expect((await ask(service, plan, 0)).status).toBe(412);
    expect((await ask(service, randomUUID(), 1)).status).toBe(404);
    const missing = await service.send("POST", `/api/plans/${plan}/proposals`, { ...by });
    expect(missing.status).toBe(428);
    expect((await service.get(`/api/plans/${plan}/proposals`)).json.items).toEqual([]);
  });

  it("is not accepted: a part that others have moved meanwhile, a job that is not done", async () => {
    const plan = await made();
    const job = await proposed(service, plan, 1, AT_RISK);
    const { villages, change } = await difference(plan, job);
    const [first] = villages;
    const elsewhere = settlement({ position: [107.17, 24.99], capacityPersons: 5000 });
    const moved = await service.change(plan, 1, {
      settlements: { s1: elsewhere },
      moves: {
        [first!.key]: { parts: [{ settlement: "s1", year: 2019, households: 1 }], reason: null },
      },
    });
    expect(moved.status).toBe(200);
    const refused = await accept(plan, job, 2, {});
    expect([refused.status, refused.json.code]).toEqual([409, "changedMeanwhile"]);
    expect(refused.json.params.village).toBe(first!.key);
    const rest = Object.keys(change.moves!).filter((key) => key !== first!.key);
    expect((await accept(plan, job, 2, { villages: rest })).status).toBe(200);
    const running = await ask(service, plan, 3, { ...AT_RISK, seconds: 60 });
    expect((await accept(plan, running.json, 3, {})).json.code).toBe("proposalNotDone");
    await service.send("DELETE", at(plan, running.json), undefined);
  });

  it("is not accepted: a part that by itself fails a hard check", async () => {
    const plan = await made();
    const job = await proposed(service, plan, 1, AT_RISK);
    await accept(plan, job, 1, {});
    const { villages, change } = await difference(plan, job);
    // Its settlement is full now: who is to come first needs somebody else to leave.
    const [one, other] = villages.filter(({ after, before }) => after !== null && before === null);
    const full = one!.after!.parts[0]!.settlement;
    const there = Object.values(change.moves!).filter(
      (move) => move?.parts[0]!.settlement === full,
    ).length;
    expect(there).toBeGreaterThan(0);
    const made2 = await made({
      settlements: {
        tiny: settlement({ position: [...one!.position!], capacityPersons: one!.persons! }),
      },
      moves: {
        [other!.key]: { parts: [{ settlement: "tiny", year: 2014, households: 1 }], reason: null },
      },
    });
    const swap = await proposed(service, made2, 1, {
      ...AT_RISK,
      existing: "free",
      candidates: { include: [one!.key, other!.key], maxHouseholds: 0 },
      limits: { countyBands: false, areaBand: false, mustAct: "everybody" },
      destinations: { maxDistanceKm: 100 },
    });
    const whole = await difference(made2, swap);
    expect(whole.breaks).toEqual([]);
    const comes = whole.villages.find(
      ({ key, after }) => key === one!.key && after?.parts[0]!.settlement === "tiny",
    );
    expect(comes).toBeDefined();
    const alone = await difference(made2, swap, `&villages=${one!.key}`);
    expect(alone.breaks.map(({ code }) => code)).toEqual(["overCapacity"]);
    const refused = await accept(made2, swap, 1, { villages: [one!.key] });
    expect([refused.status, refused.json.code]).toEqual([422, "breaksHardChecks"]);
    expect((await accept(made2, swap, 1, {})).status).toBe(200);
    expect(await hardChecks(made2)).toEqual([]);
  });
});

describe("jobs", () => {
  it("of two people run at once, a third waits, and the same key is the same job", async () => {
    const plan = await made();
    const slow = { seconds: 60 };
    const key = randomUUID();
    const first = await ask(service, plan, 1, slow, { key });
    const second = await ask(service, plan, 1, { ...slow, author: "蒙" });
    const third = await ask(service, plan, 1, slow);
    expect([first, second, third].map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(first.headers.get("location")).toBe(at(plan, first.json));
    expect((await ask(service, plan, 1, slow, { key })).json.id).toBe(first.json.id);
    expect((await ask(service, plan, 1, { seconds: 59 }, { key })).status).toBe(422);
    const states = async (): Promise<string[]> =>
      (await service.get(`/api/plans/${plan}/proposals`)).json.items.map(
        ({ state }: ProposalNews) => state,
      );
    expect(await states()).toEqual(["queued", "running", "running"]);
    await ask(service, plan, 1, slow);
    expect((await ask(service, plan, 1, slow)).status).toBe(429);
    const cancelled = await service.send("DELETE", at(plan, first.json), undefined);
    expect(cancelled.status).toBe(204);
    await expect.poll(states).toEqual(["queued", "running", "running", "cancelled"]);
    const { items } = (await service.get(`/api/plans/${plan}/proposals`)).json;
    for (const { id } of items) await service.send("DELETE", at(plan, { id }), undefined);
    await expect.poll(states).not.toContain("running");
  });

  it("that are cancelled in the middle of the work leave no thread and no row", async () => {
    const plan = await made();
    const rows = async (): Promise<unknown> => {
      const tables = ["plans", "plan_changes", "moves", "settlements", "audit_events"];
      return Promise.all(tables.map((table) => database.knex(table).count({ n: "*" })));
    };
    const before = await rows();
    const threads = (): number =>
      process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/.test(name)).length;
    const idle = threads();
    const { json } = await ask(service, plan, 1, { seconds: 60 });
    await expect
      .poll(async () => (await service.get(at(plan, json))).json.progress.points.length, {
        timeout: 60_000,
      })
      .toBeGreaterThan(0);
    expect(threads()).toBeGreaterThan(idle);
    const began = performance.now();
    expect((await service.send("DELETE", at(plan, json), undefined)).status).toBe(204);
    // A second is promised on a quiet machine; on one with twenty programs on two cores it may be some.
    expect(performance.now() - began).toBeLessThan(10_000);
    const job = await over(service, plan, json.id);
    expect([job.state, job.result]).toEqual(["cancelled", null]);
    expect(threads()).toBe(idle);
    expect(await rows()).toEqual(before);
    expect((await service.send("DELETE", at(plan, json), undefined)).status).toBe(204);
    expect((await service.get(at(plan, json))).status).toBe(404);
  });
});
