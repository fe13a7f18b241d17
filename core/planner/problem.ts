/**
 * What the auto-planner solves: which villages move, to which site, in which year, and which get their services built where they are
 * instead. Plain numbers and indexes, so that it can be sent to a thread and written to a file. Persons and mu are of the whole, money is
 * whole yuan, years count from 0.
 */
export interface PlannerProblem {
  readonly years: { readonly from: number; readonly count: number };
  /** Persons that may move in all counties together, by year. */
  readonly band: Band;
  readonly counties: readonly PlannerCounty[];
  readonly sites: readonly PlannerSite[];
  readonly villages: readonly PlannerVillage[];
  /** Yuan-equivalents for each site that the villages of one administrative village go to, beyond none. */
  readonly splitYuan: number;
}

/** Least and most persons by year; 0 and Infinity where nothing is asked. */
export interface Band {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface PlannerCounty {
  readonly key: string;
  readonly band: Band;
  /** Yuan to spend by year on moves, sites and services; Infinity without a budget. */
  readonly budgetYuan: readonly number[];
  /** Building land that sites opened in this county may take, mu; Infinity without a quota. */
  readonly landMu: number;
}

export interface PlannerSite {
  readonly key: string;
  /** The county whose land and budget it takes. */
  readonly county: number;
  readonly capacityPersons: number;
  /** Taken when it opens; 0 for a site that stands. */
  readonly landMu: number;
  /** Paid when it opens; 0 for a site that stands. */
  readonly openYuan: number;
  /** First year in which it may receive people: building takes its time. `count` or more = never. */
  readonly earliest: number;
  /** Years before its first receipt in which `openYuan` is paid; in year 0 at the earliest. */
  readonly leadYears: number;
  /** True for one that must open (is in the plan, locked), whether anybody comes or not. */
  readonly isOpen: boolean;
}

export interface PlannerVillage {
  readonly key: string;
  readonly county: number;
  /** Administrative village, counted over all counties. */
  readonly group: number;
  /** Who moves: of a village that is not willing as a whole those who are. */
  readonly persons: number;
  /** Sites that it may go to. */
  readonly arcs: readonly PlannerArc[];
  /** Bringing the services that it lacks, null where that is no option. Paid from the county's budget in its year. */
  readonly buildYuan: number | null;
  /** Yuan-equivalents for each year that it waits before it moves or is built for. */
  readonly waitYuan: number;
  /** Yuan-equivalents of doing nothing within the years. Infinity = something must be done. */
  readonly leaveYuan: number;
  /** Years in which something may be done for it: not frozen ones. */
  readonly mayIn: readonly boolean[];
  /** What the planner has settled, and the solver keeps. */
  readonly locked: PlannerChoice | null;
  /** What stands in the plan now; another choice costs `stayYuan` more. */
  readonly current: PlannerChoice | null;
  readonly stayYuan: number;
}

export interface PlannerArc {
  readonly site: number;
  /** Home, land, subsidy, follow-up: paid from the budget of the village's county in the year of the move. */
  readonly moneyYuan: number;
  /** Distance, another township, what else is weighed but not paid. */
  readonly softYuan: number;
}

/** One way of treating a village: `arc` is the place in its `arcs`. */
export type PlannerChoice =
  | { readonly kind: "move"; readonly arc: number; readonly year: number }
  | { readonly kind: "build"; readonly year: number }
  | { readonly kind: "leave" };

/** A whole answer: a choice for each village, in their order, and for each site its first year of receipt (-1 = not opened). */
export interface PlannerPlan {
  readonly choices: readonly PlannerChoice[];
  readonly openYear: readonly number[];
}

/**
 * proven: within 0.01 % of the bound. feasible: keeps every hard row, with the gap told. infeasible: shown that no plan keeps all hard rows.
 * no-plan-found: neither found nor excluded in the time given.
 */
export type PlannerStatus = "proven" | "feasible" | "infeasible" | "no-plan-found";

export interface PlannerAnswer {
  readonly status: PlannerStatus;
  /** Null where there is none. */
  readonly plan: PlannerPlan | null;
  /** Yuan-equivalents of the plan, and what no plan can go below, within the candidate arcs. */
  readonly objective: number | null;
  readonly bound: number | null;
  /** (objective - bound) / objective. */
  readonly gap: number | null;
  /** What one unit more of a row would save, in yuan-equivalents, by the bound's prices; only rows whose price is not 0. */
  readonly prices: readonly RowPrice[];
}

/** A hard row: of a county (its index), a site, a year, as its kind has them. */
export interface PlannerRow {
  readonly kind:
    "capacity" | "land" | "budget" | "countyLow" | "countyHigh" | "regionLow" | "regionHigh";
  readonly county?: number;
  readonly site?: number;
  readonly year?: number;
}
export interface RowPrice extends PlannerRow {
  /** Yuan-equivalents for each person, mu or yuan. */
  readonly price: number;
}

/** Told while it works: the best bound and plan so far, and how much of the work is done (0..1). */
export interface PlannerProgress {
  readonly stage: string;
  readonly done: number;
  readonly bound: number | null;
  readonly objective: number | null;
}
