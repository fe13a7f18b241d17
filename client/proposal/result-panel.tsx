import { Button, Select, Tabs } from "antd";
import { useTranslation } from "react-i18next";
import type { ProposalJob } from "../../core/contract/proposal.ts";
import { formatCount } from "../format.ts";
import { useDesk } from "../plan/desk.ts";
import { checkText, formatWan } from "../plan/wording.ts";
import { Loading } from "../ui/states.tsx";
import { BindingRows } from "./binding-rows.tsx";
import { CostPartsList } from "./cost-parts.tsx";
import { DifferencePanel } from "./difference-panel.tsx";
import { Impossible } from "./impossible.tsx";
import { JobProgress } from "./progress.tsx";
import { ProgressChart } from "./progress-chart.tsx";
import { useProposal } from "./proposal-desk.ts";
import { isOver } from "./queries.ts";
import { formatGap, noteText } from "./words.ts";
import { YearTable } from "./year-table.tsx";

/** What the auto-planner comes to: proposals so far, the one on its way, or what was found. */
export function ResultPanel() {
  const { t } = useTranslation();
  const { language } = useDesk();
  const { jobs, news, job, isForgotten, look, cancel } = useProposal();
  return (
    <section className="proposal-result" aria-label={t("proposal.found")}>
      <div className="proposal-head">
        <h2>{t("proposal.title")}</h2>
        {jobs.length === 0 ? null : (
          <Select
            size="small"
            className="proposal-jobs"
            aria-label={t("proposal.jobs")}
            value={news?.id ?? null}
            placeholder={t("proposal.jobs")}
            popupMatchSelectWidth={false}
            options={jobs.map((one) => ({
              value: one.id,
              label: t("proposal.job", {
                time: new Date(one.createdAt).toLocaleTimeString(language),
                author: one.author,
                state: t(`proposal.state.${one.state}`),
              }),
            }))}
            onChange={(id: string | null) => look(id)}
          />
        )}
        {news !== null && isOver(news) ? (
          <Button
            size="small"
            onClick={() => {
              look(null);
              void cancel(news.id);
            }}
          >
            {t("proposal.forget")}
          </Button>
        ) : null}
      </div>
      {news === null ? (
        <p className="plan-fine">{t(isForgotten ? "proposal.forgotten" : "proposal.none")}</p>
      ) : !isOver(news) ? (
        <JobProgress news={news} />
      ) : news.state !== "done" ? (
        <Outcome status={news.state === "failed" ? "failed" : "cancelled"} gap={null} />
      ) : job === null ? (
        <Loading lines={5} />
      ) : (
        <Result job={job} />
      )}
    </section>
  );
}

/** How it ended, in words. */
function Outcome(props: {
  status: NonNullable<ProposalJob["result"]>["status"] | "cancelled" | "failed";
  gap: number | null;
}) {
  const { t } = useTranslation();
  const { status, gap } = props;
  return (
    <div className="proposal-outcome" data-status={status} data-testid="outcome">
      <strong>
        {status === "cancelled" || status === "failed"
          ? t(`proposal.state.${status}`)
          : t(`proposal.status.${status}`)}
      </strong>
      <p>{t(`proposal.statusText.${status}`, { gap: gap === null ? "—" : formatGap(gap) })}</p>
    </div>
  );
}

function Result({ job }: { job: ProposalJob }) {
  const { t } = useTranslation();
  const { state, language } = useDesk();
  const { result } = job;
  if (result === null) return null;
  const hasFound = result.status === "proven" || result.status === "feasible";
  const [whole] = result.areas;
  const say = (value: number) => formatCount(value, language);
  return (
    <>
      <Outcome status={result.status} gap={result.gap} />
      {state.version === job.version || !hasFound ? null : (
        <p className="quiet">
          {t("proposal.outdated", { version: job.version, now: state.version })}
        </p>
      )}
      {hasFound && whole !== undefined ? (
        <dl className="card-figures">
          {(["moved", "built", "left"] as const).map((what) => (
            <div key={what}>
              <dt>{t(`proposal.summary.${what}`)}</dt>
              <dd>{t("proposal.summary.villages", { n: say(whole[what]) })}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <Impossible result={result} />
      )}
      {result.refusedBy.length === 0 ? null : (
        <>
          <h3>{t("proposal.refusedBy")}</h3>
          <ul className="proposal-lines">
            {result.refusedBy.slice(0, 10).map((check) => (
              <li key={`${check.code} ${check.subject}`}>{checkText(check, t, language)}</li>
            ))}
          </ul>
        </>
      )}
      {hasFound ? (
        <Tabs
          className="proposal-tabs"
          size="small"
          items={[
            {
              key: "difference",
              label: t("proposal.tab.difference"),
              children: <DifferencePanel />,
            },
            {
              key: "years",
              label: t("proposal.tab.years"),
              children: <YearTable areas={result.areas} />,
            },
            {
              key: "binding",
              label: t("proposal.tab.binding"),
              children: <BindingRows rows={result.binding} />,
            },
            {
              key: "cost",
              label: t("proposal.tab.cost"),
              children: (
                <>
                  <CostPartsList result={result} />
                  <ProgressChart points={job.progress.points} />
                  <p className="quiet">
                    {t("proposal.ranFor", { seconds: result.seconds.toFixed(1) })}
                    {" · "}
                    {t("proposal.omitted", {
                      arcs: say(result.omitted.arcs),
                      saving: formatWan(result.omitted.mostSavingYuan, language),
                    })}
                  </p>
                </>
              ),
            },
          ]}
        />
      ) : null}
      {result.notes.length === 0 ? null : (
        <details className="proposal-left-out">
          <summary>{t("proposal.notes")}</summary>
          <ul>
            {result.notes.map((note, i) => (
              <li key={i}>{noteText(note, t, language)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
