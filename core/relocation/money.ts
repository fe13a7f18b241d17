import { FUND_LINES, type Settlement, type Works } from "../contract/plan.ts";
import { lengthOfDrawnM } from "../coverage/drawn-length.ts";
import { worksCostId } from "../policy/plan-policy.ts";
import type { PlanContext } from "./context.ts";
import { zeros } from "./drafts.ts";
import type { PartCount } from "./persons.ts";

/**
 * Whole yuan by fund line and year: the cell of a fund line (its place in FUND_LINES) and year is fund * years + (year - first year).
 * Sums stay exact up to 9e15.
 */
export type Money = readonly number[];

const CENTRAL = FUND_LINES.indexOf("centralBudget");
const SELF = FUND_LINES.indexOf("selfRaised");

/** A sheet without any money. */
export function noMoney(context: PlanContext): number[] {
  return zeros(FUND_LINES.length * context.money.length);
}

/** Splits whole yuan by weights. Every part is whole, none is negative, and together they are the amount. */
export function splitByWeights(amountYuan: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let last = weights.length - 1;
  while (last > 0 && weights[last] === 0) last--;
  let weightUntil = 0;
  let before = 0;
  return weights.map((weight, i) => {
    weightUntil += weight;
    const until = i >= last ? amountYuan : Math.floor((amountYuan * weightUntil) / total + 0.5);
    const part = until - before;
    before = until;
    return part;
  });
}

function addShared(
  into: number[],
  sign: number,
  yuan: number,
  y: number,
  context: PlanContext,
): void {
  if (yuan === 0) return;
  const years = context.money.length;
  splitByWeights(yuan, context.money[y]!.weights).forEach((part, fund) => {
    into[fund * years + y]! += sign * part;
  });
}

/**
 * What one part of a move costs: persons times the cost per head of its year (the settlement's own, or the policy figure; 0 where there
 * is neither). The central subsidy per head comes first, then the own payment per head, limited per household where households are
 * recorded; the rest is split by the weights of the year. The reward for taking the old house down is paid some years later, in the
 * plan's last year at the latest.
 */
function addPart(
  into: number[],
  sign: number,
  part: PartCount,
  ownCostYuan: number | null,
  context: PlanContext,
): void {
  const years = context.money.length;
  const y = part.year - context.frame.years.from;
  const money = context.money[y];
  if (money === undefined) return;
  const { persons, households } = part;
  const cost = Math.round(persons * (ownCostYuan ?? money.costPerHeadYuan ?? 0));
  const central = Math.min(cost, Math.round(persons * money.subsidyPerHeadYuan));
  const most = households > 0 ? Math.round(households * money.selfPerHouseholdYuan) : Infinity;
  const self = Math.min(cost - central, Math.round(persons * money.selfPerHeadYuan), most);
  into[CENTRAL * years + y]! += sign * central;
  into[SELF * years + y]! += sign * self;
  addShared(into, sign, cost - central - self, y, context);
  const paidIn = Math.min(years - 1, y + context.demolitionAfterYears);
  const reward = Math.round(households * context.money[paidIn]!.rewardPerHouseholdYuan);
  addShared(into, sign, reward, paidIn, context);
}

/** Adds (sign 1) or takes off (sign -1) what the move of a village costs, part by part. */
export function addMoveMoney(
  into: number[],
  sign: 1 | -1,
  parts: readonly PartCount[],
  settlementOf: (id: string) => Settlement | undefined,
  context: PlanContext,
): void {
  for (const part of parts)
    addPart(into, sign, part, settlementOf(part.settlement)?.costPerHeadYuan ?? null, context);
}

/** Adds the site works of a settlement: due in the year before people may move in, within the plan's years. Split by weights. */
export function addSiteMoney(
  into: number[],
  sign: 1 | -1,
  settlement: Settlement,
  context: PlanContext,
): void {
  const last = context.money.length - 1;
  const y = Math.max(0, Math.min(last, settlement.readyYear - 1 - context.frame.years.from));
  addShared(into, sign, settlement.siteCostYuan ?? 0, y, context);
}

/** Adds what works cost, on their fund line in the year in which they come into use. */
export function addWorksMoney(
  into: number[],
  sign: 1 | -1,
  works: Works,
  context: PlanContext,
): void {
  const y = works.year - context.frame.years.from;
  if (context.money[y] === undefined) return;
  const cell = FUND_LINES.indexOf(works.fund) * context.money.length + y;
  into[cell]! += sign * (worksCostYuan(works, context) ?? 0);
}

const lengths = new WeakMap<object, number>();

/** Metres on WGS 84 along works; 0 for a point or a polygon, and where there is no geometry. */
export function worksLengthM({ geometry }: Pick<Works, "geometry">): number {
  if (geometry === null) return 0;
  let lengthM = lengths.get(geometry);
  if (lengthM === undefined) lengths.set(geometry, (lengthM = lengthOfDrawnM(geometry)));
  return lengthM;
}

/**
 * What works cost: their own figure, or the policy figure of their class (of their sector, where the class has none) by the kilometre or
 * by the piece. What is closed costs nothing but its own figure. Null where there is no figure at all.
 */
export function worksCostYuan(works: Works, context: Pick<PlanContext, "policy">): number | null {
  if (works.costYuan !== null) return works.costYuan;
  if (works.action === "close") return 0;
  const { policy } = context;
  const figure =
    policy.at(worksCostId(works.sector, works.class), works.year) ??
    policy.at(worksCostId(works.sector, null), works.year);
  if (figure === null) return null;
  const amount = figure.unit === "yuan/km" ? worksLengthM(works) / 1000 : 1;
  return Math.round(amount * figure.value);
}
