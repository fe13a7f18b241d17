import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rates } from "../../../core/contract/coverage.ts";
import { runCommand } from "../../../server/cli.ts";
import { runCoverage } from "../../../server/coverage/run.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, REGION, seedSmallRegion } from "./small-region.ts";

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), "qiantu-rules-"));
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  await runCoverage(database.knex, REGION);
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

function ruleFile(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

describe("coverage", () => {
  it("of a rule from a file gives exactly the answer that programs rely on", async () => {
    const path = ruleFile("two-km.json", {
      id: "two-km",
      sector: "road",
      unit: "naturalVillage",
      eligible: { minPersons: 100 },
      test: { kind: "distance", reachM: 2300 },
      target: 0.95,
      source: "test",
    });
    const { code, out } = await qiantu("coverage", "--rule", path, "--by", "county", "--json");
    expect(code).toBe(0);
    const answer = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(answer)).toEqual(["rule", "area", "run", "total", "areas"]);
    expect(answer).toMatchObject({
      rule: "two-km",
      area: REGION,
      run: null,
      total: { villages: { eligible: 5, served: 3, unserved: 1, unknown: 1, rate: 0.75 } },
    });
    const areas = answer["areas"] as Record<string, unknown>[];
    expect(areas.map((area) => [area["code"], area["level"]])).toEqual([
      [EAST, "county"],
      ["900102", "county"],
    ]);
    for (const area of areas) {
      expect(Object.keys(area)).toEqual([
        "code",
        "name",
        "level",
        "villages",
        "households",
        "persons",
      ]);
      Rates.parse(area);
    }
  });

  it("refuses fields that a rule does not have, and names given twice", async () => {
    const rule = {
      id: "slip",
      sector: "road",
      unit: "naturalVillage",
      eligible: { minHousehold: 20 },
      test: { kind: "any", of: [{ kind: "distance", reachM: 500, clases: ["county"] }] },
      target: 0.95,
      source: "test",
    };
    const slip = await qiantu("coverage", "--rule", ruleFile("slip.json", rule));
    expect(slip.code).toBe(1);
    expect(slip.log).toContain("eligible.minHousehold: a rule has no such field here");
    expect(slip.log).toContain("test.of.0.clases: a rule has no such field here");
    expect(slip.log).toContain("README");
    const twice = ruleFile("twice.json", '{"target": 0.9, "target": 0.95}');
    const again = await qiantu("coverage", "--rule", twice);
    expect([again.code, again.log]).toEqual([1, expect.stringContaining('"target" stands twice')]);
  });

  it("names the fields at fault in a rule file", async () => {
    const path = ruleFile("bad.json", {
      id: "Bad Id",
      sector: "rail",
      unit: "naturalVillage",
      test: { kind: "distance", reachM: -5 },
      target: 95,
      source: "test",
    });
    const { code, log, out } = await qiantu("coverage", "--rule", path, "--json");
    expect(code).toBe(1);
    expect(out).toBe("");
    for (const field of ["id:", "sector:", "test.reachM:", "target:"]) expect(log).toContain(field);
    expect((await qiantu("coverage", "--rule", ruleFile("cut.json", '{"id"'))).log).toContain(
      "is not JSON",
    );
    expect((await qiantu("coverage", "--rule", join(folder, "none.json"))).log).toContain(
      "cannot be read",
    );
  });

  it("shows a table where no JSON is asked for", async () => {
    const { code, out } = await qiantu("coverage", "--rule", "clinic", "--area", REGION);
    expect(code).toBe(0);
    expect(out).toContain("50.0 %");
    expect(out).toContain("9001 河市");
  });

  it("says what is missing at best and at worst where statuses are unknown", async () => {
    const known = await qiantu("coverage", "--rule", "village-road", "--area", EAST);
    expect(known.out).toContain("Missing to the target: 2 natural villages");
    const partly = await qiantu("coverage", "--rule", "village-road");
    expect(partly.out).toContain("Missing to the target: 2 to 3 natural villages (1 unknown)");
  });

  it("cuts rates as the page does: 90 of 160 households are 56.2 %", async () => {
    const { out } = await qiantu("coverage", "--rule", "village-road");
    expect(out).toMatch(/total .* 56\.2 % /);
  });

  it("refuses unknown areas and rules, and says what there is", async () => {
    const area = await qiantu("coverage", "--rule", "village-road", "--area", "12");
    expect(area).toMatchObject({ code: 1, out: "" });
    expect(area.log).toContain('no area with the code "12"');
    const rule = await qiantu("coverage", "--rule", "railway");
    expect(rule.code).toBe(1);
    expect(rule.log).toContain("village-road");
  });
});

describe("gaps", () => {
  it("lists every unit behind a rate", async () => {
    const { code, out } = await qiantu("gaps", "--rule", "village-road", "--area", EAST, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      rule: "village-road",
      area: EAST,
      total: 2,
      items: [{ name: "=高山屯" }, { name: "远弄" }],
    });
    const csv = await qiantu("gaps", "--rule", "village-road", "--area", EAST, "--csv");
    expect(csv.out.trim().split("\r\n")).toHaveLength(3);
    expect(csv.out).toContain("'=高山屯");
  });
});

describe("the command line", () => {
  it("ends with 2 and the usage for what it does not know", async () => {
    for (const args of [
      [],
      ["fly"],
      ["coverage", "--colour", "red"],
      ["coverage"],
      ["coverage", "--rule", "clinic", "--by", "province"],
      ["coverage", "--rule", "village-road", "--reach", "far"],
      ["gaps", "--rule", "village-road", "--sort", "height"],
      ["serve", "--demo", "moon"],
      ["serve", "--port", "x"],
    ]) {
      const { code, log, out } = await qiantu(...args);
      expect([args.join(" "), code, out]).toEqual([args.join(" "), 2, ""]);
      expect(log.length).toBeGreaterThan(10);
    }
  });

  it("tells every command with help", async () => {
    const { code, out } = await qiantu("help");
    expect(code).toBe(0);
    for (const name of ["serve", "migrate", "demo", "import", "coverage", "gaps"])
      expect(out).toContain(`\n${name} `);
  });
});
