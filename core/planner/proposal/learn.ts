import { FUND_LINES } from "../../contract/plan.ts";
import type { PlanCheck } from "../../contract/plan-check.ts";
import { PLAN_PARAMETERS } from "../../policy/plan-policy.ts";
import { readBudgetKey } from "../../relocation/check-area.ts";
import type { PlanContext } from "../../relocation/context.ts";
import { addMoveMoney, addSiteMoney, noMoney } from "../../relocation/money.ts";
import type { Choice } from "./choose.ts";
import { missedBy } from "./gate.ts";
import { wayKey, type Narrowing } from "./narrowing.ts";
import type { PlannerPlan, PlannerProblem } from "../problem.ts";
import type { Proposed, Treatment } from "./to-change.ts";

/** An answer with what it was made of. */
export interface Answered {
  readonly choice: Choice;
  readonly problem: PlannerProblem;
  readonly answer: PlannerPlan;
  readonly proposed: Proposed;
}

/** Taken off a budget beside what it was missed by: shares of fund lines are not the same in the next answer. */
const SLACK = 0.002;

/**
 * What is to be learnt from hard checks that an answer breaks, so that the next one does not. Null where nothing is: some checks can only
 * be met by people.
 */
export function learn(
  context: PlanContext,
  answered: Answered,
  breaks: readonly PlanCheck[],
  before: Narrowing,
): Narrowing | null {
  const budgetYuan = new Map(before.budgetYuan);
  const room = new Map(before.room);
  const ways = new Set(before.ways);
  const sites = new Set(before.sites);
  for (const check of breaks) {
    const colon = check.subject.indexOf(":");
    const [kind, key] = [check.subject.slice(0, colon), check.subject.slice(colon + 1)];
    if (kind === "budget") narrowBudget(context, answered, check, budgetYuan);
    else if (kind === "settlement" && (check.code === "overCapacity" || check.code === "landShort"))
      room.set(key, (room.get(key) ?? 0) + personsOver(check, context));
    else if (kind === "settlement") sites.add(key);
    else if (kind === "village" && typeof check.params["kind"] === "string")
      ways.add(wayKey(key, check.params["kind"]));
    else return null;
  }
  return { budgetYuan, room, ways, sites, households: householdsOf(context, answered) };
}

function personsOver(check: PlanCheck, context: PlanContext): number {
  if (check.code === "overCapacity") return Math.ceil(missedBy(check));
  const perHead = context.policy.at(PLAN_PARAMETERS.landPerHeadMu, context.frame.years.from);
  return Math.ceil(missedBy(check) / (perHead?.value ?? 1));
}

/** Households of the answer by county and year. */
function householdsOf(
  context: PlanContext,
  { choice, proposed }: Answered,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map(choice.counties.map(({ code }) => [code, context.money.map(() => 0)]));
  for (const { kind, year, candidate } of proposed.treatments)
    if (kind === "move")
      found.get(candidate.county)![year! - context.frame.years.from]! += candidate.householdsGoing;
  return found;
}

/**
 * A budget that is missed: so much less may be spent on candidates in its year, or, where that is not enough because rewards for old
 * houses are due, in the years whose rewards they are.
 */
function narrowBudget(
  context: PlanContext,
  answered: Answered,
  check: PlanCheck,
  into: Map<string, number>,
): void {
  const { area, fund, year } = readBudgetKey(check.subject.slice("budget:".length));
  const index = context.areaIndex.get(area) ?? -1;
  const { from } = context.frame.years;
  const last = context.money.length - 1;
  const y = year - from;
  const cell = FUND_LINES.indexOf(fund) * context.money.length + y;
  const inside = new Set(
    answered.choice.counties
      .filter(({ code }) => liesIn(context, context.areaIndex.get(code) ?? -1, index))
      .map(({ code }) => code),
  );
  const own = yuanOnLine(context, answered, inside, cell, (moved) => moved === y);
  let ratio = own > 0 ? Math.max(0, 1 - missedBy(check) / own - SLACK) : 0;
  cut(answered, inside, y, from, ratio, into);
  const rest = missedBy(check) - own;
  if (rest <= 0) return;
  const isPaidNow = (moved: number): boolean =>
    moved !== y && Math.min(last, moved + context.demolitionAfterYears) === y;
  const rewards = yuanOnLine(context, answered, inside, cell, isPaidNow);
  ratio = rewards > 0 ? Math.max(0, 1 - rest / rewards - SLACK) : 0;
  for (let moved = 0; moved <= last; moved++)
    if (isPaidNow(moved)) cut(answered, inside, moved, from, ratio, into);
}

function liesIn({ data }: PlanContext, area: number, above: number): boolean {
  let at = area;
  while (at > above) at = data.areas.parent[at]!;
  return at === above && at >= 0;
}

/** Yuan in a cell of the sheet that moves of some counties and years bring, with the sites that are opened for them. */
function yuanOnLine(
  context: PlanContext,
  { choice, proposed, answer }: Answered,
  counties: ReadonlySet<string>,
  cell: number,
  isIn: (y: number) => boolean,
): number {
  const sheet = noMoney(context);
  const { from } = context.frame.years;
  const counted = proposed.treatments.filter(
    ({ kind, candidate, year }: Treatment) =>
      kind === "move" && counties.has(candidate.county) && isIn(year! - from),
  );
  for (const { candidate, year, site } of counted)
    addMoveMoney(
      sheet,
      1,
      [
        {
          settlement: "",
          year: year!,
          households: candidate.householdsGoing,
          persons: candidate.persons,
        },
      ],
      () => choice.sites[site]!.settlement,
      context,
    );
  choice.sites.forEach((site, s) => {
    const open = answer.openYear[s] ?? -1;
    if (!site.isDraft || open < 0 || !counties.has(site.county) || !isIn(Math.max(0, open - 1)))
      return;
    const opened = proposed.settlements[site.id];
    if (opened !== undefined) addSiteMoney(sheet, 1, opened, context);
  });
  return sheet[cell]!;
}

/** Lets only a share of what an answer spends in a year be spent again. */
function cut(
  { choice, problem, answer }: Answered,
  counties: ReadonlySet<string>,
  y: number,
  from: number,
  ratio: number,
  into: Map<string, number>,
): void {
  choice.counties.forEach(({ code }, c) => {
    if (!counties.has(code)) return;
    const key = `${code}:${from + y}`;
    const most = Math.floor(spentYuan(problem, answer, c, y) * ratio);
    into.set(key, Math.min(into.get(key) ?? Infinity, most));
  });
}

/** Yuan that an answer takes of a county's budget in a year, as the solver counts them. */
export function spentYuan(
  problem: PlannerProblem,
  answer: PlannerPlan,
  county: number,
  y: number,
): number {
  let yuan = 0;
  problem.villages.forEach((village, v) => {
    const choice = answer.choices[v]!;
    if (village.county !== county || choice.kind === "leave" || choice.year !== y) return;
    yuan +=
      choice.kind === "build" ? (village.buildYuan ?? 0) : village.arcs[choice.arc]!.moneyYuan;
  });
  problem.sites.forEach((site, s) => {
    const open = answer.openYear[s] ?? -1;
    if (site.county !== county || open < 0) return;
    if (Math.max(0, open - site.leadYears) === y) yuan += site.openYuan;
  });
  return yuan;
}
