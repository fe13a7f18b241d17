import { Map } from "immutable";
import { CHECK_CODES, type PlanCheck } from "../contract/plan-check.ts";
import { FUND_LINES, type PlanChange, type PlanProblem } from "../contract/plan.ts";
import { applyChange } from "./apply.ts";
import { checkArea, checkBudget, checkTarget } from "./check-area.ts";
import { checkSettlement } from "./check-settlement.ts";
import { checkVillage, checkWorks, villagesServed } from "./check-village.ts";
import { siteKey, worksFacts, worksKey, type PlanContext, type PlanFacts } from "./context.ts";
import type { CountedPlan } from "./finding.ts";
import {
  EMPTY_LEDGER,
  TALLY_KINDS,
  updateLedger,
  type LedgerUpdate,
  type PlanOn,
  type Touched,
} from "./ledger.ts";
import { changeBetween } from "./difference.ts";
import { emptyPlan, type Plan } from "./plan.ts";

/** What checks are about: a kind of subject. */
const KINDS = ["settlement", "village", "works", "target", "budget", "area"] as const;
type Kind = (typeof KINDS)[number];

/** Failing checks by kind and key of their subject; a subject without any is absent. */
export type Checks = Readonly<Record<Kind, Map<string, readonly PlanCheck[]>>>;

/** Subjects to look at, by kind. */
type Subjects = Readonly<Record<Kind, Iterable<string>>>;

/** A plan with what it adds up to and what is to be said about it: an immutable value. */
export interface AssessedPlan extends CountedPlan {
  readonly checks: Checks;
}

/** The next assessed plan and the change that leads back, or the faults of the change. */
export type Edited =
  | { readonly ok: true; readonly assessed: AssessedPlan; readonly inverse: PlanChange }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/** A plan that was read, or the faults of its document. */
export type Opened =
  | { readonly ok: true; readonly assessed: AssessedPlan }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

const CHECKERS: Readonly<Record<Kind, (key: string, on: CountedPlan) => readonly PlanCheck[]>> = {
  settlement: checkSettlement,
  village: checkVillage,
  works: checkWorks,
  target: checkTarget,
  budget: checkBudget,
  area: checkArea,
};

const NO_CHECKS: Checks = byKind(() => Map());

function byKind<Value>(make: (kind: Kind) => Value): Record<Kind, Value> {
  return Object.fromEntries(KINDS.map((kind) => [kind, make(kind)])) as Record<Kind, Value>;
}

/** All failing checks of a plan. */
export function checkPlan(on: CountedPlan): Checks {
  const { plan, ledger, context } = on;
  const { area, years } = context.frame;
  const own = context.money.map((_, y) => `${area}:${years.from + y}`);
  return recheck(NO_CHECKS, on, {
    settlement: plan.settlements.keys(),
    village: plan.moves.keys(),
    works: plan.works.keys(),
    target: [...plan.targets.keys(), ...own],
    budget: plan.budgets.keys(),
    area: [...ledger.movesFrom.keys()].map((index) => context.data.areas.code[index]!),
  });
}

function recheck(checks: Checks, on: CountedPlan, subjects: Subjects): Checks {
  return byKind((kind) =>
    checks[kind].withMutations((next) => {
      for (const key of subjects[kind]) {
        const found = CHECKERS[kind](key, on);
        if (found.length > 0) next.set(key, found);
        else if (next.size > 0) next.delete(key);
      }
    }),
  );
}

/** Adds up a whole plan, without saying what is wrong with it. */
export function countWhole({ plan, context }: PlanOn): CountedPlan {
  const before = { plan: emptyPlan(plan.frame), context };
  const { ledger } = updateLedger(
    EMPTY_LEDGER,
    before,
    { plan, context },
    {
      moves: new Set(plan.moves.keys()),
      settlements: new Set(plan.settlements.keys()),
      works: new Set(plan.works.keys()),
    },
  );
  return { plan, context, ledger };
}

/** Adds up and checks a whole plan. */
export function assessPlan(on: PlanOn): AssessedPlan {
  const counted = countWhole(on);
  return { ...counted, checks: checkPlan(counted) };
}

/** The assessed plan that a document makes from nothing, or the faults of the document. */
export function openPlan(document: PlanChange, context: PlanContext): Opened {
  const applied = applyChange(emptyPlan(context.frame), document);
  if (!applied.ok) return applied;
  return { ok: true, assessed: assessPlan({ plan: applied.plan, context }) };
}

/** Applies a change and says again only what it may alter; the same as `assessPlan` of the next plan. */
export function editPlan(assessed: AssessedPlan, change: PlanChange): Edited {
  const applied = applyChange(assessed.plan, change);
  if (!applied.ok) return applied;
  const { plan, inverse } = applied;
  return { ok: true, inverse, assessed: reassess(assessed, { ...assessed, plan }, change) };
}

/** The assessment of another state of the same plan, told from the last one by what differs. */
export function assessNext(assessed: AssessedPlan, plan: Plan): AssessedPlan {
  if (plan === assessed.plan) return assessed;
  return reassess(
    assessed,
    { plan, context: assessed.context },
    changeBetween(assessed.plan, plan),
  );
}

/** Takes in what has become known about sites and works: `facts` is all that is known now. */
export function learnFacts(assessed: AssessedPlan, facts: PlanFacts): AssessedPlan {
  const { plan } = assessed;
  const context = { ...assessed.context, facts };
  const { sites: knownSites, works: knownWorks } = assessed.context.facts;
  const settlements =
    knownSites === facts.sites
      ? []
      : [...plan.settlements].filter(([, site]) => {
          const key = siteKey(site);
          return knownSites.get(key) !== facts.sites.get(key);
        });
  const works =
    knownWorks === facts.works
      ? []
      : [...plan.works].filter(([, one]) => {
          const key = worksKey(one);
          return knownWorks.get(key) !== facts.works.get(key);
        });
  return reassess(
    assessed,
    { plan, context },
    {
      settlements: Object.fromEntries(settlements),
      works: Object.fromEntries(works),
    },
  );
}

/** The assessment of the next state of a plan, which differs from the last one only where a change says. */
function reassess(before: AssessedPlan, after: PlanOn, change: PlanChange): AssessedPlan {
  const touched = touchedEntries(before, after, change);
  const update = updateLedger(before.ledger, before, after, touched);
  const counted = { plan: after.plan, context: after.context, ledger: update.ledger };
  const checks =
    change.settings === undefined
      ? recheck(before.checks, counted, dirtySubjects(before, counted, change, touched, update))
      : checkPlan(counted);
  return { ...counted, checks };
}

/** Entries whose share of the ledger may change: those of the change, and moves to a settlement whose cost per head does. */
function touchedEntries(before: AssessedPlan, after: PlanOn, change: PlanChange): Touched {
  const moves = new Set(Object.keys(change.moves ?? {}));
  const settlements = new Set(Object.keys(change.settlements ?? {}));
  for (const id of settlements) {
    const [was, is] = [before.plan, after.plan].map((plan) => plan.settlements.get(id));
    if (was?.costPerHeadYuan === is?.costPerHeadYuan) continue;
    for (const key of before.ledger.movesTo.get(id) ?? []) moves.add(key);
  }
  return { moves, settlements, works: new Set(Object.keys(change.works ?? {})) };
}

/** Subjects about which an edit may change what is said. */
function dirtySubjects(
  before: AssessedPlan,
  after: CountedPlan,
  change: PlanChange,
  touched: Touched,
  update: LedgerUpdate,
): Subjects {
  const dirty = byKind(() => new Set<string>());
  const { context, ledger } = after;
  const { code } = context.data.areas;
  for (const key of touched.moves) {
    dirty.village.add(key);
    for (const { plan } of [before, after])
      for (const part of plan.moves.get(key)?.parts ?? []) dirty.settlement.add(part.settlement);
    for (const id of ledger.worksFor.get(key) ?? []) dirty.works.add(id);
    const village = context.villageIndex.get(key);
    if (village !== undefined) dirty.area.add(code[context.data.villages.area[village]!]!);
  }
  for (const id of touched.settlements) {
    dirty.settlement.add(id);
    for (const key of ledger.movesTo.get(id) ?? []) dirty.village.add(key);
  }
  for (const id of touched.works) {
    dirty.works.add(id);
    for (const on of [before, after]) {
      const works = on.plan.works.get(id);
      if (works === undefined) continue;
      for (const key of villagesServed(worksFacts(on.context, works))) dirty.village.add(key);
    }
  }
  const { from } = context.frame.years;
  for (const area of update.areas)
    for (const y of changedCells(
      before.ledger.areas.get(area),
      ledger.areas.get(area),
      TALLY_KINDS,
    ))
      dirty.target.add(`${code[area]}:${from + y}`);
  const years = context.money.length;
  for (const area of update.money)
    for (const cell of changedCells(before.ledger.money.get(area), ledger.money.get(area), 1))
      dirty.budget.add(
        `${code[area]}:${FUND_LINES[Math.floor(cell / years)]}:${from + (cell % years)}`,
      );
  for (const key of Object.keys(change.targets ?? {})) dirty.target.add(key);
  for (const key of Object.keys(change.budgets ?? {})) dirty.budget.add(key);
  return dirty;
}

/** Every so many-th cell of two rows that differs, by its number; a row that is not there is all zeros. */
function* changedCells(
  before: readonly number[] | undefined,
  after: readonly number[] | undefined,
  every: number,
): Generator<number> {
  const length = Math.max(before?.length ?? 0, after?.length ?? 0);
  for (let at = 0; at < length; at += every)
    if ((before?.[at] ?? 0) !== (after?.[at] ?? 0)) yield at / every;
}

const ORDER: ReadonlyMap<string, number> = new globalThis.Map(
  CHECK_CODES.map((code, i) => [code, i]),
);

/** All failing checks as a list: hard ones first, then by kind and subject. */
export function listChecks(checks: Checks): PlanCheck[] {
  const list = KINDS.flatMap((kind) => [...checks[kind].values()].flat());
  const rank = ({ severity, code }: PlanCheck): number =>
    (severity === "hard" ? 0 : CHECK_CODES.length) + ORDER.get(code)!;
  return list.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compareTexts(a.subject, b.subject) ||
      compareTexts(String(a.params["kind"] ?? ""), String(b.params["kind"] ?? "")),
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a check is called: its code, subject and kind. Two states of a plan have a check in common when the name is the same. */
export function checkName({ code, subject, params }: PlanCheck): string {
  const kind = params["kind"];
  return kind === undefined ? `${code} ${subject}` : `${code} ${subject} ${kind}`;
}
