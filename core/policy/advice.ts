/** What is proposed for a village. */
export const ADVICES = ["move", "build", "wait", "stay", "unknown"] as const;
export type Advice = (typeof ADVICES)[number];

/** Why it is proposed. */
export const ADVICE_REASONS = [
  "hazard",
  "redLine",
  "cheaperToMove",
  "cannotBuild",
  "cheaperToBuild",
  "notWilling",
  "nothingLacking",
  "countsUnknown",
  "servicesUnknown",
] as const;
export type AdviceReason = (typeof ADVICE_REASONS)[number];

/** What is asked of a village before its costs are looked at, and after. */
export type AdviceFact =
  | "countsUnknown"
  | "nobody"
  | "hazardMoves"
  | "redLineMoves"
  | "nothingLacking"
  | "servicesUnknown"
  | "unwilling"
  | "cannotBuild"
  | "buildDearer";

interface AdviceRow {
  /** All of these hold. */
  readonly when: readonly AdviceFact[];
  readonly advice: Advice;
  readonly reason: AdviceReason;
}

/**
 * The first row of which everything holds gives the advice. Source: the opinions of 2014 (relocation is voluntary; who lives in danger is
 * moved first); what costs less is preferred where nothing else decides.
 */
export const ADVICE_ROWS: readonly AdviceRow[] = [
  { when: ["countsUnknown"], advice: "unknown", reason: "countsUnknown" },
  { when: ["nobody"], advice: "stay", reason: "nothingLacking" },
  { when: ["hazardMoves"], advice: "move", reason: "hazard" },
  { when: ["redLineMoves"], advice: "move", reason: "redLine" },
  { when: ["nothingLacking", "servicesUnknown"], advice: "unknown", reason: "servicesUnknown" },
  { when: ["nothingLacking"], advice: "stay", reason: "nothingLacking" },
  { when: ["cannotBuild", "unwilling"], advice: "wait", reason: "notWilling" },
  { when: ["cannotBuild"], advice: "move", reason: "cannotBuild" },
  { when: ["buildDearer", "unwilling"], advice: "wait", reason: "notWilling" },
  { when: ["buildDearer"], advice: "move", reason: "cheaperToMove" },
  { when: [], advice: "build", reason: "cheaperToBuild" },
];

/** Facts that only costs tell. */
const COST_FACTS: readonly AdviceFact[] = ["cannotBuild", "buildDearer"];

/** Index of the row that applies, given whether a fact holds. */
export function adviceRow(holds: (fact: AdviceFact) => boolean): number {
  return ADVICE_ROWS.findIndex(({ when }) => when.every(holds));
}

/** True when a row was reached without looking at costs. */
export function isBeforeCosts(row: number): boolean {
  const first = ADVICE_ROWS.findIndex(({ when }) => when.some((fact) => COST_FACTS.includes(fact)));
  return row < first;
}
