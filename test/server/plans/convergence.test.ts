import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { applyChange } from "../../../core/relocation/apply.ts";
import { emptyPlan, equalPlans, type Plan } from "../../../core/relocation/plan.ts";
import { loadPlan } from "../../../server/plans/load-plan.ts";
import { findPlan, listChanges } from "../../../server/plans/queries.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { anyChange, SITES_FIRST } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, seedSmallRegion } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "./plan-service.ts";
import { PlannerPage } from "./planner-page.ts";

const CLIENTS = 4;
const EDITS = 500;
/** Of requests, and of streams after each edit. */
const BROKEN = 0.2;

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, EAST, { withRegions: false });
});
afterAll(async () => {
  await service.close();
  await database.close();
});

function applied(plan: Plan, change: Parameters<typeof applyChange>[1]): Plan {
  const result = applyChange(plan, change);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

it("four people at once, over broken connections, end with the plan that the history tells, and nothing that was accepted is lost", async () => {
  const id = await service.make({ document: SITES_FIRST });
  const breaks = (): number | null =>
    Math.random() < BROKEN ? Math.ceil(Math.random() * 20) : null;
  const pages = Array.from(
    { length: CLIENTS },
    (_, i) => new PlannerPage(() => service.url, id, `page-${i}`, breaks),
  );
  for (const page of pages) await page.open();
  const edits = fc.sample(anyChange, EDITS);
  await Promise.all(
    pages.map(async (page, i) => {
      for (let n = i; n < edits.length; n += CLIENTS) {
        await page.edit(edits[n]!);
        if (Math.random() < BROKEN) await page.listen();
      }
    }),
  );

  const row = (await findPlan(database.knex, id))!;
  const history = await listChanges(database.knex, id, 0, row.version);
  for (const page of pages) await expect.poll(() => page.version).toBe(row.version);
  const accepted = pages.flatMap((page) => page.accepted);
  // Enough of both: edits that got through and edits that met others.
  expect(accepted.length).toBeGreaterThan(EDITS / 5);
  expect(pages.flatMap((page) => page.dropped).length).toBeGreaterThan(10);

  // Every accepted edit is in the history once, and nothing else is.
  const keys: string[] = await database
    .knex("plan_changes")
    .where({ plan_id: id })
    .pluck("idempotency_key");
  expect(keys.toSorted()).toEqual(["creation", ...accepted.map(({ key }) => key)].toSorted());
  expect(history.map(({ version }) => version)).toEqual(
    Array.from({ length: row.version }, (_, i) => i + 1),
  );

  // Pages, tables and the replayed history are one plan; the inverses lead back to nothing.
  const empty = emptyPlan({ area: EAST, years: { from: 2014, to: 2020 } });
  const replayed = history.reduce((plan, event) => applied(plan, event.change), empty);
  expect(equalPlans(await loadPlan(database.knex, row), replayed)).toBe(true);
  for (const page of pages) expect(equalPlans(page.plan, replayed)).toBe(true);
  const undone = history
    .toReversed()
    .reduce((plan, event) => applied(plan, event.inverse), replayed);
  expect(equalPlans(undone, empty)).toBe(true);
  for (const page of pages) page.stop();
  expect(service.logged).toEqual([]);
}, 900_000);
