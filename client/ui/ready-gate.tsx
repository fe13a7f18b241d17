import { useQuery } from "@tanstack/react-query";
import { Progress } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { fetchReadiness } from "../api.ts";
import { Failure, Loading, Notice } from "./states.tsx";

const PHASES = ["opening", "migrating", "loading", "coverage"] as const;

/** Shows what the server is preparing until it is ready, then its children; opens by itself. */
export function ReadyGate(props: { children: ReactNode }) {
  const { t } = useTranslation();
  const readiness = useQuery({
    queryKey: ["ready"],
    queryFn: ({ signal }) => fetchReadiness(signal),
    retry: false,
    refetchInterval: ({ state }) => (state.data?.ready === true ? false : 1500),
  });
  const activity = readiness.data?.activity ?? null;
  if (readiness.data !== undefined && (readiness.data.ready || activity === null))
    return props.children;
  if (readiness.error !== null)
    return (
      <Notice title={t("app.name")}>
        <Failure error={readiness.error} retry={() => void readiness.refetch()} />
      </Notice>
    );
  if (readiness.data === undefined)
    return (
      <Notice title={t("app.name")}>
        <Loading lines={2} />
      </Notice>
    );
  const failed = activity?.phase === "failed";
  return (
    <Notice title={t(failed ? "state.failed" : "state.starting")}>
      {failed ? null : (
        <>
          <p>{t("state.startingText")}</p>
          <Progress
            percent={(PHASES.findIndex((phase) => phase === activity?.phase) + 0.5) * 25}
            status="active"
            showInfo={false}
            aria-label={t("state.startingProgress")}
          />
          <ol className="phases">
            {PHASES.map((phase) => (
              <li key={phase} aria-current={phase === activity?.phase ? "step" : undefined}>
                {t(`state.phase.${phase}`)}
              </li>
            ))}
          </ol>
        </>
      )}
      <p className="quiet" role="status" lang="en">
        {activity?.message}
      </p>
    </Notice>
  );
}
