import type { Measure, StatusColumns } from "../contract/thematic.ts";
import { positionOf } from "./columns.ts";
import type { Indicator, IndicatorValue, ValueQuestion } from "./indicator.ts";

type Statuses = Readonly<Record<keyof StatusColumns, number | null>>;

/** How many units (households, persons) a rule finds served: today, or at the end of a year of a plan; of the last one without a year. */
function statusesAt(question: ValueQuestion, rule: string, measure: Measure): Statuses | null {
  const { columns, area, basis, year } = question;
  const at = (of: StatusColumns, position: number): Statuses => ({
    served: of.served[position] ?? null,
    unserved: of.unserved[position] ?? null,
    unknown: of.unknown[position] ?? null,
  });
  if (basis === "today") {
    const found = columns.today.rules.find((one) => one.rule === rule);
    return found === undefined ? null : at(found[measure], area);
  }
  const years = columns.ruleYears?.[rule];
  if (years === undefined) return null;
  const y = year === null ? years.years.length - 1 : years.years.indexOf(year);
  const position = positionOf(years.areas, columns.today.areas[area]!.code);
  const found = years[basis][y];
  return found === undefined || position < 0 ? null : at(found[measure], position);
}

const NOT_KNOWN: Statuses = { served: null, unserved: null, unknown: null };

function partsOf(statuses: Statuses): IndicatorValue["parts"] {
  return (["served", "unserved", "unknown"] as const).map((code) => ({
    code,
    value: statuses[code],
  }));
}

const byRule = (rule: string, measure: Measure) =>
  ({
    group: "coverage",
    rule,
    measure,
    byYear: true,
    needsOf: (basis) => (basis === "today" ? ["today"] : ["today", "ruleYears"]),
  }) as const satisfies Partial<Indicator>;

/** Coverage by a rule (覆盖率): served / (served + unserved), null on 0 of 0. */
export function rateIndicator(rule: string, measure: Measure): Indicator {
  return {
    ...byRule(rule, measure),
    id: `rate:${rule}:${measure}`,
    unit: "share",
    kind: "rate",
    better: "high",
    targetOf: ({ today }) => today.rules.find((one) => one.rule === rule)?.target ?? null,
    valueAt(question) {
      const statuses = statusesAt(question, rule, measure) ?? NOT_KNOWN;
      const { served, unserved } = statuses;
      const counted = served === null || unserved === null ? 0 : served + unserved;
      return { value: counted > 0 ? served! / counted : null, parts: partsOf(statuses) };
    },
  };
}

/** Those that a rule counts and that are not served (缺口). */
export function unservedIndicator(rule: string, measure: Measure): Indicator {
  return {
    ...byRule(rule, measure),
    id: `unserved:${rule}:${measure}`,
    unit: measure,
    kind: "count",
    better: "low",
    targetOf: () => null,
    valueAt(question) {
      const statuses = statusesAt(question, rule, measure) ?? NOT_KNOWN;
      return { value: statuses.unserved, parts: partsOf(statuses) };
    },
  };
}
