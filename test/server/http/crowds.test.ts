import { afterAll, beforeAll, expect, it } from "vitest";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import type { Measure } from "../../../server/coverage/measure-thread.ts";
import { Regions } from "../../../server/coverage/regions.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { seedSmallRegion } from "../coverage/small-region.ts";
import { startService, type TestService } from "./service.ts";

let database: TestDatabase;
let service: TestService;
let isHeld = false;
const held: (() => void)[] = [];

/** Measures as always, but waits while the test says so. */
const measure: Measure = async (snapshot, rule) => {
  if (isHeld) await new Promise<void>((go) => held.push(go));
  return measureCoverage(snapshot, rule);
};

beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  const regions = new Regions(() => {}, undefined, measure);
  await regions.refresh(database.knex);
  service = await startService({ regions, log: () => {} });
});
afterAll(async () => {
  await service.close();
  await database.close();
});

it("of 60 different questions at once 40 are measured, the others are told when to come again", async () => {
  isHeld = true;
  const asked = Array.from({ length: 60 }, (_, i) =>
    service.get(`/api/coverage?rule=village-road&reachM=${1000 + i}`),
  );
  const refused: unknown[] = [];
  for (const each of asked)
    void each.then(({ status, headers, json }) =>
      refused.push([status, headers["retry-after"], json.code]),
    );
  await expect.poll(() => [held.length, refused.length], { timeout: 10_000 }).toEqual([40, 20]);
  expect(new Set(refused.map(String))).toEqual(new Set(["503,10,busy"]));
  // Who asks what is stored is answered meanwhile.
  expect((await service.get("/api/coverage?rule=village-road")).status).toBe(200);
  isHeld = false;
  for (const go of held) go();
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(40);
  expect((await service.get("/api/coverage?rule=village-road&reachM=2000")).status).toBe(200);
});
