import type { StatisticItem } from "../../core/contract/statistics.ts";

/** How a statistic is typed: a rate in per cent, everything else as it is stored. */
export const typedOf = (value: number, unit: StatisticItem["unit"]): number =>
  unit === "rate" ? Number((value * 100).toFixed(6)) : value;
export const valueOf = (typed: number, unit: StatisticItem["unit"]): number =>
  unit === "rate" ? Number((typed / 100).toFixed(8)) : typed;

/** What stands against a value as typed: it lies outside of what the item allows, or has a fraction where only whole numbers make sense. */
export function faultOf(
  typed: number | null,
  item: Pick<StatisticItem, "unit" | "least" | "most" | "whole">,
): { code: "empty" | "outside" | "whole"; least: number; most: number } | null {
  const bounds = { least: typedOf(item.least, item.unit), most: typedOf(item.most, item.unit) };
  if (typed === null || !Number.isFinite(typed)) return { code: "empty", ...bounds };
  if (typed < bounds.least || typed > bounds.most) return { code: "outside", ...bounds };
  if (item.whole && !Number.isInteger(typed)) return { code: "whole", ...bounds };
  return null;
}
