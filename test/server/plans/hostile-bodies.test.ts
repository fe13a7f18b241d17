import { request as httpRequest } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, seedSmallRegion } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "./plan-service.ts";

let database: TestDatabase;
let service: PlanTestService;
let id: string;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, EAST, { withRegions: false });
  id = await service.make();
});
afterAll(async () => {
  await service.close();
  await database.close();
});

const send = (body: string, headers: Record<string, string> = {}) =>
  service.send("POST", `/api/plans/${id}/changes`, body, { version: 0, headers });
const change = (json: string): string => `{"change":${json},"author":"韦","client":"p"}`;

it.each([
  ["nothing", "", 400, "emptyBody"],
  ["no JSON", "{", 400, "badJson"],
  ["a text", '"x"', 422, "missingParameter"],
  ["a list", "[]", 422, "missingParameter"],
  ["400,000 brackets", "[".repeat(400_000), 400, "tooDeep"],
  ["a deep outline", change(`{"settlements":{"s1":${"[".repeat(100)}`), 400, "tooDeep"],
  ["five million values", `[${"0,".repeat(5_000_000)}0]`, 413, "tooManyValues"],
  ["two moves of one village", change('{"moves":{"v1":null,"v1":null}}'), 400, "duplicateKey"],
  [
    "the same name, written otherwise",
    change('{"moves":{"v1":null,"\\u00761":null}}'),
    400,
    "duplicateKey",
  ],
  ["a prototype", change('{"__proto__":{"moves":{}}}'), 400, "forbiddenKey"],
  ["a hidden prototype", change('{"moves":{"\\u005f_proto__":null}}'), 400, "forbiddenKey"],
  ["NUL in a text", change('{"settlements":{"s1":{"name":"a\\u0000b"}}}'), 400, "badText"],
  ["half a character", change('{"settlements":{"s1":{"name":"\\ud83d"}}}'), 400, "badText"],
  ["an endless number", change('{"settlements":{"s1":{"position":[1e999,24]}}}'), 422, "malformed"],
  [
    "a facility beyond what the database can number",
    change('{"settlements":{"s1":{"facilityId":2147483648}}}'),
    422,
    "malformed",
  ],
  [
    "a feature beyond what the database can number",
    change('{"works":{"w1":{"featureId":9007199254740991}}}'),
    422,
    "malformed",
  ],
  ["no change", '{"author":"韦","client":"p"}', 422, "malformed"],
  ["more than it should", '{"change":{},"author":"韦","client":"p","role":"admin"}', 422, "role"],
])("a body of %s is refused, and the service goes on", async (_what, body, status, code) => {
  const begin = performance.now();
  const answer = await send(body);
  expect(performance.now() - begin).toBeLessThan(4000);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect([answer.json.code, answer.json.path]).toContain(code);
  expect((await service.get(`/api/plans/${id}`)).json.plan.version).toBe(0);
  expect(service.logged).toEqual([]);
});

it("bytes that are no UTF-8 are refused", async () => {
  const body = Buffer.from(change('{"settlements":{"s1":{"name":"X"}}}'));
  body[body.indexOf("X")] = 0xff;
  const response = await fetch(`${service.url}/api/plans/${id}/changes`, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json", "If-Match": '"0"', "Idempotency-Key": "utf8" },
  });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
    400,
    "badJson",
  ]);
});

it("a body over 32 MB is refused by what it announces, by what it sends, and by what it unpacks to", async () => {
  const huge = change(`{"moves":{"v1":null}}${" ".repeat(33 * 1024 * 1024)}`);
  const announced = await send(huge).catch((error: unknown) => error);
  // The server may cut the upload off before all of it is sent.
  expect([413, undefined]).toContain((announced as { status?: number }).status);
  const packed = gzipSync(huge);
  expect(packed.length).toBeLessThan(200_000);
  const response = await fetch(`${service.url}/api/plans/${id}/changes`, {
    method: "POST",
    body: packed,
    headers: {
      "Content-Type": "application/json",
      "Content-Encoding": "gzip",
      "If-Match": '"0"',
      "Idempotency-Key": "bomb",
    },
  });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
    413,
    "tooLarge",
  ]);
  expect((await service.get(`/api/plans/${id}`)).json.plan.version).toBe(0);
});

it("a packed body that is sound is taken in", async () => {
  const other = await service.make();
  const response = await fetch(`${service.url}/api/plans/${other}/changes`, {
    method: "POST",
    body: gzipSync(change(JSON.stringify({ settlements: { s1: settlement() } }))),
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Encoding": "gzip",
      "If-Match": '"0"',
      "Idempotency-Key": "packed",
    },
  });
  expect(response.status).toBe(200);
});

it("other types of body, unknown encodings and writes from pages of other sites are refused", async () => {
  expect((await send("a=b", { "Content-Type": "text/plain" })).status).toBe(415);
  expect((await send("a=b", { "Content-Type": "application/x-www-form-urlencoded" })).status).toBe(
    415,
  );
  expect((await send(change("{}"), { "Content-Encoding": "x" })).status).toBe(415);
  const elsewhere: Record<string, string>[] = [
    { Origin: "http://evil.example" },
    { Origin: "null" },
    { "Sec-Fetch-Site": "cross-site" },
  ];
  for (const headers of elsewhere)
    expect((await send(change("{}"), headers)).json).toMatchObject({
      status: 403,
      code: "otherSite",
    });
});

it("other methods are told what is taken", async () => {
  const response = await fetch(`${service.url}/api/plans/${id}`, { method: "DELETE" });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, PATCH"]);
  expect((await service.get(`/api/plans/${id}/return`)).status).toBe(405);
});

it("a request that stops half way changes nothing", async () => {
  await new Promise<void>((resolve) => {
    const cut = httpRequest(`${service.url}/api/plans/${id}/changes`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Content-Length": "5000",
        "If-Match": '"0"',
        "Idempotency-Key": "cut",
      },
    });
    cut.on("error", () => resolve());
    cut.write(change("{}").slice(0, 10));
    setTimeout(() => cut.destroy(), 100);
  });
  expect((await service.get(`/api/plans/${id}`)).json.plan.version).toBe(0);
  expect(service.logged).toEqual([]);
});

it("markup in names, notes and reasons comes back as the text it was, as JSON", async () => {
  const plan = await service.make({ name: "<script>alert(1)</script>" });
  const answer = await service.change(
    plan,
    0,
    { settlements: { s1: settlement({ name: '"><img src=x onerror=alert(1)>' }) } },
    { reason: "<b>", author: "<i>" },
  );
  expect(answer.json).toMatchObject({ reason: "<b>", author: "<i>" });
  expect(answer.headers.get("content-type")).toContain("application/json");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

it("ids that every object has are ids like any other, also to a process that reads the plan anew", async () => {
  const plan = await service.make();
  const ids = ["constructor", "toString", "hasOwnProperty"];
  const each = <T>(value: (id: string) => T): Record<string, T> =>
    Object.fromEntries(ids.map((key) => [key, value(key)]));
  const made = await service.change(plan, 0, {
    settlements: each(() => settlement()),
    moves: each((key) => ({
      parts: [{ settlement: key, year: 2016, households: null }],
      reason: null,
    })),
  });
  expect(made.status).toBe(200);
  const other = await startPlans(database, EAST, { withRegions: false });
  try {
    const back = await other.send(
      "POST",
      `/api/plans/${plan}/return`,
      { to: 0, author: "韦", reason: null, client: "p" },
      { version: 1 },
    );
    expect([back.status, back.json.code]).toEqual([200, undefined]);
    expect((await other.get(`/api/plans/${plan}`)).json.document).toEqual({});
  } finally {
    await other.close();
  }
});

it("six large bodies at once leave the service answering, two at a time", async () => {
  const other = await service.make();
  const moves = Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`v${i}`, null]));
  const body = change(JSON.stringify({ moves })) + " ".repeat(2 * 1024 * 1024);
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      service.send("POST", `/api/plans/${other}/changes`, body, { version: 0, key: `large-${i}` }),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.every((status) => [200, 412, 503].includes(status))).toBe(true);
  expect(statuses).toContain(503);
});
