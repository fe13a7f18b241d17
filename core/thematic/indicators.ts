import { MEASURES, type Measure } from "../contract/thematic.ts";
import type { MapColumns } from "./columns.ts";
import type { Indicator } from "./indicator.ts";
import { BUILD_INDICATORS } from "./indicators-build.ts";
import { PEOPLE_INDICATORS } from "./indicators-people.ts";
import { PLAN_INDICATORS } from "./indicators-plan.ts";
import { rateIndicator, unservedIndicator } from "./indicators-rule.ts";

/** Indicators that do not depend on a rule, in the order of display within their groups. */
const PLAIN: readonly Indicator[] = [...PLAN_INDICATORS, ...PEOPLE_INDICATORS, ...BUILD_INDICATORS];
const byId = new Map<string, Indicator | null>(PLAIN.map((one) => [one.id, one]));
/** Ids come from addresses, so no more of them than this are remembered. */
const MOST_REMEMBERED = 500;

/**
 * The indicator with an id, null where there is none: "rate:RULE:MEASURE", "unserved:RULE:MEASURE" or the name of one of the others.
 * Whether the data hold the rule is another question (`isKnown`).
 */
export function findIndicator(id: string): Indicator | null {
  const known = byId.get(id);
  if (known !== undefined) return known;
  const made = ofRule(id);
  if (byId.size < MOST_REMEMBERED) byId.set(id, made);
  return made;
}

function ofRule(id: string): Indicator | null {
  const [kind, rule, measure, ...more] = id.split(":");
  const isMeasure = (MEASURES as readonly (string | undefined)[]).includes(measure);
  if (rule === undefined || rule === "" || !isMeasure || more.length > 0) return null;
  if (kind === "rate") return rateIndicator(rule, measure as Measure);
  return kind === "unserved" ? unservedIndicator(rule, measure as Measure) : null;
}

/** Every indicator that data with these rules have, coverage first. */
export function listIndicators(rules: readonly string[]): Indicator[] {
  const ofRules = rules.flatMap((rule) => [
    ...MEASURES.map((measure) => findIndicator(`rate:${rule}:${measure}`)!),
    ...MEASURES.map((measure) => findIndicator(`unserved:${rule}:${measure}`)!),
  ]);
  return [...ofRules, ...PLAIN];
}

/** True for an indicator that data with these rules have. */
export function isKnown(id: string, rules: readonly string[]): boolean {
  const found = findIndicator(id);
  return found !== null && (found.rule === null || rules.includes(found.rule));
}

/** The years that a map of an indicator can show with the columns at hand; none where it does not change by year. */
export function yearsOf(indicator: Indicator, columns: MapColumns): readonly number[] {
  if (!indicator.byYear) return [];
  if (indicator.rule !== null) return columns.ruleYears?.[indicator.rule]?.years ?? [];
  return columns.plan?.years ?? [];
}
