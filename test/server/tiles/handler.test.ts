import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { worldX, worldY } from "../../../server/tiles/grid.ts";
import { readTile } from "./read-tile.ts";
import { problemOf, TileService } from "./tile-service.ts";

const service = new TileService();
const get: TileService["get"] = (...asked) => service.get(...asked);
beforeAll(() => service.start());
afterAll(() => service.stop());
beforeEach(() => service.reset());

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
    expect(layers["villages"]![0]!.properties).toMatchObject({ n: "岜桑屯", latin: "Basang" });
    expect(layers["villages"]![1]!.properties).not.toHaveProperty("latin");
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

  test("a light tile is not compressed", async () => {
    const [x, y] = [worldX(112) >> 18, worldY(21) >> 18];
    const small = await get(`/tiles/villages/12/${x}/${y}?region=45`);
    expect([small.status, small.headers["content-encoding"]]).toEqual([200, undefined]);
    expect(readTile(small.body)["villages"]!.map(({ id }) => id)).toEqual([900]);
  });

  test("a hundred who ask for one tile at once have it made once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => get(`${TILE}?region=45&rule=village-road&minHouseholds=3`)),
    );
    expect(service.judged).toBe(1);
    expect(new Set(answers.map((answer) => answer.body.toString("base64"))).size).toBe(1);
    await get(`${TILE}?region=45&rule=village-road&minHouseholds=3`);
    expect(service.judged).toBe(1);
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
    service.visibility = "county 4512";
    expect((await again({ "If-None-Match": etag })).status).toBe(200);
    service.visibility = "all";
    service.region = service.regionOf("v2");
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
      expect(service.judged).toBe(k);
    }
    expect(service.log.join()).toContain("the database is gone");
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
    const path = json.tiles[0]!.replace(`http://127.0.0.1:${service.port}`, "").replace(
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
