import { Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { FiguresAnswer } from "../../core/contract/figures.ts";
import { formatCount, inLanguage } from "../format.ts";
import type { ThematicPageProps } from "../thematic/tabs.ts";
import { Failure } from "../ui/states.tsx";
import { useView } from "../use-view.ts";
import type { Language } from "../view-state.ts";
import { ChartCard } from "./chart-card.tsx";
import {
  everyRuleChart,
  fundsChart,
  movesChart,
  ruleChart,
  settlementsChart,
} from "./figure-charts.ts";
import { FigureGroup } from "./figure-group.tsx";
import { useFigures } from "./figures-api.ts";
import { GROUPS, groupOf } from "./groups.ts";
import { pageLink } from "./page-link.ts";
import { PlanChoice, useAreaPlan } from "./plan-choice.tsx";
import { RankingBlock } from "./ranking-block.tsx";
import { Sheet } from "./sheet.tsx";
import { SheetBones } from "./bones.tsx";
import { useEnter } from "./use-enter.ts";

/** The page of figures of an area: what a leader reads of it, every figure open to what it is made of. */
export default function FiguresPage(props: ThematicPageProps) {
  const { t } = useTranslation();
  const { area, language } = props;
  const { update } = useView();
  const chosen = useAreaPlan(props.region.code, area);
  const plan = chosen.plan?.id ?? null;
  const figures = useFigures(
    chosen.isPending ? null : { version: props.version, area: area.code, plan },
  );
  const answer = figures.data;
  return (
    <Sheet
      area={area}
      language={language}
      title={t("figures.title")}
      busy={figures.isPlaceholderData}
      tools={<PlanChoice chosen={chosen} onChoose={(id) => update({ plan: id })} />}
      meta={answer === undefined ? null : <Meta answer={answer} language={language} />}
    >
      {figures.error !== null && answer === undefined ? (
        <Failure error={figures.error} retry={() => void figures.refetch()} />
      ) : answer === undefined ? (
        <SheetBones />
      ) : area.villages === 0 ? (
        <p className="block nothing">
          {t("figures.empty")}{" "}
          <Link className="link" to={pageLink("/coverage", language)}>
            {t("figures.emptyAct")}
          </Link>
        </p>
      ) : (
        <Body answer={answer} language={language} />
      )}
    </Sheet>
  );
}

/** Whose plan it is, and of what state of the data the figures are. */
function Meta({ answer, language }: { answer: FiguresAnswer; language: Language }) {
  const { t } = useTranslation();
  const { plan, measuredAt, demonstration } = answer;
  return (
    <>
      {demonstration ? <span>{t("demo.title")}</span> : null}
      {measuredAt === null ? null : (
        <span>{t("sources.run", { time: new Date(measuredAt).toLocaleString(language) })}</span>
      )}
      <span>
        {plan === null
          ? t("figures.noPlan")
          : t("figures.withPlan", { name: plan.name, version: plan.version })}
      </span>
    </>
  );
}

function Body({ answer, language }: { answer: FiguresAnswer; language: Language }) {
  const { t } = useTranslation();
  const enter = useEnter();
  const { series, plan } = answer;
  const [rule, setRule] = useState<string | null>(null);
  const chosen = series.rates.find((each) => each.rule === rule);
  const rates = useMemo(
    () =>
      chosen === undefined
        ? everyRuleChart(series.rates, t, language)
        : ruleChart(chosen, t, language),
    [chosen, series.rates, t, language],
  );
  const moves = useMemo(() => movesChart(series.moves, t, language), [series.moves, t, language]);
  const funds = useMemo(
    () => fundsChart(series.funds, plan?.years ?? [], t, language),
    [series.funds, plan, t, language],
  );
  const settlements = useMemo(
    () => settlementsChart(series.settlements, t, language),
    [series.settlements, t, language],
  );
  const toPlan = (
    <>
      <p>{t("figures.noPlanText")}</p>
      <Link className="link" to={pageLink(`/plan?area=${answer.area.code}`, language)}>
        {t("figures.makePlan")}
      </Link>
    </>
  );
  const { forecast } = series;
  return (
    <>
      {GROUPS.map((group) => {
        const figures = answer.figures.filter(({ id }) => groupOf(id) === group);
        return figures.length === 0 ? null : (
          <FigureGroup
            key={`${group} ${answer.area.code}`}
            group={group}
            figures={figures}
            plan={plan}
            openYear={forecast === null || forecast.none === "closed" ? null : forecast.year}
            language={language}
          />
        );
      })}
      <div className="charts">
        <ChartCard
          title={t("figures.chart.rates")}
          model={rates}
          empty={<p>{t("figures.noRates")}</p>}
          tools={
            <Select
              size="small"
              aria-label={t("figures.indicator")}
              value={rule ?? ""}
              popupMatchSelectWidth={false}
              options={[
                { value: "", label: t("figures.everyRule") },
                ...series.rates.map((each) => ({
                  value: each.rule,
                  label: each.name === null ? each.rule : inLanguage(each.name, language),
                })),
              ]}
              onChange={(id) => setRule(id === "" ? null : id)}
            />
          }
          note={t(chosen === undefined ? "figures.note.everyRule" : "figures.note.rule")}
        />
        <ChartCard
          title={t("figures.chart.moves")}
          model={moves}
          empty={toPlan}
          note={
            forecast === null || forecast.likely === null
              ? t("figures.note.moves")
              : t("figures.note.forecast", {
                  year: forecast.year,
                  likely: formatCount(forecast.likely, language),
                  low: formatCount(forecast.low, language),
                  high: formatCount(forecast.high, language),
                })
          }
        />
        <ChartCard
          title={t("figures.chart.funds")}
          model={funds}
          empty={plan === null ? toPlan : <p>{t("figures.noFunds")}</p>}
          note={t("figures.note.funds")}
        />
        <ChartCard
          title={t("figures.chart.settlements")}
          model={settlements}
          empty={plan === null ? toPlan : <p>{t("figures.noSettlements")}</p>}
          note={t("figures.note.settlements")}
        />
      </div>
      <RankingBlock ranking={answer.ranking} language={language} onEnter={enter} />
    </>
  );
}
