import type { IndicatorRule, Sector } from "../../core/contract/rule.ts";
import { snapshotWith, type FeatureEdits } from "../../core/coverage/snapshot-with.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { layServiceLines, type BuildGeometry } from "../../core/relocation/service-lines.ts";

/** What is asked of what building would take in an area. */
export interface LinesQuestion {
  readonly area: number;
  readonly rules: readonly IndicatorRule[];
  /** Flags of villages by zones; null for none. */
  readonly zoneFlags: Uint8Array | null;
  /** Works that are taken as built. */
  readonly edits: Partial<Readonly<Record<Sector, FeatureEdits>>> | null;
}

/** What building would take: core's layServiceLines on the data with the works of a plan. */
export function layLines(snapshot: Snapshot, question: LinesQuestion): BuildGeometry {
  const { area, rules, zoneFlags, edits } = question;
  const on = edits === null ? snapshot : snapshotWith(snapshot, edits);
  return layServiceLines(on, rules, area, zoneFlags);
}

/** Gives what building would take, here or in another thread. */
export type LayLines = (
  snapshot: Snapshot,
  question: LinesQuestion,
) => BuildGeometry | Promise<BuildGeometry>;
