import { afterAll, beforeAll, expect, it } from "vitest";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, seedSmallRegion } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";
import { proposed } from "./proposal-page.ts";

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, EAST);
});
afterAll(async () => {
  await service.close();
  await database.close();
});

const MB = 1024 * 1024;
/** A hundred threads with a solver each would be some gigabytes if one were kept. */
const MOST_GROWN_MB = 200;

it("a hundred proposals in a row leave no memory behind, and no more jobs than are remembered", async () => {
  const plan = await service.make({
    document: {
      settlements: { s1: settlement({ position: [108.02, 24.001] }) },
      targets: { [`${EAST}:2016`]: 180 },
    },
  });
  const question = { candidates: { maxHouseholds: null }, seconds: 1 };
  const solve = async (times: number): Promise<number> => {
    for (let i = 0; i < times; i++) {
      const { result } = await proposed(service, plan, 1, { ...question, seed: i });
      expect(result.difference!.added).toBeGreaterThan(0);
    }
    return process.memoryUsage.rss() / MB;
  };
  const before = await solve(15);
  const after = await solve(85);
  expect(after - before).toBeLessThan(MOST_GROWN_MB);
  const { items } = (await service.get(`/api/plans/${plan}/proposals`)).json;
  expect(items.length).toBeLessThanOrEqual(24);
}, 900_000);
