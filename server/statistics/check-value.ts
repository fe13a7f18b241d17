import type { StatisticItem } from "../../core/contract/statistics.ts";

/** Why a figure cannot be taken in. */
export type ValueFault = "notWhole" | "outOfBounds" | "levelWithoutItem" | "yearAhead";

/** What is wrong with a figure in its own unit; null for nothing. */
export function valueFault(
  item: StatisticItem,
  value: number,
  level: string,
  year: number,
  thisYear: number,
): ValueFault | null {
  if (!item.levels.some((each) => each === level)) return "levelWithoutItem";
  if (year > thisYear) return "yearAhead";
  if (item.whole && !Number.isInteger(value)) return "notWhole";
  return value < item.least || value > item.most ? "outOfBounds" : null;
}

/** The year it is, in UTC. */
export function thisYear(): number {
  return new Date().getUTCFullYear();
}
