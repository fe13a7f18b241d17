import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Regions } from "../../../server/coverage/regions.ts";
import { startService, type TestService } from "./service.ts";

const folder = mkdtempSync(join(tmpdir(), "qiantu-client-"));
const dist = join(folder, "client");
let service: TestService;

beforeAll(async () => {
  mkdirSync(join(dist, "assets"), { recursive: true });
  writeFileSync(join(dist, "index.html"), "<!doctype html><title>Qiantu</title>");
  writeFileSync(join(dist, "assets", "main-abc123.js"), "export const answer = 42;\n".repeat(100));
  writeFileSync(join(folder, "secret.txt"), "not for the public");
  service = await startService({ regions: new Regions(() => {}), clientDir: dist, log: () => {} });
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

it("gives the first page for every address of the client, also before data are ready", async () => {
  for (const address of ["/", "/coverage", "/coverage/450000?rule=village-road"]) {
    const page = await service.get(address);
    expect(page.status).toBe(200);
    expect(page.headers["content-type"]).toContain("text/html");
    expect(page.headers["cache-control"]).toBe("no-cache");
    expect(page.text).toContain("Qiantu");
  }
});

it("lets files with a hash in their name be kept for ever, and sends them packed", async () => {
  const asset = await service.get("/assets/main-abc123.js");
  expect(asset.headers["cache-control"]).toContain("immutable");
  expect(asset.headers["content-type"]).toContain("javascript");
  const packed = await fetch(`${service.url}/assets/main-abc123.js`);
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(await packed.text()).toBe(asset.text);
  const etag = String(asset.headers["etag"]);
  const again = await service.get("/assets/main-abc123.js", { "If-None-Match": etag });
  expect(again.status).toBe(304);
});

it("gives nothing from outside its folder", async () => {
  for (const address of [
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets\\..\\..\\secret.txt",
    "//secret.txt",
  ]) {
    const answer = await service.raw("GET", address);
    expect(answer.text).not.toContain("not for the public");
    expect(answer.status).toBe(404);
  }
});
