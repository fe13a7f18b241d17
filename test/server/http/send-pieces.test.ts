import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import express from "express";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { answerErrors } from "../../../server/http/errors.ts";
import { sendPieces } from "../../../server/http/send.ts";

const PIECES = 50;
const CHARACTERS = 20_000;
let server: Server;
let port: number;
let made = 0;
/** Requests of clients that never read, as they came in. */
let longAsked = 0;
const sockets: Socket[] = [];

/** Never at its end, however much a wire holds for a client that does not read. */
const LONG_PIECES = Number.POSITIVE_INFINITY;
const LONG_CHARACTERS = 1_000_000;

/** Pieces that each take a millisecond to make. */
function* pieces(count: number, characters: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    for (const until = performance.now() + 1; performance.now() < until;);
    made++;
    yield "x".repeat(characters);
  }
}

beforeAll(async () => {
  const app = express();
  app.get("/", (request, response) =>
    sendPieces(request, response, "text/csv", pieces(PIECES, CHARACTERS)),
  );
  app.get("/long", (request, response) => {
    longAsked++;
    return sendPieces(request, response, "text/csv", pieces(LONG_PIECES, LONG_CHARACTERS));
  });
  app.use(answerErrors(() => {}));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const download = async (): Promise<number> =>
  (await (await fetch(`http://127.0.0.1:${port}/`)).text()).length;

/** A client that asks and never reads. */
function askAndWait(): void {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.on("error", () => {});
  socket.write("GET /long HTTP/1.1\r\nHost: x\r\nAccept-Encoding: identity\r\n\r\n");
  socket.pause();
  sockets.push(socket);
}

test("however many download at once, one turn of the event loop makes pieces for ten milliseconds", async () => {
  let most = 0;
  let before = made;
  let isWatching = true;
  const watch = (): void => {
    most = Math.max(most, made - before);
    before = made;
    if (isWatching) setImmediate(watch);
  };
  watch();
  const lengths = await Promise.all(Array.from({ length: 20 }, download));
  isWatching = false;
  expect(new Set(lengths)).toEqual(new Set([PIECES * CHARACTERS]));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(11);
});

test("clients that never read cost what fits on the wire and hold nobody up", async () => {
  made = 0;
  for (let i = 0; i < 20; i++) askAndWait();
  expect(await download()).toBe(PIECES * CHARACTERS);
  // Until the wire holds all that it can for those who do not read.
  let once = -1;
  const madeSince = (): number => {
    const more = made - once;
    once = made;
    return more;
  };
  await expect.poll(madeSince, { interval: 300, timeout: 30_000 }).toBe(0);
  expect(await download()).toBe(PIECES * CHARACTERS);
  // Nothing more was made for those who wait.
  expect(made - once).toBe(PIECES);
});

test("when 64 are under way the next is told when to come again, and is answered once one has gone", async () => {
  longAsked = 0;
  for (let i = 0; i < 64; i++) askAndWait();
  // One that came before the last of them would be one of the 64 itself.
  await expect.poll(() => longAsked, { timeout: 60_000 }).toBe(64);
  /** Read to the end, so that none of these is under way itself. */
  const ask = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  await expect.poll(async () => (await ask()).status, { timeout: 60_000 }).toBe(503);
  const refused = await ask();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
  expect((JSON.parse(refused.text) as { code: string }).code).toBe("busy");
  expect(refused.headers.get("content-encoding")).toBeNull();
  sockets.shift()!.destroy();
  await expect.poll(async () => (await ask()).status, { timeout: 60_000 }).toBe(200);
});
