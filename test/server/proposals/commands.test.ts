import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PlanAnswer } from "../../../core/contract/plan-service.ts";
import { ProposalResult } from "../../../core/contract/proposal.ts";
import { PlanChange } from "../../../core/contract/plan.ts";
import { runCommand } from "../../../server/cli.ts";
import type { CliProblem } from "../../../server/plans/cli-refusal.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, seedSmallRegion } from "../coverage/small-region.ts";

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), "qiantu-auto-"));
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  await database.release();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

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

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** A plan of 东县 with one settlement and a target for 2016, by its id. */
async function made(target: number): Promise<string> {
  const document = {
    settlements: { s1: settlement({ name: "东新村", position: [108.02, 24.001] }) },
    targets: { [`${EAST}:2016`]: target },
  };
  const plan = ["--area", EAST, "--name", "东县规划", "--years", "2014-2020"];
  const from = file("document.json", document);
  const { code, out } = await qiantu("plan", "new", ...plan, "--from", from, "--json");
  expect(code).toBe(0);
  return JSON.parse(out).plan;
}

const exported = async (id: string): Promise<PlanAnswer> =>
  PlanAnswer.parse(JSON.parse((await qiantu("plan", "export", id)).out));

/** Any village, whatever its size, and quickly. */
const ANY = ["--candidates", "maxHouseholds=null", "--seconds", "3"];

describe("plan auto", () => {
  it("proposes, with progress beside one JSON object, and stores nothing", async () => {
    const id = await made(180);
    const { code, out, log } = await qiantu("plan", "auto", id.slice(0, 13), ...ANY, "--json");
    expect(code).toBe(0);
    for (const stage of ["candidates", "search", "checking", "summary"])
      expect(log).toContain(` s  ${stage}`);
    const said = JSON.parse(out);
    const result = ProposalResult.parse(said.result);
    expect(said).toMatchObject({ plan: id, version: 1, accepted: null });
    expect(["proven", "feasible"]).toContain(result.status);
    // 171 to 189 persons: the 45 households of 高山屯, or several smaller villages.
    const year = result.areas[0]!.years.find((each) => each.year === 2016)!;
    expect(year.persons).toBeGreaterThanOrEqual(171);
    expect(year.persons).toBeLessThanOrEqual(189);
    expect(Object.keys(PlanChange.parse(said.change).moves!).length).toBe(result.difference!.added);
    expect((await exported(id)).plan.version).toBe(1);
    const text = (await qiantu("plan", "auto", id, ...ANY)).out;
    expect(text).toMatch(/东县规划, version 1: (proven|feasible)/);
    expect(text).toMatch(/2016 +1[78]\d +171-189/);
  });

  it("writes into the plan, or into a scenario of it, once for each key", async () => {
    const id = await made(180);
    const key = ["--key", "k1"];
    const scenario = await qiantu("plan", "auto", id, ...ANY, "--scenario", "方案二", "--json");
    const { accepted, change } = JSON.parse(scenario.out);
    expect(accepted).toMatchObject({ name: "方案二", branchOf: { id, version: 1 } });
    expect((await exported(accepted.id)).document.moves).toEqual(change.moves);
    expect((await exported(id)).plan.version).toBe(1);
    const first = await qiantu("plan", "auto", id, ...ANY, "--accept", ...key, "--json");
    expect([first.code, JSON.parse(first.out).accepted.version]).toEqual([0, 2]);
    expect((await exported(id)).document.moves).toEqual(JSON.parse(first.out).change.moves);
  });

  it("takes a question from a file, and options in place of what it says", async () => {
    const id = await made(180);
    const question = file("question.json", {
      candidates: { include: ["v4", "v5"], maxHouseholds: 0 },
      limits: { countyBands: false, areaBand: false, mustAct: "everybody" },
      mayBuild: false,
    });
    const { out } = await qiantu("plan", "auto", id, "--question", question, "--json");
    expect(Object.keys(JSON.parse(out).change.moves).sort()).toEqual(["v4", "v5"]);
    const only = ["--candidates", "include=v5", "--limits", "areaBand=false,countyBands=false"];
    const narrowed = await qiantu("plan", "auto", id, "--question", question, ...only, "--json");
    expect(Object.keys(JSON.parse(narrowed.out).change.moves)).toEqual(["v5"]);
  });

  it("ends with 1, causes and ways out where there is no plan", async () => {
    const id = await made(4000);
    const { code, out, log } = await qiantu("plan", "auto", id, ...ANY, "--json");
    expect([code, log]).toEqual([1, expect.stringContaining("nothing was stored")]);
    const result = ProposalResult.parse(JSON.parse(out).result);
    expect(result.status).toBe("infeasible");
    expect(result.causes[0]!.needed).toBe(3800);
    expect(result.relaxations.length).toBeGreaterThan(0);
    const text = (await qiantu("plan", "auto", id, ...ANY)).out;
    expect(text).toMatch(/Cause: \w+: 3,800 persons needed/);
    expect(text).toMatch(/Way out 1:\n {2}countyLow 东县, 2016: by [\d,]+ persons/);
  });

  it("refuses what it cannot read: 1 with field and mend, 2 for its form", async () => {
    const id = await made(180);
    const refused = async (...args: string[]): Promise<[number, string | null, boolean]> => {
      const { code, out } = await qiantu("plan", "auto", id, ...args, "--json");
      const [problem] = (JSON.parse(out) as { problems: CliProblem[] }).problems;
      return [code, problem!.field, problem!.mend.length > 10];
    };
    expect(await refused("--weights", "personKm=-1")).toEqual([1, "weights.personKm", true]);
    expect(await refused("--county", "900102")).toEqual([1, "counties.0", true]);
    expect(await refused("--candidates", "unserved=none")).toEqual([
      1,
      "candidates.unserved.0",
      true,
    ]);
    expect(await refused("--seconds", "soon")).toEqual([1, "seconds", true]);
    expect(await refused("--weights", "colour=1")).toEqual([1, "colour", true]);
    const form = async (...args: string[]) => (await qiantu("plan", "auto", ...args)).code;
    expect(await form()).toBe(2);
    expect(await form(id, "--weights", "personKm")).toBe(2);
    expect(await form(id, "--accept", "--scenario", "x")).toBe(2);
    expect(await form(id, "--build", "perhaps")).toBe(2);
    expect(await form(id, "--from", "x")).toBe(2);
    expect(await form("00000000-0000-4000-8000-000000000000")).toBe(1);
  });
});
