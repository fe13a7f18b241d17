import { afterAll, beforeAll, expect, it } from "vitest";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import type { Snapshot } from "../../../core/coverage/snapshot.ts";
import { loadSnapshot } from "../../../server/coverage/load-snapshot.ts";
import { MeasureThread } from "../../../server/coverage/measure-thread.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { REGION, RULES, seedSmallRegion } from "./small-region.ts";

let database: TestDatabase;
let snapshot: Snapshot;
const thread = new MeasureThread();
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  snapshot = await loadSnapshot(database.knex, REGION);
});
afterAll(async () => {
  await thread.close();
  await database.close();
});

it("gives the verdicts that measuring here gives, for several questions at once", async () => {
  const answers = await Promise.all(RULES.map((rule) => thread.measure(snapshot, rule)));
  expect(answers).toEqual(RULES.map((rule) => measureCoverage(snapshot, rule)));
});

it("answers for more snapshots than it keeps", async () => {
  const [rule] = RULES;
  const many = Array.from({ length: 5 }, () => ({ ...snapshot }));
  for (const each of [...many, ...many])
    expect((await thread.measure(each, rule!)).units.length).toBe(7);
});

it("fails the question whose rule breaks it, and answers the next one", async () => {
  const broken = { ...RULES[0]!, test: null } as never;
  await expect(thread.measure(snapshot, broken)).rejects.toThrow("could not be measured");
  expect((await thread.measure(snapshot, RULES[0]!)).units.length).toBe(7);
});

it("fails what waits when it is ended, and starts again for the next question", async () => {
  const other = new MeasureThread();
  const waiting = other.measure(snapshot, RULES[0]!);
  const end = waiting.then(
    () => "answered",
    (error: Error) => error.message,
  );
  await other.close();
  expect(await end).toContain("ended");
  expect((await other.measure(snapshot, RULES[1]!)).units.length).toBe(2);
  await other.close();
});
