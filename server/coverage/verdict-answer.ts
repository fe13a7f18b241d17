import { REASONS, STATUSES, type Verdict } from "../../core/contract/coverage.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Snapshot, Verdicts } from "../../core/coverage/snapshot.ts";

/** The k-th verdict as answers give it. */
export function verdictAnswer(
  snapshot: Snapshot,
  rule: IndicatorRule,
  verdicts: Verdicts,
  k: number,
): Verdict {
  const features = snapshot.features[rule.sector];
  const feature = verdicts.feature[k]!;
  const distanceM = verdicts.distanceM[k]!;
  return {
    status: STATUSES[verdicts.status[k]!]!,
    reason: REASONS[verdicts.reason[k]!]!,
    distanceM: Number.isNaN(distanceM) ? null : Math.round(distanceM * 100) / 100,
    feature:
      feature < 0
        ? null
        : {
            id: features.id[feature]!,
            sector: rule.sector,
            name: features.name[feature] ?? null,
            class: features.classes[features.class[feature]!] || null,
            surface: features.surfaces[features.surface[feature]!] || null,
          },
  };
}
