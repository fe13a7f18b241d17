import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ExitCardAnswer, ExitCardsAnswer, ExitWorksAnswer } from "../../core/contract/exit-card.ts";
import {
  StatisticItemsAnswer,
  StatisticsAnswer,
  StatisticsImportReport,
  StatisticWritten,
  type StatisticRequest,
} from "../../core/contract/statistics.ts";
import { addressOf, ApiError, askFor } from "../api.ts";
import type { Language } from "../view-state.ts";

/** The card of a county; `year` null is the last one with statistics. */
export const useExitCard = (version: string, area: string, year: number | null) =>
  useQuery({
    queryKey: ["exit", "card", version, area, year],
    queryFn: ({ signal }) =>
      askFor(ExitCardAnswer, addressOf("/api/exit-card", { area, year }), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });

/** The standing of every county of an area. */
export const useExitCards = (version: string, area: string, year: number | null) =>
  useQuery({
    queryKey: ["exit", "cards", version, area, year],
    queryFn: ({ signal }) =>
      askFor(ExitCardsAnswer, addressOf("/api/exit-cards", { area, year }), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });

/** The catalogue of figures that no map gives. */
export const useStatisticItems = () =>
  useQuery({
    queryKey: ["statistic-items"],
    queryFn: ({ signal }) => askFor(StatisticItemsAnswer, "/api/statistics/items", { signal }),
  });

/** The cheapest works that close a line; found when asked, which takes seconds. */
export const fetchExitWorks = (
  area: string,
  criterion: string,
  year: number,
  signal?: AbortSignal,
) =>
  askFor(ExitWorksAnswer, addressOf("/api/exit-card/works", { area, criterion, year }), { signal });

/** One figure as it stands; null where there is none. */
export async function fetchStatistic(area: string, year: number, item: string) {
  const { items } = await askFor(
    StatisticsAnswer,
    addressOf("/api/statistics", { area, year, item }),
  );
  return items.find((each) => each.area === area) ?? null;
}

/** Writes one figure over the version that is known; 412 where somebody else wrote it meanwhile. */
export const writeStatistic = (body: StatisticRequest, version: number, key: string) =>
  askFor(StatisticWritten, "/api/statistics", {
    method: "POST",
    body,
    headers: { "if-match": `"${version}"`, "idempotency-key": key },
  });

/** Sends a table of statistics; a file that was to be taken in and was refused gives its report, as a dry run does. */
export const importStatistics = (
  area: string,
  year: number,
  author: string,
  file: File,
  accept: boolean,
): Promise<StatisticsImportReport> =>
  reportOf(StatisticsImportReport, () =>
    askFor(
      StatisticsImportReport,
      addressOf("/api/statistics/import", {
        file: file.name,
        area,
        year,
        author,
        accept: String(accept),
      }),
      { method: "POST", file },
    ),
  );

/** What an import answers, also where it refuses with a problem that holds the report. */
export async function reportOf<T>(
  schema: { safeParse: (value: unknown) => { success: true; data: T } | { success: false } },
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof ApiError && error.status === 422) {
      const parsed = schema.safeParse(error.problem?.["report"]);
      if (parsed.success) return parsed.data;
    }
    throw error;
  }
}

/** Address of an empty table of statistics with the counties of an area filled in. */
export const statisticsTemplate = (area: string, year: number, lang: Language): string =>
  addressOf("/api/statistics/template", { area, year, lang });
