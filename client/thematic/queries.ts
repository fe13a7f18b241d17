import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { MapLevel } from "../../core/contract/thematic.ts";
import { thematicApi } from "./thematic-api.ts";

/** What is known without a plan; the last answer stays until the next is there. */
export const useToday = (version: string, area: string, by: MapLevel) =>
  useQuery({
    queryKey: ["thematic-today", version, area, by],
    queryFn: ({ signal }) => thematicApi.today(area, by, signal),
    placeholderData: keepPreviousData,
  });

/** Which plan is asked about, as it is now: another version is another question. */
export interface PlanAsked {
  id: string;
  version: number;
}

export const usePlanColumns = (plan: PlanAsked | null, by: MapLevel, version: string) =>
  useQuery({
    queryKey: ["thematic-plan", version, plan, by],
    queryFn: ({ signal }) => thematicApi.plan(plan!.id, by, signal),
    enabled: plan !== null,
  });

export const useRuleYears = (
  plan: PlanAsked | null,
  rule: string | null,
  by: MapLevel,
  version: string,
) =>
  useQuery({
    queryKey: ["thematic-rule-years", version, plan, rule, by],
    queryFn: ({ signal }) => thematicApi.ruleYears(plan!.id, rule!, by, signal),
    enabled: plan !== null && rule !== null,
  });

export const useFlows = (plan: PlanAsked | null, by: MapLevel, version: string, isShown: boolean) =>
  useQuery({
    queryKey: ["thematic-flows", version, plan, by],
    queryFn: ({ signal }) => thematicApi.flows(plan!.id, by, signal),
    enabled: isShown && plan !== null,
  });

export const useBuildOrMove = (version: string, area: string, by: MapLevel, isAsked: boolean) =>
  useQuery({
    queryKey: ["thematic-build-or-move", version, area, by],
    queryFn: ({ signal }) => thematicApi.buildOrMove(area, by, signal),
    enabled: isAsked,
  });

/** Saved maps of a region, and its atlases: asked for again every `watchMs` milliseconds where that is given. */
export const useMaps = (area: string) =>
  useQuery({
    queryKey: ["maps", area],
    queryFn: ({ signal }) => thematicApi.maps(area, signal),
    staleTime: 5_000,
  });
export const useAtlases = (area: string, watchMs: number | null = null) =>
  useQuery({
    queryKey: ["atlases", area],
    queryFn: ({ signal }) => thematicApi.atlases(area, signal),
    staleTime: 5_000,
    refetchInterval: watchMs ?? false,
  });

/** One saved map as it is now. */
export const useSavedMap = (id: string | null) =>
  useQuery({
    queryKey: ["maps", "one", id],
    queryFn: ({ signal }) => thematicApi.map(id!, signal),
    enabled: id !== null,
    retry: false,
  });

/** One atlas as it is now. */
export const useAtlas = (id: string | null) =>
  useQuery({
    queryKey: ["atlases", "one", id],
    queryFn: ({ signal }) => thematicApi.atlas(id!, signal),
    enabled: id !== null,
    staleTime: 5_000,
  });

/** Lists of maps and atlases are asked for again. */
export function useForgetMaps(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ["maps"] }),
      queries.invalidateQueries({ queryKey: ["atlases"] }),
    ]);
  }, [queries]);
}
