import type { ColumnsOfArea } from "../../core/coverage/area-columns.ts";
import { clipSnapshot } from "../../core/coverage/clip-snapshot.ts";
import { packColumns } from "../../core/coverage/pack-columns.ts";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import { indexOfId } from "./load-villages.ts";
import type { RegionState } from "./state.ts";

/** The part of the data that a page needs to work on an area by itself, packed. `sectors` names with commas; none when left out. */
export async function columnsAnswer(
  state: RegionState,
  area: number,
  sectors: string | undefined,
): Promise<Uint8Array> {
  const asked = sectors?.split(",") ?? [];
  return packColumns(
    await columnsOfArea(
      state,
      area,
      SECTORS.filter((sector) => asked.includes(sector)),
    ),
  );
}

/** The villages of an area with their verdicts, and the networks of some sectors around them. */
export async function columnsOfArea(
  state: RegionState,
  area: number,
  sectors: readonly Sector[],
): Promise<ColumnsOfArea> {
  const snapshot = clipSnapshot(state.snapshot, area, sectors);
  const { villages } = state.snapshot;
  const rows = Int32Array.from(snapshot.villages.id, (id) => indexOfId(villages.id, id));
  const status: Record<string, Uint8Array> = {};
  for (const rule of state.rules) {
    if (rule.unit !== "naturalVillage") continue;
    const { verdicts } = await state.judge(rule);
    status[rule.id] = Uint8Array.from(rows, (row) => verdicts.status[row]!);
  }
  return { version: state.version, snapshot, status };
}
