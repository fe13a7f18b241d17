import { expect, test } from "vitest";
import type { Backend } from "../../../server/database/embedded/backend.ts";
import { selfTest } from "../../../server/database/embedded/self-test.ts";

/** A backend on which statements that `fails` matches raise an ERROR. */
function backendWhere(fails: RegExp): Backend {
  const run = (sql: string) => {
    if (fails.test(sql)) throw new Error("ERROR");
  };
  return { run } as Backend;
}

test("an embedded database that swallows a fault of its geometry library is refused, with the way out", () => {
  expect(() => selfTest(backendWhere(/never/))).toThrow(/not safe to use.*DATABASE_URL/);
});

test("an embedded database with fsync off is refused", () => {
  expect(() => selfTest(backendWhere(/st_intersection|fsync/))).toThrow("ERROR");
});

test("an embedded database that reports the fault and writes through is used", () => {
  expect(() => selfTest(backendWhere(/st_intersection/))).not.toThrow();
});
