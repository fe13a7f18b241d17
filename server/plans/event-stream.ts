import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { PlanEvent } from "../../core/contract/plan-service.ts";

/** A reader that is this far behind is cut off; it comes back and asks for what it missed. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

/** A change longer than this is not sent to everybody who listens; they load the plan again. */
const MOST_CHARACTERS = 2 * 1024 * 1024;

/** Events go to many streams: their text is made once. */
const texts = new WeakMap<PlanEvent, string>();

function textOf(event: PlanEvent): string {
  let text = texts.get(event);
  if (text === undefined) {
    const data = JSON.stringify(event);
    const { version } = event;
    text =
      data.length > MOST_CHARACTERS
        ? `id: ${version}\nevent: reload\ndata: ${JSON.stringify({ version })}\n\n`
        : `id: ${version}\nevent: change\ndata: ${data}\n\n`;
    texts.set(event, text);
  }
  return text;
}

/** Waits until the reader has taken what was written, or is gone. */
async function drained(response: ServerResponse): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  } finally {
    waiting.abort();
  }
}

/** How a stream asks for the changes after a version; null when they are too many to be sent. */
export type ReadChanges = (after: number) => Promise<PlanEvent[] | null>;

/**
 * One stream of server-sent events about a plan. Changes go out in order and without gaps, whatever order they are told in: one that does
 * not follow the last one sent is fetched together with those between.
 */
export class EventStream {
  readonly planId: string;
  readonly regionCode: string;
  readonly client: string;
  /** The version up to which everything was sent. */
  version: number;
  readonly #response: ServerResponse;
  readonly #read: ReadChanges;
  /** The newest version that is known of. */
  #newest: number;
  #busy = false;

  constructor(
    response: ServerResponse,
    about: { planId: string; regionCode: string; client: string; version: number },
    read: ReadChanges,
  ) {
    this.planId = about.planId;
    this.regionCode = about.regionCode;
    this.client = about.client;
    this.version = about.version;
    this.#newest = about.version;
    this.#response = response;
    this.#read = read;
    response.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    });
    this.#write("retry: 1000\n\n");
  }

  /** A change was made. */
  tell(event: PlanEvent): void {
    if (!this.#busy && event.version === this.version + 1) this.#send(event);
    else void this.advance(event.version);
  }

  /** The plan is at this version: sends what is missing up to it. Resolves when that is done. */
  async advance(newest: number): Promise<void> {
    if (newest > this.#newest) this.#newest = newest;
    if (this.#busy || this.version >= this.#newest || this.isOver) return;
    this.#busy = true;
    try {
      while (this.version < this.#newest && !this.isOver) {
        const events = await this.#read(this.version);
        if (events === null) {
          this.version = this.#newest;
          this.say("reload", { version: this.#newest });
        } else if (events.length === 0) break;
        else for (const event of events) if (event.version === this.version + 1) this.#send(event);
        if (this.#response.writableNeedDrain && !this.isOver) await drained(this.#response);
      }
    } catch {
      // The database is away. The reader comes back and says what it has.
      this.end();
    } finally {
      this.#busy = false;
    }
  }

  say(event: "presence" | "data" | "reload" | "proposal", data: unknown): void {
    if (event === "reload") this.#write(`id: ${this.version}\n`);
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** A line that means nothing, so that nobody between takes the connection for dead. */
  beat(): void {
    this.#write(":\n\n");
  }

  get isOver(): boolean {
    return this.#response.writableEnded || this.#response.destroyed;
  }

  end(): void {
    if (!this.isOver) this.#response.end();
  }

  #send(event: PlanEvent): void {
    this.version = event.version;
    if (this.#newest < event.version) this.#newest = event.version;
    this.#write(textOf(event));
  }

  #write(text: string): void {
    if (this.isOver) return;
    if (this.#response.writableLength > MOST_WAITING_BYTES) this.#response.destroy();
    else this.#response.write(text);
  }
}
