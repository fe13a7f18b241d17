import type { ProposalNote } from "../../contract/proposal.ts";
import { LEVELS } from "../../contract/area.ts";
import { bandAround, targetOf, type Band as TargetBand } from "../../relocation/check-area.ts";
import type { CountedPlan } from "../../relocation/finding.ts";
import { PERSONS, tallied, updateLedger } from "../../relocation/ledger.ts";
import { budgetRoom, type CountyOfCandidates } from "./budget-room.ts";
import {
  costPerHeadYuan,
  frozenYears,
  type Candidate,
  type OnMoney,
  type ProposalInputs,
} from "./candidates.ts";
import type { Choice } from "./choose.ts";
import type { Destination } from "./destinations.ts";
import { wayKey, type Narrowing } from "./narrowing.ts";
import type {
  Band,
  PlannerArc,
  PlannerChoice,
  PlannerCounty,
  PlannerProblem,
  PlannerSite,
  PlannerVillage,
} from "../problem.ts";
import type { Way } from "./ways.ts";

/** Money for a site is due in the year before people may move in: see `addSiteMoney`. */
const LEAD_YEARS = 1;

/** A problem for the solver; villages, sites and counties of it are those of the choice, in their order. */
export interface BuiltProblem {
  readonly problem: PlannerProblem;
  /** The way that each arc of each village is. */
  readonly ways: readonly (readonly Way[])[];
  readonly notes: readonly ProposalNote[];
}

/**
 * Makes the problem that the solver gets of a plan. What is not thought about, and moves in several parts, stay as they are: their persons
 * and money are taken off the rows first, so that the rows say what is left. A row that is broken by what stays is left nothing, and a
 * note tells.
 */
export function problemFromPlan(
  inputs: ProposalInputs,
  choice: Choice,
  narrowing: Narrowing,
): BuiltProblem {
  const { on, question } = inputs;
  const { context } = on;
  const base = withoutMovesOf(on, choice.candidates);
  const years = { from: context.frame.years.from, count: context.money.length };
  const notes: ProposalNote[] = [];
  const bands = bandsOf(inputs, base, choice, notes);
  const budgets = budgetsOf(inputs, base, choice, narrowing, bands.counties, notes);
  const countyIndex = new Map(choice.counties.map(({ code }, c) => [code, c]));
  const ways = choice.ways.map((list, v) =>
    openWays(list, choice, choice.candidates[v]!, narrowing),
  );
  const groups = new Map<number | string, number>();
  const frozen = frozenYears(on);
  const mayIn = Array.from({ length: years.count }, (_, y) => !frozen.has(years.from + y));
  noteRest(inputs, choice, notes);
  return {
    ways,
    notes,
    problem: {
      years,
      band: bands.area,
      counties: choice.counties.map(({ code }, c): PlannerCounty => ({
        key: code,
        band: bands.counties[c]!,
        budgetYuan: budgets[c]!,
        landMu: question.limits.landMu[code] ?? Infinity,
      })),
      sites: choice.sites.map((site) => siteOf(site, base, countyIndex, narrowing, notes)),
      villages: choice.candidates.map((candidate, v) => {
        const group = candidate.home < 0 ? candidate.key : candidate.home;
        if (!groups.has(group)) groups.set(group, groups.size);
        return villageOf(inputs, choice, candidate, ways[v]!, {
          county: countyIndex.get(candidate.county)!,
          group: groups.get(group)!,
          mayIn,
        });
      }),
      splitYuan: question.weights.split,
    },
  };
}

/** The plan and its sums without the moves of some villages. */
function withoutMovesOf(on: CountedPlan, candidates: readonly Candidate[]): CountedPlan {
  const keys = candidates.filter(({ planned }) => planned !== null).map(({ key }) => key);
  const plan = { ...on.plan, moves: on.plan.moves.deleteAll(keys) };
  const after = { plan, context: on.context };
  const touched = {
    moves: new Set(keys),
    settlements: new Set<string>(),
    works: new Set<string>(),
  };
  return { ...after, ledger: updateLedger(on.ledger, on, after, touched).ledger };
}

/** Ways that are not closed; the one that the village has in the plan is never, so that it may stay. */
function openWays(
  list: readonly Way[],
  { sites }: Choice,
  { key, planned }: Candidate,
  { ways, sites: closed }: Narrowing,
): readonly Way[] {
  if (ways.size === 0 && closed.size === 0) return list;
  return list.filter(({ site }) => {
    const { id } = sites[site]!;
    return id === planned?.settlement || (!closed.has(id) && !ways.has(wayKey(key, id)));
  });
}

/** Persons that are asked of the candidates by county and of the plan's area. */
function bandsOf(
  { on, question }: ProposalInputs,
  base: CountedPlan,
  { counties }: Choice,
  notes: ProposalNote[],
): { area: Band; counties: Band[] } {
  const { context, plan } = on;
  const { limits } = question;
  const { area } = context.frame;
  const { from } = context.frame.years;
  let broken = 0;
  const asked = { plan: { ...plan, targets: plan.targets.merge(limits.targets) }, context };
  // What others do who are not thought about may not be made good by those who are.
  const isPart = counties.length < countiesIn(on);
  const bandOf = (code: string, isAsked: boolean): Band => {
    const low: number[] = [];
    const high: number[] = [];
    const index = context.areaIndex.get(code) ?? -1;
    const tally = base.ledger.areas.get(index);
    context.money.forEach((_, y) => {
      const set = isAsked ? targetOf(code, from + y, asked) : null;
      const band: TargetBand | null =
        set && limits.bandWidth !== null ? bandAround(set.target, limits.bandWidth) : set;
      const there = tallied(tally, PERSONS, y);
      if (band !== null && there > band.most) broken++;
      const least = band === null ? 0 : Math.max(0, band.least - there);
      const most = band === null ? Infinity : Math.max(0, band.most - there);
      const own = tallied(on.ledger.areas.get(index), PERSONS, y) - there;
      const mayStay = isPart && code === area;
      low.push(mayStay ? Math.min(least, own) : least);
      high.push(mayStay ? Math.max(most, own) : most);
    });
    return { low, high };
  };
  const isCounty = counties.length === 1 && counties[0]!.code === area;
  const bands = {
    area: bandOf(area, limits.areaBand && !isCounty),
    counties: counties.map(({ code }) =>
      bandOf(code, limits.countyBands || (isCounty && limits.areaBand)),
    ),
  };
  if (broken > 0) notes.push({ code: "alreadyBroken", params: { rows: broken, kind: "target" } });
  const known = new Set([area, ...counties.map(({ code }) => code)]);
  const others = new Set<string>();
  for (const key of plan.targets.keys()) {
    const code = key.slice(0, key.lastIndexOf(":"));
    const index = context.areaIndex.get(code);
    const isCountyAside =
      index !== undefined && context.data.areas.level[index] === LEVELS.indexOf("county");
    if (!known.has(code) && !isCountyAside) others.add(code);
  }
  if (others.size > 0)
    notes.push({ code: "areaNotPlanned", params: { areas: others.size, kind: "target" } });
  return bands;
}

/** Counties of the plan's area. */
function countiesIn({ context }: CountedPlan): number {
  const { areas } = context.data;
  let count = 0;
  for (let i = 0; i < areas.count; i++)
    if (context.isInside[i] === 1 && areas.level[i] === LEVELS.indexOf("county")) count++;
  return count;
}

function budgetsOf(
  { on, question }: ProposalInputs,
  base: CountedPlan,
  choice: Choice,
  narrowing: Narrowing,
  bands: readonly Band[],
  notes: ProposalNote[],
): (readonly number[])[] {
  if (!question.limits.budgets || on.plan.budgets.size === 0)
    return choice.counties.map(() => on.context.money.map(() => Infinity));
  const byCounty = new Map<string, Candidate[]>(choice.counties.map(({ code }) => [code, []]));
  for (const candidate of choice.candidates) byCounty.get(candidate.county)!.push(candidate);
  const counties: CountyOfCandidates[] = choice.counties.map(({ code }) => ({
    code,
    candidates: byCounty.get(code)!,
  }));
  const room = budgetRoom(on, base, counties, narrowing, {
    least: (county, y) => bands[choice.counties.findIndex(({ code }) => code === county)]!.low[y]!,
    expected: expectation(on, base),
  });
  if (room.isSharedOut) notes.push({ code: "budgetSharedOut", params: {} });
  if (room.isBroken) notes.push({ code: "alreadyBroken", params: { kind: "budget" } });
  if (room.notPlanned.length > 0)
    notes.push({
      code: "areaNotPlanned",
      params: { areas: room.notPlanned.length, kind: "budget" },
    });
  if (narrowing.budgetYuan.size > 0)
    notes.push({ code: "budgetNarrowed", params: { rows: narrowing.budgetYuan.size } });
  return choice.counties.map(({ code }) => room.byCounty.get(code)!);
}

/** Persons of candidates that may be expected to move in a county and year: what its target leaves, or as many as in the plan. */
function expectation(on: CountedPlan, base: CountedPlan): (county: string, y: number) => number {
  const { context } = on;
  return (county, y) => {
    const index = context.areaIndex.get(county) ?? -1;
    const there = tallied(base.ledger.areas.get(index), PERSONS, y);
    const target = targetOf(county, context.frame.years.from + y, on)?.target;
    const now = target ?? tallied(on.ledger.areas.get(index), PERSONS, y);
    return Math.max(0, now - there);
  };
}

function siteOf(
  site: Destination,
  base: CountedPlan,
  countyIndex: ReadonlyMap<string, number>,
  narrowing: Narrowing,
  notes: ProposalNote[],
): PlannerSite {
  const { years } = base.context.frame;
  const there = tallied(base.ledger.settlements.get(site.id), PERSONS, null);
  const room = site.roomPersons - there - (narrowing.room.get(site.id) ?? 0);
  if (there > site.roomPersons)
    notes.push({ code: "alreadyBroken", params: { kind: "capacity", settlement: site.id } });
  const earliest = Math.max(0, site.settlement.readyYear - years.from);
  const count = years.to - years.from + 1;
  return {
    key: site.id,
    // A settlement of the plan may lie in a county that is not planned, and keeps whom it has: its land and money are not looked at.
    county: countyIndex.get(site.county) ?? 0,
    capacityPersons: Math.max(0, room),
    landMu: site.landMu,
    openYuan: site.isDraft ? (site.settlement.siteCostYuan ?? 0) : 0,
    earliest,
    leadYears: site.isDraft ? LEAD_YEARS : 0,
    isOpen: !site.isDraft && earliest < count,
  };
}

function villageOf(
  { on, question }: ProposalInputs,
  { sites }: Choice,
  candidate: Candidate,
  ways: readonly Way[],
  place: Pick<PlannerVillage, "county" | "group" | "mayIn">,
): PlannerVillage {
  const { weights, limits, existing } = question;
  const { persons, isAtRisk, planned, isLocked } = candidate;
  const arc =
    planned === null ? -1 : ways.findIndex(({ site }) => sites[site]!.id === planned.settlement);
  const current: PlannerChoice | null =
    planned === null
      ? null
      : { kind: "move", arc, year: planned.year - on.context.frame.years.from };
  const mustAct = limits.mustAct === "everybody" || (limits.mustAct === "atRisk" && isAtRisk);
  return {
    ...place,
    key: candidate.key,
    persons,
    arcs: ways.map((way) => arcOf(question, on, candidate, sites[way.site]!, way)),
    buildYuan: candidate.buildYuan,
    waitYuan: isAtRisk ? weights.waitAtRisk * persons : 0,
    leaveYuan: mustAct ? Infinity : (isAtRisk ? weights.leaveAtRisk : weights.leave) * persons,
    locked: isLocked ? current : null,
    current,
    stayYuan: existing === "stay" ? weights.stay : 0,
  };
}

/** What a way costs: its parts, as `why` tells them. */
export function wayParts(
  { weights }: ProposalInputs["question"],
  on: OnMoney,
  candidate: Pick<Candidate, "persons" | "householdsGoing">,
  site: Pick<Destination, "settlement">,
  way: Pick<Way, "distanceKm" | "border">,
): { money: number; reward: number; distance: number; township: number; county: number } {
  const { persons, householdsGoing } = candidate;
  const reward = Math.max(0, ...on.context.money.map((money) => money.rewardPerHouseholdYuan));
  return {
    money: Math.round(persons * (site.settlement.costPerHeadYuan ?? costPerHeadYuan(on))),
    reward: Math.round(householdsGoing * reward),
    distance: Math.round(persons * way.distanceKm * weights.personKm),
    township: way.border === "none" ? 0 : Math.round(persons * weights.township),
    county: way.border === "county" ? Math.round(persons * weights.county) : 0,
  };
}

function arcOf(
  question: ProposalInputs["question"],
  on: CountedPlan,
  candidate: Candidate,
  site: Destination,
  way: Way,
): PlannerArc {
  const parts = wayParts(question, on, candidate, site, way);
  return {
    site: way.site,
    moneyYuan: parts.money,
    softYuan: parts.reward + parts.distance + parts.township + parts.county,
  };
}

/** What else is to be told of how a problem was made. */
function noteRest({ on }: ProposalInputs, choice: Choice, notes: ProposalNote[]): void {
  const costs = new Set(on.context.money.map(({ costPerHeadYuan: yuan }) => yuan));
  if (costs.size > 1)
    notes.push({ code: "costByYear", params: { amountYuan: costPerHeadYuan(on) } });
  const faults = new Map<string, number>();
  for (const { fault } of choice.faulty)
    if (fault !== "notChosen") faults.set(fault, (faults.get(fault) ?? 0) + 1);
  for (const [fault, sites] of faults)
    notes.push({ code: "siteLeftOut", params: { fault, sites } });
  if (choice.buildCostUnknown > 0)
    notes.push({ code: "buildCostUnknown", params: { villages: choice.buildCostUnknown } });
}
