import type { PlanCheck, WorksFacts } from "../contract/plan-check.ts";
import type { Move } from "../contract/plan.ts";
import { geodesicBetween } from "../geodesy/geodesic.ts";
import { PLAN_PARAMETERS } from "../policy/plan-policy.ts";
import { siteFacts, villageOf, villagePosition, worksFacts } from "./context.ts";
import { Findings, type CountedPlan } from "./finding.ts";
import type { PlanOn } from "./ledger.ts";
import { householdsAsked, movesWhole } from "./persons.ts";

/** The failing checks of a village that moves: its counts, its will, its way, and works that are built for it. */
export function checkVillage(key: string, on: CountedPlan): readonly PlanCheck[] {
  const { plan, context } = on;
  const findings = new Findings(plan, "village", key);
  const move = plan.moves.get(key);
  if (move === undefined) return findings.list;
  const village = villageOf(context, key);
  if (village < 0) {
    const about = { position: null, actual: null, limit: null };
    findings.add("villageUnknown", { ...about, params: { village: key } });
    return findings.list;
  }
  checkCounts(findings, move, village, on);
  for (const settlement of new Set(move.parts.map((part) => part.settlement)))
    checkWay(findings, settlement, move, village, on);
  checkWorksFor(findings, key, move, village, on);
  return findings.list;
}

function checkCounts(findings: Findings, move: Move, village: number, on: PlanOn): void {
  const { villages } = on.context.data;
  const position = villagePosition(on.context, village);
  const params = { village: villages.name[village]! };
  const households = villages.households[village]!;
  const willing = villages.willingHouseholds[village]!;
  const persons = villages.persons[village]!;
  const asked = householdsAsked(move);
  const isWhole = move.parts[0]!.households === null;
  const going = isWhole ? households : households < 0 ? asked : Math.min(asked, households);
  if (willing >= 0 && going > willing)
    findings.add("unwilling", {
      position,
      actual: going,
      limit: willing,
      unit: "households",
      params,
    });
  if (households >= 0 && asked > households)
    findings.add("tooManyHouseholds", {
      position,
      actual: asked,
      limit: households,
      unit: "households",
      params,
    });
  if (households < 0 || persons < 0) {
    const missing =
      households < 0 && persons < 0 ? "both" : households < 0 ? "households" : "persons";
    const about = { position, actual: null, limit: null };
    findings.add("countsUnknown", { ...about, params: { ...params, missing } });
  }
}

/** Metres from a village to a settlement, null where the village's place is not known. */
export function distanceToSettlementM(village: number, id: string, on: PlanOn): number | null {
  const from = villagePosition(on.context, village);
  const to = on.plan.settlements.get(id)?.position;
  return from === null || to === undefined ? null : geodesicBetween(...from, ...to).distanceM;
}

/** Farthest usual way in km in the year of the first part that goes there; null where no figure is in force. */
export function usualDistanceKm(move: Move, settlement: string, on: PlanOn): number | null {
  const years = move.parts.filter((part) => part.settlement === settlement);
  const year = Math.min(...years.map((part) => part.year));
  return on.context.policy.at(PLAN_PARAMETERS.usualDistanceKm, year)?.value ?? null;
}

/** Which border a move from a village to a settlement crosses; null for none, and while the settlement's area is not known. */
export function borderCrossed(
  village: number,
  settlement: string,
  { plan, context }: PlanOn,
): "county" | "township" | null {
  const site = plan.settlements.get(settlement);
  const facts = site === undefined ? null : siteFacts(context, site);
  if (facts === null || facts.county === null) return null;
  const { code } = context.data.areas;
  const home = context.data.villages.area[village]!;
  const county = context.countyOf[home]!;
  if (county < 0) return null;
  if (code[county] !== facts.county) return "county";
  const township = context.townshipOf[home]!;
  return township < 0 || facts.township === null || code[township] === facts.township
    ? null
    : "township";
}

function checkWay(
  findings: Findings,
  settlement: string,
  move: Move,
  village: number,
  on: PlanOn,
): void {
  const { context, plan } = on;
  const position = villagePosition(context, village);
  const params = {
    village: context.data.villages.name[village]!,
    settlement: plan.settlements.get(settlement)?.name ?? settlement,
    kind: settlement,
  };
  const border = borderCrossed(village, settlement, on);
  if (border !== null)
    findings.add(border === "county" ? "crossesCounty" : "crossesTownship", {
      position,
      actual: null,
      limit: null,
      params,
    });
  const limit = usualDistanceKm(move, settlement, on);
  const distanceM = limit === null ? null : distanceToSettlementM(village, settlement, on);
  if (limit !== null && distanceM !== null && distanceM > limit * 1000)
    findings.add("farAway", {
      position,
      actual: Math.round(distanceM) / 1000,
      limit,
      unit: "km",
      params,
    });
}

/** Works that newly serve a village all of which moves: money is spent twice for the same people. */
function checkWorksFor(
  findings: Findings,
  key: string,
  move: Move,
  village: number,
  on: CountedPlan,
): void {
  const { plan, ledger, context } = on;
  const serving = ledger.worksFor.get(key);
  if (serving === undefined || !movesWhole(move, context.data.villages.households[village]!))
    return;
  for (const id of [...serving].sort()) {
    const works = plan.works.get(id)!;
    findings.add("doubleSpending", {
      position: villagePosition(context, village),
      actual: null,
      limit: null,
      params: {
        village: context.data.villages.name[village]!,
        works: works.name,
        year: works.year,
        kind: id,
      },
    });
  }
}

/** Keys of the villages that have a service only through works, by any rule. */
export function villagesServed(facts: WorksFacts | null): Set<string> {
  return new Set(facts?.serves.flatMap(({ villages }) => villages));
}

/** The failing check of works: all villages that they newly serve move away. */
export function checkWorks(id: string, { plan, context }: CountedPlan): readonly PlanCheck[] {
  const findings = new Findings(plan, "works", id);
  const works = plan.works.get(id);
  if (works === undefined) return findings.list;
  const served = villagesServed(worksFacts(context, works));
  const { households, name } = context.data.villages;
  let first = -1;
  for (const key of served) {
    const move = plan.moves.get(key);
    const village = villageOf(context, key);
    if (move === undefined || village < 0 || !movesWhole(move, households[village]!))
      return findings.list;
    if (first < 0 || village < first) first = village;
  }
  if (served.size > 0)
    findings.add("worksForMovers", {
      position: villagePosition(context, first),
      actual: served.size,
      limit: null,
      unit: "villages",
      params: { works: works.name, villages: served.size, village: name[first]! },
    });
  return findings.list;
}
