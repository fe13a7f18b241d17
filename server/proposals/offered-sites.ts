import { LEVELS } from "../../core/contract/area.ts";
import type { Settlement } from "../../core/contract/plan.ts";
import type { ProposalQuestion } from "../../core/contract/proposal.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import type { OfferedSites } from "../../core/planner/proposal/destinations.ts";
import type { PlanContext } from "../../core/relocation/context.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { settlementsInData } from "../plans/moves-table.ts";

/** Settlements and candidate sites that a plan does not have and a question offers, by the ids that they would get. */
export function offeredSites(
  snapshot: Snapshot,
  context: PlanContext,
  plan: Plan,
  { destinations }: ProposalQuestion,
): OfferedSites {
  const known = new Set<number>();
  for (const { facilityId } of plan.settlements.values())
    if (facilityId !== null) known.add(facilityId);
  const inData: Record<string, Settlement> = {};
  const found = settlementsInData(snapshot, context);
  for (const [id, settlement] of Object.entries(found))
    if (!known.has(settlement.facilityId!) && !plan.settlements.has(id)) inData[id] = settlement;
  return {
    inData,
    drafts: {
      ...atSeats(snapshot, context, plan, found, destinations.atSeats),
      ...destinations.drafts,
    },
  };
}

/** A candidate site at the seat of each township that has no settlement. */
function atSeats(
  { areas }: Snapshot,
  context: PlanContext,
  plan: Plan,
  inData: Readonly<Record<string, Settlement>>,
  asked: ProposalQuestion["destinations"]["atSeats"],
): Record<string, Settlement> {
  if (asked === null) return {};
  const taken = [...plan.settlements.values(), ...Object.values(inData)].map(
    ({ position }) => position,
  );
  const { capacityPersons, siteCostYuan, landQuotaMu, readyYear } = asked;
  const found: Record<string, Settlement> = {};
  for (let i = 0; i < areas.count; i++) {
    const position: [number, number] = [areas.lng[i]!, areas.lat[i]!];
    const id = `seat-${areas.code[i]}`;
    if (areas.level[i] !== LEVELS.indexOf("township") || context.isInside[i] !== 1) continue;
    if (!Number.isFinite(position[0] + position[1]) || plan.settlements.has(id)) continue;
    if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(id)) continue;
    if (taken.some((place) => isNear(place, position))) continue;
    found[id] = {
      name: `${areas.name[i]}安置点`.slice(0, 100),
      kind: "smallTown",
      layout: "concentrated",
      position,
      outline: null,
      capacityPersons,
      landQuotaMu,
      floorAreaM2: null,
      readyYear,
      siteCostYuan,
      costPerHeadYuan: null,
      facilityId: null,
    };
  }
  return found;
}

/** Within some two kilometres of a seat: its settlement, whatever side of a border it stands on. */
function isNear(a: readonly [number, number], b: readonly [number, number]): boolean {
  return Math.abs(a[0] - b[0]) < 0.02 && Math.abs(a[1] - b[1]) < 0.02;
}
