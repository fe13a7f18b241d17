import type { PlanCheck, SiteFacts } from "../contract/plan-check.ts";
import type { Settlement } from "../contract/plan.ts";
import { PLAN_PARAMETERS } from "../policy/plan-policy.ts";
import { siteFacts, type PlanContext } from "./context.ts";
import { Findings, type CountedPlan } from "./finding.ts";
import { PERSONS, tallied, VILLAGES, type Tally } from "./ledger.ts";

/** Land that so many persons need, in mu to two digits; null where no figure is in force. */
export function landNeededMu(
  persons: number,
  settlement: Settlement,
  context: PlanContext,
): number | null {
  const perHead = context.policy.at(PLAN_PARAMETERS.landPerHeadMu, settlement.readyYear);
  return perHead === null ? null : roundUp(persons * perHead.value);
}

/** Size of a drawn site in mu to two digits; null where it is not known. */
export function siteAreaMu(settlement: Settlement, context: PlanContext): number | null {
  const areaM2 = siteFacts(context, settlement)?.areaM2 ?? null;
  const mu = context.policy.at(PLAN_PARAMETERS.muM2, settlement.readyYear);
  return areaM2 === null || mu === null ? null : roundUp(areaM2 / mu.value);
}

/** Up to two digits; a product a hair above a number of two digits is that number. */
function roundUp(value: number): number {
  return Math.ceil(value * 100 - 1e-6) / 100;
}

/** Floor area that the homes of a settlement may have together; null where no limit is in force when they are finished. */
export function floorAreaLimitM2(settlement: Settlement, context: PlanContext): number | null {
  const limit = context.policy.at(PLAN_PARAMETERS.floorAreaPerHeadM2, settlement.readyYear);
  return limit === null ? null : limit.value * settlement.capacityPersons;
}

/** The failing checks of a settlement: who goes there, its land and homes, its place. */
export function checkSettlement(id: string, on: CountedPlan): readonly PlanCheck[] {
  const { plan, ledger, context } = on;
  const settlement = plan.settlements.get(id);
  const findings = new Findings(plan, "settlement", id);
  if (settlement === undefined) return findings.list;
  const { position, name } = settlement;
  const tally = ledger.settlements.get(id);
  const persons = tallied(tally, PERSONS, null);
  if (persons > settlement.capacityPersons)
    findings.add("overCapacity", {
      position,
      actual: persons,
      limit: settlement.capacityPersons,
      unit: "persons",
      params: { settlement: name },
    });
  checkLand(findings, settlement, persons, context);
  checkHomes(findings, settlement, tally, context);
  const facts = siteFacts(context, settlement);
  if (facts !== null) checkSite(findings, settlement, facts, context);
  return findings.list;
}

function checkLand(
  findings: Findings,
  settlement: Settlement,
  persons: number,
  context: PlanContext,
): void {
  const { position, name, landQuotaMu } = settlement;
  if (landQuotaMu === null) return;
  const needed = landNeededMu(persons, settlement, context);
  if (needed !== null && needed > landQuotaMu)
    findings.add("landShort", {
      position,
      actual: needed,
      limit: landQuotaMu,
      unit: "mu",
      params: { settlement: name, persons },
    });
  const drawn = siteAreaMu(settlement, context);
  if (drawn !== null && drawn > landQuotaMu)
    findings.add("landOverQuota", {
      position,
      actual: drawn,
      limit: landQuotaMu,
      unit: "mu",
      params: { settlement: name },
    });
}

/** Floor area by the persons whom the homes are built for; moving in by year. */
function checkHomes(
  findings: Findings,
  settlement: Settlement,
  tally: Tally | undefined,
  context: PlanContext,
): void {
  const { position, name, floorAreaM2, capacityPersons, readyYear } = settlement;
  const limitM2 = floorAreaLimitM2(settlement, context);
  if (floorAreaM2 !== null && limitM2 !== null && capacityPersons > 0 && floorAreaM2 > limitM2)
    findings.add("floorAreaOver", {
      position,
      actual: floorAreaM2 / capacityPersons,
      limit: limitM2 / capacityPersons,
      unit: "m2",
      params: { settlement: name, floorAreaM2, persons: capacityPersons },
    });
  const { from, to } = context.frame.years;
  let early: number | null = null;
  let persons = 0;
  let villages = 0;
  for (let year = from; year < readyYear && year <= to; year++) {
    const came = tallied(tally, VILLAGES, year - from);
    if (came === 0) continue;
    early ??= year;
    villages += came;
    persons += tallied(tally, PERSONS, year - from);
  }
  if (early !== null)
    findings.add("beforeReady", {
      position,
      actual: early,
      limit: readyYear,
      unit: "year",
      params: { settlement: name, persons, villages },
    });
}

function checkSite(
  findings: Findings,
  settlement: Settlement,
  facts: SiteFacts,
  context: PlanContext,
): void {
  const { position, name } = settlement;
  const about = { position, actual: null, limit: null, params: { settlement: name } };
  if (facts.areaM2 === 0 || facts.crossed)
    findings.add("siteNotAnArea", {
      ...about,
      params: { settlement: name, fault: facts.crossed ? "crossed" : "empty" },
    });
  const where = whereabouts(facts, context);
  if (where !== "inside")
    findings.add("siteOutside", { ...about, params: { settlement: name, where } });
  for (const kind of [...new Set(facts.zones.map((zone) => zone.kind))].sort()) {
    const zones = facts.zones.filter((zone) => zone.kind === kind);
    const known = zones.every((zone) => zone.overlapM2 !== null);
    const overlapM2 = zones.reduce((sum, zone) => sum + (zone.overlapM2 ?? 0), 0);
    const zone = zones.map((one) => one.name).find((one) => one !== null);
    findings.add("siteInZone", {
      position,
      actual: known ? overlapM2 : null,
      limit: known ? 0 : null,
      unit: known ? "m2" : null,
      params: { settlement: name, kind, ...(zone && { zone }) },
    });
  }
  for (const { service, status, distanceM } of facts.services)
    if (status === "unserved")
      findings.add("siteUnserved", {
        position,
        actual: distanceM === null ? null : Math.round(distanceM) / 1000,
        limit: null,
        unit: distanceM === null ? null : "km",
        params: { settlement: name, kind: service },
      });
}

function whereabouts(
  facts: SiteFacts,
  context: PlanContext,
): "inside" | "nowhere" | "two" | "elsewhere" {
  if (facts.counties.length > 1) return "two";
  const county = facts.county ?? facts.counties[0];
  if (county === undefined) return "nowhere";
  const index = context.areaIndex.get(county);
  return index !== undefined && context.isInside[index] === 1 ? "inside" : "elsewhere";
}
