import type { PlannerStatus } from "../problem.ts";

/**
 * Capacitated facility location: which sites open, and who is served from where, at least cost. Plain columns, so that it can be sent to
 * a thread.
 */
export interface FacilityProblem {
  /** By site, in the unit of `demand`. */
  readonly capacity: Float64Array;
  /** By site, paid when it opens. */
  readonly fixedCost: Float64Array;
  /** By customer. One with no demand is served as well, and pays for it. */
  readonly demand: Float64Array;
  /** Cost of serving all of a customer's demand from a site; a part of it costs its part. At `site * customers + customer`. */
  readonly cost: Float64Array;
}

/** Part of a customer's demand that a site serves: 0 < share <= 1. */
export interface FacilityShare {
  readonly customer: number;
  readonly site: number;
  readonly share: number;
}

/** A whole answer: the sites that open, ascending, and who is served from where. */
export interface FacilityPlan {
  readonly open: readonly number[];
  readonly shares: readonly FacilityShare[];
}

/** Why nothing can serve everybody; null where only the whole search has shown it. */
export interface FacilityCause {
  /** demandOverCapacity: all sites together hold too little. customerOverCapacity: no site holds this customer alone. */
  readonly code: "demandOverCapacity" | "customerOverCapacity" | "noPacking";
  readonly demand: number;
  readonly capacity: number;
  readonly customer?: number;
}

export interface FacilityAnswer {
  readonly status: PlannerStatus;
  /** Null where there is none. */
  readonly plan: FacilityPlan | null;
  readonly objective: number | null;
  /** What no plan can cost less than; null when infeasible. */
  readonly bound: number | null;
  /** (objective - bound) / objective; 0 when both are 0. */
  readonly gap: number | null;
  readonly cause: FacilityCause | null;
  /** Nodes of the search, and linear programs solved. */
  readonly nodes: number;
  readonly programs: number;
}

interface FacilityProgress {
  readonly stage: "prices" | "search" | "assignment";
  readonly nodes: number;
  readonly bound: number;
  /** Infinity as long as there is no plan. */
  readonly objective: number;
}

export interface FacilityOptions {
  /** True when each customer is served from one site only. */
  readonly singleSource?: boolean;
  /** The search ends when (objective - bound) / objective is no more than this. Default: 1e-7. */
  readonly gap?: number;
  /** Asked often, and must be cheap: true ends the search with the best so far. */
  readonly shouldStop?: () => boolean;
  readonly onProgress?: (progress: FacilityProgress) => void;
}

/** Told as `proven` at this gap, 0.01 %, as everywhere in the planner. */
export const PROVEN_GAP = 1e-4;

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k]!;
  return total;
}
