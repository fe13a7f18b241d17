import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import {
  CheckAnswer,
  ProgressImportReport,
  ReturnsAnswer,
  SummaryAnswer,
  WriteAnswer,
  type CheckRequest,
  type ProgressRequest,
  type ProgressReturn,
  type ProgressSubject,
} from "../../core/contract/progress.ts";
import { addressOf, askFor } from "../api.ts";
import { reportOf } from "../exit/exit-api.ts";

const of = (plan: string): string => `/api/plans/${plan}/progress`;

/** Planned against actual of a plan in an area; `year` null is the last one with returns. */
export const useSummary = (plan: string | null, area: string, year: number | null) =>
  useQuery({
    queryKey: ["progress", plan, "summary", area, year],
    queryFn: ({ signal }) =>
      askFor(SummaryAnswer, addressOf(`${of(plan!)}/summary`, { area, year }), { signal }),
    enabled: plan !== null,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });

export interface AllReturns {
  /** Of the plan's returns when the first of them were read. */
  version: number;
  items: readonly ProgressReturn[];
}

/** Every return of a year (months included) about settlements or villages of an area. */
export async function fetchReturns(
  plan: string,
  subject: ProgressSubject,
  year: number,
  area: string,
  signal?: AbortSignal,
): Promise<AllReturns> {
  const items: ProgressReturn[] = [];
  let version: number | null = null;
  let cursor: string | null = null;
  do {
    const answer: ReturnsAnswer = await askFor(
      ReturnsAnswer,
      addressOf(of(plan), { subject, period: year, area, limit: 1000, cursor }),
      { signal },
    );
    version ??= answer.version;
    items.push(...answer.items);
    cursor = answer.nextCursor;
  } while (cursor !== null);
  return { version, items };
}

export const useReturns = (plan: string, subject: ProgressSubject, year: number, area: string) =>
  useQuery({
    queryKey: ["progress", plan, "returns", subject, year, area],
    queryFn: ({ signal }) => fetchReturns(plan, subject, year, area, signal),
    staleTime: 5_000,
  });

/** Asks what is past belief in returns; nothing is written. */
export const checkReturns = (plan: string, body: CheckRequest) =>
  askFor(CheckAnswer, `${of(plan)}/check`, { method: "POST", body });

/** Writes returns over the version that is known, all of them or none; 412 where somebody else wrote one of them since. */
export const writeReturns = (plan: string, body: ProgressRequest, version: number, key: string) =>
  askFor(WriteAnswer, of(plan), {
    method: "POST",
    body,
    headers: { "if-match": `"${version}"`, "idempotency-key": key },
  });

/** Sends a table of returns, dry or to be taken in. */
export const importReturns = (
  plan: string,
  author: string,
  file: File,
  accept: boolean,
): Promise<ProgressImportReport> =>
  reportOf(ProgressImportReport, () =>
    askFor(
      ProgressImportReport,
      addressOf(`${of(plan)}/import`, { file: file.name, author, accept: String(accept) }),
      { method: "POST", file },
    ),
  );

/** What was said of progress is asked for again, here and on the pages that count it. */
export function useForgetProgress(): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    for (const key of ["progress", "figures"]) void queries.invalidateQueries({ queryKey: [key] });
  }, [queries]);
}
