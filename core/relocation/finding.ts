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
  siteOutside: ["cancelSettlement"],
  siteNotAnArea: ["dropOutline"],
  siteUnserved: [],
  crossesCounty: ["nearerSettlement", "cancelMove"],
  crossesTownship: ["nearerSettlement", "cancelMove"],
  farAway: ["nearerSettlement", "cancelMove"],
  doubleSpending: ["cancelMove", "cancelWorks"],
  worksForMovers: ["cancelWorks"],
  villageSplit: ["gatherVillage"],
  villageUnknown: ["cancelMove"],
  countsUnknown: ["cancelMove"],
};

type Severities = Readonly<Record<string, "hard" | "soft" | "off">>;
const severities = new WeakMap<Plan["settings"], Severities>();

/** How a plan takes each check: as its settings say, else as usual. Looked up once for a plan's settings. */
function severitiesOf({ settings }: Plan): Severities {
  let found = severities.get(settings);
  if (found === undefined) {
    found = Object.fromEntries(
      PLAN_CHECKS.map(({ code, severity }) => [code, settings.get(`severity:${code}`) ?? severity]),
    );
    severities.set(settings, found);
  }
  return found;
}

/** How a plan takes a check. */
export function severityOf(plan: Plan, code: CheckCode): "hard" | "soft" | "off" {
  return severitiesOf(plan)[code]!;
}

type Found = Omit<PlanCheck, "code" | "severity" | "subject" | "mend" | "unit"> & {
  unit?: PlanCheck["unit"];
};

const NOTHING: readonly PlanCheck[] = [];

/** Collects the failing checks of one subject. */
export class Findings {
  readonly #plan: Plan;
  readonly #kind: string;
  readonly #key: string;
  #list: PlanCheck[] | null = null;

  /** Of the subject "kind:key". */
  constructor(plan: Plan, kind: string, key: string) {
    this.#plan = plan;
    this.#kind = kind;
    this.#key = key;
  }

  add(code: CheckCode, found: Found): void {
    const severity = severitiesOf(this.#plan)[code]!;
    if (severity === "off") return;
    const { position, actual, limit, unit = null, params } = found;
    const mend = MENDS[code][0] ?? null;
    const subject = `${this.#kind}:${this.#key}`;
    const check = { code, severity, subject, position, actual, limit, unit, params, mend };
    (this.#list ??= []).push(check);
  }

  get list(): readonly PlanCheck[] {
    return this.#list ?? NOTHING;
  }
}
