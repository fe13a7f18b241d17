import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STATUSES } from "../../../core/contract/coverage.ts";
import { coverageAnswer } from "../../../server/coverage/coverage-answer.ts";
import { openRegion } from "../../../server/coverage/open-region.ts";
import { loadRegion } from "../../../server/coverage/load-snapshot.ts";
import { runCoverage } from "../../../server/coverage/run.ts";
import { readCurrentRun } from "../../../server/coverage/run-queries.ts";
import { Regions } from "../../../server/coverage/regions.ts";
import type { Db } from "../../../server/database/open.ts";
import { seedRules } from "../../../server/indicators/queries.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, REGION, RULES, seedSmallRegion, store, VILLAGES, WEST } from "./small-region.ts";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await withTestDatabase();
  db = database.knex;
  await seedSmallRegion(db);
});
afterAll(() => database.close());

async function rows<Row>(sql: string, bindings: (string | number)[] = []): Promise<Row[]> {
  return (await db.raw<{ rows: Row[] }>(sql, bindings)).rows;
}

const runsStored = (): Promise<{ id: number; state: string }[]> =>
  rows("select id, state from coverage_runs order by id");

describe("a coverage run", () => {
  it("stores the verdict of every unit, one row per unit in the view", async () => {
    const { run } = await runCoverage(db, REGION);
    const verdicts = await rows<{ name: string; status: number; distance_m: number | null }>(
      `select v.name, r.status, r.distance_m
       from village_verdict_rows r join natural_villages v on v.id = r.unit_id
       where r.run_id = ? and r.rule_id = 'village-road' order by v.id`,
      [run.id],
    );
    expect(verdicts.map(({ name, status }) => [name, STATUSES[status]])).toEqual([
      ["上屯", "served"],
      ["下屯", "served"],
      ["=高山屯", "unserved"],
      ["远弄", "unserved"],
      ["小弄", "notEligible"],
      ["西屯", "served"],
      ["垌屯", "unknown"],
    ]);
    // 0.001 degrees of latitude here is 110.76 m; the geodesic between the road's ends bulges 0.15 m north of the parallel.
    expect(verdicts[0]!.distance_m).toBeCloseTo(110.61, 1);
    // The road does not reach the other county, yet it is the nearest one and is measured.
    expect(verdicts[6]!.distance_m).toBeGreaterThan(4000);
  });

  it("stores counts that equal what SQL counts from the stored verdicts", async () => {
    const run = (await readCurrentRun(db, REGION))!;
    const [counted] = await rows<Record<string, string>>(
      `select count(*) filter (where r.status = 3) as served, count(*) filter (where r.status = 1) as unserved,
              sum(v.households) filter (where r.status = 3) as households_served,
              sum(v.persons) filter (where r.status = 2) as persons_unknown
       from village_verdict_rows r join natural_villages v on v.id = r.unit_id
       where r.run_id = ? and r.rule_id = 'village-road'`,
      [run.id],
    );
    const [stored] = await rows<Record<string, number>>(
      "select * from area_rates where run_id = ? and rule_id = 'village-road' and area_code = ?",
      [run.id, REGION],
    );
    expect(stored).toMatchObject({
      villages_served: Number(counted!["served"]),
      villages_unserved: Number(counted!["unserved"]),
      villages_excluded: 1,
      households_served: Number(counted!["households_served"]),
      persons_unknown: Number(counted!["persons_unknown"]),
    });
    expect(stored).toMatchObject({
      villages_served: 3,
      households_served: 90,
      persons_unknown: 200,
    });
  });

  it("answers from what is stored: rates by county are those of area_rates", async () => {
    const state = await openRegion(db, REGION, loadRegion);
    const rule = state.rule("village-road")!;
    const answer = await coverageAnswer(state, rule, 0, "county");
    expect(answer.run?.id).toBe((await readCurrentRun(db, REGION))!.id);
    for (const area of answer.areas) {
      const [stored] = await rows<Record<string, number>>(
        "select * from area_rates where run_id = ? and rule_id = ? and area_code = ?",
        [answer.run!.id, rule.id, area.code],
      );
      for (const measure of ["villages", "households", "persons"] as const)
        for (const status of ["served", "unserved", "unknown"] as const)
          expect(area[measure][status]).toBe(stored![`${measure}_${status}`]);
    }
    expect(answer.areas.map((area) => [area.code, area.villages.rate])).toEqual([
      [EAST, 0.5],
      [WEST, 1],
    ]);
    expect(answer).toMatchObject({
      excluded: 1,
      missingToTarget: 3,
      total: { villages: { eligible: 6, rate: 0.6, low: 0.5, high: 4 / 6 } },
    });
  });

  it("leaves out a road that runs to and fro across the globe, and says which", async () => {
    const before = (await readCurrentRun(db, REGION))!;
    const coordinates = Array.from({ length: 4_000 }, (_, i) => [i % 2 === 0 ? -85 : 85, i / 50]);
    const nothing = { code: null, name: null, class: null, surface: null, allSeason: null };
    const road = { ...nothing, openedOn: null, acceptedOn: null, numbers: {} };
    const far = { ...road, geometry: { type: "LineString" as const, coordinates } };
    await store(db, "roads", EAST, [far], "far");
    const logged: string[] = [];
    const { run, loaded } = await runCoverage(db, REGION, { log: (text) => logged.push(text) });
    const { count, id } = loaded.snapshot.features.road;
    expect(logged).toContain(
      `1 features of road run straight for thousands of kilometres and are left out: ${id[count - 1]}`,
    );
    expect(run.id).toBeGreaterThan(before.id);
    await store(db, "roads", EAST, [], "far");
  });

  it("replaces the run before it and leaves nothing of it", async () => {
    const before = (await readCurrentRun(db, REGION))!;
    const { run } = await runCoverage(db, REGION);
    expect(run.id).toBeGreaterThan(before.id);
    expect(await runsStored()).toEqual([{ id: run.id, state: "current" }]);
    expect(await rows("select 1 from area_rates where run_id = ?", [before.id])).toEqual([]);
  });

  it("leaves the old run in place when it fails in the middle", async () => {
    const before = await runsStored();
    const loaded = await loadRegion(db, REGION);
    const broken = {
      ...loaded,
      snapshot: {
        ...loaded.snapshot,
        areas: {
          ...loaded.snapshot.areas,
          code: loaded.snapshot.areas.code.map(() => "the same code twice"),
        },
      },
    };
    await expect(runCoverage(db, REGION, { loaded: broken })).rejects.toThrow("duplicate key");
    expect(await runsStored()).toEqual(before);
  });

  it("is measured again when the data changed meanwhile", async () => {
    const old = await loadRegion(db, REGION);
    await store(db, "villages", REGION, VILLAGES.slice(0, 3));
    const { run, loaded } = await runCoverage(db, REGION, { loaded: old });
    expect(run.dataVersion).not.toBe(old.snapshot.dataVersion);
    expect(loaded.snapshot.villages.count).toBe(3);
    await store(db, "villages", REGION, VILLAGES);
  });

  it("may run twice at once; one whole run is current at the end", async () => {
    const [first, second] = await Promise.all([runCoverage(db, REGION), runCoverage(db, REGION)]);
    const last = Math.max(first.run.id, second.run.id);
    expect(await runsStored()).toEqual([{ id: last, state: "current" }]);
    const [count] = await rows<{ n: string }>(
      "select count(*) as n from village_verdict_rows where run_id = ?",
      [last],
    );
    expect(Number(count!.n)).toBe(VILLAGES.length + 2);
  });
});

describe("the regions in memory", () => {
  it("are ready only when a run can be seen, and show new data only with their own run", async () => {
    const regions = new Regions(() => {});
    expect(regions.ready).toBe(false);
    expect(regions.activity).not.toBeNull();
    await regions.refresh(db);
    expect(regions.ready).toBe(true);
    const before = regions.get(REGION)!;
    expect(before.run!.dataVersion).toBe(before.snapshot.dataVersion);

    await store(db, "villages", REGION, VILLAGES.slice(0, 2));
    expect(regions.get(REGION)).toBe(before);
    await regions.refresh(db);
    const after = regions.get(REGION)!;
    expect(after.snapshot.villages.count).toBe(2);
    expect(after.run!.id).toBeGreaterThan(before.run!.id);
    expect(after.version).not.toBe(before.version);
    // The old state still answers those who hold it.
    expect((await before.judge(before.rule("clinic")!)).verdicts.units.length).toBe(2);

    await regions.refresh(db);
    expect(regions.get(REGION)).toBe(after);
  });

  it("measure a changed rule anew under its next version", async () => {
    const regions = new Regions(() => {});
    await regions.refresh(db);
    const before = regions.get(REGION)!;
    const [road] = RULES;
    const changed = { ...road!, eligible: { minHouseholds: 30 } };
    expect(await seedRules(db, [changed])).toEqual(["village-road"]);
    expect(await seedRules(db, [changed])).toEqual([]);
    await regions.refresh(db);
    const after = regions.get(REGION)!;
    expect(after.run!.id).toBeGreaterThan(before.run!.id);
    expect(after.rule("village-road")).toMatchObject({
      version: 2,
      eligible: { minHouseholds: 30 },
    });
  });

  it("stay as they were when new data cannot be shown, and take the next that can", async () => {
    const regions = new Regions(() => {});
    await regions.refresh(db);
    const before = regions.get(REGION);
    const point = { code: null, name: null, position: [108.01, 24] as const, capacity: null };
    const kinds = Array.from({ length: 300 }, (_, i) => ({ ...point, kind: `kind ${i}` }));
    await store(db, "facilities", REGION, kinds);
    await expect(regions.refresh(db)).rejects.toThrow("could not be shown");
    expect(regions.get(REGION)).toBe(before);
    expect(regions.activity).toMatchObject({ phase: "failed" });
    await regions.refresh(db);
    expect(regions.activity).toMatchObject({ phase: "failed" });
    await store(db, "facilities", REGION, kinds.slice(0, 2));
    await regions.refresh(db);
    expect(regions.activity).toBeNull();
    expect(regions.get(REGION)!.snapshot.features.facility.count).toBe(2);
  });

  it("keep no more than a few questions with other thresholds", async () => {
    const regions = new Regions(() => {});
    await regions.refresh(db);
    const state = regions.get(REGION)!;
    const rule = state.rule("clinic")!;
    const asked = { ...rule, test: { kind: "distance" as const, reachM: 100 } };
    const first = await state.judge(asked);
    expect(await state.judge({ ...asked })).toBe(first);
    for (let reachM = 1; reachM <= 20; reachM++)
      await state.judge({ ...rule, test: { kind: "distance", reachM } });
    expect(await state.judge(asked)).not.toBe(first);
  });
});
