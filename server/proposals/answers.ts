import type { DifferenceAnswer, WhyAnswer } from "../../core/contract/proposal.ts";
import { alternativesOf } from "../../core/planner/proposal/alternatives.ts";
import { CandidateJudge, type Candidate } from "../../core/planner/proposal/candidates.ts";
import { differenceOf } from "../../core/planner/proposal/difference.ts";
import { gate } from "../../core/planner/proposal/gate.ts";
import type { Proposal } from "../../core/planner/proposal/propose.ts";
import { changeOfPart, type PartOfProposal } from "../../core/planner/proposal/to-change.ts";
import { WayFinder } from "../../core/planner/proposal/ways.ts";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import { villageOf, villagePosition } from "../../core/relocation/context.ts";
import { problem } from "../http/problem.ts";
import { refusedChange } from "../plans/refusals.ts";
import type { Job } from "./job.ts";
import type { Ground } from "./run-proposal.ts";

type Found = NonNullable<Proposal["found"]>;

/** What a job found. Throws a problem 409 while it has not, or has found nothing that could be written. */
export function foundBy(job: Job): Found {
  if (job.state !== "done")
    throw problem(
      409,
      "proposalNotDone",
      "The proposal is not there yet, or never will be.",
      "job",
      {
        state: job.state,
      },
    );
  const found = job.outcome?.proposal.found ?? null;
  if (found === null)
    throw problem(409, "nothingFound", "There is no plan that keeps all that is asked.", "job", {
      status: job.outcome?.proposal.result.status ?? "",
    });
  return found;
}

/** What a part of a proposal changes in the plan that it was made on. */
export function differenceAnswer(
  found: Found,
  on: AssessedPlan,
  part: PartOfProposal,
  limit: number,
): DifferenceAnswer {
  const gated = gate(on, changeOfPart(on.plan, found.proposed, part));
  if (!gated.ok) throw refusedChange(gated.problems);
  return {
    ...differenceOf(found.proposed, part, on, gated.assessed, limit),
    breaks: gated.breaks.map((check) => ({ ...check })),
  };
}

const places = new WeakMap<readonly Candidate[], ReadonlyMap<string, number>>();

function placeOf(candidates: readonly Candidate[], key: string): number {
  let known = places.get(candidates);
  if (known === undefined) {
    known = new Map(candidates.map((candidate, v) => [candidate.key, v]));
    places.set(candidates, known);
  }
  return known.get(key) ?? -1;
}

/** Ways that were not among the nearest and are shown nevertheless. */
const MOST_MORE = 12;

/** Why a village goes where it goes, or why not. Throws a problem 404 for a village that is not in the plan's area. */
export function whyAnswer(job: Job, { inputs }: Ground, key: string): WhyAnswer {
  const { context, plan } = inputs.on;
  const village = villageOf(context, key);
  if (village < 0)
    throw problem(
      404,
      "unknownVillage",
      "There is no such village in the plan's area.",
      "village",
      {
        village: key.slice(0, 64),
      },
    );
  const { villages, areas } = context.data;
  const home = villages.area[village]!;
  const codeAt = (index: number): string | null => (index < 0 ? null : areas.code[index]!);
  const count = (value: number): number | null => (value < 0 ? null : value);
  const about = {
    key,
    name: villages.name[village]!,
    position: villagePosition(context, village),
    county: codeAt(context.countyOf[home]!),
    township: codeAt(context.townshipOf[home]!),
    atRisk: inputs.facts.isAtRisk(village),
    before: plan.moves.get(key) ?? null,
  };
  const found = job.outcome?.proposal.found ?? null;
  const v = found === null ? -1 : placeOf(found.choice.candidates, key);
  if (found === null || v < 0) {
    const judged = new CandidateJudge(inputs).judge(key);
    const leftOut = judged.candidate === null ? [...judged.leftOut] : [];
    if (leftOut.length === 0 && found !== null) leftOut.push(noWay(inputs, judged.candidate!));
    const isKept = leftOut.some(({ code }) => code === "kept" || code === "locked");
    return {
      ...about,
      households: count(villages.households[village]!),
      persons: count(villages.persons[village]!),
      verdict: leftOut.length === 0 ? "left" : isKept ? "kept" : "notCandidate",
      leftOut,
      after: about.before,
      alternatives: [],
    };
  }
  const candidate = found.choice.candidates[v]!;
  const treatment = found.proposed.treatments[v]!;
  const known = new Set(found.ways[v]!.map(({ site }) => site));
  const more = new WayFinder(inputs, found.choice.sites)
    .within(candidate)
    .filter(({ site }) => !known.has(site))
    .slice(0, MOST_MORE);
  const VERDICTS = { move: "moved", build: "built", leave: "left" } as const;
  return {
    ...about,
    households: candidate.householdsGoing,
    persons: candidate.persons,
    verdict: VERDICTS[treatment.kind],
    leftOut: [],
    after: treatment.after,
    alternatives: alternativesOf(found, v, more),
  };
}

/** A candidate by all that is asked that has nowhere to go, or whose settlement takes no part. */
function noWay(
  { question }: Ground["inputs"],
  { planned }: Candidate,
): WhyAnswer["leftOut"][number] {
  return planned === null
    ? { code: "noSite", params: { maxDistanceKm: question.destinations.maxDistanceKm } }
    : { code: "kept", params: { settlement: planned.settlement } };
}
