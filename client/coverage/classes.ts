import type { Rate } from "../../core/contract/coverage.ts";
import { BELOW_TARGET, MEETS_TARGET } from "../../core/thematic/palettes.ts";

/** One class of a choropleth: rates from `from` (included) up to `to` (excluded). */
export interface RateClass {
  from: number;
  to: number;
  colour: string;
  meetsTarget: boolean;
}

/** One hue from light to dark, for rules without a target: nothing is good or bad. Finer towards 100 %, where rates differ. */
const PLAIN = [
  { from: 0, colour: "#dbe8f3" },
  { from: 0.5, colour: "#bcd4e8" },
  { from: 0.8, colour: "#94bad9" },
  { from: 0.9, colour: "#6a9bc7" },
  { from: 0.95, colour: "#437cae" },
  { from: 0.98, colour: "#24588a" },
];
/** Areas where statuses are all unknown; areas with nothing eligible are hatched. */
export const UNKNOWN_COLOUR = "#b5bcc4";
export const HATCH_COLOUR = "#9aa5b1";
const LAND_COLOUR = "#f4f6f8";

/** The classes of a rule with this target, lowest first; together they cover 0..1 without a gap. */
export function classesOf(target: number | null): RateClass[] {
  if (target === null) {
    return PLAIN.map(({ from, colour }, i) => ({
      from,
      to: PLAIN[i + 1]?.from ?? 1,
      colour,
      meetsTarget: false,
    }));
  }
  const below = BELOW_TARGET.filter((each) => each.from < target);
  return [
    ...below.map((each, i) => ({
      from: each.from,
      to: below[i + 1]?.from ?? target,
      colour: each.colour,
      meetsTarget: false,
    })),
    { from: target, to: 1, colour: MEETS_TARGET, meetsTarget: true },
  ];
}

/** The class that a rate falls in; null for a rate of null. */
export function classOf(rate: number | null, classes: readonly RateClass[]): RateClass | null {
  if (rate === null) return null;
  return classes.findLast((each) => rate >= each.from) ?? null;
}

/** How an area is painted: a colour, hatched where nothing is eligible, grey where every status is unknown. */
export function paintOf(
  rate: Rate,
  classes: readonly RateClass[],
): { colour: string; hatched: boolean } {
  if (rate.eligible === 0) return { colour: LAND_COLOUR, hatched: true };
  return { colour: classOf(rate.rate, classes)?.colour ?? UNKNOWN_COLOUR, hatched: false };
}
