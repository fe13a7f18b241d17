import { LEVELS } from "../../contract/area.ts";
import { FUND_LINES } from "../../contract/plan.ts";
import { readBudgetKey } from "../../relocation/check-area.ts";
import { zeros } from "../../relocation/drafts.ts";
import type { CountedPlan } from "../../relocation/finding.ts";
import { addMoveMoney, noMoney } from "../../relocation/money.ts";
import { costPerHeadYuan, type Candidate } from "./candidates.ts";
import type { Narrowing } from "./narrowing.ts";

/** Yuan that may be spent on candidates, by county and year; Infinity where no budget says otherwise. */
export interface BudgetRoom {
  readonly byCounty: ReadonlyMap<string, readonly number[]>;
  /** Budgets of areas above the counties were shared out among several. */
  readonly isSharedOut: boolean;
  /** Areas whose budgets were not planned with: they lie in a county. */
  readonly notPlanned: readonly string[];
  /** What stays as it is spends more than a budget already. */
  readonly isBroken: boolean;
}

/** A county with its candidates. */
export interface CountyOfCandidates {
  readonly code: string;
  readonly candidates: readonly Candidate[];
}

/** Persons of candidates by county and year: those that its target asks at least, and those that may be expected to move. */
export interface AskedPersons {
  least(county: string, y: number): number;
  expected(county: string, y: number): number;
}

/**
 * Turns the budgets of a plan, by area, fund line and year, into yuan by county and year. All years are told in yuan of the dearest
 * (`costPerHeadYuan`), as the solver knows one price for each way: where a head costs half, the room counts twice. A fund line holds as many of these
 * yuan as its budget, less what `base` and the rewards for old houses take of it, by the share that moves of these candidates usually take
 * of the line; the scarcest line decides. Budgets of areas above are shared out by what counties may need, with what others cannot use.
 * Where what stays spends more than the budget of an area of which only a part is planned, that part may spend what it spends now.
 * An estimate: the checks of the plan decide (see `gate.ts`), and `narrowing` says where it was too wide.
 */
export function budgetRoom(
  on: CountedPlan,
  base: CountedPlan,
  counties: readonly CountyOfCandidates[],
  narrowing: Narrowing,
  asked: AskedPersons,
): BudgetRoom {
  const { context, plan } = base;
  const years = context.money.length;
  const { areas } = context.data;
  const mixes = new Map(counties.map((county) => [county.code, mixOf(base, county.candidates)]));
  const room = new Map(counties.map(({ code }) => [code, context.money.map(() => Infinity)]));
  const budgeted = new Set([...plan.budgets.keys()].map((key) => readBudgetKey(key).area));
  const notPlanned: string[] = [];
  let [isSharedOut, isBroken] = [false, false];
  // Areas stand after their parents: counties come first, and what is above them shares out with their own room in view.
  const order = [...budgeted]
    .map((code) => context.areaIndex.get(code) ?? -1)
    .sort((a, b) => b - a);
  for (const area of order) {
    if (area < 0 || areas.level[area]! > LEVELS.indexOf("county")) {
      if (area >= 0) notPlanned.push(areas.code[area]!);
      continue;
    }
    const inside = counties.filter(({ code }) => liesIn(base, context.areaIndex.get(code)!, area));
    if (inside.length === 0) continue;
    const mix = addMixes(
      inside.map(({ code }) => mixes.get(code)!),
      years,
    );
    for (let y = 0; y < years; y++) {
      const found = roomIn({ on, base, area, y, mix, narrowing, inside, asked });
      if (found === null) continue;
      if (found.isBroken) isBroken = true;
      if (inside.length > 1) isSharedOut = true;
      const caps = inside.map(({ code }) => room.get(code)![y]!);
      const headYuan = costPerHeadYuan(base);
      const least = inside.map(({ code }) => asked.least(code, y) * headYuan);
      const weights = needsOf(inside, caps, (code) => asked.expected(code, y));
      shareWithNeeds(found.yuan, caps, least, weights).forEach((yuan, i) => {
        room.get(inside[i]!.code)![y] = yuan;
      });
    }
  }
  for (const [code, row] of room)
    for (let y = 0; y < years; y++)
      row[y] = Math.min(
        Math.floor(row[y]!),
        narrowing.budgetYuan.get(`${code}:${context.frame.years.from + y}`) ?? Infinity,
      );
  return { byCounty: room, isSharedOut, notPlanned, isBroken };
}

/** What moves of some candidates take of each fund line. */
interface Mix {
  readonly persons: number;
  readonly households: number;
  /** Persons times the reference cost. */
  readonly referenceYuan: number;
  /** Yuan on a line (fund * years + year) of the year in which all of them move, the reward left out. */
  readonly moves: readonly number[];
}

function mixOf({ context }: CountedPlan, candidates: readonly Candidate[]): Mix {
  const years = context.money.length;
  const { from } = context.frame.years;
  const persons = personsOf(candidates);
  const households = candidates.reduce((sum, one) => sum + one.householdsGoing, 0);
  const moves = noMoney(context);
  const withoutReward = {
    ...context,
    money: context.money.map((money) => ({ ...money, rewardPerHouseholdYuan: 0 })),
  };
  for (let y = 0; y < years; y++) {
    const year = from + y;
    const parts = [{ settlement: "", year, households, persons }];
    addMoveMoney(moves, 1, parts, () => undefined, withoutReward);
  }
  return { persons, households, referenceYuan: persons * costPerHeadYuan({ context }), moves };
}

/** Yuan on a fund line for each yuan that moves of some candidates in a year cost at the reference price. */
export function shareOfLine(
  on: CountedPlan,
  candidates: readonly Candidate[],
  fund: number,
  y: number,
): number {
  const { moves, referenceYuan } = mixOf(on, candidates);
  return referenceYuan > 0 ? moves[fund * on.context.money.length + y]! / referenceYuan : 0;
}

function addMixes(mixes: readonly Mix[], years: number): Mix {
  return mixes.reduce(
    (sum, mix) => ({
      persons: sum.persons + mix.persons,
      households: sum.households + mix.households,
      referenceYuan: sum.referenceYuan + mix.referenceYuan,
      moves: sum.moves.map((yuan, cell) => yuan + mix.moves[cell]!),
    }),
    {
      persons: 0,
      households: 0,
      referenceYuan: 0,
      moves: zeros(FUND_LINES.length * years),
    },
  );
}

const personsOf = (candidates: readonly Candidate[]): number =>
  candidates.reduce((sum, { persons }) => sum + persons, 0);

function liesIn({ context }: CountedPlan, area: number, above: number): boolean {
  const { parent } = context.data.areas;
  let at = area;
  while (at > above) at = parent[at]!;
  return at === above;
}

interface RoomQuestion {
  readonly on: CountedPlan;
  readonly base: CountedPlan;
  readonly area: number;
  readonly y: number;
  readonly mix: Mix;
  readonly narrowing: Narrowing;
  readonly inside: readonly CountyOfCandidates[];
  readonly asked: AskedPersons;
}

/** Reference yuan that the budgets of an area leave in a year; null where it has none. */
function roomIn(question: RoomQuestion): { yuan: number; isBroken: boolean } | null {
  const { on, base, area, y, mix } = question;
  const { plan, context } = base;
  const { areas } = context.data;
  const years = context.money.length;
  const isPart = question.inside.length < countiesIn(base, area);
  let [yuan, isBroken] = [Infinity, false];
  FUND_LINES.forEach((fund, f) => {
    const budget = plan.budgets.get(`${areas.code[area]}:${fund}:${context.frame.years.from + y}`);
    const share = mix.referenceYuan > 0 ? mix.moves[f * years + y]! / mix.referenceYuan : 0;
    if (budget === undefined || share <= 0) return;
    const { weights, rewardPerHouseholdYuan } = context.money[y]!;
    const weight = weights[f]! / weights.reduce((sum, each) => sum + each, 0);
    const rewards = weight * rewardPerHouseholdYuan * householdsPaidIn(question);
    const [now, stays] = [on, base].map(
      ({ ledger }) => ledger.money.get(area)?.[f * years + y] ?? 0,
    );
    let free = budget - stays! - rewards;
    if (now! > budget && isPart) {
      isBroken = true;
      free = Math.max(free, now! - stays! - rewards);
    }
    if (free < 0) isBroken = true;
    yuan = Math.min(yuan, Math.max(0, free) / share);
  });
  return yuan === Infinity ? null : { yuan, isBroken };
}

function countiesIn(base: CountedPlan, area: number): number {
  const { areas } = base.context.data;
  const county = LEVELS.indexOf("county");
  let count = 0;
  for (let i = area; i < areas.count; i++)
    if (areas.level[i] === county && liesIn(base, i, area)) count++;
  return count;
}

/** Households whose old houses are paid for in a year: those of the last answer, or as few as may be, so that at first nothing is ruled out. */
function householdsPaidIn({ base, y, mix, narrowing, inside, asked }: RoomQuestion): number {
  const { context } = base;
  const last = context.money.length - 1;
  const perPerson = mix.persons > 0 ? mix.households / mix.persons : 0;
  let households = 0;
  for (let moved = 0; moved <= last; moved++) {
    if (Math.min(last, moved + context.demolitionAfterYears) !== y) continue;
    for (const { code } of inside)
      households +=
        narrowing.households === null
          ? perPerson * (asked.least(code, moved) || asked.expected(code, moved))
          : (narrowing.households.get(code)?.[moved] ?? 0);
  }
  return households;
}

/** By what an amount is shared out among counties: their own room where each has one, else who is expected to move, else who might. */
function needsOf(
  inside: readonly CountyOfCandidates[],
  caps: readonly number[],
  expected: (county: string) => number,
): number[] {
  if (caps.every((cap) => Number.isFinite(cap))) return [...caps];
  const persons = inside.map(({ code }) => expected(code));
  return persons.some((one) => one > 0)
    ? persons
    : inside.map(({ candidates }) => personsOf(candidates));
}

/** Shares an amount out so that each first gets what it needs at least, as far as its cap and the amount allow. */
function shareWithNeeds(
  amount: number,
  caps: readonly number[],
  least: readonly number[],
  weights: readonly number[],
): number[] {
  const first = least.map((need, i) => Math.min(need, caps[i]!));
  const needed = first.reduce((sum, need) => sum + need, 0);
  if (needed >= amount) return first.map((need) => (needed > 0 ? (amount * need) / needed : 0));
  const rest = shareOut(
    amount - needed,
    caps.map((cap, i) => cap - first[i]!),
    weights.map((weight, i) => Math.max(0, weight - first[i]!)),
  );
  return first.map((need, i) => need + rest[i]!);
}

/** Shares an amount out by weights; who needs less than a share leaves the rest to the others. None gets more than its cap. */
function shareOut(amount: number, caps: readonly number[], weights: readonly number[]): number[] {
  const given = caps.map(() => 0);
  let open = caps.map((_, i) => i);
  let left = amount;
  while (open.length > 0) {
    const total = open.reduce((sum, i) => sum + weights[i]!, 0);
    const shareOf = (i: number): number =>
      total > 0 ? (left * weights[i]!) / total : left / open.length;
    const filled = open.filter((i) => caps[i]! <= shareOf(i));
    if (filled.length === 0) {
      for (const i of open) given[i] = shareOf(i);
      break;
    }
    for (const i of filled) given[i] = caps[i]!;
    left -= filled.reduce((sum, i) => sum + caps[i]!, 0);
    open = open.filter((i) => !filled.includes(i));
  }
  return given;
}
