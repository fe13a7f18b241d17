import type { Settlement } from "../../contract/plan.ts";
import type { SiteFacts } from "../../contract/plan-check.ts";
import { PLAN_PARAMETERS } from "../../policy/plan-policy.ts";
import { landNeededMu } from "../../relocation/check-settlement.ts";
import { siteFacts, type PlanContext } from "../../relocation/context.ts";
import { severityOf } from "../../relocation/finding.ts";
import { areaOfPlace } from "../../relocation/place-area.ts";
import type { ProposalInputs } from "./candidates.ts";

/** A settlement or candidate site that may receive people. It holds all that answers need. */
export interface Destination {
  readonly id: string;
  readonly settlement: Settlement;
  /** In the plan; else it comes into it when somebody goes there. */
  readonly isInPlan: boolean;
  /** Has yet to be built, in a year that the solver chooses. */
  readonly isDraft: boolean;
  /** Codes of the county and the township that it lies in. */
  readonly county: string;
  readonly township: string | null;
  /** Persons that it may take in all, by its capacity and by its land. */
  readonly roomPersons: number;
  /** Land taken when it is opened. */
  readonly landMu: number;
  /** False for one that may keep whom it was given, and gets nobody new. */
  readonly takesMore: boolean;
}

/** Why a settlement does not take part. */
type SiteFault = "notChosen" | "inZone" | "outside" | "noCapacity" | "unserved";

export interface Destinations {
  readonly sites: readonly Destination[];
  /** Those that get nobody, or nobody new. */
  readonly faulty: readonly { readonly id: string; readonly fault: SiteFault }[];
}

/** Settlements that the data hold, and drafts, by the ids that they get in the plan; none of them is in the plan. */
export interface OfferedSites {
  readonly inData: Readonly<Record<string, Settlement>>;
  readonly drafts: Readonly<Record<string, Settlement>>;
}

/** All places where people may go, those of the plan first, and which of them were left out. */
export function chooseDestinations(inputs: ProposalInputs, offered: OfferedSites): Destinations {
  const { on, question } = inputs;
  const { plan, context } = on;
  const chosen = question.destinations.settlements && new Set(question.destinations.settlements);
  const counties = question.counties && new Set(question.counties);
  const sites: Destination[] = [];
  const faulty: Destinations["faulty"][number][] = [];
  const add = (id: string, settlement: Settlement, kind: "plan" | "data" | "draft"): void => {
    const facts = siteFacts(context, settlement);
    const { county, township } = whereabouts(settlement, facts, context);
    const roomPersons = roomOf(inputs, settlement);
    const isAway = county === null || (counties !== null && !counties.has(county));
    const fault: SiteFault | null =
      kind === "plan" && chosen !== null && !chosen.has(id)
        ? "notChosen"
        : isAway
          ? "outside"
          : faultOf(inputs, facts, roomPersons);
    if (fault !== null) faulty.push({ id, fault });
    // Those who are planned to go to a settlement of the plan may stay with it, whatever is wrong with it.
    if (fault !== null && (kind !== "plan" || county === null)) return;
    sites.push({
      id,
      settlement,
      isInPlan: kind === "plan",
      isDraft: kind === "draft",
      county: county!,
      township,
      roomPersons,
      landMu: kind === "draft" ? landOf(settlement, context) : 0,
      takesMore: fault === null,
    });
  };
  for (const [id, settlement] of sorted(plan.settlements.entries())) add(id, settlement, "plan");
  if (question.destinations.inData)
    for (const [id, settlement] of sorted(Object.entries(offered.inData)))
      add(id, settlement, "data");
  for (const [id, settlement] of sorted(Object.entries(offered.drafts)))
    add(id, settlement, "draft");
  return { sites, faulty };
}

function sorted(entries: Iterable<[string, Settlement]>): [string, Settlement][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Codes of county and township as the data say, or of the nearest village while they have not been asked. */
function whereabouts(
  settlement: Settlement,
  facts: SiteFacts | null,
  context: PlanContext,
): { county: string | null; township: string | null } {
  const { code } = context.data.areas;
  if (facts !== null) {
    const index = context.areaIndex.get(facts.county ?? "") ?? -1;
    const isInside = index >= 0 && context.isInside[index] === 1;
    return { county: isInside ? facts.county : null, township: facts.township };
  }
  const area = areaOfPlace(settlement.position, context);
  const [county, township] = [context.countyOf[area] ?? -1, context.townshipOf[area] ?? -1];
  return { county: code[county] ?? null, township: code[township] ?? null };
}

function faultOf(
  { on }: ProposalInputs,
  facts: SiteFacts | null,
  roomPersons: number,
): SiteFault | null {
  if (roomPersons <= 0) return "noCapacity";
  if (facts === null) return null;
  if (facts.zones.length > 0 && severityOf(on.plan, "siteInZone") !== "off") return "inZone";
  if (facts.counties.length > 1 && severityOf(on.plan, "siteOutside") === "hard") return "outside";
  const isUnserved = facts.services.some(({ status }) => status === "unserved");
  return isUnserved && severityOf(on.plan, "siteUnserved") === "hard" ? "unserved" : null;
}

/** Persons that a settlement may have by its capacity and, where the plan holds it to that, by its land. */
function roomOf({ on }: ProposalInputs, settlement: Settlement): number {
  const { capacityPersons, landQuotaMu } = settlement;
  if (landQuotaMu === null || severityOf(on.plan, "landShort") !== "hard") return capacityPersons;
  let persons = capacityPersons;
  const perHead = on.context.policy.at(PLAN_PARAMETERS.landPerHeadMu, settlement.readyYear);
  if (perHead !== null && perHead.value > 0)
    persons = Math.min(persons, Math.floor(landQuotaMu / perHead.value) + 1);
  while (persons > 0 && (landNeededMu(persons, settlement, on.context) ?? 0) > landQuotaMu)
    persons--;
  return persons;
}

/** Land that a site takes: its quota, or what its homes need. */
function landOf(settlement: Settlement, context: PlanContext): number {
  return (
    settlement.landQuotaMu ?? landNeededMu(settlement.capacityPersons, settlement, context) ?? 0
  );
}
