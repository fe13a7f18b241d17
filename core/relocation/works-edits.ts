import type { Works } from "../contract/plan.ts";
import type { Sector } from "../contract/rule.ts";
import type { DrawnFeature } from "../coverage/drawn-feature.ts";
import type { FeatureEdits } from "../coverage/snapshot-with.ts";
import type { FeatureColumns } from "../coverage/snapshot.ts";

/** What some works change of the features of a snapshot, by sector: what is drawn, and what is closed or gives way to what is drawn. */
export function worksEdits(
  features: Readonly<Record<Sector, FeatureColumns>>,
  works: Iterable<readonly [id: string, works: Works]>,
): Partial<Record<Sector, FeatureEdits>> {
  const edits: Partial<Record<Sector, { added: DrawnFeature[]; closed: number[] }>> = {};
  for (const [id, one] of works) {
    const { sector, action, featureId, geometry, surface, allSeason, accepted, numbers } = one;
    const of = (edits[sector] ??= { added: [], closed: [] });
    const row = featureId === null ? -1 : features[sector].id.indexOf(featureId);
    if (action !== "build" && row >= 0 && !of.closed.includes(row)) of.closed.push(row);
    if (action === "close" || geometry === null) continue;
    of.added.push({ id, geometry, class: one.class, surface, allSeason, accepted, numbers });
  }
  return edits;
}
