import { FUND_LINES, type PlanChange } from "../../contract/plan.ts";
import type { ProposalQuestion } from "../../contract/proposal.ts";
import { PLAN_PARAMETERS } from "../../policy/plan-policy.ts";
import { targetOf } from "../../relocation/check-area.ts";
import { landNeededMu } from "../../relocation/check-settlement.ts";
import { shareOfLine } from "./budget-room.ts";
import type { Destination } from "./destinations.ts";
import type { Named } from "./explained.ts";
import type { Relaxation as Change } from "../infeasible/cause.ts";

/** What makes a step of a way out come true: a change of the plan, or another question; neither where only people can. */
export interface Mend {
  readonly change: PlanChange | null;
  readonly question: ProposalQuestion | null;
}

const NONE: Mend = { change: null, question: null };

/** Something over, as fund lines are shared out by what moves usually take of them. */
const BUDGET_SLACK = 1.02;

/** How a step is made. `question` is the question as the steps before have left it. */
export function mendOf(change: Change, named: Named, question: ProposalQuestion): Mend {
  const { inputs, choice, excluded } = named;
  const { plan, context } = inputs.on;
  const { from } = context.frame.years;
  const codeOf = (county: number): string => choice.counties[county]!.code;
  switch (change.kind) {
    case "capacity":
      return roomier(choice.sites[change.site]!, change.byPersons, named, question);
    case "earlier": {
      const { id, settlement } = choice.sites[change.site]!;
      return changeSite(choice.sites[change.site]!, question, id, {
        readyYear: settlement.readyYear - change.byYears,
      });
    }
    case "countyLow":
    case "countyHigh":
      return retarget(codeOf(change.county), from + change.year, change, named, question);
    case "regionLow":
    case "regionHigh":
      return retarget(context.frame.area, from + change.year, change, named, question);
    case "budget":
      return {
        ...NONE,
        change: raisedBudgets(codeOf(change.county), change.year, change.byYuan, named),
      };
    case "land": {
      const code = codeOf(change.county);
      const landMu = {
        ...question.limits.landMu,
        [code]: (question.limits.landMu[code] ?? 0) + change.byMu,
      };
      return { ...NONE, question: { ...question, limits: { ...question.limits, landMu } } };
    }
    case "unlock": {
      const { key } = choice.candidates[change.village]!;
      const years = plan.moves.get(key)?.parts.map(({ year }) => `year:${year}`) ?? [];
      const locks = [`village:${key}`, ...years].filter((lock) => plan.locks.has(lock));
      return { ...NONE, change: { locks: Object.fromEntries(locks.map((lock) => [lock, null])) } };
    }
    case "unfreeze":
      return { ...NONE, change: { locks: { [`year:${from + change.year}`]: null } } };
    case "mayLeave":
      return {
        ...NONE,
        question: { ...question, limits: { ...question.limits, mustAct: "nobody" } },
      };
    case "include": {
      const include = [...question.candidates.include, excluded[change.excluded]!.key];
      return {
        ...NONE,
        question: { ...question, candidates: { ...question.candidates, include } },
      };
    }
    case "newSite": {
      const most = question.destinations.atSeats?.capacityPersons ?? 0;
      const atSeats = {
        capacityPersons: Math.max(most, change.persons),
        siteCostYuan: 0,
        landQuotaMu: null,
        readyYear: from,
      };
      return {
        ...NONE,
        question: { ...question, destinations: { ...question.destinations, atSeats } },
      };
    }
    case "needNotOpen":
      return NONE;
  }
}

/** Room for so many more: capacity, and land where there is too little for them. */
function roomier(
  site: Destination,
  byPersons: number,
  { inputs }: Named,
  question: ProposalQuestion,
): Mend {
  const { settlement, id, roomPersons } = site;
  const persons = roomPersons + byPersons;
  const needed = landNeededMu(persons, settlement, inputs.on.context);
  const { landQuotaMu } = settlement;
  return changeSite(site, question, id, {
    capacityPersons: Math.max(settlement.capacityPersons, persons),
    ...(landQuotaMu !== null && needed !== null && needed > landQuotaMu && { landQuotaMu: needed }),
  });
}

/** Changes a settlement of the plan, or a candidate site of the question; what the data hold stays as it is. */
function changeSite(
  { isInPlan }: Destination,
  question: ProposalQuestion,
  id: string,
  set: { capacityPersons?: number; landQuotaMu?: number; readyYear?: number },
): Mend {
  if (isInPlan) return { ...NONE, change: { settlements: { [id]: set } } };
  const draft = question.destinations.drafts[id];
  if (draft === undefined) return NONE;
  const drafts = { ...question.destinations.drafts, [id]: { ...draft, ...set } };
  return { ...NONE, question: { ...question, destinations: { ...question.destinations, drafts } } };
}

/** Another target, whose band just reaches what the way out has in the year. */
function retarget(
  code: string,
  year: number,
  step: { readonly kind: string; readonly byPersons: number },
  { inputs }: Named,
  question: ProposalQuestion,
): Mend {
  const { plan, context } = inputs.on;
  const { limits } = question;
  const asked = { plan: { ...plan, targets: plan.targets.merge(limits.targets) }, context };
  const band = targetOf(code, year, asked);
  if (band === null) return NONE;
  const width = limits.bandWidth ?? context.policy.at(PLAN_PARAMETERS.targetBand, year)?.value ?? 0;
  const { least, most } =
    limits.bandWidth === null
      ? band
      : {
          least: Math.ceil(band.target * (1 - width) - 1e-6),
          most: Math.floor(band.target * (1 + width) + 1e-6),
        };
  const target = step.kind.endsWith("Low")
    ? Math.floor(Math.max(0, least - step.byPersons) / Math.max(1e-9, 1 - width))
    : Math.ceil((most + step.byPersons) / (1 + width));
  const key = `${code}:${year}`;
  if (!Object.hasOwn(limits.targets, key))
    return { ...NONE, change: { targets: { [key]: target } } };
  const targets = { ...limits.targets, [key]: target };
  return { ...NONE, question: { ...question, limits: { ...limits, targets } } };
}

/** Budgets that hold so much more, on every fund line that moves take of, in the county and the areas above it. */
function raisedBudgets(
  county: string,
  y: number,
  byYuan: number,
  { inputs, choice }: Named,
): PlanChange {
  const { plan, context } = inputs.on;
  const own = choice.candidates.filter((candidate) => candidate.county === county);
  const year = context.frame.years.from + y;
  const budgets: Record<string, number> = {};
  const { areas } = context.data;
  for (let at = context.areaIndex.get(county) ?? -1; at >= 0; at = areas.parent[at]!)
    FUND_LINES.forEach((fund, f) => {
      const key = `${areas.code[at]}:${fund}:${year}`;
      const budget = plan.budgets.get(key);
      const share = shareOfLine(inputs.on, own, f, y);
      if (budget !== undefined && share > 0)
        budgets[key] = budget + Math.ceil(byYuan * share * BUDGET_SLACK);
    });
  return { budgets };
}
