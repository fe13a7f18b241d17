import type { ColumnsOfArea } from "../../core/coverage/area-columns.ts";
import { clipSnapshot } from "../../core/coverage/clip-snapshot.ts";
import { packColumns } from "../../core/coverage/pack-columns.ts";
import { SECTORS } from "../../core/contract/rule.ts";
import { indexOfId } from "./load-villages.ts";
import type { RegionState } from "./state.ts";

/** The part of the data that a page needs to work on an area by itself, packed. `sectors` names with commas; none when left out. */
export async function columnsAnswer(
  state: RegionState,
  area: number,
  sectors: string | undefined,
): Promise<Uint8Array> {
  const asked = sectors?.split(",") ?? [];
  const snapshot = clipSnapshot(
    state.snapshot,
    area,
    SECTORS.filter((sector) => asked.includes(sector)),
  );
  const { villages } = state.snapshot;
  const rows = Int32Array.from(snapshot.villages.id, (id) => indexOfId(villages.id, id));
  const status: Record<string, Uint8Array> = {};
  for (const rule of state.rules) {
    if (rule.unit !== "naturalVillage") continue;
    const { verdicts } = await state.judge(rule);
    status[rule.id] = Uint8Array.from(rows, (row) => verdicts.status[row]!);
  }
  const answer: ColumnsOfArea = { version: state.version, snapshot, status };
  return packColumns(answer);
}
