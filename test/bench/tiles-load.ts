import { connect, type Socket } from "node:net";

/** What a round of requests came to. */
export interface LoadResult {
  requests: number;
  seconds: number;
  bytes: number;
}

/**
 * Asks for each path once over keep-alive connections, one request at a time on each, and reads the answers to the end.
 * Plain sockets, so that the one who asks costs little of the processor it shares with the one who answers.
 * Throws when an answer is neither 200 nor 204.
 */
export async function requestAll(
  port: number,
  paths: readonly string[],
  connections: number,
): Promise<LoadResult> {
  let next = 0;
  let bytes = 0;
  const take = (): string | undefined => paths[next++];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const drained = await drain(port, take);
      bytes += drained;
    }),
  );
  return { requests: paths.length, seconds: (performance.now() - started) / 1000, bytes };
}

/** Works one connection until nothing is left to ask for; gives the bytes of the bodies. */
function drain(port: number, take: () => string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let bytes = 0;
    /** Bytes of the current answer still to come; -1 while its head is read. */
    let missing = -1;
    let head = "";
    const ask = (): void => {
      const path = take();
      if (path === undefined) {
        socket.end();
        resolve(bytes);
        return;
      }
      missing = -1;
      head = "";
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n`);
    };
    socket.on("connect", ask);
    socket.on("error", reject);
    socket.on("data", (chunk: Buffer) => {
      let body = chunk.length;
      if (missing < 0) {
        const before = head.length;
        head += chunk.toString("latin1", 0, Math.min(chunk.length, 2048));
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return;
        const status = head.slice(9, 12);
        if (status !== "200" && status !== "204") {
          reject(new Error(`a tile was answered with ${head.slice(0, end)}`));
          socket.destroy();
          return;
        }
        missing = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        bytes += missing;
        body = chunk.length - (end + 4 - before);
      }
      missing -= body;
      if (missing <= 0) ask();
    });
  });
}
