import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { fetchReadiness } from "../api.ts";
import { Failure, Loading, Notice } from "./states.tsx";

const Preparing = lazy(() => import("./preparing.tsx"));

/** Shows what the server is preparing until it is ready, then its children; `empty` where there is nothing to prepare. Opens by itself. */
export function ReadyGate(props: { children: ReactNode; empty: (retry: () => void) => ReactNode }) {
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
  if (activity === null)
    return (
      <Notice title={t("app.name")}>
        <Loading lines={2} />
      </Notice>
    );
  if (activity.phase === "empty") return props.empty(() => void readiness.refetch());
  return (
    <Suspense fallback={<Notice title={t("state.starting")} />}>
      <Preparing activity={activity} />
    </Suspense>
  );
}
