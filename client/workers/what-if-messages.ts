import type { LineString, Point } from "geojson";
import type { Rates } from "../../core/contract/coverage.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";

/** What differs from the data: features that are built, and existing ones that are gone, by their id in the data. */
export interface Edits {
  readonly built: readonly DrawnFeature[];
  readonly closed: readonly number[];
}

/** What the page asks of the worker that reckons what would be. The number of an opening comes back with every answer about it. */
export type WhatIfAsk =
  /** Work on an area under a rule, with features that are planned already. The columns are fetched when they are not there yet. */
  | {
      readonly type: "open";
      readonly opening: number;
      readonly area: string;
      readonly version: string;
      readonly rule: IndicatorRule;
      readonly base: readonly DrawnFeature[];
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

/** Villages (or other units) whose status the edits change, with who lives there. */
export interface Changed {
  readonly units: number;
  readonly households: number;
  readonly persons: number;
  /** Ids in the data, as tiles carry them; at most a few thousand. */
  readonly ids: readonly number[];
  /** Where these are; those without a place are left out. */
  readonly positions: readonly (readonly [number, number])[];
  /** Names of the largest ones. */
  readonly names: readonly string[];
  /** The largest ones, most households first. */
  readonly largest: readonly {
    readonly id: number;
    readonly name: string;
    readonly position: readonly [number, number] | null;
  }[];
}

/** What would be. */
export interface WhatIfFigures {
  readonly rule: string;
  /** Metres of what is under the hand. */
  readonly lengthM: number;
  readonly before: Rates;
  readonly after: Rates;
  readonly gained: Changed;
  readonly lost: Changed;
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
