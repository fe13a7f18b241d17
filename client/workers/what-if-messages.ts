import type { Rates } from "../../core/contract/coverage.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { DrawnFeature, FeatureAttributes } from "../../core/coverage/drawn-feature.ts";

/** What the page asks of the worker that reckons what would be. Numbers of `draw` and `close` come back with their answers. */
export type WhatIfAsk =
  /** Work on an area under a rule, with features that are planned already. The columns are fetched when they are not there yet. */
  | {
      readonly type: "open";
      readonly area: string;
      readonly version: string;
      readonly rule: IndicatorRule;
      readonly base: readonly DrawnFeature[];
    }
  /** What is drawn now; null takes it away. */
  | { readonly type: "draw"; readonly number: number; readonly feature: DrawnFeature | null }
  /** An existing feature, by its id in the data, is gone, has other attributes, or is as it was. */
  | {
      readonly type: "existing";
      readonly number: number;
      readonly id: number;
      readonly set: "closed" | FeatureAttributes | null;
    };

/** Villages (or other units) whose status an edit changes, with who lives there. */
export interface Changed {
  readonly units: number;
  readonly households: number;
  readonly persons: number;
  /** Ids in the data, as tiles carry them; at most a few thousand. */
  readonly ids: readonly number[];
  /** Names of the first ones. */
  readonly names: readonly string[];
}

/** What would be. */
export interface WhatIfFigures {
  readonly rule: string;
  readonly lengthM: number;
  readonly before: Rates;
  readonly after: Rates;
  readonly gained: Changed;
  readonly lost: Changed;
  /** Time that reckoning took, in ms. */
  readonly tookMs: number;
}

export type WhatIfReply =
  | { readonly type: "ready"; readonly rule: string }
  | { readonly type: "figures"; readonly number: number; readonly figures: WhatIfFigures }
  | { readonly type: "failed"; readonly message: string };
