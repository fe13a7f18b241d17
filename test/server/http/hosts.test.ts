import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "../../../server/config.ts";
import { Regions } from "../../../server/coverage/regions.ts";
import { answerErrors } from "../../../server/http/errors.ts";
import { readHosts, refuseHost } from "../../../server/http/hosts.ts";
import { withJsonBody } from "../../../server/http/json-body.ts";
import { startService, type TestService } from "./service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({
    regions: new Regions(() => {}),
    hosts: readHosts("maps.example.cn, Qiantu:3000"),
    tiles: (_, response) => {
      response.end("tile");
      return true;
    },
    log: () => {},
  });
});
afterAll(() => service.close());

it.each([
  "localhost",
  "localhost:3000",
  "LOCALHOST.:3000",
  "127.0.0.1:3000",
  "[::1]:3000",
  "192.168.1.5",
  "maps.example.cn",
  "Maps.Example.CN:443",
  "qiantu",
])("a request to %s is answered", async (host) => {
  expect((await service.get("/healthz", { Host: host })).status).toBe(200);
});

it.each([
  "evil.example",
  "evil.example:3000",
  "127.0.0.1.evil.example",
  "localhost.evil.example",
  "127.0.0.1@evil.example",
  "xn--localhost-",
  "[evil.example]",
  "toString",
])("a request to %j is refused with what to do, before tiles and pages too", async (host) => {
  expect(refuseHost(host, [])).not.toBeNull();
  for (const path of ["/healthz", "/api/meta", "/tiles/villages/1/0/0", "/"]) {
    const answer = await service.get(path, { Host: host });
    expect([answer.status, answer.json.code, answer.json.path]).toEqual([
      421,
      "unknownHost",
      "Host",
    ]);
    expect(answer.json.title).toContain("QIANTU_HOSTS");
  }
});

it("names are read from a setting, and * takes every one", () => {
  expect(readConfig({ QIANTU_HOSTS: " a.example, ,B:80 " }).hosts).toEqual(["a.example", "b"]);
  expect(readConfig({}).hosts).toEqual([]);
  expect(refuseHost("evil.example", readHosts("*"))).toBeNull();
  expect(refuseHost(undefined, [])).toBeNull();
});

it("a JSON body that does not come is given up with 408", async () => {
  const app = express();
  app.post("/", (request, response) =>
    withJsonBody(request, response, 1000, async () => void response.json({}), 300),
  );
  app.use(answerErrors(() => {}));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
  );
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1.1 408 /);
  expect(text).toContain('"code":"bodyTooSlow"');
  await new Promise((resolve) => server.close(resolve));
});
