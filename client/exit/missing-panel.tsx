import { ToolOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ExitCardAnswer, ExitWorksAnswer } from "../../core/contract/exit-card.ts";
import { moneyText } from "../figures/money.ts";
import { pageLink } from "../figures/page-link.ts";
import { formatCount, formatKm, inLanguage } from "../format.ts";
import type { Language } from "../view-state.ts";
import { fetchExitWorks } from "./exit-api.ts";
import { missingText } from "./exit-text.ts";
import { sumWorks, type WorksOfLine } from "./sum-works.ts";

/** What is missing to exit: villages, works and yuan, line by line and together, and the way to the solver that closes each. */
export function MissingPanel(props: { card: ExitCardAnswer; language: Language }) {
  const { t } = useTranslation();
  const { card, language } = props;
  const [works, setWorks] = useState<ReadonlyMap<string, ExitWorksAnswer | "failed">>(new Map());
  const [busy, setBusy] = useState(false);
  const open = card.lines.filter(({ standing }) => standing !== "pass");
  const coverage = open.flatMap((line) =>
    line.coverage === null || line.coverage.missing === 0
      ? []
      : [{ ...line, coverage: line.coverage }],
  );
  const closable = coverage.filter(({ coverage: { works: address } }) => address !== null);
  const statistics = open.filter(({ kind }) => kind === "statistic");
  const find = async () => {
    setBusy(true);
    // One after the other: each takes a processor of the service for itself.
    for (const line of closable) {
      if (works.get(line.id) !== undefined && works.get(line.id) !== "failed") continue;
      const answer = await fetchExitWorks(card.area.code, line.id, card.year).catch(
        () => "failed" as const,
      );
      setWorks((now) => new Map(now).set(line.id, answer));
    }
    setBusy(false);
  };
  const found = closable.flatMap(({ id }): WorksOfLine[] => {
    const answer = works.get(id);
    return answer === undefined || answer === "failed" || answer.works === null
      ? []
      : [answer.works];
  });
  const sum = sumWorks(found);
  return (
    <section className="block exit-missing" aria-label={t("exit.toExit")}>
      <header>
        <h2>{t("exit.toExit")}</h2>
      </header>
      {open.length === 0 ? <p>{t("exit.nothingMissing")}</p> : null}
      {coverage.length === 0 ? null : (
        <ul className="exit-closing">
          {coverage.map((line) => {
            const answer = works.get(line.id);
            return (
              <li key={line.id}>
                <strong>{inLanguage(line.name, language)}</strong>
                <span>{missingText(line.coverage, t, language)}</span>
                {answer === undefined ? null : answer === "failed" ? (
                  <span role="alert">{t("exit.works.failed")}</span>
                ) : answer.works === null ? (
                  <span>{t(`exit.works.${answer.why ?? "noLineServes"}`)}</span>
                ) : (
                  <span data-testid={`works-${line.id}`}>
                    {t("exit.works.line", {
                      lines: formatCount(answer.works.lines, language),
                      km: formatKm(answer.works.lengthM, language),
                      money: moneyText(answer.works.yuan, t, language),
                      units: formatCount(answer.works.units, language),
                    })}
                    {answer.works.outcome === "outOfReach" ? ` ${t("exit.works.outOfReach")}` : ""}
                  </span>
                )}
                <span className="exit-ways not-printed">
                  <Link to={pageLink(line.coverage.page, language)}>{t("exit.toGaps")}</Link>
                  {line.coverage.solver === null ? (
                    <span className="quiet">{t("exit.works.noLineServes")}</span>
                  ) : (
                    <Link className="exit-solver" to={pageLink(line.coverage.solver, language)}>
                      <ToolOutlined aria-hidden /> {t("exit.toSolver")}
                    </Link>
                  )}
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {found.length === 0 ? null : (
        <p className="figures" data-testid="exit-sum">
          <span className="figure">
            <b>{formatCount(sum.units, language)}</b>
            <span>{t("exit.works.units")}</span>
          </span>
          <span className="figure">
            <b>{formatKm(sum.lengthM, language)}</b>
            <span>{t("exit.works.km")}</span>
          </span>
          <span className="figure">
            <b>{moneyText(sum.yuan, t, language)}</b>
            <span>{t("exit.works.yuan")}</span>
          </span>
        </p>
      )}
      {closable.length === 0 || found.length === closable.length ? null : (
        <p className="not-printed">
          <Button loading={busy} onClick={() => void find()}>
            {t("exit.works.find")}
          </Button>{" "}
          <span className="quiet">{t("exit.works.takes")}</span>
        </p>
      )}
      {statistics.length === 0 ? null : (
        <p>
          {t("exit.statisticsOpen", {
            failed: statistics.filter(({ standing }) => standing === "fail").length,
            unknown: statistics.filter(({ standing }) => standing === "unknown").length,
          })}
        </p>
      )}
    </section>
  );
}
