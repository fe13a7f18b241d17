import type { MendCode, PlanCheck } from "../contract/plan-check.ts";
import { Settlement, type Move, type PlanChange } from "../contract/plan.ts";
import { applyChange } from "./apply.ts";
import { addPersons, isHeld, limitHouseholds, mapParts } from "./change-parts.ts";
import { readBudgetKey, spentYuan } from "./check-area.ts";
import { floorAreaLimitM2, landNeededMu, siteAreaMu } from "./check-settlement.ts";
import { villageOf } from "./context.ts";
import type { CountedPlan } from "./finding.ts";
import { removeSettlement } from "./edits.ts";
import { leaveZone, type ZoneOutline } from "./leave-zone.ts";
import { PERSONS, tallied } from "./ledger.ts";
import { moveBack, moveUp } from "./mend-target.ts";
import { gatherVillage, moveOutLast, nearerSettlement } from "./mend-room.ts";

/** An edit that mends a failing check, with what to say about it before it is made. */
export interface Mend {
  readonly code: MendCode;
  readonly change: PlanChange;
  /** Villages whose moves it changes, and the persons in them. */
  readonly villages: number;
  readonly persons: number;
  /** The new capacity, quota, floor area, budget or year; metres for leaving a zone; null where the mend is not about an amount. */
  readonly amount: number | null;
}

export interface MendOptions {
  /** Another than the usual way, one of MENDS of the check's code. */
  readonly code?: MendCode;
  /** Zones around the site to keep clear of; without them no way out of a zone is offered. */
  readonly zones?: readonly ZoneOutline[];
}

/** What a way of mending gives: the change, and the amount it is about. */
type Made = { readonly change: PlanChange; readonly amount?: number } | null;

/**
 * The edit that mends a failing check, null when there is none. It is an ordinary change: it touches nothing locked, it can be undone,
 * and after it the check no longer fails, or by less.
 */
export function mendOf(check: PlanCheck, on: CountedPlan, options: MendOptions = {}): Mend | null {
  const code = options.code ?? check.mend;
  if (code === null) return null;
  const made = makeMend(code, check, on, options);
  if (made === null || !applyChange(on.plan, made.change).ok) return null;
  const moved = new Map<null, number>();
  const keys = Object.keys(made.change.moves ?? {});
  for (const key of keys) addPersons(moved, 1, key, on.plan.moves.get(key) ?? null, on, () => null);
  return {
    code,
    change: made.change,
    villages: keys.length,
    persons: moved.get(null) ?? 0,
    amount: made.amount ?? null,
  };
}

function makeMend(code: MendCode, check: PlanCheck, on: CountedPlan, options: MendOptions): Made {
  const key = check.subject.slice(check.subject.indexOf(":") + 1);
  const moves = (changed: Record<string, Move | null> | null): Made =>
    changed === null || Object.keys(changed).length === 0 ? null : { change: { moves: changed } };
  switch (code) {
    case "raiseCapacity":
    case "raiseLandQuota":
    case "fitFloorArea":
      return setSettlement(code, key, on);
    case "raiseBudget": {
      const { area, fund, year } = readBudgetKey(key);
      const amount = spentYuan(area, fund, year, on);
      return { change: { budgets: { [key]: amount } }, amount };
    }
    case "moveUp":
      return moves(moveUp(key, on));
    case "moveBack":
      return moves(moveBack(key, on));
    case "moveOutLast":
      return moves(moveOutLast(key, on));
    case "nearerSettlement":
      return moves(nearerSettlement(key, check, on));
    case "gatherVillage":
      return moves(gatherVillage(key, on));
    case "waitUntilReady":
      return waitUntilReady(key, on);
    case "onlyTheWilling":
    case "onlyThoseThere":
      return moves(limit(code, key, on));
    case "cancelMove":
      return moves({ [key]: null });
    case "cancelWorks": {
      const id = check.code === "doubleSpending" ? String(check.params["kind"]) : key;
      return { change: { works: { [id]: null } } };
    }
    case "cancelSettlement":
      return on.plan.settlements.has(key) ? { change: removeSettlement(on.plan, key) } : null;
    case "dropOutline":
      return on.plan.settlements.get(key)?.outline
        ? { change: { settlements: { [key]: { outline: null } } } }
        : null;
    case "leaveZone":
      return shiftSite(key, on, options.zones);
  }
}

function setSettlement(
  code: "raiseCapacity" | "raiseLandQuota" | "fitFloorArea",
  id: string,
  { plan, ledger, context }: CountedPlan,
): Made {
  const settlement = plan.settlements.get(id);
  if (settlement === undefined) return null;
  const persons = tallied(ledger.settlements.get(id), PERSONS, null);
  const { field, amount } = {
    raiseCapacity: { field: "capacityPersons", amount: persons },
    raiseLandQuota: {
      field: "landQuotaMu",
      amount: Math.max(
        landNeededMu(persons, settlement, context) ?? 0,
        siteAreaMu(settlement, context) ?? 0,
      ),
    },
    fitFloorArea: { field: "floorAreaM2", amount: floorAreaLimitM2(settlement, context) },
  }[code];
  const set = Settlement.partial().safeParse({ [field]: amount });
  return amount === null || !set.success
    ? null
    : { change: { settlements: { [id]: set.data } }, amount };
}

/** Whoever would come before the homes are finished comes when they are. */
function waitUntilReady(id: string, { plan, ledger, context }: CountedPlan): Made {
  const readyYear = plan.settlements.get(id)?.readyYear ?? Infinity;
  if (readyYear > context.frame.years.to) return null;
  const moves: Record<string, Move> = {};
  for (const key of [...(ledger.movesTo.get(id) ?? [])].sort()) {
    const move = plan.moves.get(key)!;
    const isEarly = (part: { settlement: string; year: number }): boolean =>
      part.settlement === id && part.year < readyYear;
    if (villageOf(context, key) < 0 || !move.parts.some(isEarly)) continue;
    const after = mapParts(move, (part) => (isEarly(part) ? { ...part, year: readyYear } : part));
    if (!isHeld(plan, key, move, after)) moves[key] = after;
  }
  return Object.keys(moves).length > 0 ? { change: { moves }, amount: readyYear } : null;
}

function limit(
  code: "onlyTheWilling" | "onlyThoseThere",
  key: string,
  { plan, context }: CountedPlan,
): Record<string, Move | null> | null {
  const move = plan.moves.get(key);
  const village = villageOf(context, key);
  if (move === undefined || village < 0) return null;
  const { households, willingHouseholds } = context.data.villages;
  const most = (code === "onlyTheWilling" ? willingHouseholds : households)[village]!;
  return most < 0 ? null : { [key]: limitHouseholds(move, most) };
}

function shiftSite(
  id: string,
  { plan }: CountedPlan,
  zones: readonly ZoneOutline[] | undefined,
): Made {
  const settlement = plan.settlements.get(id);
  const out = settlement && zones && leaveZone(settlement, zones);
  if (!out) return null;
  const { position, outline, distanceM } = out;
  return { change: { settlements: { [id]: { position, outline } } }, amount: distanceM };
}
