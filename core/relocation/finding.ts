import type { CheckCode, MendCode, PlanCheck } from "../contract/plan-check.ts";
import { PLAN_CHECKS } from "../policy/plan-checks.ts";
import type { Ledger, PlanOn } from "./ledger.ts";
import type { Plan } from "./plan.ts";

/** A plan on its context with what it adds up to: what checks look at. */
export interface CountedPlan extends PlanOn {
  readonly ledger: Ledger;
}

/** What may mend a check, the usual way first; nothing where only people can. */
export const MENDS: Readonly<Record<CheckCode, readonly MendCode[]>> = {
  overCapacity: ["moveOutLast", "raiseCapacity"],
  landShort: ["raiseLandQuota"],
  landOverQuota: ["raiseLandQuota"],
  floorAreaOver: ["fitFloorArea"],
  targetShort: ["moveUp"],
  targetOver: ["moveBack"],
  budgetOver: ["raiseBudget"],
  beforeReady: ["waitUntilReady"],
  unwilling: ["onlyTheWilling", "cancelMove"],
  tooManyHouseholds: ["onlyThoseThere", "cancelMove"],
  siteInZone: ["leaveZone"],
  siteOutside: [],
  siteNotAnArea: [],
  siteUnserved: [],
  crossesCounty: ["nearerSettlement", "cancelMove"],
  crossesTownship: ["nearerSettlement", "cancelMove"],
  farAway: ["nearerSettlement", "cancelMove"],
  doubleSpending: ["cancelMove", "cancelWorks"],
  worksForMovers: ["cancelWorks"],
  villageSplit: ["gatherVillage"],
  villageUnknown: ["cancelMove"],
  countsUnknown: [],
};

const USUAL: ReadonlyMap<CheckCode, "hard" | "soft"> = new Map(
  PLAN_CHECKS.map(({ code, severity }) => [code, severity]),
);

/** How a plan takes a check: as its settings say, else as usual. */
function severityOf(plan: Plan, code: CheckCode): "hard" | "soft" | "off" {
  return plan.settings.get(`severity:${code}`) ?? USUAL.get(code)!;
}

type Found = Omit<PlanCheck, "code" | "severity" | "subject" | "mend" | "unit"> & {
  unit?: PlanCheck["unit"];
};

const NOTHING: readonly PlanCheck[] = [];

/** Collects the failing checks of one subject. */
export class Findings {
  readonly #plan: Plan;
  readonly #subject: string;
  #list: PlanCheck[] | null = null;

  constructor(plan: Plan, subject: string) {
    this.#plan = plan;
    this.#subject = subject;
  }

  add(code: CheckCode, found: Found): void {
    const severity = severityOf(this.#plan, code);
    if (severity === "off") return;
    const { unit = null, ...rest } = found;
    const mend = MENDS[code][0] ?? null;
    (this.#list ??= []).push({ code, severity, subject: this.#subject, unit, ...rest, mend });
  }

  get list(): readonly PlanCheck[] {
    return this.#list ?? NOTHING;
  }
}
