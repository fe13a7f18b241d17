import type { ProposalQuestion } from "../../core/contract/proposal.ts";
import type { ProposalInputs } from "../../core/planner/proposal/candidates.ts";
import type { OfferedSites } from "../../core/planner/proposal/destinations.ts";
import { propose, type Proposal } from "../../core/planner/proposal/propose.ts";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import { planContext } from "../../core/relocation/context.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import type { MeasureDesk, PlanOfRow } from "../plans/measure-service.ts";
import { turns } from "../turns.ts";
import { Cancelled, type Job } from "./job.ts";
import { offeredSites } from "./offered-sites.ts";
import { villageFacts, type FactsDesk } from "./village-facts.ts";

/** What a question is thought over on. */
export interface Ground {
  readonly inputs: ProposalInputs & { readonly on: AssessedPlan };
  readonly offered: OfferedSites;
}

/** Time to look for causes and ways out in, beside that for an answer. */
const EXPLAINING_SECONDS = 30;

/** Where a question is thought over. */
export interface GroundDesk extends FactsDesk {
  readonly measure: MeasureDesk;
}

/** Brings together what a question needs: the plan with its checks, what the data say of villages, and places that they offer. */
export async function groundOf(
  desk: GroundDesk,
  read: PlanOfRow,
  question: ProposalQuestion,
): Promise<Ground> {
  const { db, state, measure } = desk;
  const { row, plan } = read;
  const context = planContext(state.snapshot, plan.frame, []);
  const offered = offeredSites(state.snapshot, context, plan, question);
  const places = [...Object.values(offered.inData), ...Object.values(offered.drafts)];
  const on = await measure.assessor.assess(db, state, row, plan, places);
  const facts = await villageFacts(desk, read, on.context.policy, question);
  return { inputs: { on, question, facts }, offered };
}

/** Does what a job asks. Throws Cancelled soon after it was cancelled. */
export async function runProposal(
  job: Job,
  ground: () => Promise<Ground>,
): Promise<{ proposal: Proposal; plan: Plan }> {
  const goOn = (): void => {
    if (job.isOver) throw new Cancelled();
  };
  const { inputs, offered } = await ground();
  goOn();
  const { seed } = job.request;
  const proposal = await propose(inputs, offered, {
    solve: (problem, { seconds, start }) =>
      job.thread.solve({ problem, seconds, seed, start }, (progress) => job.take(progress)),
    explain: (problem) => job.thread.explain({ problem, seconds: EXPLAINING_SECONDS }),
    elapsed: () => job.seconds,
    pause: async () => {
      await turns.take(() => {});
      goOn();
    },
    tell: (stage) => job.tell(stage),
  });
  const seconds = Math.round(job.seconds * 100) / 100;
  return {
    proposal: { ...proposal, result: { ...proposal.result, seconds } },
    plan: inputs.on.plan,
  };
}
