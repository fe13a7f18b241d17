// A thread that writes tiles, so that the one that answers requests is never held up by a large tile or the building of indexes.
import { parentPort } from "node:worker_threads";
import { TileEncoder, type TileStatus } from "./tile-encoder.ts";
import type { TileMessage, TileReply } from "./tile-jobs.ts";

interface Known {
  encoder: TileEncoder;
  statuses: Map<string, TileStatus>;
}

const port = parentPort!;
const regions = new Map<string, Known>();

function knownRegion(code: string): Known {
  const known = regions.get(code);
  if (!known) throw new Error(`the region ${code} was not sent`);
  return known;
}

function work(message: Extract<TileMessage, { type: "tile" }>): TileReply {
  const { job, region, status: key, layers, z, x, y } = message;
  const { encoder, statuses } = knownRegion(region);
  const status = key === null ? null : statuses.get(key);
  if (status === undefined) throw new Error(`the status ${key} was not sent`);
  return { job, tile: encoder.pack(layers, z, x, y, status) };
}

port.on("message", (message: TileMessage) => {
  if (message.type === "region") {
    const encoder = new TileEncoder(message.snapshot, message.villagePinyin);
    if (message.zones) encoder.provideZones(message.zones);
    regions.set(message.region, { encoder, statuses: new Map() });
  } else if (message.type === "status") {
    knownRegion(message.region).statuses.set(message.key, message.status);
  } else if (message.type === "forgetStatus") {
    knownRegion(message.region).statuses.delete(message.key);
  } else {
    let reply: TileReply;
    try {
      reply = work(message);
    } catch (error) {
      reply = {
        job: message.job,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
    port.postMessage(reply, "tile" in reply && reply.tile ? [reply.tile.bytes.buffer] : []);
  }
});
