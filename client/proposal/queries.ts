import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type {
  ProposalNews,
  ProposalQuestion,
  ProposalsAnswer,
} from "../../core/contract/proposal.ts";
import { ApiError } from "../api.ts";
import type { PlanSession } from "../plan/session.ts";
import { proposalApi } from "./proposal-api.ts";

/** How often the list is asked for while something is under way: the live events tell sooner, unless their connection broke. */
const ASK_EVERY_MS = 3000;

export const isOver = ({ state }: Pick<ProposalNews, "state">): boolean =>
  state === "done" || state === "cancelled" || state === "failed";

/** Proposals of a plan, kept up to date by the live events of its session. */
export function useProposals(plan: string, session: PlanSession) {
  const queries = useQueryClient();
  useEffect(
    () =>
      session.hear((news) => {
        queries.setQueryData<ProposalsAnswer>(["proposals", plan], (before) => {
          if (before === undefined) return before;
          const known = before.items.some(({ id }) => id === news.id);
          const items = known
            ? before.items.map((each) => (each.id === news.id ? news : each))
            : [news, ...before.items];
          return { items };
        });
      }),
    [session, queries, plan],
  );
  return useQuery({
    queryKey: ["proposals", plan],
    queryFn: ({ signal }) => proposalApi.list(plan, signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some((each) => !isOver(each)) === true ? ASK_EVERY_MS : false,
  });
}

/** A proposal that is over, with its question and its result; a forgotten one is not asked for again. */
export const useProposalJob = (plan: string, job: string | null, state: string | null) =>
  useQuery({
    queryKey: ["proposal", plan, job, state],
    queryFn: ({ signal }) => proposalApi.read(plan, job!, signal),
    enabled: job !== null && state !== null,
    staleTime: Infinity,
    retry: (failures, error) =>
      failures < 2 && !(error instanceof ApiError && error.status === 404),
  });

export const useDifference = (plan: string, job: string | null) =>
  useQuery({
    queryKey: ["proposal-difference", plan, job],
    queryFn: ({ signal }) => proposalApi.difference(plan, job!, signal),
    enabled: job !== null,
    staleTime: Infinity,
    retry: false,
  });

export const useWhy = (plan: string, job: string, village: string) =>
  useQuery({
    queryKey: ["proposal-why", plan, job, village],
    queryFn: ({ signal }) => proposalApi.why(plan, job, village, signal),
    staleTime: Infinity,
    retry: false,
  });

/** Who and what a question would think about, of the plan at a version. */
export const useCandidates = (plan: string, version: number, question: ProposalQuestion) =>
  useQuery({
    queryKey: ["proposal-candidates", plan, version, question],
    queryFn: ({ signal }) => proposalApi.candidates(plan, question, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
