import { expect, test } from "vitest";
import { isUnavailable } from "../../../server/database/unavailable.ts";

test.each([
  "Connection terminated unexpectedly",
  "BEGIN; - Connection terminated unexpectedly",
  "COMMIT; - Connection terminated unexpectedly",
  "Connection terminated due to connection timeout",
  "timeout expired",
  "select 1 - Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
])("a connection that broke says nothing of the statement: %s", (message) => {
  expect(isUnavailable(new Error(message))).toBe(true);
});

test.each(["57P01", "08006", "ECONNRESET", "ECONNREFUSED"])("nor does the code %s", (code) => {
  expect(isUnavailable(Object.assign(new Error("x"), { code }))).toBe(true);
});

test("what the database says of a statement is no broken connection, whatever words stand in it", () => {
  for (const message of [
    "insert into notes values ('x - Connection terminated') - duplicate key value",
    "syntax error",
  ])
    expect(isUnavailable(new Error(message))).toBe(false);
  expect(isUnavailable(Object.assign(new Error("x"), { code: "23505" }))).toBe(false);
  expect(isUnavailable("Connection terminated")).toBe(false);
});
