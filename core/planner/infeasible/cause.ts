import type { PlannerPlan } from "../problem.ts";

/**
 * What can contradict one another. Besides the sums of the checker: lock (a settled choice), frozenYear (nothing may be done in it),
 * leadTime (a site cannot receive before), mustOpen (a site that opens whether anybody comes or not), mustAct (a village that may not be
 * left), notWilling and notCandidate (who may not be moved), noSite (villages for which no site is a candidate).
 */
export type HardKind =
  | "capacity"
  | "land"
  | "budget"
  | "countyLow"
  | "countyHigh"
  | "regionLow"
  | "regionHigh"
  | "lock"
  | "frozenYear"
  | "leadTime"
  | "mustOpen"
  | "mustAct"
  | "notWilling"
  | "notCandidate"
  | "noSite";

/** One hard row: of a county (null: of all together), and of the year, site, village or excluded village that its kind has. */
export interface HardRow {
  readonly kind: HardKind;
  readonly county: number | null;
  readonly year?: number;
  readonly site?: number;
  readonly village?: number;
  /** Index in the problem's `excluded`. */
  readonly excluded?: number;
}

/**
 * The rows of one kind and county in a cause, and what they would have to be together for this contradiction to go, all other rows of the
 * cause being kept. `needed` and `short` are null where no change of these rows alone suffices, or none was found in the time given.
 */
export interface CausePart {
  readonly kind: HardKind;
  readonly county: number | null;
  /** Of a lead time: the years from which the sites may receive, `count` or more for never. */
  readonly years: readonly number[];
  readonly sites: readonly number[];
  /** Of kind noSite: those without a candidate site. */
  readonly villages: readonly number[];
  readonly excluded: readonly number[];
  readonly limit: number;
  readonly needed: number | null;
  readonly short: number | null;
  readonly unit: CauseUnit;
}

/** Persons, mu, yuan; years of lead time or frozen ones; sites. */
export type CauseUnit = "persons" | "mu" | "yuan" | "years" | "sites";

/**
 * Which story a cause tells. lock: what is settled does not fit. willing, candidates: too few may be moved. noSite: nowhere to go. frozenYear,
 * leadTime, land, budget, capacity: as they say. mustOpen: sites that must open cannot. mustAct: villages that may not be left cannot
 * be served. band: asked for and allowed exclude each other. persons: more are asked for than there are.
 */
export type CauseCode =
  | "lock"
  | "willing"
  | "candidates"
  | "noSite"
  | "frozenYear"
  | "leadTime"
  | "mustOpen"
  | "mustAct"
  | "land"
  | "budget"
  | "capacity"
  | "band"
  | "persons";

/** Rows that contradict each other, none of which can be spared for that. */
export interface Cause {
  readonly code: CauseCode;
  readonly parts: readonly CausePart[];
  /** The figures of the part that tells most: what is needed, what there is, what is missing. */
  readonly needed: number;
  readonly available: number;
  readonly short: number;
  readonly unit: CauseUnit;
  /** False where time ran out before every row was tried: the rows contradict each other, but perhaps fewer of them do. */
  readonly isIrreducible: boolean;
}

/** One change of the problem. Amounts are whole persons and yuan, land is in hundredths of a mu. */
export type Relaxation =
  | {
      readonly kind: "budget";
      readonly county: number;
      readonly year: number;
      readonly byYuan: number;
    }
  | { readonly kind: "land"; readonly county: number; readonly byMu: number }
  | { readonly kind: "capacity"; readonly site: number; readonly byPersons: number }
  | {
      readonly kind: "countyLow" | "countyHigh";
      readonly county: number;
      readonly year: number;
      readonly byPersons: number;
    }
  | { readonly kind: "regionLow" | "regionHigh"; readonly year: number; readonly byPersons: number }
  | { readonly kind: "unlock"; readonly village: number }
  | { readonly kind: "unfreeze"; readonly county: number; readonly year: number }
  | { readonly kind: "earlier"; readonly site: number; readonly byYears: number }
  | { readonly kind: "needNotOpen"; readonly site: number }
  | { readonly kind: "mayLeave"; readonly village: number }
  | { readonly kind: "include"; readonly excluded: number }
  /** A further site that stands from the first year on, for the villages of a county that have none; its opening and land are not counted. */
  | {
      readonly kind: "newSite";
      readonly county: number;
      readonly persons: number;
      readonly yuanPerPerson: number;
    };

/** Why a problem has no answer, and what would give it one. */
export interface InfeasibleAnswer {
  /** undecided: neither a plan nor a contradiction was found in the time given. */
  readonly verdict: "infeasible" | "feasible" | "undecided";
  readonly causes: readonly Cause[];
  /** Ways out, least change first: each a list of changes that, made together, give a problem with a plan that the checker passes. */
  readonly relaxations: readonly (readonly Relaxation[])[];
  /** By way out: a plan of the problem with its changes made, to begin with when that one is solved; it keeps every hard row. */
  readonly plans: readonly PlannerPlan[];
  /** A plan that keeps every hard row, where the verdict is feasible. */
  readonly plan: PlannerPlan | null;
}
