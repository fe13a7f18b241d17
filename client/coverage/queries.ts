import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import type { Level } from "../../core/contract/area.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import {
  fetchArea,
  fetchCoverage,
  fetchGaps,
  fetchMeta,
  fetchAreaVerdicts,
  fetchRules,
  fetchUnits,
  fetchVillage,
  type GapFilter,
  type Question,
} from "../api.ts";

/** Which data the answers come from; part of every key, so that new data are asked for anew. */
export type Version = string;

export const useMeta = () =>
  useQuery({ queryKey: ["meta"], queryFn: ({ signal }) => fetchMeta(signal), staleTime: 60_000 });

export const useRules = () =>
  useQuery({ queryKey: ["rules"], queryFn: ({ signal }) => fetchRules(signal) });

export const useArea = (version: Version, code: string | null) =>
  useQuery({
    queryKey: ["area", version, code],
    queryFn: ({ signal }) => fetchArea(code ?? "", signal),
    placeholderData: keepPreviousData,
    enabled: code !== null,
  });

/** Rates of an area and of the areas of level `by` in it; the last answer stays until the next is there. */
export const useCoverage = (
  version: Version,
  question: Question,
  by?: Level,
  options: { enabled?: boolean } = {},
) =>
  useQuery({
    queryKey: ["coverage", version, question, by ?? ""],
    queryFn: ({ signal }) =>
      fetchCoverage(by === undefined ? question : { ...question, by }, signal),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  });

/** The same area under every rule, each with its own thresholds. */
export const useEveryRule = (version: Version, rules: readonly IndicatorRule[], area: string) =>
  useQueries({
    queries: rules.map((rule) => ({
      queryKey: ["coverage", version, { rule: rule.id, area }, ""],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        fetchCoverage({ rule: rule.id, area }, signal),
    })),
  });

export const useGaps = (version: Version, question: Question, filter: GapFilter) =>
  useInfiniteQuery({
    queryKey: ["gaps", version, question, filter],
    queryFn: ({ pageParam, signal }) => fetchGaps(question, filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

export const useVillage = (version: Version, id: number | null) =>
  useQuery({
    queryKey: ["village", version, id],
    queryFn: ({ signal }) => fetchVillage(id ?? 0, signal),
    enabled: id !== null,
  });

/** An administrative village or township with its verdicts. */
export const useUnit = (version: Version, code: string | null) =>
  useQuery({
    queryKey: ["unit", version, code],
    queryFn: async ({ signal }) => {
      const [area, { verdicts }] = await Promise.all([
        fetchArea(code ?? "", signal),
        fetchAreaVerdicts(code ?? "", signal),
      ]);
      return { area, verdicts };
    },
    enabled: code !== null,
  });

/** The rows of all units in an area under the thresholds of a question; asked only when these differ from the rule's. */
export const useUnitRows = (version: Version, question: Question | null) =>
  useQuery({
    queryKey: ["units", version, question],
    queryFn: ({ signal }) => fetchUnits(question!, signal),
    enabled: question !== null,
  });

/**
 * Rates of all areas of a region at the first of `levels` that the region has: `level` with its `areas`, null and none where it has no
 * areas. `rule` and `levels` tell what was asked, for the last answer stays until the next is there.
 */
export const useChoropleth = (version: Version, question: Question, levels: readonly Level[]) =>
  useQuery({
    queryKey: ["choropleth", version, question, levels],
    queryFn: async ({ signal, client }) => {
      for (const level of levels) {
        const { areas } = await client.fetchQuery({
          queryKey: ["coverage", version, question, level],
          queryFn: () => fetchCoverage({ ...question, by: level }, signal),
        });
        if (areas.length > 0) return { level, areas, rule: question.rule, levels };
      }
      return { level: null, areas: [], rule: question.rule, levels };
    },
    placeholderData: keepPreviousData,
  });
