/** One server-sent event. */
export interface StreamEvent {
  id: string | null;
  type: string;
  data: string;
}

/** Takes a stream of server-sent events apart, however it is cut. Source: HTML standard, 9.2.6 Interpreting an event stream. */
class EventParser {
  #rest = "";
  #id: string | null = null;
  #type = "";
  #data: string[] = [];

  /** The events that are whole with this piece of text. */
  feed(text: string): StreamEvent[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    const events: StreamEvent[] = [];
    for (const line of lines) {
      if (line === "") {
        if (this.#data.length > 0)
          events.push({
            id: this.#id,
            type: this.#type || "message",
            data: this.#data.join("\n"),
          });
        this.#type = "";
        this.#data = [];
        continue;
      }
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "data") this.#data.push(value);
      else if (field === "event") this.#type = value;
      else if (field === "id") this.#id = value;
    }
    return events;
  }
}

/** The events of a response, until it ends or breaks off. */
export async function* readEvents(response: Response): AsyncGenerator<StreamEvent> {
  if (response.body === null) return;
  const parser = new EventParser();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}
