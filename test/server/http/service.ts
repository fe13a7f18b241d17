import { createServer, request as httpRequest, type Server } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp, type AppOptions } from "../../../server/app.ts";

export interface TestService {
  url: string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** A request exactly as written, for addresses that fetch would mend. */
  raw(method: string, path: string, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // The shape is what the test is about.
  // oxlint-disable-next-line no-explicit-any
  json: any;
}

/** The app on a free port of this machine, without pages where no folder of them is given. */
export async function startService(
  options: Omit<AppOptions, "clientDir"> & { clientDir?: string },
): Promise<TestService> {
  const pages = mkdtempSync(join(tmpdir(), "qiantu-pages-"));
  const server: Server = createServer(createApp({ clientDir: pages, ...options }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const raw: TestService["raw"] = (method, path, headers = {}) =>
    new Promise((resolve, reject) => {
      const sent = httpRequest({ host: "127.0.0.1", port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const isJson = /json/.test(String(response.headers["content-type"]));
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            text,
            json: isJson && text !== "" ? JSON.parse(text) : undefined,
          });
        });
      });
      sent.on("error", reject);
      sent.end();
    });
  return {
    url: `http://127.0.0.1:${port}`,
    raw,
    get: (path, headers) => raw("GET", path, headers),
    close: () =>
      new Promise((resolve) => {
        rmSync(pages, { recursive: true });
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
