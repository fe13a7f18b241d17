/** An event as a page gets it. */
export interface Heard {
  id: string | null;
  event: string;
  // The shape is what the tests are about.
  // oxlint-disable-next-line no-explicit-any
  data: any;
}

/** Listens to an address of server-sent events until it is stopped or the server ends it. */
export class Listener {
  readonly heard: Heard[] = [];
  /** Lines that mean nothing. */
  beats = 0;
  readonly status: number;
  /** Resolves when the stream is over, whoever ended it. */
  readonly ended: Promise<void>;
  readonly response: Response;
  readonly #abort: AbortController;
  #hear: (heard: Heard) => void;

  private constructor(response: Response, abort: AbortController, hear: (heard: Heard) => void) {
    this.response = response;
    this.status = response.status;
    this.#abort = abort;
    this.#hear = hear;
    this.ended = response.ok ? this.#read() : Promise.resolve();
  }

  static async open(
    url: string,
    headers: Record<string, string> = {},
    hear: (heard: Heard) => void = () => {},
  ): Promise<Listener> {
    const abort = new AbortController();
    return new Listener(await fetch(url, { headers, signal: abort.signal }), abort, hear);
  }

  /** Ends the connection as a page that is closed does. */
  stop(): void {
    this.#abort.abort();
  }

  of(event: string): Heard[] {
    return this.heard.filter((each) => each.event === event);
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    try {
      for await (const chunk of this.response.body!) {
        const blocks = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n\n");
        rest = blocks.pop()!;
        for (const block of blocks) this.#take(block);
      }
    } catch {
      // The connection was cut.
    }
  }

  #take(block: string): void {
    const fields = new Map(
      block.split("\n").map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
      }),
    );
    const data = fields.get("data");
    if (data === undefined) {
      if (fields.has("")) this.beats++;
      return;
    }
    const heard = {
      id: fields.get("id") ?? null,
      event: fields.get("event") ?? "message",
      data: JSON.parse(data) as unknown,
    };
    this.heard.push(heard);
    this.#hear(heard);
  }
}
