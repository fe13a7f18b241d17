import type { Rate } from "../contract/coverage.ts";

/** How a rate stands to its target: `undetermined` where what is unknown decides. */
export type Standing = "met" | "below" | "undetermined";

/**
 * Whether a rate meets a target, as far as it can be told: met when it is even if nothing unknown is served, below when it is not even
 * if all of it is. Null without a target or where nothing counts. 19 of 20 meet 95 %; 0 known of 729 neither meet it nor miss it.
 */
export function standingOf(rate: Rate, target: number | null): Standing | null {
  const missing = missingOf(rate, target);
  if (missing === null || rate.eligible === 0) return null;
  if (missing.most === 0) return "met";
  return missing.least > 0 ? "below" : "undetermined";
}

/**
 * Further units (households, persons) to serve until the target is met: `least` if everything unknown turns out served, `most` if none of
 * it does; the two are one number where nothing is unknown. Both 0 where nothing counts, null without a target.
 */
export function missingOf(
  { served, unknown, eligible }: Rate,
  target: number | null,
): { readonly least: number; readonly most: number } | null {
  if (target === null) return null;
  // The product may come out a hair above a whole number that it should equal.
  const needed = Math.ceil(target * eligible - 1e-9);
  return { least: Math.max(0, needed - served - unknown), most: Math.max(0, needed - served) };
}
