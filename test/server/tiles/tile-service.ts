import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { IndicatorRule } from "../../../core/contract/rule.ts";
import type { Verdicts } from "../../../core/coverage/snapshot.ts";
import { tileHandler, type TileRegion } from "../../../server/tiles/handler.ts";
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
    ...Array.from({ length: 800 }, (_, i) => ({
      id: 100 + i,
      at: [107.5 + (i % 200) / 1e5, 24.1 + i / 8e5] as const,
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

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A tile service over HTTP for tests: region 45, rules `village-road` and `water` (which fails). What is not for tiles is 418. */
export class TileService {
  judged = 0;
  visibility = "all";
  region = this.regionOf("v1");
  readonly log: string[] = [];
  readonly #server: Server;

  constructor() {
    const tiles = tileHandler({
      regionOf: (code) => (code === "45" ? this.region : undefined),
      log: (text) => this.log.push(text),
    });
    this.#server = createServer((request, response) => {
      if (!tiles(request, response, this.visibility)) response.writeHead(418).end();
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** As at the start: new data, nothing judged, everything visible. */
  reset(): void {
    this.judged = 0;
    this.visibility = "all";
    this.log.length = 0;
    this.region = this.regionOf("v1");
  }

  regionOf(version: string): TileRegion {
    const kept = new Map<string, Verdicts>();
    return {
      version,
      snapshot: { ...SNAPSHOT },
      loaded: { villagePinyin: ["Basang Tun"] },
      rule: (id) => [ROAD, WATER].find((rule) => rule.id === id),
      judge: async (rule) => {
        this.judged++;
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (rule.id === "water") throw new Error("the database is gone");
        const key = JSON.stringify(rule);
        const verdicts = kept.get(key) ?? verdictsOf(rule);
        kept.set(key, verdicts);
        return { verdicts };
      },
    };
  }

  /** The address goes out as it stands: fetch would tidy it up. */
  get(
    path: string,
    headers: Record<string, string> = { "Accept-Encoding": "gzip" },
    method = "GET",
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        { host: "127.0.0.1", port: this.port, path, method, headers, agent: false },
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
}

/** The body of a refusal. */
export function problemOf(answer: Answer): { status: number; code: string; path: string | null } {
  return JSON.parse(answer.body.toString()) as {
    status: number;
    code: string;
    path: string | null;
  };
}
