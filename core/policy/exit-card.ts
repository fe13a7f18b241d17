import type { Rate } from "../contract/coverage.ts";
import type { Comparison, ExitLine, ExitPart, ExitStanding } from "../contract/exit-card.ts";
import type { IndicatorRule } from "../contract/rule.ts";
import type { CoverageCriterion, ExitCriterion, StatisticCriterion } from "./exit-criterion.ts";
import { missingOf, standingOf } from "./target.ts";

/** A figure as it was brought in. */
export interface KnownStatistic {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

/** Coverage of a county by one rule, in what the rule's headline counts. */
interface KnownCoverage {
  readonly rule: IndicatorRule;
  readonly rate: Rate;
  readonly excluded: number;
}

/** What a card is made from. */
export interface ExitGround {
  readonly county: string;
  readonly region: string;
  readonly year: number;
  /** The figure of an area, item and year; null where there is none. */
  statistic(area: string, item: string, year: number): KnownStatistic | null;
  /** Years that any figure is of. */
  readonly years: readonly number[];
  coverage(rule: string): KnownCoverage | null;
}

/** A line without its addresses, which only a server knows. */
export type BareLine = Omit<ExitLine, "coverage"> & {
  coverage: Omit<NonNullable<ExitLine["coverage"]>, "gaps" | "page" | "works" | "solver"> | null;
};

/** The lines of a card, of every criterion in force in its year. */
export function exitLines(criteria: readonly ExitCriterion[], ground: ExitGround): BareLine[] {
  return criteria
    .filter(({ fromYear, toYear }) => isWithin(ground.year, fromYear, toYear))
    .map((criterion) =>
      criterion.kind === "statistic"
        ? statisticLine(criterion, ground)
        : coverageLine(criterion, ground),
    );
}

const isWithin = (year: number, from: number | null, to: number | null): boolean =>
  (from === null || year >= from) && (to === null || year <= to);

/** pass only if every line passes; fail if any fails; else unknown. A card without lines is unknown. */
export function overallOf(standings: readonly ExitStanding[]): ExitStanding {
  if (standings.includes("fail")) return "fail";
  return standings.length === 0 || standings.includes("unknown") ? "unknown" : "pass";
}

/** Whether a value stands up to its threshold. Exactly 8 % is not below 8 %; exactly 95 % is at least 95 %. */
export function standsUp(value: number, comparison: Comparison, threshold: number): boolean {
  switch (comparison) {
    case "atLeast":
      return value >= threshold;
    case "atMost":
      return value <= threshold;
    case "below":
      return value < threshold;
    case "isYes":
      return value === 1;
  }
}

function statisticLine(criterion: StatisticCriterion, ground: ExitGround): BareLine {
  const { county, region, year } = ground;
  const found = valueOf(criterion, ground, year);
  const against = thresholdOf(criterion, ground);
  const missing =
    found.missing ??
    (against.value === null ? { code: "noThreshold" as const, item: against.item! } : null);
  const line = lineOf(criterion, {
    unit: criterion.unit,
    value: found.value,
    threshold: against.value,
    year,
    parts: [...found.parts, ...against.parts],
  });
  if (missing !== null) {
    const params: Record<string, string | number> =
      missing.code === "nothingEligible"
        ? {}
        : { item: missing.item, area: missing.code === "noThreshold" ? region : county, year };
    return {
      ...line,
      standing: "unknown",
      why: { code: missing.code, params },
      earlier: found.value === null ? earlierOf(criterion, ground) : null,
    };
  }
  const passes = standsUp(found.value!, criterion.comparison, against.value!);
  return { ...line, standing: passes ? "pass" : "fail" };
}

interface FoundValue {
  value: number | null;
  parts: ExitPart[];
  missing: { code: "noStatistic" | "nothingEligible"; item: string } | null;
}

function valueOf({ item, per }: StatisticCriterion, ground: ExitGround, year: number): FoundValue {
  const items = per === null ? [item] : [item, per];
  const parts = items.map((each) => partOf(each, ground.county, year, ground));
  const lacking = parts.find(({ value }) => value === null);
  if (lacking !== undefined)
    return { value: null, parts, missing: { code: "noStatistic", item: lacking.code } };
  const [of, by] = parts.map(({ value }) => value!);
  if (by === undefined) return { value: of!, parts, missing: null };
  if (by === 0) return { value: null, parts, missing: { code: "nothingEligible", item } };
  return { value: of! / by, parts, missing: null };
}

function partOf(item: string, area: string, year: number, ground: ExitGround): ExitPart {
  const found = ground.statistic(area, item, year);
  return {
    code: item,
    value: found?.value ?? null,
    unit: found?.unit ?? "",
    area,
    year,
    source: found?.source ?? null,
  };
}

function thresholdOf(
  { threshold }: StatisticCriterion,
  ground: ExitGround,
): { value: number | null; parts: ExitPart[]; item: string | null } {
  if (typeof threshold === "number") return { value: threshold, parts: [], item: null };
  const part = partOf(threshold.item, ground.region, ground.year, ground);
  return { value: part.value, parts: [part], item: threshold.item };
}

/** The last year before the card's that has all the figures. */
function earlierOf(criterion: StatisticCriterion, ground: ExitGround): ExitLine["earlier"] {
  const before = [...ground.years].filter((year) => year < ground.year).sort((a, b) => b - a);
  for (const year of before) {
    const { value } = valueOf(criterion, ground, year);
    if (value !== null) return { year, value };
  }
  return null;
}

function lineOf(
  criterion: ExitCriterion,
  parts: Pick<ExitLine, "unit" | "value" | "threshold" | "year" | "parts">,
): BareLine {
  const { id, name, article, kind, comparison, source, confidence } = criterion;
  return {
    id,
    name,
    article,
    kind,
    comparison,
    source,
    confidence,
    ...parts,
    standing: "unknown",
    why: null,
    earlier: null,
    coverage: null,
  };
}

function coverageLine(criterion: CoverageCriterion, ground: ExitGround): BareLine {
  const known = ground.coverage(criterion.rule);
  const line = lineOf(criterion, {
    unit: "rate",
    value: known?.rate.rate ?? null,
    threshold: known?.rule.target ?? null,
    year: null,
    parts: known === null ? [] : coverageParts(known),
  });
  if (known === null || known.rule.target === null)
    return { ...line, why: { code: "noRule", params: { rule: criterion.rule } } };
  const { rule, rate } = known;
  const missing = missingOf(rate, rule.target)!;
  const coverage = {
    rule: rule.id,
    ruleVersion: rule.version,
    unit: rule.unit,
    counts: rule.headline,
    missing: missing.most,
    missingLeast: missing.least,
  };
  const standing = standingOf(rate, rule.target);
  if (standing === null)
    return { ...line, coverage, why: { code: "nothingEligible", params: { rule: rule.id } } };
  if (standing === "undetermined")
    return {
      ...line,
      coverage,
      why: { code: "undetermined", params: { low: rate.low!, high: rate.high! } },
    };
  return { ...line, coverage, standing: standing === "met" ? "pass" : "fail" };
}

function coverageParts({ rule, rate, excluded }: KnownCoverage): ExitPart[] {
  const part = (code: string, value: number | null, unit: string): ExitPart => ({
    code,
    value,
    unit,
    area: null,
    year: null,
    source: null,
  });
  const { served, unserved, unknown, eligible, low, high } = rate;
  return [
    part("served", served, rule.headline),
    part("unserved", unserved, rule.headline),
    part("unknown", unknown, rule.headline),
    part("eligible", eligible, rule.headline),
    part("excluded", excluded, "villages"),
    part("low", low, "rate"),
    part("high", high, "rate"),
  ];
}
