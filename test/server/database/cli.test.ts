import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateCommand } from "../../../server/database/cli.ts";
import { type TestDatabase, withTestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase({ migrated: false });
  await database.release();
});
afterAll(() => database.close());

async function migrate(
  ...args: string[]
): Promise<{ code: number; answer: string; messages: string }> {
  const answer: string[] = [];
  const messages: string[] = [];
  const context = {
    config: database.config,
    out: (text: string) => answer.push(text),
    log: (text: string) => messages.push(text),
  };
  return {
    code: await migrateCommand.run(args, context),
    answer: answer.join(""),
    messages: messages.join(""),
  };
}

test("migrate brings the tables up, says so when there is nothing to do, and takes the newest migration back", async () => {
  const up = await migrate("--json");
  expect(up.code).toBe(0);
  const applied = JSON.parse(up.answer) as { direction: string; migrations: string[] };
  expect(applied).toMatchObject({ engine: database.engine, direction: "up" });
  expect(applied.migrations[0]).toBe("0001-coverage");
  expect(await migrate()).toEqual({ code: 0, answer: "", messages: "The tables are up to date." });
  expect(JSON.parse((await migrate("--down", "--json")).answer)).toMatchObject({
    direction: "down",
    migrations: [applied.migrations.at(-1)],
  });
});

test("an unknown option is wrong usage and touches nothing", async () => {
  const wrong = await migrate("--dwon");
  expect(wrong.code).toBe(2);
  expect(wrong.messages).toContain("--dwon");
});
