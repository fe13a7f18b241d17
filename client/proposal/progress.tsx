import { StopOutlined } from "@ant-design/icons";
import { Button, Progress } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProposalNews } from "../../core/contract/proposal.ts";
import { useDesk } from "../plan/desk.ts";
import { ProgressChart } from "./progress-chart.tsx";
import { useProposal } from "./proposal-desk.ts";
import { stageText } from "./words.ts";

/** A proposal on its way: what is done, how good it is so far, and the button that ends it. */
export function JobProgress({ news }: { news: ProposalNews }) {
  const { t } = useTranslation();
  const { language } = useDesk();
  const { cancel } = useProposal();
  const { stage, done, points } = news.progress;
  const [now, setNow] = useState(() => Date.now());
  const [isEnding, setEnding] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((now - Date.parse(news.createdAt)) / 1000));
  return (
    <div className="proposal-progress" data-testid="progress">
      <div className="proposal-stage">
        <strong role="status">{stageText(news.state === "queued" ? "queued" : stage, t)}</strong>
        <span>{t("proposal.soFar", { seconds: seconds.toLocaleString(language) })}</span>
        <Button
          size="small"
          danger
          icon={<StopOutlined />}
          loading={isEnding}
          data-testid="cancel"
          onClick={() => {
            setEnding(true);
            void cancel(news.id).finally(() => setEnding(false));
          }}
        >
          {t("proposal.cancel")}
        </Button>
      </div>
      <Progress
        percent={Math.round(done * 100)}
        size="small"
        status="active"
        aria-label={t("proposal.progress")}
      />
      <ProgressChart points={points} />
      <p className="quiet">{t("proposal.goesOn")}</p>
    </div>
  );
}
