import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import type { ProgressSubject, SummaryAnswer } from "../../core/contract/progress.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { api, useColumns } from "../plan/queries.ts";
import { areaNamer, settlementSubjects, villageSubjects, type Subject } from "./subjects.ts";

/** The settlements or villages that returns are made of; villages are read only when they are asked for. */
export function useSubjects(asked: {
  version: string;
  plan: PlanSummary;
  area: string;
  subject: ProgressSubject;
  summary: SummaryAnswer;
}): { subjects: readonly Subject[] | null; error: Error | null; retry: () => void } {
  const { plan, area, subject, summary } = asked;
  const wantsVillages = subject === "village";
  const columns = useColumns(asked.version, wantsVillages ? plan.area : null);
  const document = useQuery({
    queryKey: ["progress", plan.id, "document", summary.planVersion],
    queryFn: ({ signal }) => api.read(plan.id, signal),
    enabled: wantsVillages,
  });
  const settlements = useMemo(() => {
    return settlementSubjects(summary, areaNamer(summary.areas));
  }, [summary]);
  const villages = useMemo(
    () =>
      columns.data === undefined || document.data === undefined || !wantsVillages
        ? null
        : villageSubjects(document.data.document, columns.data.snapshot, area),
    [columns.data, document.data, wantsVillages, area],
  );
  return {
    subjects: wantsVillages ? villages : settlements,
    error: columns.error ?? document.error,
    retry: () => {
      void columns.refetch();
      void document.refetch();
    },
  };
}
