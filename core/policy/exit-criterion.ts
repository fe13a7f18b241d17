import type { Comparison, EXIT_UNITS } from "../contract/exit-card.ts";
import type { PolicyParameter } from "./parameter.ts";

interface CriterionBase {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly article: string;
  readonly comparison: Comparison;
  readonly source: { readonly zh: string; readonly en: string };
  readonly confidence: PolicyParameter["confidence"];
  /** Years of the card in which it counts; null is open. */
  readonly fromYear: number | null;
  readonly toYear: number | null;
}

/** A figure of the statistics, or the ratio of two, held against a number or against another figure of the same year. */
export interface StatisticCriterion extends CriterionBase {
  readonly kind: "statistic";
  readonly unit: (typeof EXIT_UNITS)[number];
  /** Item of the value. */
  readonly item: string;
  /** With a second item the value is the ratio of the two; 0 of 0 is unknown. */
  readonly per: string | null;
  /** Number, or an item of the region. */
  readonly threshold: number | { readonly item: string; readonly of: "region" };
}

/** A coverage rule whose target is to be met for sure. */
export interface CoverageCriterion extends CriterionBase {
  readonly kind: "coverage";
  readonly rule: string;
  readonly comparison: "atLeast";
}

/** One condition of leaving the list of poor counties (Art. 18): a row of data. */
export type ExitCriterion = StatisticCriterion | CoverageCriterion;

/** Figures of the ranking of counties (Art. 19) and its warnings (Art. 23). */
export interface RankingPolicy {
  /** A progress county is among the first so many in every one of `items`. */
  readonly places: number;
  readonly items: readonly string[];
  /** Among the last so many by `warningItem` for two or three years running: a warning. */
  readonly lastPlaces: number;
  readonly warningItem: string;
  readonly source: string;
  readonly confidence: PolicyParameter["confidence"];
}
