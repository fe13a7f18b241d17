import { LEVELS } from "../../contract/area.ts";
import type { LeftOutCode } from "../../contract/proposal.ts";
import { CandidateJudge, type Candidate, type ProposalInputs } from "./candidates.ts";
import { chooseDestinations, type Destinations, type OfferedSites } from "./destinations.ts";
import { WayFinder, type Way } from "./ways.ts";

/** Who is thought about and where they may go: the part of a proposal that the question and the data decide alone. */
export interface Choice extends Destinations {
  /** Counties that are planned: code and name, in the order of the areas. */
  readonly counties: readonly { readonly code: string; readonly name: string }[];
  readonly candidates: readonly Candidate[];
  /** Ways of each candidate, the nearest first and, last, the one that it has in the plan where that is not among them. */
  readonly ways: readonly (readonly Way[])[];
  /** Ways within reach that are not among the nearest. */
  readonly omitted: number;
  /** Villages of the plan's area that are not thought about, by the first reason. */
  readonly leftOut: ReadonlyMap<LeftOutCode, number>;
  /** Candidates whose building cost is not known. */
  readonly buildCostUnknown: number;
}

/** Chooses candidates, destinations and ways. Gives way after each thousand villages: whoever runs it may do something else then. */
export function* choosing(
  inputs: ProposalInputs,
  offered: OfferedSites,
): Generator<void, Choice, void> {
  const { on, question } = inputs;
  const { context } = on;
  const counties = countiesOf(inputs);
  const destinations = chooseDestinations(inputs, offered);
  const siteIndex = new Map(destinations.sites.map(({ id }, s) => [id, s]));
  const finder = new WayFinder(inputs, destinations.sites);
  const judge = new CandidateJudge(inputs);
  const candidates: Candidate[] = [];
  const ways: Way[][] = [];
  const leftOut = new Map<LeftOutCode, number>();
  let omitted = 0;
  let buildCostUnknown = 0;
  let looked = 0;
  for (const [key, v] of context.villageIndex) {
    if (++looked % 1000 === 0) yield;
    const judged = judge.judge(key);
    const reason =
      judged.candidate === null ? judged.leftOut[0]!.code : whyNoWay(inputs, judged.candidate);
    if (reason !== null) {
      leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
      continue;
    }
    const candidate = judged.candidate!;
    candidates.push(candidate);
    const own = waysOf(candidate);
    ways.push(own);
    if (question.mayBuild && inputs.facts.buildYuan(v) === null) buildCostUnknown++;
  }
  return {
    ...destinations,
    counties,
    candidates,
    ways,
    omitted,
    leftOut,
    buildCostUnknown,
  };

  function waysOf(candidate: Candidate): Way[] {
    const within = finder.within(candidate);
    const near = within.slice(0, question.destinations.perVillage);
    omitted += within.length - near.length;
    const planned = candidate.planned && siteIndex.get(candidate.planned.settlement);
    if (planned != null && near.every(({ site }) => site !== planned))
      near.push(finder.to(candidate, planned));
    return near;
  }

  /** Nowhere to go and nothing else that may be done; or a way that it has, to a settlement that does not take part. */
  function whyNoWay(
    { on: { context: where }, question: asked }: ProposalInputs,
    one: Candidate,
  ): LeftOutCode | null {
    if (one.planned !== null && !siteIndex.has(one.planned.settlement)) return "kept";
    const mustAct =
      asked.limits.mustAct === "everybody" || (asked.limits.mustAct === "atRisk" && one.isAtRisk);
    if (mustAct || one.buildYuan !== null || one.planned !== null) return null;
    if (where.money.length === 0) return "noSite";
    return finder.within(one).length > 0 ? null : "noSite";
  }
}

/** Counties of the plan's area that are asked for. */
function countiesOf({ on, question }: ProposalInputs): Choice["counties"] {
  const { areas } = on.context.data;
  const asked = question.counties && new Set(question.counties);
  const found: { code: string; name: string }[] = [];
  for (let i = 0; i < areas.count; i++) {
    if (areas.level[i] !== LEVELS.indexOf("county") || on.context.isInside[i] !== 1) continue;
    const code = areas.code[i]!;
    if (asked === null || asked.has(code)) found.push({ code, name: areas.name[i]! });
  }
  return found;
}
