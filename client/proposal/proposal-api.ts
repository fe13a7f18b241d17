import { v4 as newId } from "uuid";
import {
  AcceptAnswer,
  CandidatesAnswer,
  DifferenceAnswer,
  ProposalJob,
  ProposalsAnswer,
  WhyAnswer,
  type AcceptRequest,
  type ProposalQuestion,
} from "../../core/contract/proposal.ts";
import { addressOf, ask, askFor } from "../api.ts";
import type { Sender } from "../plan/plan-api.ts";

/** A part of a proposal: villages of these areas or with these keys; all of it when nothing is named. */
export type Part = Pick<AcceptRequest, "counties" | "townships" | "villages">;

const of = (plan: string): string => `/api/plans/${plan}/proposals`;
const writing = (version: number, key: string) => ({
  "if-match": `"${version}"`,
  "idempotency-key": key,
});

/** The service's addresses about proposals; see core/contract/proposal.ts. */
export const proposalApi = {
  ask: (plan: string, version: number, question: ProposalQuestion, who: Sender) =>
    askFor(ProposalJob, of(plan), {
      method: "POST",
      body: { ...question, ...who },
      headers: writing(version, newId()),
    }),
  list: (plan: string, signal?: AbortSignal) => askFor(ProposalsAnswer, of(plan), { signal }),
  read: (plan: string, job: string, signal?: AbortSignal) =>
    askFor(ProposalJob, `${of(plan)}/${job}`, { signal }),
  cancel: (plan: string, job: string) => ask(`${of(plan)}/${job}`, { method: "DELETE" }),
  candidates: (plan: string, question: ProposalQuestion, signal?: AbortSignal) =>
    askFor(CandidatesAnswer, `/api/plans/${plan}/proposal-candidates`, {
      method: "POST",
      body: question,
      signal,
    }),
  difference: (plan: string, job: string, signal?: AbortSignal) =>
    askFor(DifferenceAnswer, addressOf(`${of(plan)}/${job}/difference`, { limit: 50_000 }), {
      signal,
    }),
  why: (plan: string, job: string, village: string, signal?: AbortSignal) =>
    askFor(WhyAnswer, addressOf(`${of(plan)}/${job}/why`, { village }), { signal }),
  accept: (plan: string, job: string, version: number, accepting: AcceptRequest) =>
    askFor(AcceptAnswer, `${of(plan)}/${job}/accept`, {
      method: "POST",
      body: accepting,
      headers: writing(version, newId()),
    }),
};
