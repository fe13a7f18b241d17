import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback } from "react";
import { fetchColumns, fetchParameters } from "../api.ts";
import { planApi } from "./plan-api.ts";

export const api = planApi();

/** Plans of an area and of those in it. */
export const usePlans = (area: string) =>
  useQuery({
    queryKey: ["plans", area],
    queryFn: ({ signal }) => api.list(area, signal),
    staleTime: 5_000,
  });

/** What lists say of plans is asked for again. */
export function useForgetPlans(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: ["plans"] }), [queries]);
}

/** The villages and areas of a plan's area in typed columns; asked for once per version of the data. */
export const useColumns = (version: string, area: string | null) =>
  useQuery({
    queryKey: ["columns", version, area],
    queryFn: ({ signal }) => fetchColumns(area!, [], signal),
    enabled: area !== null,
    gcTime: 60_000,
  });

export const useParameters = () =>
  useQuery({ queryKey: ["parameters"], queryFn: ({ signal }) => fetchParameters(signal) });

/** Lines of a plan's history, newest first; `version` makes new ones be asked for. */
export const useHistory = (plan: string, version: number) =>
  useInfiniteQuery({
    queryKey: ["history", plan, version],
    queryFn: ({ pageParam, signal }) => api.history(plan, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.nextBefore,
    placeholderData: keepPreviousData,
  });

/** Rates of a plan as the server computes them: today, after works, after moves, after both. */
export const usePlanRates = (plan: string, version: number, area: string) =>
  useQuery({
    queryKey: ["rates", plan, version, area],
    queryFn: ({ signal }) => api.rates(plan, area, signal),
    placeholderData: keepPreviousData,
  });

export const useComparison = (plan: string, version: number, other: string | null) =>
  useQuery({
    queryKey: ["compare", plan, version, other],
    queryFn: ({ signal }) => api.compare(plan, other!, signal),
    enabled: other !== null,
    placeholderData: keepPreviousData,
  });
