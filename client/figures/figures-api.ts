import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { FiguresAnswer } from "../../core/contract/figures.ts";
import { addressOf, askFor } from "../api.ts";

/** All figures of an area, with a plan's where one is given; the last answer stays until the next is there. Null: not asked yet. */
export const useFigures = (asked: { version: string; area: string; plan: string | null } | null) =>
  useQuery({
    queryKey: ["figures", asked],
    queryFn: ({ signal }) =>
      askFor(FiguresAnswer, addressOf("/api/figures", { area: asked?.area, plan: asked?.plan }), {
        signal,
      }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    // A plan is edited and returns come in on other pages.
    staleTime: 5_000,
  });
