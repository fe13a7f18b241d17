import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { workerFile } from "../worker-file.ts";
import type { PackedTile, TileLayer, TileStatus } from "./tile-encoder.ts";
import type { TileMessage, TileReply } from "./tile-jobs.ts";
import type { ZoneColumns } from "./zone-layer.ts";

/** Statuses of one region that a worker keeps: more questions than people ask at one time. */
const KEPT_STATUSES = 12;

/** A tile to be written. `statusKey` names the status among those of the region's data. */
export interface TileJob {
  readonly region: string;
  readonly snapshot: Snapshot;
  readonly villagePinyin?: readonly (string | null)[];
  readonly zones: ZoneColumns | null;
  readonly status: TileStatus | null;
  readonly statusKey: string;
  readonly layers: readonly TileLayer[];
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

interface Waiting {
  resolve(tile: PackedTile | null): void;
  reject(error: Error): void;
}

/** One worker and what it was told. */
interface Thread {
  worker: Worker;
  waiting: Map<number, Waiting>;
  sent: Map<string, { snapshot: Snapshot; statuses: Set<string> }>;
}

/**
 * Threads that write tiles. They start with the first tile, hold a copy of the columns of each region shown, and do not keep the
 * process alive. A thread that dies fails the tiles it was at; the next tile starts another.
 */
export class TilePool {
  readonly #size: number;
  readonly #threads: Thread[] = [];
  #jobs = 0;

  constructor(size: number = defaultThreads()) {
    this.#size = size;
  }

  /** Writes a tile; null when nothing lies in it. */
  write(job: TileJob): Promise<PackedTile | null> {
    const thread = this.#leastBusy();
    this.#tell(thread, job);
    const number = ++this.#jobs;
    const { region, layers, z, x, y } = job;
    return new Promise((resolve, reject) => {
      thread.waiting.set(number, { resolve, reject });
      send(thread, {
        type: "tile",
        job: number,
        region,
        status: job.status ? job.statusKey : null,
        layers,
        z,
        x,
        y,
      });
    });
  }

  /** Ends the threads; tiles under way fail. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  #leastBusy(): Thread {
    if (this.#threads.length < this.#size) this.#start();
    return this.#threads.reduce((best, thread) =>
      thread.waiting.size < best.waiting.size ? thread : best,
    );
  }

  #start(): void {
    const worker = new Worker(workerFile("./tile-worker.ts", import.meta.url));
    const thread: Thread = { worker, waiting: new Map(), sent: new Map() };
    worker.unref();
    worker.on("message", (reply: TileReply) => {
      const waiting = thread.waiting.get(reply.job);
      thread.waiting.delete(reply.job);
      if ("error" in reply) waiting?.reject(new Error(reply.error));
      else waiting?.resolve(reply.tile);
    });
    const fail = (cause: unknown): void => {
      const at = this.#threads.indexOf(thread);
      if (at >= 0) this.#threads.splice(at, 1);
      for (const waiting of thread.waiting.values())
        waiting.reject(new Error("a tile thread ended", { cause }));
      thread.waiting.clear();
    };
    worker.on("error", fail);
    worker.on("exit", (code) => fail(`exit code ${code}`));
    this.#threads.push(thread);
  }

  /** Sends what the thread does not know yet of the region and the status of a job. */
  #tell(thread: Thread, job: TileJob): void {
    const { region, snapshot, villagePinyin = [], zones, status, statusKey } = job;
    let known = thread.sent.get(region);
    if (known?.snapshot !== snapshot) {
      known = { snapshot, statuses: new Set() };
      thread.sent.set(region, known);
      send(thread, {
        type: "region",
        region,
        snapshot: drawnColumns(snapshot),
        villagePinyin,
        zones,
      });
    }
    if (!status || known.statuses.has(statusKey)) return;
    known.statuses.add(statusKey);
    send(thread, { type: "status", region, key: statusKey, status });
    for (const key of known.statuses) {
      if (known.statuses.size <= KEPT_STATUSES) break;
      known.statuses.delete(key);
      send(thread, { type: "forgetStatus", region, key });
    }
  }
}

/** The snapshot without the columns that no tile shows, to copy less. */
function drawnColumns(snapshot: Snapshot): Snapshot {
  const { areas, villages, features } = snapshot;
  const none = new Int32Array(0);
  return {
    ...snapshot,
    areas: { ...areas, attributes: {}, surveyed: bySector(() => new Uint8Array(0)) },
    villages: {
      ...villages,
      code: [],
      persons: none,
      poorHouseholds: none,
      poorPersons: none,
      willingHouseholds: none,
      attributes: {},
      attested: bySector(() => new Uint8Array(0)),
      outline: { polygonOf: none, ringOf: none, vertexOf: none, coordinates: new Float64Array(0) },
    },
    features: bySector((sector) => ({ ...features[sector], numbers: {} })),
  };
}

function bySector<Value>(make: (sector: Sector) => Value): Record<Sector, Value> {
  return Object.fromEntries(SECTORS.map((sector) => [sector, make(sector)])) as Record<
    Sector,
    Value
  >;
}

function send(thread: Thread, message: TileMessage): void {
  thread.worker.postMessage(message);
}

/** As many threads as the machine has processors, from two (so that a heavy tile does not hold up the light ones) to four (each holds a copy). */
function defaultThreads(): number {
  return Math.max(2, Math.min(4, availableParallelism()));
}
