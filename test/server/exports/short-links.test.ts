import { afterAll, beforeAll, expect, test } from "vitest";
import { isCode, pageOfCode, shortLinkOf } from "../../../server/exports/short-links.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase();
});
afterAll(() => database.close());

test("a page has one code however often it is asked for, and the code gives the page back", async () => {
  const path = "/thematic?area=451200&ind=rate:village-road:villages&lang=zh-CN";
  const code = await shortLinkOf(database.knex, path);
  expect(code).toMatch(/^[2-9a-hjkmnp-z]{7}$/);
  expect(await shortLinkOf(database.knex, path)).toBe(code);
  expect(await pageOfCode(database.knex, code)).toBe(path);
});

test("pages that differ have codes that differ, none of them with signs that look alike", async () => {
  const codes = new Set<string>();
  for (let i = 0; i < 200; i++) codes.add(await shortLinkOf(database.knex, `/plan?year=${i}`));
  expect(codes.size).toBe(200);
  for (const code of codes)
    expect([code, isCode(code), /[01oil]/.test(code)]).toEqual([code, true, false]);
});

test("a code that another page has already is left to it, and the next one taken", async () => {
  const path = "/coverage?area=45";
  const code = await shortLinkOf(database.knex, path);
  await database.knex("short_links").where({ code }).update({ path: "/plan?year=1" });
  const next = await shortLinkOf(database.knex, path);
  expect(next).not.toBe(code);
  expect(await pageOfCode(database.knex, next)).toBe(path);
  expect(await pageOfCode(database.knex, code)).toBe("/plan?year=1");
});

test("pages under the workspaces may have codes too", async () => {
  await expect(shortLinkOf(database.knex, "/thematic/figures?area=45")).resolves.toMatch(/^\w{7}$/);
});

test.each([
  "https://evil.example/",
  "//evil.example/thematic",
  "/\\evil.example/thematic",
  "\\\\evil.example",
  "javascript:alert(1)",
  "/api/plans",
  "/v/abcdefg",
  "/thematic/../api/plans",
  "/thematic/%2e%2e/api",
  "/thematicx?area=45",
  "/thematic?a=1\r\nSet-Cookie: x",
  "/thematic?a= b",
  "/thematic#x",
  "thematic?area=45",
  "",
  `/thematic?${"a".repeat(2000)}`,
])("%j gets no code", async (path) => {
  await expect(shortLinkOf(database.knex, path)).rejects.toMatchObject({ status: 422 });
});
