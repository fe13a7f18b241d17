import { createServer, request as httpRequest, type Server } from "node:http";
import { readdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ImportReport } from "../../../core/contract/dataset.ts";
import { datasetRoutes } from "../../../server/datasets/routes.ts";
import { answerErrors } from "../../../server/http/errors.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { featureCollection, point } from "./support/files.ts";

const MAX_BYTES = 100_000;
const SPAN_MS = 700;

let database: TestDatabase;
let server: Server;
let address: string;
const accepted: string[] = [];
const logged: string[] = [];
beforeAll(async () => {
  database = await withTestDatabase();
  const app = express();
  app.set("query parser", false);
  app.use(
    datasetRoutes(() => database.knex, {
      onAccepted: (region) => void accepted.push(region),
      maxBytes: MAX_BYTES,
      spanMs: SPAN_MS,
    }),
  );
  app.use(answerErrors((text) => void logged.push(text)));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await database.close();
});

const village = (lat: number): string =>
  featureCollection([{ properties: { name: "<b>A</b>" }, geometry: point(10, lat) }]);
const importing = (query: string, body: string): Promise<Response> =>
  fetch(`${address}/api/datasets/import?${query}`, { method: "POST", body });
const uploads = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith("qiantu-upload-"));
const QUERY = "kind=villages&area=H&name=Httpland&file=v.geojson&datum=wgs84";

test("without accept the file is only checked; with it, it is taken in and told to whoever measures", async () => {
  const dry = ImportReport.parse(await (await importing(QUERY, village(10))).json());
  expect(dry).toMatchObject({ accepted: false, dataset: null, rows: 1, file: "v.geojson" });
  expect(await database.knex("datasets")).toEqual([]);
  const response = await importing(
    `${QUERY}&accept=true&source=the+survey&date=2014-05-31`,
    village(10),
  );
  expect(response.status).toBe(200);
  expect(ImportReport.parse(await response.json()).accepted).toBe(true);
  expect(accepted).toEqual(["H"]);
  const list = (await (await fetch(`${address}/api/datasets?area=H`)).json()) as {
    items: unknown[];
  };
  expect(list.items).toMatchObject([
    { kind: "villages", areaCode: "H", source: "the survey", dataDate: "2014-05-31", rows: 1 },
  ]);
});

test("a file that is refused answers 422 with the whole report, and the data in force stay", async () => {
  const before = await database.knex("datasets").select("id", "state");
  const response = await importing(`${QUERY}&accept=true`, village(500));
  expect(response.status).toBe(422);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const answer = (await response.json()) as { code: string; report: unknown };
  expect(answer.code).toBe("out-of-range");
  expect(ImportReport.parse(answer.report).problems[0]?.rows).toEqual([1]);
  expect(await database.knex("datasets").select("id", "state")).toEqual(before);
});

test.each([
  ["kind=castles&area=H&file=v.geojson", "kind"],
  ["kind=villages&file=v.geojson", "area"],
  [`${QUERY}&map=nonsense`, "map"],
  [`${QUERY}&date=yesterday`, "date"],
  [`${QUERY}&fast=1`, "fast"],
  [`${QUERY}&level=kingdom`, "level"],
])("a wrong question (%s) is 400 and names %s", async (query, path) => {
  const response = await importing(query, village(10));
  expect(response.status).toBe(400);
  expect(((await response.json()) as { path: string }).path).toBe(path);
});

test("a broken percent sequence is 400, a body that is missing is 400, one that is too large 413", async () => {
  expect((await importing(`${QUERY}&source=%ff`, village(10))).status).toBe(400);
  expect((await importing(QUERY, "")).status).toBe(400);
  expect((await importing(QUERY, " ".repeat(MAX_BYTES + 1))).status).toBe(413);
  expect(uploads()).toEqual([]);
});

test("a file name that points elsewhere writes nowhere else and is shown without its path", async () => {
  const query = QUERY.replace("v.geojson", encodeURIComponent("../../../etc/evil.geojson"));
  const report = ImportReport.parse(await (await importing(query, village(10))).json());
  expect(report.file).toBe("evil.geojson");
});

test("an upload that stops half way leaves nothing behind and the service lives", async () => {
  const before = await database.knex("datasets").select("id", "state");
  await new Promise<void>((resolve) => {
    const cut = httpRequest(`${address}/api/datasets/import?${QUERY}&accept=true`, {
      method: "POST",
      headers: { "Content-Length": "50000" },
    });
    cut.on("error", () => resolve());
    cut.write(village(10).slice(0, 30));
    setTimeout(() => cut.destroy(), 150);
  });
  await expect.poll(uploads, { timeout: 5_000 }).toEqual([]);
  expect((await fetch(`${address}/api/datasets`)).status).toBe(200);
  expect(await database.knex("datasets").select("id", "state")).toEqual(before);
  expect(logged).toEqual([]);
});

/** Begins an upload that announces more than it sends, and gives what is answered to it. */
function asleep(announced: number, text = "{"): { answer: Promise<Answered>; end: () => void } {
  const sent = httpRequest(`${address}/api/datasets/import?${QUERY}`, {
    method: "POST",
    headers: { "Content-Length": String(announced) },
  });
  const answer = new Promise<Answered>((resolve, reject) => {
    sent.on("response", (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => {
        const { code } = JSON.parse(body) as { code: string };
        resolve({ status: response.statusCode!, code, headers: response.headers });
      });
      response.on("error", reject);
    });
    sent.on("error", reject);
  });
  sent.write(text);
  return { answer, end: () => sent.destroy() };
}

interface Answered {
  status: number;
  code: string;
  headers: NodeJS.Dict<string | string[]>;
}

test("an upload that says it will be too large is refused before anything of it is read", async () => {
  const { answer, end } = asleep(MAX_BYTES + 1);
  expect(await answer).toMatchObject({
    status: 413,
    code: "tooLarge",
    headers: { connection: "close" },
  });
  end();
  expect(uploads()).toEqual([]);
});

test("uploads that sleep are cut off, and while four do the next is told when to come again", async () => {
  const sleepers = Array.from({ length: 4 }, () => asleep(50_000));
  await expect.poll(() => uploads().length, { timeout: 10_000 }).toBe(4);
  const late = await importing(QUERY, village(10));
  expect([late.status, late.headers.get("retry-after")]).toEqual([503, "30"]);
  expect(((await late.json()) as { code: string }).code).toBe("busy");
  for (const { answer } of sleepers)
    expect(await answer).toMatchObject({ status: 408, code: "uploadTooSlow" });
  for (const { end } of sleepers) end();
  await expect.poll(uploads, { timeout: 10_000 }).toEqual([]);
  expect((await importing(QUERY, village(10))).status).toBe(200);
  expect(logged).toEqual([]);
});

test("four files at once are all checked, two at a time", async () => {
  const answers = await Promise.all(
    Array.from({ length: 4 }, (_, i) => importing(QUERY, village(10 + i))),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

test("the same upload twice at once gives one version in force", async () => {
  const both = await Promise.all([
    importing(`${QUERY}&accept=true`, village(11)),
    importing(`${QUERY}&accept=true`, village(11)),
  ]);
  expect(both.map((response) => response.status)).toEqual([200, 200]);
  expect(await database.knex("datasets").where({ state: "current" })).toHaveLength(1);
  expect(await database.knex("natural_villages")).toHaveLength(1);
});
