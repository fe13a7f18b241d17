import type { PlanCheck } from "../../contract/plan-check.ts";
import type {
  InfeasibleCause,
  ProposalNote,
  ProposalResult,
  Relaxation,
} from "../../contract/proposal.ts";
import type { AssessedPlan } from "../../relocation/assess.ts";
import { areaName } from "../../relocation/context.ts";
import type { Explained } from "./alternatives.ts";
import type { ProposalInputs } from "./candidates.ts";
import { chooseAll } from "./candidates-answer.ts";
import { checkPlannerPlan } from "../check.ts";
import type { Choice } from "./choose.ts";
import type { OfferedSites } from "./destinations.ts";
import { differenceCounts } from "./difference.ts";
import { problemFromPlan, type BuiltProblem } from "./from-plan.ts";
import { excludedVillages } from "./excluded.ts";
import { explanationOf } from "./explained.ts";
import { gate } from "./gate.ts";
import type { InfeasibleAnswer } from "../infeasible/cause.ts";
import { learn } from "./learn.ts";
import { NO_NARROWING, type Narrowing } from "./narrowing.ts";
import { Prices } from "./row-prices.ts";
import type { PlannerAnswer, PlannerPlan, PlannerProblem } from "../problem.ts";
import {
  areaLines,
  bindingRows,
  candidateCounts,
  distinctNotes,
  omittedSaving,
  partsOf,
} from "./result.ts";
import { changeOfPart, proposedBy, type Proposed } from "./to-change.ts";

/** How an answer is looked for: by the solver in a thread, or by whatever a test takes for it. */
export interface Solving {
  solve(
    problem: PlannerProblem,
    options: { seconds: number; start: PlannerPlan | null },
  ): Promise<PlannerAnswer>;
  /** Why there is no answer. */
  explain(problem: PlannerProblem): Promise<InfeasibleAnswer>;
  /** Seconds since the work began. */
  elapsed(): number;
  /** Called between two pieces of work, so that others may do theirs. */
  pause(): Promise<void>;
  /** What is being done now. */
  tell(stage: string): void;
}

/** An answer that passed every check, with what is needed to write, show and explain it. It holds no data of the region. */
export interface Proposal {
  readonly result: ProposalResult;
  /** Null where nothing was found. */
  readonly found: (Explained & { readonly proposed: Proposed }) | null;
}

/** Answers that are looked at before it is given up. */
const MOST_ROUNDS = 6;
/** Share of the time for the first answer; later ones begin with the one before and take less. */
const FIRST_SHARE = 0.7;

/**
 * Looks for a proposal. An answer of the solver is proposed only when the independent checker finds no row of the problem broken and the
 * checks of the plan find nothing hard that was not wrong before; from what they find the problem is narrowed, and solved again.
 */
export async function propose(
  inputs: ProposalInputs & { readonly on: AssessedPlan },
  offered: OfferedSites,
  solving: Solving,
): Promise<Proposal> {
  solving.tell("candidates");
  const choice = await chooseAll(inputs, offered, () => solving.pause());
  const { seconds } = inputs.question;
  let narrowing: Narrowing = NO_NARROWING;
  let start: PlannerPlan | null = null;
  let breaks: readonly PlanCheck[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    solving.tell(round === 0 ? "problem" : "narrowing");
    const built = problemFromPlan(inputs, choice, narrowing);
    await solving.pause();
    const left = Math.max(1, seconds - solving.elapsed());
    if (round === 0) start = standing(built.problem);
    const share = round === 0 ? FIRST_SHARE * left : Math.max(1, left / 2);
    let answer = await solving.solve(built.problem, { seconds: share, start });
    if (answer.plan === null) {
      // A narrowed problem that has no answer proves nothing about the one that was asked.
      const why = round > 0 ? UNEXPLAINED : await explained(inputs, choice, built, solving);
      const { bound } = answer;
      if (why.plan === null) return nothing(inputs, choice, built.notes, { bound, ...why, breaks });
      answer = await improved(built.problem, why.plan, answer, share, solving);
    }
    if (answer.plan === null) throw new Error("a plan was lost");
    solving.tell("checking");
    refuseBroken(built.problem, answer.plan);
    const proposed = proposedBy(inputs.on.plan, choice, built.ways, answer.plan);
    const gated = gate(inputs.on, changeOfPart(inputs.on.plan, proposed, {}));
    await solving.pause();
    if (!gated.ok)
      throw new Error(
        `a proposal cannot be applied: ${JSON.stringify(gated.problems.slice(0, 5))}`,
      );
    breaks = gated.breaks;
    if (breaks.length === 0) {
      solving.tell("summary");
      return succeeded(inputs, choice, built, answer, proposed, gated.assessed);
    }
    const { problem } = built;
    const next = learn(
      inputs.on.context,
      { choice, problem, answer: answer.plan, proposed },
      breaks,
      narrowing,
    );
    if (next === null) break;
    narrowing = next;
    start = answer.plan;
  }
  const { notes } = problemFromPlan(inputs, choice, narrowing);
  return nothing(inputs, choice, notes, {
    bound: null,
    breaks,
    ...UNEXPLAINED,
  });
}

/** What the plan has now, where moves of it are to stay: the search begins there. Villages without one are treated in their cheapest way. */
function standing({ villages, sites }: PlannerProblem): PlannerPlan | null {
  if (!villages.some(({ current, stayYuan }) => current !== null && stayYuan > 0)) return null;
  return {
    openYear: sites.map(({ isOpen, earliest }) => (isOpen ? earliest : -1)),
    choices: villages.map(({ current, locked, buildYuan, leaveYuan, mayIn, arcs }) => {
      const year = Math.max(0, mayIn.indexOf(true));
      if (locked !== null || current !== null) return (locked ?? current)!;
      if (buildYuan !== null && buildYuan < leaveYuan) return { kind: "build", year };
      return Number.isFinite(leaveYuan) || arcs.length === 0
        ? { kind: "leave" }
        : { kind: "move", arc: 0, year };
    }),
  };
}

const UNEXPLAINED = {
  status: "no-plan-found",
  causes: [],
  relaxations: [],
  plan: null,
} as const;

/** Why there is no answer, with the villages that were left out counted in. */
async function explained(
  inputs: ProposalInputs,
  choice: Choice,
  { problem }: BuiltProblem,
  solving: Solving,
): Promise<
  Pick<ProposalResult, "status" | "causes" | "relaxations"> & { readonly plan: PlannerPlan | null }
> {
  solving.tell("causes");
  const excluded = excludedVillages(inputs, choice);
  await solving.pause();
  const answer = await solving.explain({
    ...problem,
    excluded: excluded.map((one) => one.excluded),
  });
  return {
    status: answer.verdict === "infeasible" ? "infeasible" : "no-plan-found",
    ...explanationOf(answer, { inputs, choice, excluded }),
    plan: answer.plan === null ? null : ownPart(problem, answer.plan),
  };
}

/** A plan without the villages and sites that only its explanation has; null where it breaks a row so. */
function ownPart(problem: PlannerProblem, { choices, openYear }: PlannerPlan): PlannerPlan | null {
  const plan = {
    choices: choices.slice(0, problem.villages.length),
    openYear: openYear.slice(0, problem.sites.length),
  };
  return checkPlannerPlan(problem, plan).violations.length === 0 ? plan : null;
}

/** A plan that the explanation came upon, where the solver had found none: improved by the solver, or as it is. */
async function improved(
  problem: PlannerProblem,
  plan: PlannerPlan,
  { bound, prices }: PlannerAnswer,
  seconds: number,
  solving: Solving,
): Promise<PlannerAnswer> {
  const better = await solving.solve(problem, { seconds, start: plan });
  if (better.plan !== null) return better;
  const { objective } = checkPlannerPlan(problem, plan);
  const lower = bound === null ? null : Math.min(bound, objective);
  const gap = lower === null ? null : (objective - lower) / Math.max(1, Math.abs(objective));
  return { status: "feasible", plan, objective, bound: lower, gap, prices };
}

/** Throws where an answer breaks a row: the solver is at fault then, and nobody is to see it. */
function refuseBroken(problem: PlannerProblem, plan: PlannerPlan): void {
  const { violations } = checkPlannerPlan(problem, plan);
  if (violations.length > 0)
    throw new Error(
      `the solver gave an answer that breaks ${violations.length} rows: ${JSON.stringify(violations.slice(0, 5))}`,
    );
}

function succeeded(
  inputs: ProposalInputs & { readonly on: AssessedPlan },
  choice: Choice,
  built: BuiltProblem,
  answer: PlannerAnswer,
  proposed: Proposed,
  after: AssessedPlan,
): Proposal {
  const { on, question } = inputs;
  const { area } = on.context.frame;
  const { candidates, sites, counties } = choice;
  const explaining: Explained = {
    question,
    context: { money: on.context.money },
    choice: { candidates, sites, counties },
    ways: built.ways,
    problem: built.problem,
    answer: answer.plan!,
    prices: new Prices(answer.prices),
  };
  return {
    found: { ...explaining, proposed },
    result: {
      status: answer.status,
      objective: answer.objective,
      bound: answer.bound,
      gap: answer.gap,
      parts: partsOf(explaining),
      omitted: omittedSaving(inputs, choice, explaining),
      candidates: candidateCounts(choice),
      areas: areaLines(inputs, choice, after, proposed),
      binding: bindingRows(explaining, { code: area, name: areaName(on.context, area) }),
      causes: [],
      relaxations: [],
      refusedBy: [],
      difference: differenceCounts(proposed, {}, on, after),
      notes: distinctNotes(built.notes),
      seconds: 0,
    },
  };
}

function nothing(
  inputs: ProposalInputs & { readonly on: AssessedPlan },
  choice: Choice,
  notes: readonly ProposalNote[],
  why: Pick<ProposalResult, "status" | "bound"> & {
    readonly causes: readonly InfeasibleCause[];
    readonly relaxations: readonly Relaxation[];
    readonly breaks: readonly PlanCheck[];
  },
): Proposal {
  const { status, bound, causes, relaxations, breaks } = why;
  return {
    found: null,
    result: {
      status,
      objective: null,
      bound,
      gap: null,
      parts: null,
      omitted: { arcs: choice.omitted, cheaper: 0, mostSavingYuan: 0 },
      candidates: candidateCounts(choice),
      areas: areaLines(inputs, choice, inputs.on, null),
      binding: [],
      causes: [...causes],
      relaxations: [...relaxations],
      refusedBy: breaks.slice(0, MOST_BREAKS).map((check) => ({ ...check })),
      difference: null,
      notes: distinctNotes(notes),
      seconds: 0,
    },
  };
}
const MOST_BREAKS = 100;
