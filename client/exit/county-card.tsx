import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExitCardAnswer } from "../../core/contract/exit-card.ts";
import type { Language } from "../view-state.ts";
import { useStatisticItems } from "./exit-api.ts";
import { LineRow } from "./line-row.tsx";
import { MissingPanel } from "./missing-panel.tsx";
import { StandingPanels } from "./standing-panels.tsx";
import { StatisticDialog, type AskedStatistic } from "./statistic-dialog.tsx";
import { VerdictMark } from "./verdict-mark.tsx";

/** One county on one page: verdict, every line of Art. 18, what is missing, and where the county stands among others. */
export function CountyCard(props: { card: ExitCardAnswer; language: Language }) {
  const { t } = useTranslation();
  const { card, language } = props;
  const items = useStatisticItems().data?.items ?? [];
  const [open, setOpen] = useState<string | null>(null);
  const [entering, setEntering] = useState<AskedStatistic | null>(null);
  return (
    <>
      <section className="exit-head" data-verdict={card.overall} aria-label={t("exit.overall")}>
        <VerdictMark verdict={card.overall} large />
        <p>
          <strong>{t(`exit.overallIs.${card.overall}`)}</strong>
          <span data-testid="exit-counts">
            {t("exit.counts", {
              passed: card.passed,
              failed: card.failed,
              unknown: card.unknown,
              of: card.lines.length,
            })}
          </span>
        </p>
        <Tally card={card} />
      </section>
      <div className="exit-columns">
        <section className="block exit-lines">
          <header>
            <h2>{t("exit.lines")}</h2>
            <span className="quiet">{t("exit.article", { n: 18 })}</span>
          </header>
          <div
            className="rank-scroll exit-scroll"
            role="region"
            aria-label={t("exit.lines")}
            tabIndex={0}
          >
            <table className="exit-table">
              <thead>
                <tr>
                  <th scope="col">{t("exit.number")}</th>
                  <th scope="col">{t("exit.criterion")}</th>
                  <th scope="col">{t("exit.value")}</th>
                  <th scope="col">{t("exit.threshold")}</th>
                  <th scope="col">{t("exit.year")}</th>
                  <th scope="col">{t("exit.verdictIs")}</th>
                </tr>
              </thead>
              {card.lines.map((line, at) => (
                <LineRow
                  key={line.id}
                  card={card}
                  line={line}
                  place={at + 1}
                  items={items}
                  language={language}
                  open={open === line.id}
                  onOpen={() => setOpen(open === line.id ? null : line.id)}
                  onEnter={setEntering}
                />
              ))}
            </table>
          </div>
        </section>
        <div className="exit-side">
          <MissingPanel key={`${card.area.code} ${card.year}`} card={card} language={language} />
          <StandingPanels card={card} items={items} language={language} />
        </div>
      </div>
      {entering === null ? null : (
        <StatisticDialog asked={entering} language={language} onClose={() => setEntering(null)} />
      )}
    </>
  );
}

/** The lines as one bar: how many pass, fail and are unknown. The words stand beside it. */
function Tally({ card }: { card: ExitCardAnswer }) {
  return (
    <span className="exit-tally" aria-hidden="true">
      {(["pass", "fail", "unknown"] as const).map((standing) => {
        const n = card.lines.filter((line) => line.standing === standing).length;
        return n === 0 ? null : (
          <i key={standing} data-verdict={standing} style={{ flexGrow: n }}>
            {n}
          </i>
        );
      })}
    </span>
  );
}
