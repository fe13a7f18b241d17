import "../exit/exit.css";
import "./progress.css";
import { UploadOutlined } from "@ant-design/icons";
import { App, Button, Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import type { SummaryAnswer } from "../../core/contract/progress.ts";
import { ImportDialog } from "../exit/import-dialog.tsx";
import { SheetBones } from "../figures/bones.tsx";
import { ChartCard } from "../figures/chart-card.tsx";
import { pageLink } from "../figures/page-link.ts";
import { PlanChoice, useAreaPlan } from "../figures/plan-choice.tsx";
import { Sheet } from "../figures/sheet.tsx";
import { useEnter } from "../figures/use-enter.ts";
import { formatCount } from "../format.ts";
import { rememberedAuthor } from "../preferences.ts";
import type { ThematicPageProps } from "../thematic/tabs.ts";
import { Failure } from "../ui/states.tsx";
import { useView } from "../use-view.ts";
import type { Language } from "../view-state.ts";
import { AreasBlock, SettlementsBlock } from "./areas-block.tsx";
import { Elsewhere, PlansBelow } from "./elsewhere.tsx";
import { EntryBlock } from "./entry-block.tsx";
import { ForecastBlock } from "./forecast-block.tsx";
import { importReturns, useForgetProgress, useSummary } from "./progress-api.ts";
import { monthsChart, yearsChart } from "./progress-charts.ts";
import { areaNamer, settlementSubjects } from "./subjects.ts";
import { Standing } from "./standing.tsx";
import { returnsTemplate } from "./template.ts";
import { WarningList } from "./warning-list.tsx";

/** Actual progress beside the plan: year by year, month by month, by settlement and village; returns are typed here or come from files. */
export default function ProgressPage(props: ThematicPageProps) {
  const { t } = useTranslation();
  const { area, language } = props;
  const { view, update } = useView();
  const chosen = useAreaPlan(props.region.code, area);
  const { plan } = chosen;
  const year =
    plan !== null &&
    view.year !== null &&
    view.year >= plan.years.from &&
    view.year <= plan.years.to
      ? view.year
      : null;
  const summary = useSummary(plan?.id ?? null, area.code, year);
  const answer = summary.data;
  const error = chosen.error ?? summary.error;
  const shownYear = answer?.year ?? null;
  return (
    <Sheet
      area={area}
      language={language}
      title={t("progress.title")}
      busy={summary.isPlaceholderData}
      tools={
        plan === null ? null : (
          <>
            <PlanChoice chosen={chosen} onChoose={(id) => update({ plan: id, year: null })} />
            <Select
              aria-label={t("figures.year")}
              value={shownYear}
              placeholder={t("figures.year")}
              options={yearsOf(plan).map((each) => ({ value: each, label: String(each) }))}
              onChange={(each) => update({ year: each })}
            />
            {answer === undefined ? null : (
              <Importer plan={plan} summary={answer} language={language} />
            )}
          </>
        )
      }
      meta={
        answer === undefined ? null : (
          <>
            {answer.demonstration ? <span>{t("demo.title")}</span> : null}
            <span>
              {t("figures.withPlan", { name: answer.planName, version: answer.planVersion })}
            </span>
            <span>
              {answer.lastPeriod === null
                ? t("progress.noReturns")
                : t("progress.lastReturn", {
                    n: formatCount(answer.returns, language),
                    count: answer.returns,
                    period: answer.lastPeriod,
                  })}
            </span>
          </>
        )
      }
    >
      <Elsewhere plan={plan?.id ?? null} area={area.code} language={language} />
      {error !== null && answer === undefined ? (
        <Failure
          error={error}
          retry={() => {
            chosen.retry();
            void summary.refetch();
          }}
        />
      ) : plan === null && !chosen.isPending ? (
        <NoPlan area={area.code} chosen={chosen} language={language} />
      ) : answer === undefined || plan === null ? (
        <SheetBones />
      ) : (
        <Body
          key={`${plan.id} ${area.code}`}
          version={props.region.dataVersion}
          plan={plan}
          area={area.code}
          areaName={area.name}
          summary={answer}
          language={language}
        />
      )}
    </Sheet>
  );
}

const yearsOf = ({ years }: PlanSummary): number[] =>
  Array.from({ length: years.to - years.from + 1 }, (_, at) => years.from + at);

function NoPlan(props: {
  area: string;
  chosen: ReturnType<typeof useAreaPlan>;
  language: Language;
}) {
  const { t } = useTranslation();
  const { update } = useView();
  const { below } = props.chosen;
  return (
    <section className="block progress-empty">
      <h2>{t("progress.noPlan")}</h2>
      {below.length === 0 ? null : <PlansBelow plans={below} language={props.language} />}
      <p>{t("progress.noPlanText")}</p>
      <p className="sheet-tools">
        <Link
          className="ant-btn ant-btn-primary progress-make"
          to={pageLink(`/plan?area=${props.area}`, props.language)}
        >
          {t("figures.makePlan")}
        </Link>
        <PlanChoice chosen={props.chosen} onChoose={(id) => update({ plan: id })} />
      </p>
    </section>
  );
}

function Body(props: {
  version: string;
  plan: PlanSummary;
  area: string;
  areaName: string;
  summary: SummaryAnswer;
  language: Language;
}) {
  const { t } = useTranslation();
  const enter = useEnter();
  const { summary, language } = props;
  const years = useMemo(() => yearsChart(summary, t, language), [summary, t, language]);
  const months = useMemo(() => monthsChart(summary, t, language), [summary, t, language]);
  const empty = (
    <>
      <p>{t("progress.emptyText")}</p>
      <a className="link" href="#progress-entry">
        {t("progress.toEntry")}
      </a>
    </>
  );
  return (
    <>
      <Standing summary={summary} language={language} />
      <div className="charts">
        <ChartCard
          title={t("progress.byYear")}
          model={years}
          empty={empty}
          note={t("progress.basisNote")}
        />
        <ChartCard
          title={
            summary.year === null
              ? t("progress.byMonthPlain")
              : t("progress.byMonth", { year: summary.year })
          }
          model={months}
          empty={empty}
          note={t("progress.monthNote")}
        />
      </div>
      {summary.forecast === null ? null : (
        <ForecastBlock
          forecast={summary.forecast}
          side={
            summary.years.find(({ year }) => year === summary.year)?.actual?.basis ?? "settlements"
          }
          language={language}
        />
      )}
      <WarningList warnings={summary.warnings} title={t("progress.warnings")} />
      <div id="progress-entry">
        <EntryBlock {...props} />
      </div>
      <SettlementsBlock summary={summary} language={language} />
      <AreasBlock summary={summary} language={language} onEnter={enter} />
    </>
  );
}

function Importer(props: { plan: PlanSummary; summary: SummaryAnswer; language: Language }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const forget = useForgetProgress();
  const [open, setOpen] = useState(false);
  const { plan, summary, language } = props;
  const template = useMemo(() => {
    const text = returnsTemplate(
      settlementSubjects(summary, areaNamer(summary.areas)),
      String(summary.year ?? plan.years.from),
      (column) => t(`progress.template.${column}`),
      (subject) => t(`progress.templateSubject.${subject}`),
    );
    return `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`;
  }, [summary, plan.years.from, t]);
  return (
    <>
      <Button icon={<UploadOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t("progress.import")}
      </Button>
      {open ? (
        <ImportDialog
          title={t("progress.importTitle", { name: plan.name })}
          template={template}
          templateName={t("progress.templateName")}
          language={language}
          send={(file, accept) =>
            importReturns(plan.id, rememberedAuthor() ?? t("plan.someone"), file, accept)
          }
          summary={(report) => (
            <p data-testid="import-summary">
              {t("exit.import.summary", {
                added: formatCount(report.added, language),
                replaced: formatCount(report.replaced, language),
                unchanged: formatCount(report.unchanged, language),
              })}
            </p>
          )}
          onTaken={(report) => {
            setOpen(false);
            forget();
            void message.success(
              t("exit.import.taken", { n: formatCount(report.added + report.replaced, language) }),
            );
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
