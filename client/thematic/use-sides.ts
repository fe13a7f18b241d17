import { useMemo, useState } from "react";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import type {
  FlowsAnswer,
  MapLevel,
  MapSubject,
  TodayAnswer,
} from "../../core/contract/thematic.ts";
import type { MapColumns } from "../../core/thematic/columns.ts";
import { findIndicator } from "../../core/thematic/indicators.ts";
import {
  useBuildOrMove,
  useFlows,
  usePlanColumns,
  useRuleYears,
  useToday,
  type PlanAsked,
} from "./queries.ts";

/** One side of a map with the data that it is painted from. */
export interface Side {
  subject: MapSubject;
  /** Null while something that it needs is still on its way. */
  columns: MapColumns | null;
  flows: FlowsAnswer | null;
  plan: PlanSummary | null;
  error: unknown;
  retry: () => void;
}

/** The value last given that was not null: what stays in sight until there is something new. */
export function useLast<Value>(value: Value | null): Value | null {
  const [last, setLast] = useState(value);
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}

/** Asks for what one side of a map needs. Without a subject nothing but today's columns is asked for. */
export function useSide(question: {
  version: string;
  area: string;
  by: MapLevel;
  subject: MapSubject | null;
  plan: PlanSummary | null;
  withFlows: boolean;
}): Side | null {
  const { version, area, by, subject, plan } = question;
  const indicator = subject === null ? null : findIndicator(subject.indicator);
  const needs = indicator?.needsOf(subject!.basis) ?? [];
  const planId = subject === null ? null : (plan?.id ?? null);
  const planVersion = plan?.version ?? 0;
  const asked = useMemo<PlanAsked | null>(
    () => (planId === null ? null : { id: planId, version: planVersion }),
    [planId, planVersion],
  );
  const today = useToday(version, area, by);
  // Asked for before it is needed, so that an indicator of the plan or another year shows at once.
  const ofPlan = usePlanColumns(asked, by, version);
  const rule = needs.includes("ruleYears") ? (indicator?.rule ?? null) : null;
  const years = useRuleYears(asked, rule, by, version);
  const wantsBuild = needs.includes("buildOrMove");
  const build = useBuildOrMove(version, area, by, wantsBuild);
  const flows = useFlows(asked, by, version, question.withFlows);
  const isReady =
    today.data !== undefined &&
    !today.isPlaceholderData &&
    (asked === null || !needs.includes("plan") || ofPlan.data !== undefined) &&
    (asked === null || rule === null || years.data !== undefined) &&
    (!wantsBuild || build.data !== undefined) &&
    (asked === null || !question.withFlows || flows.data !== undefined);
  const columns = useMemo<MapColumns | null>(
    () =>
      isReady
        ? {
            today: today.data as TodayAnswer,
            plan: ofPlan.data ?? null,
            ruleYears: years.data === undefined ? {} : { [years.data.rule]: years.data },
            buildOrMove: build.data ?? null,
          }
        : null,
    [isReady, today.data, ofPlan.data, years.data, build.data],
  );
  const failed = [today, ofPlan, years, build, flows].find(({ error }) => error !== null);
  return useMemo(
    () =>
      subject === null
        ? null
        : {
            subject,
            columns,
            flows: flows.data ?? null,
            plan,
            error: failed?.error ?? null,
            retry: () => void failed?.refetch(),
          },
    [subject, columns, flows.data, plan, failed],
  );
}
