// The server of the tile benchmark: its own process, so that the load does not share its thread.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { TileEncoder, type TileLayer } from "../../server/tiles/tile-encoder.ts";
import { tileHandler } from "../../server/tiles/handler.ts";
import type { DemonstrationRegion } from "../../geodata/demonstration/generate.ts";
import { type BenchRegion, makeBenchRegion } from "./tiles-data.ts";

export type TileRequest =
  | { ask: "start"; size: DemonstrationRegion; threads?: number | undefined }
  /** Forgets every finished tile. */
  | { ask: "clear" }
  /** Encodes these tiles with these layers and gives the largest gzipped size with and without thinning. */
  | { ask: "measure"; layers: TileLayer[]; tiles: [number, number, number][] };

export interface MeasureAnswer {
  largest: number;
  largestTile: string;
  /** The largest size before anything was left out. */
  unthinned: number;
  thinned: number;
}

let region: BenchRegion | null = null;
/** A new reader sees no tile made for another: so the indexes stay and the finished tiles do not. */
let reader = 0;

async function measure(
  layers: TileLayer[],
  tiles: [number, number, number][],
): Promise<MeasureAnswer> {
  const encoder = new TileEncoder(region!.snapshot);
  encoder.provideZones(region!.zones);
  const { verdicts } = await region!.judge(region!.rule());
  const status = {
    unit: "naturalVillage" as const,
    units: verdicts.units,
    status: verdicts.status,
  };
  const answer: MeasureAnswer = { largest: 0, largestTile: "", unthinned: 0, thinned: 0 };
  for (const [z, x, y] of tiles) {
    const plain = encoder.encode(layers, z, x, y, status);
    if (plain.length === 0) continue;
    const before = gzipSync(plain, { level: 1 }).length;
    const packed = encoder.pack(layers, z, x, y, status)!;
    const sent = packed.bytes.length;
    answer.unthinned = Math.max(answer.unthinned, before);
    if (packed.zipped && sent !== before) answer.thinned++;
    if (sent > answer.largest)
      Object.assign(answer, { largest: sent, largestTile: `${z}/${x}/${y}` });
  }
  return answer;
}

process.on("message", (message: TileRequest) => {
  void answerTo(message).then((answer) => process.send!(answer));
});

async function answerTo(message: TileRequest): Promise<unknown> {
  if (message.ask === "start") {
    region = await makeBenchRegion(message.size);
    const made = region;
    const handler = tileHandler({
      regionOf: () => made,
      zonesOf: async () => made.zones,
      log: (text) => console.error(text),
      ...(message.threads ? { threads: message.threads } : {}),
    });
    const server = createServer((request, response) => {
      if (!handler(request, response, String(reader))) response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }
  if (message.ask === "clear") {
    reader++;
    return true;
  }
  return measure(message.layers, message.tiles);
}

process.on("disconnect", () => process.exit(0));
