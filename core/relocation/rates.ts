import type { Rate, Rates } from "../contract/coverage.ts";
import type { PlanRatesAnswer } from "../contract/plan-service.ts";
import type { IndicatorRule } from "../contract/rule.ts";
import { rateOf } from "../coverage/roll-up.ts";
import { NOT_ELIGIBLE, SERVED, UNKNOWN, UNSERVED } from "../coverage/snapshot.ts";
import { villageOf, type PlanContext } from "./context.ts";
import { remainingAfter } from "./persons.ts";
import type { Plan } from "./plan.ts";

/** Statuses of a rule's units, as the engine or the what-if gives them. */
export interface RuleStatuses {
  readonly rule: IndicatorRule;
  /** Index of each judged unit: into villages for natural villages, into areas otherwise. */
  readonly units: Int32Array;
  readonly today: Uint8Array;
  /** With the works that are in use at the end of each year of the plan. The same array again where nothing changed costs nothing. */
  readonly afterWorks: readonly Uint8Array[];
}

type RuleRates = PlanRatesAnswer["rules"][number];

/** What is counted of each status: units, households, persons. */
const KINDS = 3;
/** Statuses are numbers from 0 to 3. */
const STATUSES = 4;

/** Counts by status and kind. */
type Counts = Float64Array;

/** Who is left of the units of one kind (natural villages, or areas of a level) at the end of each year. */
interface Leavers {
  /** Units of which anybody moves, by index into villages or areas. */
  readonly units: readonly number[];
  /** Households, persons and "all gone" (1) of the n-th of them in year y: left[(n * years + y) * 3 ...]; -1 = not recorded. */
  readonly left: Float64Array;
}

/**
 * The rates of an area today and, for the end of each year, after works, after moves and after both, by every rule given; with the number
 * of units that left the count by moving and of those that fell below the rule's least size by it.
 *
 * A village all of which has moved leaves numerator and denominator; one of which some households have moved keeps the others, and counts
 * no longer when fewer are left than the rule asks for. An administrative village or township leaves when all its natural villages have.
 * Those who arrive at settlements are not counted anywhere: settlements are not villages. Only villages of the plan's area move.
 */
export function planRates(
  plan: Plan,
  context: PlanContext,
  areaCode: string,
  rules: readonly RuleStatuses[],
): RuleRates[] {
  const years = context.money.length;
  const isIn = areasIn(context, areaCode);
  const villages = villageLeavers(plan, context);
  let areas: AreaCounts | null = null;
  return rules.map(({ rule, units, today, afterWorks }) => {
    const ofVillages = rule.unit === "naturalVillage";
    if (!ofVillages) areas ??= countAreas(context, villages);
    const size = ofVillages ? context.data.villages : areas!;
    const isCounted = ofVillages
      ? (unit: number): boolean => isIn[context.data.villages.area[unit]!] === 1
      : (unit: number): boolean => isIn[unit] === 1;
    const base = countAll(units, today, size, isCounted);
    const works: Counts[] = [];
    for (let y = 0; y < years; y++) {
      const statuses = afterWorks[y] ?? today;
      const before = y === 0 ? today : (afterWorks[y - 1] ?? today);
      const last = works[y - 1] ?? base;
      works.push(statuses === before ? last : countAll(units, statuses, size, isCounted));
    }
    const leavers = ofVillages ? villages : areas!.leavers;
    const positions = positionsOf(
      units,
      leavers.units,
      ofVillages ? context.data.villages.count : context.data.areas.count,
    );
    const rows = works.map((afterWorksCounts, y) => {
      const moved = base.slice();
      const both = afterWorksCounts.slice();
      const left = { moved: 0, fellBelow: 0 };
      const statuses = afterWorks[y] ?? today;
      leavers.units.forEach((unit, n) => {
        const position = positions[n]!;
        if (position < 0 || !isCounted(unit)) return;
        const at = (n * years + y) * KINDS;
        const households = leavers.left[at]!;
        const persons = leavers.left[at + 1]!;
        const isGone = leavers.left[at + 2] === 1;
        if (!isGone && households === size.households[unit]! && persons === size.persons[unit]!)
          return;
        const isBelow =
          !isGone &&
          isBelowLeast(rule, households, persons) &&
          !isBelowLeast(rule, size.households[unit]!, size.persons[unit]!);
        const status = today[position]!;
        if (status !== NOT_ELIGIBLE && isGone) left.moved++;
        if (status !== NOT_ELIGIBLE && isBelow) left.fellBelow++;
        for (const [counts, now] of [
          [moved, status],
          [both, statuses[position]!],
        ] as const) {
          add(counts, now, -1, size.households[unit]!, size.persons[unit]!);
          if (!isGone) add(counts, isBelow ? NOT_ELIGIBLE : now, 1, households, persons);
        }
      });
      return {
        year: context.frame.years.from + y,
        afterWorks: ratesOf(afterWorksCounts),
        afterMoves: ratesOf(moved),
        afterBoth: ratesOf(both),
        left,
      };
    });
    return { rule: rule.id, target: rule.target, today: ratesOf(base), years: rows };
  });
}

function add(
  counts: Counts,
  status: number,
  sign: 1 | -1,
  households: number,
  persons: number,
): void {
  const at = status * KINDS;
  counts[at]! += sign;
  counts[at + 1]! += sign * Math.max(0, households);
  counts[at + 2]! += sign * Math.max(0, persons);
}

function countAll(
  units: Int32Array,
  statuses: Uint8Array,
  size: { readonly households: ArrayLike<number>; readonly persons: ArrayLike<number> },
  isCounted: (unit: number) => boolean,
): Counts {
  const counts = new Float64Array(STATUSES * KINDS);
  for (let n = 0; n < units.length; n++) {
    const unit = units[n]!;
    if (isCounted(unit)) add(counts, statuses[n]!, 1, size.households[unit]!, size.persons[unit]!);
  }
  return counts;
}

function ratesOf(counts: Counts): Rates {
  const of = (kind: number): Rate =>
    rateOf(
      counts[SERVED * KINDS + kind]!,
      counts[UNSERVED * KINDS + kind]!,
      counts[UNKNOWN * KINDS + kind]!,
    );
  return { villages: of(0), households: of(1), persons: of(2) };
}

/** True when what is left of a unit is less than a rule asks for; what is not recorded is not. */
function isBelowLeast({ eligible }: IndicatorRule, households: number, persons: number): boolean {
  const { minHouseholds, minPersons } = eligible;
  return (
    (minHouseholds !== undefined && households >= 0 && households < minHouseholds) ||
    (minPersons !== undefined && persons >= 0 && persons < minPersons)
  );
}

/** Where some units stand in a rule's list, -1 for none. */
function positionsOf(units: Int32Array, wanted: readonly number[], count: number): Int32Array {
  const position = new Int32Array(count).fill(-1);
  for (let n = 0; n < units.length; n++) position[units[n]!] = n;
  return Int32Array.from(wanted, (unit) => position[unit]!);
}

/** 1 for an area and those in it; all 0 for one that is not in the data. */
function areasIn({ data, areaIndex }: PlanContext, code: string): Uint8Array {
  const { count, parent } = data.areas;
  const isIn = new Uint8Array(count);
  const area = areaIndex.get(code);
  for (let i = 0; i < count; i++)
    if (i === area || (parent[i]! >= 0 && isIn[parent[i]!] === 1)) isIn[i] = 1;
  return isIn;
}

function villageLeavers(plan: Plan, context: PlanContext): Leavers {
  const { households, persons } = context.data.villages;
  const { from } = context.frame.years;
  const years = context.money.length;
  const units: number[] = [];
  const left = new Float64Array(plan.moves.size * years * KINDS);
  for (const [key, move] of plan.moves) {
    const village = villageOf(context, key);
    if (village < 0) continue;
    const n = units.push(village) - 1;
    for (let y = 0; y < years; y++) {
      const rest = remainingAfter(move, households[village]!, persons[village]!, from + y);
      left.set([rest.households, rest.persons, rest.isGone ? 1 : 0], (n * years + y) * KINDS);
    }
  }
  return { units, left };
}

/** Areas with the sums of what their villages record, as the roll-up takes them, and who is left of them. */
interface AreaCounts {
  readonly households: Float64Array;
  readonly persons: Float64Array;
  readonly leavers: Leavers;
}

function countAreas(context: PlanContext, leavers: Leavers): AreaCounts {
  const { areas, villages } = context.data;
  const years = context.money.length;
  const households = new Float64Array(areas.count);
  const persons = new Float64Array(areas.count);
  const held = new Int32Array(areas.count);
  for (let v = 0; v < villages.count; v++)
    for (let at = villages.area[v]!; at >= 0; at = areas.parent[at]!) {
      households[at]! += Math.max(0, villages.households[v]!);
      persons[at]! += Math.max(0, villages.persons[v]!);
      held[at]! += 1;
    }
  const position = new Int32Array(areas.count).fill(-1);
  const units: number[] = [];
  for (const village of leavers.units)
    for (let at = villages.area[village]!; at >= 0 && position[at]! < 0; at = areas.parent[at]!)
      position[at] = units.push(at) - 1;
  const left = new Float64Array(units.length * years * KINDS);
  const gone = new Int32Array(units.length * years);
  units.forEach((area, n) => {
    for (let y = 0; y < years; y++)
      left.set([households[area]!, persons[area]!, 0], (n * years + y) * KINDS);
  });
  leavers.units.forEach((village, m) => {
    const [h, p] = [villages.households[village]!, villages.persons[village]!].map((one) =>
      Math.max(0, one),
    );
    for (let at = villages.area[village]!; at >= 0; at = areas.parent[at]!)
      for (let y = 0; y < years; y++) {
        const from = (m * years + y) * KINDS;
        const into = (position[at]! * years + y) * KINDS;
        left[into]! -= h! - Math.max(0, leavers.left[from]!);
        left[into + 1]! -= p! - Math.max(0, leavers.left[from + 1]!);
        gone[position[at]! * years + y]! += leavers.left[from + 2]!;
        if (gone[position[at]! * years + y] === held[at]) left[into + 2] = 1;
      }
  });
  return { households, persons, leavers: { units, left } };
}
