import { LEVELS } from "../contract/area.ts";
import { COLLECTIONS, type Move, type PlanChange, type Settlement } from "../contract/plan.ts";
import type { CompareAnswer } from "../contract/plan-service.ts";
import type { AssessedPlan } from "./assess.ts";
import { listChecks } from "./assess.ts";
import { distanceToSettlementM } from "./check-village.ts";
import { areaName, villageOf, villagePosition } from "./context.ts";
import type { CountedPlan } from "./finding.ts";
import { PERSONS, tallied } from "./ledger.ts";
import { countParts } from "./persons.ts";
import { equalValues, type Plan } from "./plan.ts";
import { sumYuan, totalsByYear } from "./totals.ts";

type Side = Omit<CompareAnswer["a"], "plan" | "rates">;

/** What two plans on the same data differ in, as far as it needs nothing but the plans. */
export interface Comparison {
  readonly a: Side;
  readonly b: Side;
  readonly areas: CompareAnswer["areas"];
  readonly villages: CompareAnswer["villages"];
  readonly others: CompareAnswer["others"];
}

/**
 * Sets two plans side by side: totals, the areas just below the plan's by year, villages whose moves differ and all other entries that
 * do. Money of areas below the township is not counted.
 */
export function comparePlans(a: AssessedPlan, b: AssessedPlan): Comparison {
  return {
    a: sideOf(a),
    b: sideOf(b),
    areas: areasOf(a, b),
    villages: villagesOf(a, b),
    others: othersOf(a.plan, b.plan),
  };
}

function sideOf(on: AssessedPlan): Side {
  const byYear = totalsByYear(on);
  const checks = listChecks(on.checks);
  const hardChecks = checks.filter(({ severity }) => severity === "hard").length;
  return {
    byYear,
    totalYuan: byYear.reduce((sum, { amountYuan }) => sum + amountYuan, 0),
    personKm: personKm(on),
    hardChecks,
    softChecks: checks.length - hardChecks,
  };
}

/** Persons times straight kilometres to their settlement, over all moves; places that are not known add nothing. */
export function personKm(on: CountedPlan): number {
  const { households, persons } = on.context.data.villages;
  let personM = 0;
  for (const [key, move] of on.plan.moves) {
    const village = villageOf(on.context, key);
    if (village < 0) continue;
    for (const part of countParts(move, households[village]!, persons[village]!))
      personM +=
        part.persons * Math.round(distanceToSettlementM(village, part.settlement, on) ?? 0);
  }
  return personM / 1000;
}

function areasOf(a: AssessedPlan, b: AssessedPlan): Comparison["areas"] {
  const { areas } = a.context.data;
  const inside = Array.from({ length: areas.count }, (_, i) => i).filter(
    (i) => areas.parent[i] === a.context.area && areas.level[i]! <= LEVELS.indexOf("township"),
  );
  const from = Math.min(a.context.frame.years.from, b.context.frame.years.from);
  const to = Math.max(a.context.frame.years.to, b.context.frame.years.to);
  const amounts = (on: AssessedPlan, area: string, year: number): [number, number] => {
    const index = on.context.areaIndex.get(area) ?? -1;
    const y = year - on.context.frame.years.from;
    if (y < 0 || y >= on.context.money.length) return [0, 0];
    return [
      tallied(on.ledger.areas.get(index), PERSONS, y),
      sumYuan(on.ledger.money.get(index), on.context, y),
    ];
  };
  return inside.flatMap((i) =>
    Array.from({ length: to - from + 1 }, (_, n) => {
      const code = areas.code[i]!;
      const year = from + n;
      const [personsA, yuanA] = amounts(a, code, year);
      const [personsB, yuanB] = amounts(b, code, year);
      return { code, name: areaName(a.context, code), year, personsA, personsB, yuanA, yuanB };
    }),
  );
}

function villagesOf({ plan, context }: AssessedPlan, b: AssessedPlan): Comparison["villages"] {
  return differing(plan.moves, b.plan.moves).map((key) => {
    const village = villageOf(context, key);
    const persons = context.data.villages.persons[village] ?? -1;
    return {
      key,
      name: context.data.villages.name[village] ?? key,
      position: villagePosition(context, village),
      persons: persons < 0 ? null : persons,
      a: plan.moves.get(key) ?? null,
      b: b.plan.moves.get(key) ?? null,
    };
  });
}

function othersOf(a: Plan, b: Plan): Comparison["others"] {
  return COLLECTIONS.filter((name) => name !== "moves").flatMap((collection) =>
    differing(a[collection], b[collection]).map((key) => ({ collection, key })),
  );
}

interface Entries {
  keys(): Iterable<string>;
  get(key: string): unknown;
}

/** Keys that two collections hold otherwise, in order. */
function differing(a: Entries, b: Entries): string[] {
  if (a === b) return [];
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter((key) => !equalValues(a.get(key), b.get(key))).sort();
}

/**
 * The change that gives villages of one plan the moves that they have in another, and lets those stay that it lets stay. Settlements that
 * the moves need come along where the plan does not have them; those that it has stay as they are.
 */
export function mergeMoves(from: Plan, into: Plan, keys: readonly string[]): PlanChange {
  const moves: Record<string, Move | null> = {};
  const settlements: Record<string, Settlement> = {};
  for (const key of keys) {
    const move = from.moves.get(key) ?? null;
    if (equalValues(move, into.moves.get(key) ?? null)) continue;
    moves[key] = move;
    for (const { settlement } of move?.parts ?? [])
      if (!into.settlements.has(settlement))
        settlements[settlement] = from.settlements.get(settlement)!;
  }
  return Object.keys(settlements).length > 0 ? { settlements, moves } : { moves };
}
