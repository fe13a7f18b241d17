import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Edits, PlannedFeature } from "../../core/coverage/drawing.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";
import type { ExistingFeature, WhatIfAsk, WhatIfFigures, WhatIfReply } from "./what-if-messages.ts";

/**
 * The page's side of the worker: only the newest state is reckoned, however fast the pointer moves. `figures` gets what would be, `ready`
 * when an area can be worked on; answers about an area or rule that was left meanwhile are dropped.
 */
export class WhatIfDesk {
  readonly #worker: Worker;
  readonly #existing: ((feature: ExistingFeature | null) => void)[] = [];
  #opening = 0;
  #busy = false;
  #isSending = false;
  #drawn: DrawnFeature | null = null;
  #edits: Edits | undefined;
  #isDrawn = true;

  constructor(on: {
    ready: () => void;
    figures: (figures: WhatIfFigures) => void;
    failed: (message: string) => void;
  }) {
    this.#worker = new Worker(new URL("./what-if-worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<WhatIfReply>) => {
      if (data.opening !== this.#opening) return;
      if (data.type === "ready") on.ready();
      else if (data.type === "existing") this.#existing.shift()?.(data.feature);
      else {
        this.#busy = false;
        if (data.type === "failed") on.failed(data.message);
        else on.figures(data.figures);
        this.#send();
      }
    };
  }

  open(
    area: string,
    version: string,
    rule: IndicatorRule,
    planned: readonly PlannedFeature[],
  ): void {
    this.#opening++;
    this.#busy = false;
    this.#isDrawn = true;
    this.#drawn = null;
    this.#edits = undefined;
    for (const waiting of this.#existing.splice(0)) waiting(null);
    this.#tell({ type: "open", opening: this.#opening, area, version, rule, planned });
  }

  /** What is under the hand now; null takes it away. */
  draw(feature: DrawnFeature | null): void {
    this.#drawn = feature;
    this.#isDrawn = false;
    this.#send();
  }

  /** All that is edited beside what is under the hand. */
  edit(edits: Edits): void {
    this.#edits = edits;
    this.#send();
  }

  /** What is recorded of an existing feature; null where there is none, or the area was left before the answer came. */
  existing(id: number): Promise<ExistingFeature | null> {
    return new Promise((resolve) => {
      this.#existing.push(resolve);
      this.#tell({ type: "existing", opening: this.#opening, id });
    });
  }

  close(): void {
    this.#worker.terminate();
    for (const waiting of this.#existing.splice(0)) waiting(null);
  }

  /** What changes in one breath (a line leaves the hand and is kept) goes in one message: no figures without it in between. */
  #send(): void {
    if (this.#isSending) return;
    this.#isSending = true;
    queueMicrotask(() => {
      this.#isSending = false;
      this.#sendNow();
    });
  }

  #sendNow(): void {
    if (this.#busy || (this.#isDrawn && this.#edits === undefined)) return;
    const edits = this.#edits;
    this.#edits = undefined;
    this.#isDrawn = true;
    this.#busy = true;
    this.#tell({
      type: "edit",
      opening: this.#opening,
      drawn: this.#drawn,
      ...(edits === undefined ? {} : { edits }),
    });
  }

  #tell(ask: WhatIfAsk): void {
    this.#worker.postMessage(ask);
  }
}
