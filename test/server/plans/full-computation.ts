import type { Works } from "../../../core/contract/plan.ts";
import type { IndicatorRule } from "../../../core/contract/rule.ts";
import type { DrawnFeature } from "../../../core/coverage/drawn-feature.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import type { Snapshot, Verdicts } from "../../../core/coverage/snapshot.ts";
import { snapshotWith } from "../../../core/coverage/snapshot-with.ts";

/** The verdicts of a rule with works of its sector in place, by the whole region measured anew. */
export function measuredWith(
  snapshot: Snapshot,
  rule: IndicatorRule,
  list: readonly Works[],
): Verdicts {
  const ids = snapshot.features[rule.sector].id;
  const rows = list.flatMap(({ action, featureId }) =>
    action === "build" ? [] : [ids.indexOf(featureId!)],
  );
  const added = list.flatMap(({ action, geometry, ...one }, i): DrawnFeature[] =>
    action === "close" || geometry === null ? [] : [{ id: `w${i}`, geometry, ...one, name: null }],
  );
  const closed = [...new Set(rows)].sort((a, b) => a - b);
  return measureCoverage(snapshotWith(snapshot, { [rule.sector]: { added, closed } }), rule);
}
