import type { IndicatorRule } from "../contract/rule.ts";
import { NOT_ELIGIBLE } from "../coverage/snapshot.ts";
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

/** Areas that are counted apart, none of them within another: the group of each area and of all below it, -1 for those not asked about. */
export interface AreaGroups {
  readonly count: number;
  /** By index of the area. */
  readonly of: Int32Array;
}

/** What is counted of each status: units, households, persons. */
export const KINDS = 3;
/** Statuses are numbers from 0 to 3. */
const STATUSES = 4;
/** Cells of one group. */
export const GROUP_CELLS = STATUSES * KINDS;

/** Counts by group, status and kind: group * GROUP_CELLS + status * KINDS + kind. */
export type GroupCounts = Float64Array;

/** Counts of one rule at the end of a year. */
interface YearCounts {
  readonly afterWorks: GroupCounts;
  readonly afterMoves: GroupCounts;
  readonly afterBoth: GroupCounts;
  /** By group: units that left the count by moving, and those that fell below the rule's least size by it. */
  readonly moved: Int32Array;
  readonly fellBelow: Int32Array;
}

/** Counts of one rule today and at the end of each year of a plan. */
export interface RuleCounts {
  readonly rule: IndicatorRule;
  readonly today: GroupCounts;
  readonly years: readonly YearCounts[];
}

/** Who is left of the units of one kind (natural villages, or areas of a level) at the end of each year. */
interface Leavers {
  /** Units of which anybody moves, by index into villages or areas. */
  readonly units: readonly number[];
  /** Households, persons and "all gone" (1) of the n-th of them in year y: left[(n * years + y) * 3 ...]; -1 = not recorded. */
  readonly left: Float64Array;
}

/** The groups of the areas of some indices: each holds its area and all below it. Areas must not lie within each other. */
export function groupsOf(
  { count, parent }: Pick<PlanContext["data"]["areas"], "count" | "parent">,
  areas: readonly number[],
): AreaGroups {
  const of = new Int32Array(count).fill(-1);
  areas.forEach((area, group) => (of[area] = group));
  for (let i = 0; i < count; i++) {
    const above = parent[i]!;
    if (of[i] === -1 && above >= 0) of[i] = of[above]!;
  }
  return { count: areas.length, of };
}

/**
 * Counts the units of rules in each of some areas: today and, for the end of each year, after works, after moves and after both. One pass
 * over the units whatever the number of areas, and one for each year in which works change statuses; see `planRates` for who counts.
 */
export function countPlan(
  plan: Plan,
  context: PlanContext,
  groups: AreaGroups,
  rules: readonly RuleStatuses[],
): RuleCounts[] {
  const years = context.money.length;
  const villages = villageLeavers(plan, context);
  let areas: AreaCounts | null = null;
  return rules.map((statuses) => {
    const { rule, units, today, afterWorks } = statuses;
    const ofVillages = rule.unit === "naturalVillage";
    if (!ofVillages) areas ??= countAreas(context, villages);
    const counter: Counter = {
      size: ofVillages ? context.data.villages : areas!,
      groups: groups.count,
      groupOf: ofVillages
        ? (unit) => groups.of[context.data.villages.area[unit]!]!
        : (unit) => groups.of[unit]!,
    };
    const base = countAll(units, today, counter);
    const works: GroupCounts[] = [];
    for (let y = 0; y < years; y++) {
      const now = afterWorks[y] ?? today;
      const before = y === 0 ? today : (afterWorks[y - 1] ?? today);
      const last = works[y - 1] ?? base;
      works.push(now === before ? last : countAll(units, now, counter));
    }
    const leavers = ofVillages ? villages : areas!.leavers;
    const positions = positionsOf(
      units,
      leavers.units,
      ofVillages ? context.data.villages.count : context.data.areas.count,
    );
    const rows = works.map((after, y): YearCounts => {
      const counts: YearCounts = {
        afterWorks: after,
        afterMoves: base.slice(),
        afterBoth: after.slice(),
        moved: new Int32Array(groups.count),
        fellBelow: new Int32Array(groups.count),
      };
      takeLeavers(counts, { ...statuses, leavers, positions, counter, year: y, years });
      return counts;
    });
    return { rule, today: base, years: rows };
  });
}

/** How the units of a rule are counted. */
interface Counter {
  readonly size: { readonly households: ArrayLike<number>; readonly persons: ArrayLike<number> };
  readonly groups: number;
  readonly groupOf: (unit: number) => number;
}

/** Takes those who have left by the end of a year out of its counts. */
function takeLeavers(
  counts: YearCounts,
  on: RuleStatuses & {
    readonly leavers: Leavers;
    /** Where each leaver stands among the rule's units, -1 for none. */
    readonly positions: Int32Array;
    readonly counter: Counter;
    readonly year: number;
    readonly years: number;
  },
): void {
  const { rule, today, leavers, positions, counter, year, years } = on;
  const { size, groupOf } = counter;
  const statuses = on.afterWorks[year] ?? today;
  for (let n = 0; n < leavers.units.length; n++) {
    const unit = leavers.units[n]!;
    const position = positions[n]!;
    const group = groupOf(unit);
    if (position < 0 || group < 0) continue;
    const at = (n * years + year) * KINDS;
    const households = leavers.left[at]!;
    const persons = leavers.left[at + 1]!;
    const isGone = leavers.left[at + 2] === 1;
    if (!isGone && households === size.households[unit]! && persons === size.persons[unit]!)
      continue;
    const isBelow =
      !isGone &&
      isBelowLeast(rule, households, persons) &&
      !isBelowLeast(rule, size.households[unit]!, size.persons[unit]!);
    const status = today[position]!;
    if (status !== NOT_ELIGIBLE && isGone) counts.moved[group]!++;
    if (status !== NOT_ELIGIBLE && isBelow) counts.fellBelow[group]!++;
    for (const [into, now] of [
      [counts.afterMoves, status],
      [counts.afterBoth, statuses[position]!],
    ] as const) {
      add(into, group, now, -1, size.households[unit]!, size.persons[unit]!);
      if (!isGone) add(into, group, isBelow ? NOT_ELIGIBLE : now, 1, households, persons);
    }
  }
}

function add(
  counts: GroupCounts,
  group: number,
  status: number,
  sign: 1 | -1,
  households: number,
  persons: number,
): void {
  const at = group * GROUP_CELLS + status * KINDS;
  counts[at]! += sign;
  counts[at + 1]! += sign * Math.max(0, households);
  counts[at + 2]! += sign * Math.max(0, persons);
}

function countAll(units: Int32Array, statuses: Uint8Array, counter: Counter): GroupCounts {
  const { size, groups, groupOf } = counter;
  const counts = new Float64Array(groups * GROUP_CELLS);
  for (let n = 0; n < units.length; n++) {
    const unit = units[n]!;
    const group = groupOf(unit);
    if (group >= 0)
      add(counts, group, statuses[n]!, 1, size.households[unit]!, size.persons[unit]!);
  }
  return counts;
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
