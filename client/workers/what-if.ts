import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { ExistingState, PlannedFeature } from "../../core/coverage/drawing.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";
import type { WhatIfAsk, WhatIfFigures, WhatIfReply } from "./what-if-messages.ts";

type Existing = { readonly id: number; readonly set: ExistingState };

/**
 * The page's side of the worker: of what is drawn only the newest is reckoned, however fast the pointer moves. `onFigures` gets what
 * would be, `onReady` when an area can be worked on.
 */
export class WhatIfDesk {
  readonly #worker: Worker;
  #number = 0;
  #busy = false;
  #waiting: DrawnFeature | null | undefined;

  constructor(on: {
    ready: () => void;
    figures: (figures: WhatIfFigures) => void;
    failed: (message: string) => void;
  }) {
    this.#worker = new Worker(new URL("./what-if-worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<WhatIfReply>) => {
      if (data.type === "ready") on.ready();
      else if (data.type === "failed") {
        this.#busy = false;
        on.failed(data.message);
      } else {
        this.#busy = false;
        on.figures(data.figures);
        if (this.#waiting !== undefined) this.draw(this.#waiting);
      }
    };
  }

  open(
    area: string,
    version: string,
    rule: IndicatorRule,
    planned: readonly PlannedFeature[],
  ): void {
    this.#waiting = undefined;
    this.#busy = false;
    this.#tell({ type: "open", area, version, rule, planned });
  }

  draw(feature: DrawnFeature | null): void {
    if (this.#busy) {
      this.#waiting = feature;
      return;
    }
    this.#waiting = undefined;
    this.#busy = true;
    this.#tell({ type: "draw", number: ++this.#number, feature });
  }

  alter({ id, set }: Existing): void {
    this.#tell({ type: "existing", number: ++this.#number, id, set });
  }

  close(): void {
    this.#worker.terminate();
  }

  #tell(ask: WhatIfAsk): void {
    this.#worker.postMessage(ask);
  }
}
