import type { ProposalQuestion } from "../../core/contract/proposal.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { UNSERVED, YES, type Snapshot, type Verdicts } from "../../core/coverage/snapshot.ts";
import type { VillageFacts } from "../../core/planner/proposal/candidates.ts";
import { comparisonPrices } from "../../core/policy/build-or-move-policy.ts";
import type { Policy } from "../../core/policy/plan-policy.ts";
import { compareBuildAndMove, differenceYuan } from "../../core/relocation/build-or-move.ts";
import { indexOfId } from "../coverage/load-villages.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import type { BuildOrMoveDesk } from "../plans/build-or-move-desk.ts";
import { geometryQuestion, rulesToBuild } from "../plans/build-or-move.ts";
import type { PlanOfRow } from "../plans/measure-service.ts";
import { zonesAt } from "../plans/site-facts.ts";

/** Where facts come from. */
export interface FactsDesk {
  readonly db: Db;
  readonly state: RegionState;
  readonly buildOrMove: BuildOrMoveDesk;
}

/**
 * What the data of a region say of its villages, as far as a question asks. Rules are judged for villages of every size: those that a
 * rule does not count are the ones that move.
 */
export async function villageFacts(
  desk: FactsDesk,
  plan: PlanOfRow,
  policy: Policy,
  question: ProposalQuestion,
): Promise<VillageFacts> {
  const { db, state } = desk;
  const { villages, areas } = state.snapshot;
  const { candidates, mayBuild } = question;
  const unserved = new Map<string, (village: number) => boolean>();
  for (const id of candidates.unserved) {
    const rule = state.rule(id);
    if (rule !== undefined)
      unserved.set(id, isUnservedBy({ villages, areas }, await judged(state, rule)));
  }
  const asksZones = candidates.zones.some((kind) => kind !== "karst");
  const zones = asksZones ? await zonesAt(db, state) : () => [];
  const { hazard, karst } = villages.attributes;
  const building =
    mayBuild || candidates.buildAboveMove
      ? await buildingCosts(desk, plan, policy, question)
      : { buildYuan: () => null, isBuildingDearer: () => false };
  return {
    isAtRisk: (v) => hazard?.[v] === YES,
    zonesOf: (v) => {
      const kinds = zones([villages.lng[v]!, villages.lat[v]!]);
      return karst?.[v] === YES ? [...kinds, "karst"] : kinds;
    },
    isUnserved: (v, rule) => unserved.get(rule)?.(v) ?? false,
    ...building,
  };
}

async function judged(state: RegionState, rule: IndicatorRule): Promise<Verdicts> {
  const { verdicts } = await state.judge({ ...rule, eligible: {} });
  return verdicts;
}

/** A village has the verdict of its own, or that of the area of the rule's level that holds it. */
function isUnservedBy(
  { villages, areas }: Pick<Snapshot, "villages" | "areas">,
  verdicts: Verdicts,
): (village: number) => boolean {
  if (verdicts.unit === "naturalVillage") return (v) => verdicts.status[v] === UNSERVED;
  const status = new Map<number, number>();
  verdicts.units.forEach((area, i) => status.set(area, verdicts.status[i]!));
  return (v) => {
    for (let at = villages.area[v]!; at >= 0; at = areas.parent[at]!) {
      const found = status.get(at);
      if (found !== undefined) return found === UNSERVED;
    }
    return false;
  };
}

/** What it costs to bring what villages lack, as the comparison of building and moving has it: shared lines are split among neighbours. */
async function buildingCosts(
  { db, state, buildOrMove }: FactsDesk,
  plan: PlanOfRow,
  policy: Policy,
  { counties }: ProposalQuestion,
): Promise<Pick<VillageFacts, "buildYuan" | "isBuildingDearer">> {
  const code = counties?.length === 1 ? counties[0]! : plan.row.areaCode;
  const place = { state, area: state.areaIndex(code) ?? 0, plan };
  const geometry = await buildOrMove.geometry(
    db,
    state,
    geometryQuestion(place, rulesToBuild(state, undefined)),
  );
  const on = compareBuildAndMove(geometry, comparisonPrices(policy, plan.plan.frame.years));
  const placeOf = (v: number): number => indexOfId(geometry.id, state.snapshot.villages.id[v]!);
  return {
    buildYuan: (v) => {
      const at = placeOf(v);
      if (at < 0 || on.heads[at] === null) return null;
      if (on.lacking[at] === 0) return 0;
      const yuan = on.worksYuan[at]!;
      return Number.isFinite(yuan) ? Math.round(yuan) : null;
    },
    isBuildingDearer: (v) => {
      const at = placeOf(v);
      return at >= 0 && on.lacking[at] !== 0 && differenceYuan(on, at) > 0;
    },
  };
}
