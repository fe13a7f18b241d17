import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { facilityText, makeFacility } from "../../bench/facility-data.ts";
import { benchFacility } from "../../bench/facility.ts";

let folder: string;
let out: string[];
let err: string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "facility-bench-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});
beforeEach(() => {
  [out, err] = [[], []];
  vi.spyOn(console, "log").mockImplementation((line: string) => void out.push(line));
  vi.spyOn(console, "error").mockImplementation((line: string) => void err.push(line));
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Runs the command and tells its exit code; the test's own stays 0. */
async function run(...args: string[]): Promise<number> {
  process.exitCode = 0;
  await benchFacility(args);
  const code = Number(process.exitCode);
  process.exitCode = 0;
  return code;
}

describe("npm run bench -- facility", () => {
  test("prints objective, bound, gap, seconds and status as one object", async () => {
    const path = file("small.txt", "2 2\n10 7\n9 8\n1\n5 6\n2\n6 7\n");
    expect(await run(path, "--json")).toBe(0);
    expect(out).toHaveLength(1);
    const { seconds, bound, ...rest } = JSON.parse(out[0]!);
    expect(rest).toEqual({
      objective: 18,
      gap: expect.any(Number),
      status: "proven",
      nodes: expect.any(Number),
    });
    expect(bound).toBeCloseTo(18, 4);
    expect(seconds).toBeGreaterThanOrEqual(0);
  });

  test("compares with the optimum at the end of the file, or beside it", async () => {
    const path = file("known.txt", "1 1\n10 7\n1\n5\n13\n");
    await run(path, "--json");
    expect(JSON.parse(out[0]!)).toMatchObject({
      objective: 12,
      published: 13,
      awayFromPublished: -1 / 13,
    });
    const beside = file("beside.txt", "1 1\n10 7\n1\n5\n");
    file("beside.opt", "0 0 0 12.0\n");
    await run(beside, "--json");
    expect(JSON.parse(out[1]!)).toMatchObject({ published: 12, awayFromPublished: 0 });
    expect(await run(path)).toBe(0);
    expect(out.slice(2).join("\n")).toMatch(/status +proven[\s\S]*published +13/);
  });

  test("says where the bound is above what was published", async () => {
    const path = file("wrong.txt", "1 1\n10 7\n1\n5\n11\n");
    await run(path);
    expect(err.join()).toContain("The published optimum 11 lies under the bound");
  });

  test("refuses a malformed file by line and field, and says what mends it", async () => {
    const path = file("bad.txt", "2 2\n10 7\n9 8\n1\n-5 6\n2\nsix 7\n");
    expect(await run(path, "--json")).toBe(1);
    expect(err).toEqual([
      "bad.txt, line 5, cost of customer 1 from site 1: -5 is negative. Capacities, demands and costs are 0 or more.",
      'bad.txt, line 7, cost of customer 2 from site 1: "six" is not a number. Write digits with a decimal point.',
    ]);
    expect(JSON.parse(out[0]!).problems).toHaveLength(2);
  });

  test("tells the cause of what cannot be", async () => {
    const path = file("full.txt", "2 2\n5 7\n5 7\n6\n1 1\n2\n1 1\n");
    expect(await run(path, "--single-source", "--json")).toBe(0);
    expect(JSON.parse(out[0]!)).toMatchObject({
      objective: null,
      bound: null,
      gap: null,
      status: "infeasible",
      cause: { code: "customerOverCapacity", customer: 0 },
    });
    await run(path, "--single-source");
    expect(out.join("\n")).toContain("Customer 1 needs 6, the largest site holds 5.");
  });

  test("ends in time with the best so far and its gap", async () => {
    const problem = makeFacility({ seed: 5, sites: 50, customers: 200, ratio: 3 });
    const path = file("large.txt", facilityText(problem));
    expect(await run(path, "--json", "--seconds", "0.5")).toBe(0);
    const answer = JSON.parse(out[0]!);
    expect(["feasible", "no-plan-found"]).toContain(answer.status);
    expect(answer.bound).toBeGreaterThan(0);
  });

  test.each([
    [[], "Give one file."],
    [["a", "b"], "Give one file."],
    [["a", "--seconds", "soon"], "--seconds must be"],
    [["a", "--capacity=-1"], "--capacity must be"],
    [["a", "--format", "xml"], "--format must be one of orLibrary"],
    [["a", "--fast"], "--fast"],
  ])("explains its usage for %j", async (args, said) => {
    expect(await run(...args)).toBe(2);
    expect(err.join()).toContain(said);
    expect(err.join()).toContain("Usage: npm run bench -- facility <file>");
  });

  test("names a file that is not there", async () => {
    expect(await run("/nowhere/cap71.txt", "--json")).toBe(1);
    expect(err.join()).toContain("/nowhere/cap71.txt");
    expect(JSON.parse(out[0]!)).toEqual({ problems: [{ code: "notReadable" }] });
  });
});
