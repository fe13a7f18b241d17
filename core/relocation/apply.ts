import { Map } from "immutable";
import {
  COLLECTIONS,
  Note,
  Settlement,
  Works,
  type Collection,
  type Move,
  type PlanChange,
  type PlanProblem,
  type PlanProblemCode,
} from "../contract/plan.ts";
import type { Plan, PlanEntries } from "./plan.ts";

/** The next plan and the change that leads back; or every fault of the change, and then nothing has happened. */
export type Applied =
  | { readonly ok: true; readonly plan: Plan; readonly inverse: PlanChange }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

type Entries = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, unknown>>;

/** Collections whose entries may be changed field by field, with the fields that a new entry needs. */
const FIELDS: Readonly<Partial<Record<Collection, readonly string[]>>> = {
  settlements: Object.keys(Settlement.shape),
  works: Object.keys(Works.shape),
  notes: Object.keys(Note.shape),
};

/** What one entry becomes, and what leads back. */
type Step = { readonly value: unknown; readonly back: unknown } | null;

function stepOf(fields: readonly string[] | undefined, before: unknown, given: unknown): Step {
  if (given === null || fields === undefined) return { value: given, back: before ?? null };
  const now = before as Fields | undefined;
  if (now === undefined) {
    const whole = fields.every((field) => (given as Fields)[field] !== undefined);
    return whole ? { value: given, back: null } : null;
  }
  const back = Object.fromEntries(Object.keys(given as Fields).map((field) => [field, now[field]]));
  return { value: { ...now, ...(given as Fields) }, back };
}

/** The lock that protects an entry itself, by collection. */
const LOCK_KIND: Readonly<Partial<Record<Collection, string>>> = {
  settlements: "settlement",
  moves: "village",
  works: "works",
};

/**
 * Applies a change that fits the contract. Pure: the plan given stays as it is. A locked entry, and moves and works in a locked year,
 * are changed only by a change that also sets that lock. Taking away what is not there does nothing. The same change on an equal plan
 * gives an equal plan, and `applyChange(next, inverse)` gives back a plan equal to the one before.
 */
export function applyChange(plan: Plan, change: PlanChange): Applied {
  const problems: PlanProblem[] = [];
  const inverse: Record<string, Record<string, unknown>> = {};
  const next: Record<string, Map<string, unknown>> = {};
  for (const name of COLLECTIONS) {
    const given = change[name] as Entries | undefined;
    const before = plan[name] as Map<string, unknown>;
    next[name] = before;
    if (given === undefined) continue;
    const back: Record<string, unknown> = {};
    next[name] = before.withMutations((entries) => {
      for (const [key, value] of Object.entries(given)) {
        const now = before.get(key);
        if (value === null && now === undefined) continue;
        const step = stepOf(FIELDS[name], now, value);
        if (step === null) {
          problems.push(problemOf("notThere", name, key));
          continue;
        }
        back[key] = step.back;
        if (step.value === null) entries.delete(key);
        else entries.set(key, step.value);
      }
    });
    if (Object.keys(back).length > 0) inverse[name] = back;
  }
  const after = { ...plan, ...(next as unknown as PlanEntries) };
  const result: Plan = { ...after, uses: countUses(plan, after, change) };
  problems.push(...checkYears(result, change), ...checkLocks(plan, result, change));
  problems.push(...checkSettlements(result, change), ...checkWorks(result, change));
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, plan: result, inverse: inverse as PlanChange };
}

function problemOf(
  code: PlanProblemCode,
  name: Collection,
  key: string,
  params: PlanProblem["params"] = {},
): PlanProblem {
  return { code, path: `${name}.${key}`, params };
}

const keysOf = (change: PlanChange, name: Collection): string[] => Object.keys(change[name] ?? {});

function countUses(before: Plan, after: PlanEntries, change: PlanChange): Plan["uses"] {
  const keys = keysOf(change, "moves");
  if (keys.length === 0) return before.uses;
  // Ids are what people's programs make, "constructor" too: an object would find its own members there.
  const more = new globalThis.Map<string, number>();
  const count = (move: Move | undefined, by: number): void => {
    for (const { settlement } of move?.parts ?? [])
      more.set(settlement, (more.get(settlement) ?? 0) + by);
  };
  for (const key of keys) {
    count(before.moves.get(key), -1);
    count(after.moves.get(key), 1);
  }
  return before.uses.withMutations((uses) => {
    for (const [settlement, by] of more) {
      const sum = (uses.get(settlement) ?? 0) + by;
      if (sum === 0) uses.delete(settlement);
      else uses.set(settlement, sum);
    }
  });
}

/** Moves, works, targets and budgets lie in the years of the plan. */
function checkYears(plan: Plan, change: PlanChange): PlanProblem[] {
  const { from, to } = plan.frame.years;
  const problems: PlanProblem[] = [];
  const check = (name: Collection, key: string, year: number | undefined): void => {
    if (year === undefined || (year >= from && year <= to)) return;
    problems.push(problemOf("yearOutside", name, key, { year, from, to }));
  };
  for (const key of keysOf(change, "moves"))
    for (const { year } of plan.moves.get(key)?.parts ?? []) check("moves", key, year);
  for (const key of keysOf(change, "works")) check("works", key, plan.works.get(key)?.year);
  for (const name of ["targets", "budgets"] as const)
    for (const key of keysOf(change, name))
      if (plan[name].has(key)) check(name, key, Number(key.slice(key.lastIndexOf(":") + 1)));
  return problems;
}

function checkLocks(before: Plan, after: Plan, change: PlanChange): PlanProblem[] {
  if (before.locks.size === 0) return [];
  const set = new Set(keysOf(change, "locks"));
  const holds = (lock: string): boolean => before.locks.has(lock) && !set.has(lock);
  const problems: PlanProblem[] = [];
  const check = (name: Collection, key: string, years: readonly number[]): void => {
    const locks = [`${LOCK_KIND[name]}:${key}`, ...years.map((year) => `year:${year}`)];
    const lock = locks.find(holds);
    if (lock !== undefined) problems.push(problemOf("locked", name, key, { lock }));
  };
  for (const key of keysOf(change, "settlements")) check("settlements", key, []);
  for (const key of keysOf(change, "moves")) {
    const parts = [before, after].flatMap(({ moves }) => moves.get(key)?.parts ?? []);
    check(
      "moves",
      key,
      parts.map(({ year }) => year),
    );
  }
  for (const key of keysOf(change, "works")) {
    const years = [before, after].flatMap(({ works }) => works.get(key)?.year ?? []);
    check("works", key, years);
  }
  return problems;
}

/** Every move goes to a settlement of the plan. */
function checkSettlements(plan: Plan, change: PlanChange): PlanProblem[] {
  const problems: PlanProblem[] = [];
  for (const key of keysOf(change, "settlements"))
    if (!plan.settlements.has(key) && plan.uses.has(key))
      problems.push(
        problemOf("settlementInUse", "settlements", key, { parts: plan.uses.get(key)! }),
      );
  for (const key of keysOf(change, "moves"))
    for (const { settlement } of plan.moves.get(key)?.parts ?? [])
      if (!plan.settlements.has(settlement))
        problems.push(problemOf("unknownSettlement", "moves", key, { settlement }));
  return problems;
}

/** What is built or changed has a geometry, what is closed or changed names the existing feature. */
function checkWorks(plan: Plan, change: PlanChange): PlanProblem[] {
  return keysOf(change, "works").flatMap((key) => {
    const works = plan.works.get(key);
    if (works === undefined) return [];
    const lacksGeometry = works.action !== "close" && works.geometry === null;
    const lacksFeature = works.action !== "build" && works.featureId === null;
    return lacksGeometry || lacksFeature
      ? [problemOf("worksIncomplete", "works", key, { action: works.action })]
      : [];
  });
}
