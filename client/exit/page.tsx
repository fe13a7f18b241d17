import "./exit.css";
import { UploadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer } from "../../core/contract/area.ts";
import { SheetBones } from "../figures/bones.tsx";
import { Sheet } from "../figures/sheet.tsx";
import { useEnter } from "../figures/use-enter.ts";
import { formatCount, formatPlace } from "../format.ts";
import { rememberedAuthor } from "../preferences.ts";
import type { ThematicPageProps } from "../thematic/tabs.ts";
import { Failure } from "../ui/states.tsx";
import { useView } from "../use-view.ts";
import { CountiesList } from "./counties-list.tsx";
import { CountyCard } from "./county-card.tsx";
import { importStatistics, statisticsTemplate, useExitCard, useExitCards } from "./exit-api.ts";
import { ImportDialog } from "./import-dialog.tsx";

/** The exit card of a county; of a region or city the list of its counties; of a place inside a county that county's card. */
export default function ExitPage(props: ThematicPageProps) {
  const { area } = props;
  const county =
    area.level === "county"
      ? area.code
      : area.ancestors.find(({ level }) => level === "county")?.code;
  return county === undefined ? (
    <CountiesPage {...props} />
  ) : (
    <CardPage {...props} county={county} />
  );
}

function CardPage(props: ThematicPageProps & { county: string }) {
  const { t } = useTranslation();
  const { area, county, language } = props;
  const { view } = useView();
  const card = useExitCard(props.version, county, view.year);
  const answer = card.data;
  return (
    <Sheet
      area={area}
      language={language}
      title={t("exit.title")}
      busy={card.isPlaceholderData}
      tools={
        answer === undefined ? null : (
          <Tools
            {...props}
            within={answer.city?.code ?? props.region.code}
            year={answer.year}
            years={answer.years}
          />
        )
      }
      meta={
        answer === undefined ? null : (
          <>
            {answer.demonstration ? <span>{t("demo.title")}</span> : null}
            {area.code === county ? null : (
              <span>{t("exit.ofCounty", { name: formatPlace(answer.area, language) })}</span>
            )}
            <span>{t("exit.yearIs", { year: answer.year })}</span>
            {answer.measuredAt === null ? null : (
              <span>
                {t("sources.run", { time: new Date(answer.measuredAt).toLocaleString(language) })}
              </span>
            )}
          </>
        )
      }
    >
      {card.error !== null && answer === undefined ? (
        <Failure error={card.error} retry={() => void card.refetch()} />
      ) : answer === undefined ? (
        <SheetBones />
      ) : (
        <>
          <NoStatistics
            years={answer.years}
            within={answer.city?.code ?? props.region.code}
            year={answer.year}
            language={language}
          />
          <CountyCard key={answer.area.code} card={answer} language={language} />
        </>
      )}
    </Sheet>
  );
}

function CountiesPage(props: ThematicPageProps) {
  const { t } = useTranslation();
  const { area, language } = props;
  const { view } = useView();
  const enter = useEnter();
  const cards = useExitCards(props.version, area.code, view.year);
  const answer = cards.data;
  return (
    <Sheet
      area={area}
      language={language}
      title={t("exit.title")}
      busy={cards.isPlaceholderData}
      tools={
        answer === undefined ? null : (
          <Tools {...props} within={area.code} year={answer.year} years={answer.years} />
        )
      }
      meta={
        answer === undefined ? null : (
          <>
            {answer.demonstration ? <span>{t("demo.title")}</span> : null}
            <span>{t("exit.yearIs", { year: answer.year })}</span>
          </>
        )
      }
    >
      {cards.error !== null && answer === undefined ? (
        <Failure error={cards.error} retry={() => void cards.refetch()} />
      ) : answer === undefined ? (
        <SheetBones />
      ) : answer.items.length === 0 ? (
        <p className="block nothing">{t("exit.noCounties")}</p>
      ) : (
        <>
          <NoStatistics
            years={answer.years}
            within={area.code}
            year={answer.year}
            language={language}
          />
          <CountiesList cards={answer} language={language} onEnter={enter} />
        </>
      )}
    </Sheet>
  );
}

/** The year of the card, and the statistics that come from files. */
function Tools(props: {
  area: AreaAnswer;
  /** The area that the counties of a file lie in. */
  within: string;
  language: ThematicPageProps["language"];
  year: number;
  years: readonly number[];
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { update } = useView();
  const queries = useQueryClient();
  const [importing, setImporting] = useState(false);
  const { within, language, year } = props;
  const years = yearsToChoose(props.years, year);
  return (
    <>
      <Select
        aria-label={t("exit.year")}
        value={year}
        options={years.map((each) => ({ value: each, label: String(each) }))}
        onChange={(each) => update({ year: each })}
      />
      <Button icon={<UploadOutlined aria-hidden />} onClick={() => setImporting(true)}>
        {t("exit.import.open")}
      </Button>
      {importing ? (
        <ImportDialog
          title={t("exit.import.title", { year })}
          template={statisticsTemplate(within, year, language)}
          language={language}
          send={(file, accept) =>
            importStatistics(within, year, rememberedAuthor() ?? t("plan.someone"), file, accept)
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
            setImporting(false);
            void queries.invalidateQueries({ queryKey: ["exit"] });
            void message.success(
              t("exit.import.taken", { n: formatCount(report.added + report.replaced, language) }),
            );
          }}
          onClose={() => setImporting(false)}
        />
      ) : null}
    </>
  );
}

/** Years before the one that is shown, so that their figures can be entered, and whatever years have some; the last first. */
function yearsToChoose(known: readonly number[], year: number): number[] {
  const before = Array.from({ length: YEARS_BACK }, (_, back) => year - back);
  return [...new Set([...known, ...before])].sort((a, b) => b - a);
}
const YEARS_BACK = 15;

/** Where the region has no statistics at all: what that means, and what to do. */
function NoStatistics(props: {
  years: readonly number[];
  within: string;
  year: number;
  language: ThematicPageProps["language"];
}) {
  const { t } = useTranslation();
  if (props.years.length > 0) return null;
  return (
    <section className="exit-none not-printed" aria-label={t("exit.noStatistics.title")}>
      <strong>{t("exit.noStatistics.title")}</strong>
      <span>{t("exit.noStatistics.text")}</span>
      <a
        className="link"
        href={statisticsTemplate(props.within, props.year, props.language)}
        download
      >
        {t("exit.noStatistics.template")}
      </a>
    </section>
  );
}
