import { type PlannerViolation, checkPlannerPlan } from "../check.ts";
import type { PlannerPlan, PlannerProblem } from "../problem.ts";
import type { Relaxation } from "./cause.ts";
import { type ExtendedProblem, joining, reduced } from "./extended.ts";
import { relax } from "./relax.ts";

/** Enough to unlock a village, thaw the year of its choice and let the sums follow. */
const ROUNDS = 6;

/**
 * The changes under which a plan of an extended problem keeps every hard row: what it breaks, as the checker tells it, turned into changes
 * of just that size. Empty where it breaks nothing. Throws where a plan breaks what no change of the problem can allow.
 */
export function changesFor(extended: ExtendedProblem, plan: PlannerPlan): readonly Relaxation[] {
  const { original, problem, excludedOf, newSiteFor, yuanPerPerson } = extended;
  const changes = new Map<string, Relaxation>();
  const arrived = problem.sites.map(() => 0);
  plan.choices.forEach((choice, v) => {
    if (choice.kind === "leave") return;
    const excluded = excludedOf[v]!;
    if (excluded !== -1) changes.set(`include ${excluded}`, { kind: "include", excluded });
    if (choice.kind === "move")
      arrived[problem.villages[v]!.arcs[choice.arc]!.site]! += problem.villages[v]!.persons;
  });
  arrived.forEach((persons, site) => {
    const county = newSiteFor[site]!;
    if (county === -1 || persons === 0) return;
    changes.set(`newSite ${county}`, {
      kind: "newSite",
      county,
      persons,
      yuanPerPerson: yuanPerPerson[county]!,
    });
  });
  const own = reduced(extended, plan, joining([...changes.values()]));
  for (let round = 0; round < ROUNDS; round++) {
    const relaxed = relax(original, [...changes.values()]);
    const { violations } = checkPlannerPlan(relaxed, own);
    if (violations.length === 0) return [...changes.values()];
    for (const violation of violations) add(changes, changeFor(relaxed, own, violation));
  }
  throw new Error("a plan breaks rows that no change mends");
}

function changeFor(
  problem: PlannerProblem,
  plan: PlannerPlan,
  { kind, county, site, village, year, amount }: PlannerViolation,
): Relaxation {
  switch (kind) {
    case "capacity":
      return { kind, site: site!, byPersons: Math.ceil(amount) };
    case "land":
      return { kind, county: county!, byMu: Math.ceil(amount * 100 - 1e-6) / 100 };
    case "budget":
      return { kind, county: county!, year: year!, byYuan: Math.ceil(amount - 1e-3) };
    case "countyLow":
    case "countyHigh":
      return { kind, county: county!, year: year!, byPersons: Math.ceil(amount) };
    case "regionLow":
    case "regionHigh":
      return { kind, year: year!, byPersons: Math.ceil(amount) };
    case "lock":
      return { kind: "unlock", village: village! };
    case "frozenYear":
      return { kind: "unfreeze", county: problem.villages[village!]!.county, year: year! };
    case "mustAct":
      return { kind: "mayLeave", village: village! };
    case "closedSite":
      if (village === undefined) return { kind: "needNotOpen", site: site! };
      break;
    case "tooEarly":
      if (village === undefined) return { kind: "earlier", site: site!, byYears: amount };
      break;
    case "missing":
    case "notAllowed":
      break;
  }
  const choice = village === undefined ? null : JSON.stringify(plan.choices[village]);
  throw new Error(`a plan breaks ${kind} in a way that no change mends: ${choice}`);
}

/** Adds a change to what there is of its kind and place; one that has no amount is there or not. */
function add(changes: Map<string, Relaxation>, change: Relaxation): void {
  const { byYuan, byMu, byPersons, byYears, ...place } = change as Relaxation & Amounts;
  const key = Object.values(place).join(" ");
  const had = changes.get(key) as (Relaxation & Amounts) | undefined;
  if (had === undefined) changes.set(key, change);
  else if (byYuan !== undefined)
    changes.set(key, { ...change, byYuan: had.byYuan! + byYuan } as Relaxation);
  else if (byMu !== undefined)
    changes.set(key, { ...change, byMu: Math.round((had.byMu! + byMu) * 100) / 100 } as Relaxation);
  else if (byPersons !== undefined)
    changes.set(key, { ...change, byPersons: had.byPersons! + byPersons } as Relaxation);
  else if (byYears !== undefined)
    changes.set(key, { ...change, byYears: had.byYears! + byYears } as Relaxation);
}

interface Amounts {
  byYuan?: number;
  byMu?: number;
  byPersons?: number;
  byYears?: number;
}
