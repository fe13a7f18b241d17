import { MEASURES, type RuleColumns, type StatusColumns } from "../contract/thematic.ts";
import { KINDS as ROLLED_KINDS } from "../coverage/roll-up.ts";
import { SERVED, UNKNOWN, UNSERVED, type AreaCounts } from "../coverage/snapshot.ts";
import { GROUP_CELLS, KINDS, type GroupCounts } from "../relocation/rate-counts.ts";

/** The three measures in the order in which counts hold them. */
function columnsOf(of: (kind: number) => StatusColumns): RuleColumns {
  const [villages, households, persons] = MEASURES.map((_, kind) => of(kind));
  return { villages: villages!, households: households!, persons: persons! };
}

/** Counts of some areas of a region, as the roll-up of a run gives them, in columns. */
export function columnsOfAreas(counts: AreaCounts, areas: readonly number[]): RuleColumns {
  return columnsOf((kind) => {
    const column = (of: Int32Array): number[] =>
      areas.map((area) => of[area * ROLLED_KINDS + kind]!);
    return {
      served: column(counts.served),
      unserved: column(counts.unserved),
      unknown: column(counts.unknown),
    };
  });
}

/** Counts of the groups of a plan in columns. */
export function columnsOfGroups(counts: GroupCounts): RuleColumns {
  const groups = counts.length / GROUP_CELLS;
  return columnsOf((kind) => {
    const column = (status: number): number[] =>
      Array.from(
        { length: groups },
        (_, group) => counts[group * GROUP_CELLS + status * KINDS + kind]!,
      );
    return { served: column(SERVED), unserved: column(UNSERVED), unknown: column(UNKNOWN) };
  });
}
