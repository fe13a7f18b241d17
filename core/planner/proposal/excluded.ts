import { CandidateJudge, type Candidate, type ProposalInputs } from "./candidates.ts";
import type { Choice } from "./choose.ts";
import { problemFromPlan } from "./from-plan.ts";
import { NO_NARROWING } from "./narrowing.ts";
import type { ExcludedVillage } from "../problem.ts";
import { WayFinder } from "./ways.ts";

/** Beyond so many villages in all, those that were left out are counted and not offered as a way out. */
const MOST_OFFERED = 400;

/** A village that may not be moved, with what tells it to people. */
export interface ExcludedOf {
  readonly excluded: ExcludedVillage;
  readonly key: string;
  readonly name: string;
}

/**
 * The villages of the planned counties that are no candidates although people live there: those who are not willing, and those whom the
 * criteria leave out. What explains why nothing is possible counts on them.
 */
export function excludedVillages(inputs: ProposalInputs, choice: Choice): ExcludedOf[] {
  const { on, question } = inputs;
  const { villages, areas } = on.context.data;
  const taken = new Set(choice.candidates.map(({ key }) => key));
  const countyIndex = new Map(choice.counties.map(({ code }, c) => [code, c]));
  const judge = new CandidateJudge(inputs);
  const anybody = new CandidateJudge({
    ...inputs,
    question: { ...question, candidates: { ...question.candidates, ...ANYBODY } },
  });
  const finder = new WayFinder(inputs, choice.sites);
  const found: (Omit<ExcludedOf, "excluded"> & {
    readonly excluded: ExcludedVillage;
    readonly candidate: Candidate | null;
  })[] = [];
  for (const [key, v] of on.context.villageIndex) {
    if (taken.has(key)) continue;
    const county = on.context.countyOf[villages.area[v]!]!;
    const c = county < 0 ? undefined : countyIndex.get(areas.code[county]!);
    const persons = villages.persons[v]!;
    if (c === undefined || persons < 1) continue;
    const judged = judge.judge(key);
    const codes = new Set(judged.candidate === null ? judged.leftOut.map(({ code }) => code) : []);
    const reason = codes.has("notWilling")
      ? "notWilling"
      : codes.has("tooManyHouseholds") || codes.has("conditions") || codes.has("notInPlan")
        ? "notCandidate"
        : null;
    if (reason === null) continue;
    const { candidate } = anybody.judge(key);
    found.push({
      key,
      name: villages.name[v]!,
      candidate: reason === "notCandidate" ? candidate : null,
      excluded: { key, county: c, persons: candidate?.persons ?? persons, reason },
    });
  }
  if (found.length + choice.candidates.length > MOST_OFFERED)
    return found.map(({ key, name, excluded }) => ({ key, name, excluded }));
  const candidates = found.flatMap(({ candidate }) => candidate ?? []);
  const ways = candidates.map((one) =>
    finder.within(one).slice(0, question.destinations.perVillage),
  );
  const { problem } = problemFromPlan(inputs, { ...choice, candidates, ways }, NO_NARROWING);
  const offered = new Map(problem.villages.map((village) => [village.key, village]));
  return found.map(({ key, name, excluded }) => {
    const village = offered.get(key);
    return { key, name, excluded: village === undefined ? excluded : { ...excluded, village } };
  });
}

const ANYBODY = {
  maxHouseholds: null,
  hazard: false,
  zones: [],
  unserved: [],
  buildAboveMove: false,
  onlyInPlan: false,
};
