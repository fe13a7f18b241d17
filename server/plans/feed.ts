import type { ServerResponse } from "node:http";
import type { PlanEvent, Presence } from "../../core/contract/plan-service.ts";
import type { Db, OpenDatabase } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import { EventStream } from "./event-stream.ts";
import { PresenceList } from "./presence.ts";
import { findBatchEnd, listChanges, listVersions, type PlanRow } from "./queries.ts";

const LOOK_EVERY_MS = 400;
const BEAT_EVERY_MS = 15_000;
const MOST_STREAMS = 200;
const MOST_STREAMS_OF_ONE = 6;
/** A page that missed more changes than this loads the plan again. */
const MOST_MISSED = 1000;
const BATCH = { changes: 100, bytes: 2 * 1024 * 1024 };

export interface FeedOptions {
  database: () => Db;
  /** Another process may change plans only where the database is a server. */
  engine: () => OpenDatabase["engine"];
  /** The data version shown of a region, null while it cannot be seen. */
  dataVersionOf: (regionCode: string) => string | null;
  log: (text: string) => void;
}

/**
 * Tells everybody who has a plan open what happens to it: changes made by this process at once, those of others within half a second by
 * one query for all plans that somebody listens to; who is there; and that the data in force changed.
 */
export class PlanFeed {
  readonly #options: FeedOptions;
  readonly #streams = new Map<string, Set<EventStream>>();
  readonly #presence = new PresenceList();
  readonly #data = new Map<string, string | null>();
  #looking: NodeJS.Timeout | null = null;
  #beating: NodeJS.Timeout | null = null;
  #isClosed = false;
  #isLost = false;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  get count(): number {
    let count = 0;
    for (const streams of this.#streams.values()) count += streams.size;
    return count;
  }

  /**
   * Opens a stream on a plan, from the version that the reader has. Throws a problem 429 when the client has enough streams, 503 when the
   * server has, or is about to stop.
   */
  open(
    response: ServerResponse,
    row: PlanRow,
    listener: { client: string; since: number | null },
  ): void {
    if (this.#isClosed) throw problem(503, "stopping", "The server is about to stop.");
    if (this.count >= MOST_STREAMS)
      throw problem(503, "tooManyStreams", "The server has no room for more listeners.");
    if (this.#streamsOf(listener.client) >= MOST_STREAMS_OF_ONE)
      throw problem(429, "tooManyStreams", "This page listens often enough.", "client", {
        most: MOST_STREAMS_OF_ONE,
      });
    const { id: planId, regionCode, version } = row;
    const since = listener.since ?? version;
    const isAstray = since > version || version - since > MOST_MISSED;
    const stream = new EventStream(
      response,
      { planId, regionCode, client: listener.client, version: isAstray ? version : since },
      (after) => this.#read(planId, after),
    );
    const streams = this.#streams.get(planId) ?? new Set();
    this.#streams.set(planId, streams.add(stream));
    response.once("close", () => this.#close(stream));
    this.#start();
    if (isAstray) stream.say("reload", { version });
    stream.say("presence", this.#presence.of(planId));
    void stream.advance(version);
  }

  /** A change was made by this process. */
  tell(planId: string, event: PlanEvent): void {
    for (const stream of this.#streams.get(planId) ?? []) stream.tell(event);
  }

  /** Something about a plan that is not in its history. */
  say(planId: string, event: "proposal", data: unknown): void {
    for (const stream of this.#streams.get(planId) ?? []) stream.say(event, data);
  }

  /** Somebody has a plan open. */
  meet(planId: string, said: Presence): void {
    if (this.#presence.say(planId, said)) this.#tellPresence(planId);
    this.#start();
  }

  /** Ends every stream, for good. */
  close(): void {
    this.#isClosed = true;
    for (const streams of this.#streams.values()) for (const stream of streams) stream.end();
    this.#streams.clear();
    this.#stop();
  }

  async #read(planId: string, after: number): Promise<PlanEvent[] | null> {
    const db = this.#options.database();
    return listChanges(db, planId, after, await findBatchEnd(db, planId, after, BATCH));
  }

  #streamsOf(client: string): number {
    let count = 0;
    for (const streams of this.#streams.values())
      for (const stream of streams) if (stream.client === client) count++;
    return count;
  }

  #close(stream: EventStream): void {
    const streams = this.#streams.get(stream.planId);
    streams?.delete(stream);
    if (streams?.size === 0) this.#streams.delete(stream.planId);
    const isAway = [...(streams ?? [])].every(({ client }) => client !== stream.client);
    if (isAway && this.#presence.leave(stream.planId, stream.client))
      this.#tellPresence(stream.planId);
  }

  #tellPresence(planId: string): void {
    const present = this.#presence.of(planId);
    for (const stream of this.#streams.get(planId) ?? []) stream.say("presence", present);
  }

  #start(): void {
    if (this.#isClosed) return;
    this.#looking ??= setTimeout(() => void this.#look(), LOOK_EVERY_MS).unref();
    this.#beating ??= setInterval(() => {
      for (const streams of this.#streams.values()) for (const stream of streams) stream.beat();
    }, BEAT_EVERY_MS).unref();
  }

  #stop(): void {
    if (this.#looking) clearTimeout(this.#looking);
    if (this.#beating) clearInterval(this.#beating);
    this.#looking = this.#beating = null;
  }

  /** One look at everything that may have changed without this process having done it. */
  async #look(): Promise<void> {
    try {
      for (const planId of this.#presence.sweep()) this.#tellPresence(planId);
      this.#tellData();
      if (this.#options.engine() === "server" && this.#streams.size > 0) {
        const versions = await listVersions(this.#options.database(), [...this.#streams.keys()]);
        for (const { id, version } of versions)
          for (const stream of this.#streams.get(id) ?? []) void stream.advance(version);
      }
      this.#isLost = false;
    } catch (error) {
      // Told once; the next look may find the database back.
      if (!this.#isLost) this.#options.log(`plans are not followed: ${String(error)}`);
      this.#isLost = true;
    }
    this.#looking = null;
    if (this.#streams.size > 0) this.#start();
    else this.#stop();
  }

  #tellData(): void {
    const regions = new Set<string>();
    for (const streams of this.#streams.values())
      for (const { regionCode } of streams) regions.add(regionCode);
    for (const region of this.#data.keys()) if (!regions.has(region)) this.#data.delete(region);
    for (const region of regions) {
      const now = this.#options.dataVersionOf(region);
      const before = this.#data.get(region);
      this.#data.set(region, now);
      if (before === undefined || now === null || now === before) continue;
      for (const streams of this.#streams.values())
        for (const stream of streams)
          if (stream.regionCode === region) stream.say("data", { dataVersion: now });
    }
  }
}
