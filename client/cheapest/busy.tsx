import { useQuery } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useTranslation } from "react-i18next";
import type { Level } from "../../core/contract/area.ts";
import { fetchCheapestProgress } from "../api.ts";

/** How far the question named `ask` is, and the way to give it up. */
export function Busy({
  ask,
  level,
  onCancel,
}: {
  ask: string;
  level: Level;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["cheapest-progress", ask],
    queryFn: ({ signal }) => fetchCheapestProgress(ask, signal),
    refetchInterval: 700,
    gcTime: 0,
  });
  const waits = data?.isAsked === true && data.done === null;
  return (
    <div className="cheapest-busy">
      <p role="status">
        {waits ? t("cheapest.waits") : t(`cheapest.busy.${level === "county" ? "county" : "wide"}`)}
      </p>
      <Progress
        percent={Math.floor(100 * (data?.done ?? 0))}
        status="active"
        aria-label={t("cheapest.title")}
      />
      <Button autoInsertSpace={false} onClick={onCancel}>
        {t("cheapest.cancel")}
      </Button>
    </div>
  );
}
