import type { IndicatorRule, SimpleTest } from "../../contract/rule.ts";
import { worksCostId, type Policy } from "../../policy/plan-policy.ts";
import { WORKS_DEFAULTS, type WorksDefault } from "../../policy/works-defaults.ts";
import { columnsOf } from "../drawn-feature.ts";
import { matchFeatures } from "../feature-filter.ts";
import { testsOf } from "../measure.ts";
import { YES } from "../snapshot.ts";

type DistanceTest = Extract<SimpleTest, { kind: "distance" }>;

/** The kind of line that closes gaps of a rule, and the tests by which it serves. */
export interface LineWorks {
  readonly class: string;
  readonly surface: string | null;
  readonly allSeason: boolean | null;
  readonly accepted: boolean | null;
  readonly numbers: WorksDefault["numbers"];
  /** Tests by distance that such a line passes. */
  readonly tests: readonly DistanceTest[];
  readonly yuanPerM: number;
}

/** What a new line is recorded as where a test asks for it: it is built and accepted for this rule. */
function asked(tests: readonly DistanceTest[], field: "allSeason" | "accepted"): boolean | null {
  return tests.find((test) => test[field] !== undefined)?.[field] ?? null;
}

/**
 * The usual line of the rule's sector that serves by the rule: the first of WORKS_DEFAULTS that passes one of the rule's tests by
 * distance and has a cost by the kilometre. Null where no line can serve, or none has a cost.
 */
export function lineWorksOf(rule: IndicatorRule, policy: Policy, year: number): LineWorks | null {
  const byDistance = testsOf(rule).filter((test) => test.kind === "distance");
  const allSeason = asked(byDistance, "allSeason");
  const accepted = asked(byDistance, "accepted");
  for (const { class: code, surface, numbers } of WORKS_DEFAULTS.line[rule.sector] ?? []) {
    const line = { class: code, surface, allSeason, accepted, numbers };
    const geometry = { type: "LineString" as const, coordinates: [[0, 0]] };
    const columns = columnsOf(rule.sector, [{ id: "line", geometry, ...line }]);
    const tests = byDistance.filter((test) => matchFeatures(columns, test)[0] === YES);
    const figure =
      policy.at(worksCostId(rule.sector, code), year) ??
      policy.at(worksCostId(rule.sector, null), year);
    if (tests.length === 0 || figure?.unit !== "yuan/km" || figure.value <= 0) continue;
    return { ...line, tests, yuanPerM: figure.value / 1000 };
  }
  return null;
}
