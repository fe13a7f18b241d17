import type { LineString, Point } from "geojson";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { DrawingFigures, Edits, PlannedFeature } from "../../core/coverage/drawing.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";

/** What the page asks of the worker that reckons what would be. The number of an opening comes back with every answer about it. */
export type WhatIfAsk =
  /** Work on an area under a rule, with what is planned already. The columns are fetched when they are not there yet. */
  | {
      readonly type: "open";
      readonly opening: number;
      readonly area: string;
      readonly version: string;
      readonly rule: IndicatorRule;
      readonly planned: readonly PlannedFeature[];
    }
  /** What is edited and what is under the hand now, in place of what was; edits are left out where they are as before. */
  | {
      readonly type: "edit";
      readonly opening: number;
      readonly edits?: Edits;
      readonly drawn: DrawnFeature | null;
    }
  /** What is recorded of an existing feature. */
  | { readonly type: "existing"; readonly opening: number; readonly id: number };

/** What would be. */
export interface WhatIfFigures extends DrawingFigures {
  /** Time that reckoning took, in ms. */
  readonly tookMs: number;
}

/** A feature of the data as it is recorded; its geometry only where it is one line or one point. */
export interface ExistingFeature {
  readonly id: number;
  readonly name: string | null;
  readonly class: string | null;
  readonly surface: string | null;
  readonly allSeason: boolean | null;
  readonly accepted: boolean | null;
  readonly numbers: Readonly<Record<string, number>>;
  readonly lengthM: number;
  readonly geometry: LineString | Point | null;
}

export type WhatIfReply = { readonly opening: number } & (
  | { readonly type: "ready" }
  | { readonly type: "figures"; readonly figures: WhatIfFigures }
  | { readonly type: "existing"; readonly feature: ExistingFeature | null }
  | { readonly type: "failed"; readonly message: string }
);
