import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { IndicatorRule } from "../../../core/contract/rule.ts";
import type { Verdicts } from "../../../core/coverage/snapshot.ts";
import { worldX, worldY } from "../../../server/tiles/grid.ts";
import { tileHandler, type TileRegion } from "../../../server/tiles/handler.ts";
import { readTile } from "./read-tile.ts";
import { snapshotOf } from "./synthetic-region.ts";

const ROAD = IndicatorRule.parse({
  id: "village-road",
  sector: "road",
  unit: "naturalVillage",
  test: { kind: "distance", reachM: 500 },
  target: 0.95,
  source: "Art. 18",
});
const WATER = IndicatorRule.parse({
  ...ROAD,
  id: "water",
  sector: "water",
  test: { kind: "inside" },
});

const SNAPSHOT = snapshotOf({
  villages: [
    { id: 7, at: [107.5, 24.1], households: 25, name: "岜桑屯" },
    { id: 8, at: [107.501, 24.1], households: 12 },
    ...Array.from({ length: 200 }, (_, i) => ({
      id: 100 + i,
      at: [107.5 + i / 1e5, 24.1 + i / 2e5] as const,
      households: i,
    })),
    { id: 900, at: [112, 21], households: 5 },
  ],
  features: {
    road: [
      {
        id: 3,
        class: "trunk",
        lines: [
          [
            [107.4, 24.0],
            [107.6, 24.2],
          ],
        ],
      },
    ],
  },
});

/** Served when the reach asked for is at least 1,000 m. */
function verdictsOf(rule: IndicatorRule): Verdicts {
  const served = rule.test.kind === "distance" && rule.test.reachM >= 1000 ? 3 : 1;
  return {
    ruleId: rule.id,
    unit: rule.unit,
    units: Int32Array.of(0, 1),
    status: Uint8Array.of(served, 0),
    reason: new Uint8Array(2),
    distanceM: new Float64Array(2),
    feature: new Int32Array(2),
  };
}

let judged = 0;
let region: TileRegion;
let visibility = "all";
let server: Server;
let port = 0;
const log: string[] = [];

beforeEach(() => {
  judged = 0;
  visibility = "all";
  log.length = 0;
  region = regionOf("v1");
});

function regionOf(version: string): TileRegion {
  const kept = new Map<string, Verdicts>();
  return {
    version,
    snapshot: { ...SNAPSHOT },
    rule: (id) => [ROAD, WATER].find((rule) => rule.id === id),
    judge: async (rule) => {
      judged++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (rule.id === "water") throw new Error("the database is gone");
      const key = JSON.stringify(rule);
      const verdicts = kept.get(key) ?? verdictsOf(rule);
      kept.set(key, verdicts);
      return { verdicts };
    },
  };
}

beforeAll(async () => {
  const tiles = tileHandler({
    regionOf: (code) => (code === "45" ? region : undefined),
    log: (text) => log.push(text),
  });
  server = createServer((request, response) => {
    if (!tiles(request, response, visibility)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The address goes out as it stands: fetch would tidy it up. */
function get(
  path: string,
  headers: Record<string, string> = { "Accept-Encoding": "gzip" },
  method = "GET",
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: "127.0.0.1", port, path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end();
  });
}
const problemOf = (answer: Answer) =>
  JSON.parse(answer.body.toString()) as { status: number; code: string; path: string | null };

const TILE = "/tiles/villages,road/12/3271/1765";

describe("the tile service", () => {
  test("a tile comes gzipped with the layers, features and status asked for", async () => {
    const answer = await get(`${TILE}.mvt?region=45&rule=village-road`);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": "application/vnd.mapbox-vector-tile",
      "content-encoding": "gzip",
      "cache-control": "private, no-cache",
      vary: "Accept-Encoding",
    });
    const layers = readTile(gunzipSync(answer.body));
    expect(Object.keys(layers)).toEqual(["road", "villages"]);
    expect(
      layers["villages"]!.slice(0, 2).map(({ id, properties }) => [id, properties["s"]]),
    ).toEqual([
      [7, 1],
      [8, 0],
    ]);
    expect(layers["villages"]![0]!.properties["n"]).toBe("岜桑屯");
  });

  test("a threshold of the question decides the status", async () => {
    const wider = await get(`${TILE}?region=45&rule=village-road&reachM=1000`);
    expect(readTile(gunzipSync(wider.body))["villages"]![0]!.properties["s"]).toBe(3);
    const own = await get(`${TILE}?region=45&rule=village-road`);
    expect(readTile(gunzipSync(own.body))["villages"]![0]!.properties["s"]).toBe(1);
  });

  test("a client without gzip gets the same tile plain, under another ETag", async () => {
    const plain = await get(`${TILE}?region=45`, {});
    const refused = await get(`${TILE}?region=45`, { "Accept-Encoding": "gzip;q=0, br" });
    const zipped = await get(`${TILE}?region=45`);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(refused.headers["content-encoding"]).toBeUndefined();
    expect(plain.body.equals(gunzipSync(zipped.body))).toBe(true);
    expect(plain.headers.etag).not.toBe(zipped.headers.etag);
  });

  test("a tile that fits one packet is not compressed", async () => {
    const [x, y] = [worldX(112) >> 18, worldY(21) >> 18];
    const small = await get(`/tiles/villages/12/${x}/${y}?region=45`);
    expect([small.status, small.headers["content-encoding"]]).toEqual([200, undefined]);
    expect(readTile(small.body)["villages"]!.map(({ id }) => id)).toEqual([900]);
  });

  test("a hundred who ask for one tile at once have it made once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => get(`${TILE}?region=45&rule=village-road&minHouseholds=3`)),
    );
    expect(judged).toBe(1);
    expect(new Set(answers.map((answer) => answer.body.toString("base64"))).size).toBe(1);
    await get(`${TILE}?region=45&rule=village-road&minHouseholds=3`);
    expect(judged).toBe(1);
  });

  test("an ETag answers 304 until data, rule or rights change", async () => {
    const address = `${TILE}?region=45&rule=village-road`;
    const etag = (await get(address)).headers.etag!;
    expect(etag).toMatch(/^"[\w-]+"$/);
    const again = (headers: Record<string, string>, path = address) =>
      get(path, { "Accept-Encoding": "gzip", ...headers });
    const unchanged = await again({ "If-None-Match": `"other", ${etag}` });
    expect([unchanged.status, unchanged.body.length, unchanged.headers.etag]).toEqual([
      304,
      0,
      etag,
    ]);
    expect((await again({ "If-None-Match": "*" })).status).toBe(304);
    expect((await again({ "If-None-Match": '"other"' })).status).toBe(200);
    expect((await again({ "If-None-Match": etag }, `${address}&reachM=900`)).status).toBe(200);
    visibility = "county 4512";
    expect((await again({ "If-None-Match": etag })).status).toBe(200);
    visibility = "all";
    region = regionOf("v2");
    expect((await again({ "If-None-Match": etag })).status).toBe(200);
  });

  test("an empty tile is 204 with an ETag", async () => {
    const empty = await get("/tiles/villages/12/1/1?region=45");
    expect([empty.status, empty.body.length]).toEqual([204, 0]);
    expect(
      (
        await get("/tiles/villages/12/1/1?region=45", {
          "Accept-Encoding": "gzip",
          "If-None-Match": empty.headers.etag!,
        })
      ).status,
    ).toBe(304);
  });

  test("HEAD tells the size and sends nothing; other methods are refused", async () => {
    const whole = await get(`${TILE}?region=45`);
    const head = await get(`${TILE}?region=45`, { "Accept-Encoding": "gzip" }, "HEAD");
    expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([
      200,
      0,
      String(whole.body.length),
    ]);
    const post = await get(`${TILE}?region=45`, {}, "POST");
    expect([post.status, post.headers.allow, problemOf(post).code]).toEqual([
      405,
      "GET, HEAD",
      "methodNotAllowed",
    ]);
  });

  test("what fails inside is logged whole and told without its text, and the next request is tried anew", async () => {
    for (let k = 1; k <= 2; k++) {
      const answer = await get(`${TILE}?region=45&rule=water`);
      expect([answer.status, problemOf(answer).code]).toEqual([500, "internal"]);
      expect(answer.body.toString()).not.toContain("database");
      expect(judged).toBe(k);
    }
    expect(log.join()).toContain("the database is gone");
  });

  test.each([
    ["/tiles/villages/30/0/0?region=45", 404, "outsidePyramid"],
    ["/tiles/villages/10/1024/0?region=45", 404, "outsidePyramid"],
    ["/tiles/villages/10/0/99999999999999999999?region=45", 404, "outsidePyramid"],
    ["/tiles/villages/10/0/-1?region=45", 400, "badTileAddress"],
    ["/tiles/villages/10/0.5/1?region=45", 400, "badTileAddress"],
    ["/tiles/villages/1e1/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/villages/10/0?region=45", 400, "badTileAddress"],
    ["/tiles/villages/10/0/1/2?region=45", 400, "badTileAddress"],
    ["/tiles/villages/10/0/1.png?region=45", 400, "badTileAddress"],
    ["/tiles/../10/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/villages%2F10/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/villages/10%2f0/1?region=45", 400, "badTileAddress"],
    ["/tiles/%ff/10/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/%2e%2e/%2e%2e/10/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/villages\\10/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/", 400, "badTileAddress"],
    ["/tiles", 400, "badTileAddress"],
    ["/tiles/palaces/10/0/1?region=45", 404, "unknownLayer"],
    ["/tiles/constructor/10/0/1?region=45", 404, "unknownLayer"],
    ["/tiles/villages,/10/0/1?region=45", 404, "unknownLayer"],
    ["/tiles/villages,villages/10/0/1?region=45", 400, "badParameter"],
    ["/tiles/villages/10/0/1", 400, "missingParameter"],
    ["/tiles/villages/10/0/1?region=", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=99", 404, "unknownRegion"],
    ["/tiles/villages/10/0/1?region=%ff", 400, "badEncoding"],
    ["/tiles/villages/10/0/1?region=45&region=45", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=45&x=1", 400, "unknownParameter"],
    ["/tiles/villages/10/0/1?region=45&__proto__=1", 400, "unknownParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=none", 404, "unknownRule"],
    ["/tiles/villages/10/0/1?region=45&rule=toString", 404, "unknownRule"],
    ["/tiles/villages/10/0/1?region=45&reachM=500", 400, "missingParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=water&reachM=500", 400, "reachNotApplicable"],
    ["/tiles/villages/10/0/1?region=45&rule=village-road&reachM=0", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=village-road&reachM=-5", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=village-road&reachM=NaN", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=village-road&reachM=1e999", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=village-road&minHouseholds=2.5", 400, "badParameter"],
    [
      "/tiles/villages/10/0/1?region=45&rule=village-road&minHouseholds=1&minHouseholds=2",
      400,
      "badParameter",
    ],
  ])("%s is refused with %i %s", async (path, status, code) => {
    const answer = await get(path);
    expect([
      answer.status,
      answer.headers["content-type"],
      problemOf(answer).status,
      problemOf(answer).code,
    ]).toEqual([status, "application/problem+json; charset=utf-8", status, code]);
  });

  test("addresses beside the tiles are left to others", async () => {
    for (const path of ["/", "/tilesets", "/api/areas/45", "/%ff", "/TILES/villages/1/0/0"])
      expect((await get(path)).status).toBe(418);
  });

  test("commas may come encoded", async () => {
    expect((await get("/tiles/villages%2Croad/12/3271/1765?region=45")).status).toBe(200);
  });

  test("TileJSON names the layers, the bounds and an address that works", async () => {
    const answer = await get("/tiles/villages,road.json?region=45&rule=village-road");
    const json = JSON.parse(answer.body.toString()) as {
      tiles: string[];
      bounds: number[];
      vector_layers: { id: string }[];
    };
    expect(json.vector_layers.map((layer) => layer.id)).toEqual(["road", "villages", "units"]);
    expect(json.bounds.map((degrees) => Math.round(degrees * 1000) / 1000)).toEqual([
      107.5, 21, 112, 24.101,
    ]);
    const path = json.tiles[0]!.replace(`http://127.0.0.1:${port}`, "").replace(
      "{z}/{x}/{y}",
      "12/3271/1765",
    );
    expect((await get(path)).status).toBe(200);
    const forged = await get("/tiles/road.json?region=45", { Host: "a.example/<script>" });
    expect(forged.body.toString()).not.toContain("a.example");
    expect((await get("/tiles/road.json?region=99")).status).toBe(404);
  });

  test("the list of layers can be read", async () => {
    const { layers } = JSON.parse((await get("/tiles/metadata")).body.toString()) as {
      layers: { id: string }[];
    };
    expect(layers.map((layer) => layer.id)).toContain("area-labels");
  });
});
