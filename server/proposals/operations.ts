import {
  AcceptAnswer,
  AcceptRequest,
  CandidatesAnswer,
  DifferenceAnswer,
  DifferenceQuery,
  ProposalJob,
  ProposalQuestion,
  ProposalRequest,
  ProposalsAnswer,
  WhyAnswer,
  WhyQuery,
} from "../../core/contract/proposal.ts";
import { NoQuery } from "../../core/contract/request.ts";
import { candidatesAnswer } from "../../core/planner/proposal/candidates-answer.ts";
import { bodyOf, operation, type Operation } from "../http/operation.ts";
import { problem } from "../http/problem.ts";
import { shownState, type PlanContext } from "../plans/context.ts";
import { stale } from "../plans/refusals.ts";
import { findRow, readPlan } from "../plans/service.ts";
import { turns } from "../turns.ts";
import { acceptProposal } from "./accept.ts";
import { differenceAnswer, foundBy, whyAnswer } from "./answers.ts";
import { checkQuestion } from "./check-question.ts";
import { groundOfJob } from "./ground-of-job.ts";
import { groundOf } from "./run-proposal.ts";

/** Thousands of villages by key, and drafts with outlines. */
const MAX_QUESTION_BYTES = 8 * 1024 * 1024;
const MAX_ACCEPT_BYTES = 4 * 1024 * 1024;

/** Proposals of the auto-planner. */
export const PROPOSAL_OPERATIONS: readonly Operation<PlanContext>[] = [
  operation({
    method: "post",
    path: "/api/plans/{id}/proposals",
    summary: "Looks for a proposal: who moves, where and when; a job that goes on by itself",
    query: NoQuery,
    body: bodyOf(ProposalRequest, MAX_QUESTION_BYTES),
    needs: "key and version",
    answer: ProposalJob,
    status: 202,
    async answerOf({ context, params, body, write }) {
      const db = context.database();
      const read = await readPlan(db, context.desk, params["id"]!);
      const { row } = read;
      const known = context.proposals.asked(row.id, write);
      if (known === null) {
        if (row.version !== write.ifMatch.version)
          throw await stale(db, row, write.ifMatch.version);
        if (row.archived)
          throw problem(409, "archived", "The plan is put away; bring it back to change it.");
        checkQuestion(body, read, shownState(context, row));
      }
      const job = known ?? context.proposals.start(row.id, row.version, body, write);
      return { answer: job.answer(), location: `/api/plans/${row.id}/proposals/${job.id}` };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/proposals",
    summary: "Proposals of a plan that are under way or remembered, newest first",
    query: NoQuery,
    answer: ProposalsAnswer,
    async answerOf({ context, params }) {
      const row = await findRow(context.database(), params["id"]!);
      return { answer: { items: context.proposals.list(row.id).map((job) => job.news()) } };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/proposals/{job}",
    summary: "A proposal: how far it is, and what was found",
    query: NoQuery,
    answer: ProposalJob,
    answerOf({ context, params }) {
      return { answer: context.proposals.find(params["id"]!, params["job"]!).answer() };
    },
  }),
  operation({
    method: "delete",
    path: "/api/plans/{id}/proposals/{job}",
    summary: "Cancels a proposal that is under way, or forgets one that is over",
    query: NoQuery,
    answer: null,
    async answerOf({ context, params }) {
      await context.proposals.cancel(params["id"]!, params["job"]!);
      return { answer: null };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/proposals/{job}/difference",
    summary: "What a proposal, or a part of it, changes in the plan that it was made on",
    query: DifferenceQuery,
    answer: DifferenceAnswer,
    async answerOf({ context, params, query }) {
      const job = context.proposals.find(params["id"]!, params["job"]!);
      const found = foundBy(job);
      const { limit, ...part } = query;
      const { ground } = await groundOfJob(context, job);
      return { answer: differenceAnswer(found, ground.inputs.on, part, limit) };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/proposals/{job}/why",
    summary: "Why a village goes where it goes, or why it does not",
    query: WhyQuery,
    answer: WhyAnswer,
    async answerOf({ context, params, query }) {
      const job = context.proposals.find(params["id"]!, params["job"]!);
      if (job.state !== "done") foundBy(job);
      const { ground } = await groundOfJob(context, job);
      return { answer: whyAnswer(job, ground, query.village) };
    },
  }),
  operation({
    method: "post",
    path: "/api/plans/{id}/proposals/{job}/accept",
    summary: "Writes a proposal, or a part of it, into the plan or into a scenario of it",
    query: NoQuery,
    body: bodyOf(AcceptRequest, MAX_ACCEPT_BYTES),
    needs: "key and version",
    answer: AcceptAnswer,
    async answerOf({ context, params, body, write }) {
      const id = params["id"]!;
      const found = foundBy(context.proposals.find(id, params["job"]!));
      const db = context.database();
      const state = shownState(context, await findRow(db, id));
      const { desk, measure } = context;
      const once = { ...write, version: write.ifMatch.version };
      const accepted = await acceptProposal({ db, desk, measure, state }, found, id, body, once);
      if (accepted.event !== null) context.feed.tell(id, accepted.event);
      return { answer: accepted.answer, etag: `"${accepted.answer.plan.version}"` };
    },
  }),
  operation({
    method: "post",
    path: "/api/plans/{id}/proposal-candidates",
    summary: "What a question would think about: candidates, settlements and what is asked of them",
    query: NoQuery,
    body: bodyOf(ProposalQuestion, MAX_QUESTION_BYTES),
    answer: CandidatesAnswer,
    async answerOf({ context, params, body }) {
      const db = context.database();
      const read = await readPlan(db, context.desk, params["id"]!);
      const state = shownState(context, read.row);
      checkQuestion(body, read, state);
      const { measure, buildOrMove } = context;
      const desk = { db, state, measure, buildOrMove };
      const { inputs, offered } = await groundOf(desk, read, body);
      return { answer: await candidatesAnswer(inputs, offered, () => turns.take(() => {})) };
    },
  }),
];
