import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { DrawingFigures, ExistingState, PlannedFeature } from "../../core/coverage/drawing.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";

/** What the page asks of the worker that reckons what would be. Numbers of `draw` and `existing` come back with their answers. */
export type WhatIfAsk =
  /** Work on an area under a rule, with what is planned already. The columns are fetched when they are not there yet. */
  | {
      readonly type: "open";
      readonly area: string;
      readonly version: string;
      readonly rule: IndicatorRule;
      readonly planned: readonly PlannedFeature[];
    }
  /** What is drawn now; null takes it away. */
  | { readonly type: "draw"; readonly number: number; readonly feature: DrawnFeature | null }
  /** What becomes of an existing feature, by its id in the data. */
  | {
      readonly type: "existing";
      readonly number: number;
      readonly id: number;
      readonly set: ExistingState;
    };

/** What would be. */
export interface WhatIfFigures extends DrawingFigures {
  /** Time that reckoning took, in ms. */
  readonly tookMs: number;
}

export type WhatIfReply =
  | { readonly type: "ready"; readonly rule: string }
  | { readonly type: "figures"; readonly number: number; readonly figures: WhatIfFigures }
  | { readonly type: "failed"; readonly message: string };
