import {
  CheckOutlined,
  CloseOutlined,
  QuestionOutlined,
  StarFilled,
  WarningOutlined,
} from "@ant-design/icons";
import { Input, Segmented, Select } from "antd";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExitCardsAnswer } from "../../core/contract/exit-card.ts";
import { formatPlace, inLanguage, shortPlace } from "../format.ts";
import type { Language } from "../view-state.ts";
import { filterCards, type CardFilter } from "./filter-cards.ts";
import { VerdictMark } from "./verdict-mark.tsx";

const SIGNS = { pass: CheckOutlined, fail: CloseOutlined, unknown: QuestionOutlined } as const;

/** Every county of an area with its verdict, a sign for each line; a row opens the county's card. */
export function CountiesList(props: {
  cards: ExitCardsAnswer;
  language: Language;
  onEnter: (code: string) => void;
}) {
  const { t } = useTranslation();
  const { cards, language } = props;
  const [overall, setOverall] = useState<CardFilter["overall"]>(null);
  const [criterion, setCriterion] = useState<string | null>(null);
  const [q, setQ] = useState("");
  const wanted = useDeferredValue(q);
  const shown = useMemo(
    () => filterCards(cards, { overall, criterion, q: wanted }),
    [cards, overall, criterion, wanted],
  );
  const count = (verdict: CardFilter["overall"]) =>
    cards.items.filter((card) => card.overall === verdict).length;
  const verdicts = ["pass", "fail", "unknown"] as const;
  return (
    <section className="block">
      <header>
        <h2>{t("exit.counties")}</h2>
        <span className="exit-filters not-printed">
          <Segmented<string>
            aria-label={t("exit.filterVerdict")}
            value={overall ?? "all"}
            options={[
              { value: "all", label: t("exit.all", { n: cards.items.length }) },
              ...verdicts.map((verdict) => ({
                value: verdict,
                label: `${t(`exit.verdict.${verdict}`)} ${count(verdict)}`,
              })),
            ]}
            onChange={(value) => setOverall(verdicts.find((each) => each === value) ?? null)}
          />
          <Select
            allowClear
            className="exit-criterion"
            aria-label={t("exit.filterLine")}
            placeholder={t("exit.filterLine")}
            value={criterion}
            popupMatchSelectWidth={false}
            options={cards.criteria.map(({ id, name }) => ({
              value: id,
              label: inLanguage(name, language),
            }))}
            onChange={(id: string | undefined) => setCriterion(id ?? null)}
          />
          <Input
            allowClear
            className="exit-find"
            aria-label={t("exit.find")}
            placeholder={t("exit.find")}
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
        </span>
      </header>
      <p className="chart-note" role="status" data-testid="exit-found">
        {t("exit.found", { n: shown.length, of: cards.items.length })}
      </p>
      <div className="rank-scroll" role="region" aria-label={t("exit.counties")} tabIndex={0}>
        <table className="ranks exit-counties">
          <caption className="visually-hidden">{t("exit.counties")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("exit.county")}</th>
              <th scope="col">{t("exit.verdictIs")}</th>
              <th scope="col">{t("exit.passedOf")}</th>
              {cards.criteria.map(({ id, name }, at) => (
                <th key={id} scope="col" className="exit-column" title={inLanguage(name, language)}>
                  <span aria-hidden="true">{at + 1}</span>
                  <span className="visually-hidden">{inLanguage(name, language)}</span>
                </th>
              ))}
              <th scope="col" className="exit-marks">
                {t("exit.marks")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((card) => (
              <tr
                key={card.area.code}
                data-code={card.area.code}
                onClick={() => props.onEnter(card.area.code)}
              >
                <th scope="row">
                  <button
                    type="button"
                    title={t("exit.openCard", { name: formatPlace(card.area, language) })}
                    onClick={(event) => {
                      event.stopPropagation();
                      props.onEnter(card.area.code);
                    }}
                  >
                    {formatPlace(card.area, language)}
                  </button>
                  <small>
                    {card.city === null || card.city.code === cards.area.code
                      ? ""
                      : ` ${shortPlace(card.city, language)}`}
                  </small>
                </th>
                <td>
                  <VerdictMark verdict={card.overall} />
                </td>
                <td>
                  {card.passed} / {cards.criteria.length}
                </td>
                {card.standings.map((standing, at) => {
                  const Sign = SIGNS[standing];
                  const name = cards.criteria[at]?.name;
                  return (
                    <td
                      key={cards.criteria[at]?.id ?? at}
                      className="exit-cell"
                      data-verdict={standing}
                    >
                      <span
                        title={
                          name === undefined
                            ? ""
                            : `${inLanguage(name, language)}: ${t(`exit.verdict.${standing}`)}`
                        }
                      >
                        <Sign aria-hidden />
                        <span className="visually-hidden">{t(`exit.verdict.${standing}`)}</span>
                      </span>
                    </td>
                  );
                })}
                <td className="exit-marks">
                  {card.isProgressCounty === true ? (
                    <span>
                      <StarFilled aria-hidden /> {t("exit.progressCounty")}
                    </span>
                  ) : null}
                  {card.warning === "twoYears" || card.warning === "threeYears" ? (
                    <span data-warning={card.warning}>
                      <WarningOutlined aria-hidden /> {t(`exit.warningShort.${card.warning}`)}
                    </span>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === 0 ? <p className="nothing">{t("exit.noneFits")}</p> : null}
      <details className="exit-legend" open>
        <summary>{t("exit.legend")}</summary>
        <ol>
          {cards.criteria.map(({ id, name }) => (
            <li key={id}>{inLanguage(name, language)}</li>
          ))}
        </ol>
      </details>
    </section>
  );
}
