import { Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { PROGRESS_STATES, type SummaryAnswer } from "../../core/contract/progress.ts";
import { RankingTable, type RankColumn } from "../figures/ranking-table.tsx";
import { formatCount, formatRate } from "../format.ts";
import type { Language } from "../view-state.ts";

type Area = SummaryAnswer["areas"][number];
type Settlement = SummaryAnswer["settlements"][number];

const shareOf = (actual: number | null, planned: number): number | null =>
  actual === null || planned === 0 ? null : actual / planned;

/** A share as a short bar with its figure. */
function Share({ value }: { value: number | null }) {
  if (value === null) return "—";
  return (
    <span className="share">
      <span aria-hidden="true">
        <i style={{ width: `${Math.min(100, Math.max(0, value * 100))}%` }} />
      </span>
      {formatRate(value)}
    </span>
  );
}

/** The areas of the next level, planned beside returned; a row leads into its area. */
export function AreasBlock(props: {
  summary: SummaryAnswer;
  language: Language;
  onEnter: (code: string) => void;
}) {
  const { t } = useTranslation();
  const { summary, language } = props;
  const columns = useMemo((): RankColumn<Area>[] => {
    const count = (
      key: string,
      label: string,
      value: (row: Area) => number | null,
    ): RankColumn<Area> => ({
      key,
      label,
      value,
      show: (row) => formatCount(value(row), language),
      first: "descending",
    });
    const share = (row: Area) => shareOf(row.actualPersons, row.plannedPersons);
    return [
      count("planned", t("progress.leavePlanned"), (row) => row.plannedPersons),
      count("actual", t("progress.leaveActual"), (row) => row.actualPersons),
      {
        key: "share",
        label: t("progress.shareShort"),
        value: share,
        show: (row) => <Share value={share(row)} />,
        first: "descending",
      },
      count("arriving", t("progress.arrivePlanned"), (row) => row.arrivingPlanned),
      count("arrived", t("progress.arriveActual"), (row) => row.arrivedPersons),
    ];
  }, [t, language]);
  if (summary.areas.length === 0) return null;
  return (
    <section className="block">
      <header>
        <h2>{t("progress.areas")}</h2>
      </header>
      <RankingTable
        caption={t("progress.areas")}
        rows={summary.areas}
        columns={columns}
        sortedBy="share"
        language={language}
        onEnter={props.onEnter}
      />
      <p className="chart-note">{t("progress.areasNote")}</p>
    </section>
  );
}

/** Settlements with state, capacity and who moved in, of one state or all. */
export function SettlementsBlock(props: { summary: SummaryAnswer; language: Language }) {
  const { t } = useTranslation();
  const { summary, language } = props;
  const [state, setState] = useState<string | null>(null);
  const rows = summary.settlements
    .filter((each) => state === null || (each.state ?? "unreturned") === state)
    .toSorted((a, b) => b.plannedPersons - a.plannedPersons);
  if (summary.settlements.length === 0) return null;
  return (
    <section className="block">
      <header>
        <h2>{t("progress.settlements")}</h2>
        <Select
          allowClear
          className="exit-criterion not-printed"
          aria-label={t("figures.state")}
          placeholder={t("progress.everyState")}
          value={state}
          options={[...PROGRESS_STATES, "unreturned"].map((each) => ({
            value: each,
            label: t(`progress.state.${each}`),
          }))}
          onChange={(each: string | undefined) => setState(each ?? null)}
        />
      </header>
      <div
        className="rank-scroll"
        role="region"
        aria-label={t("progress.settlements")}
        tabIndex={0}
      >
        <table className="plain progress-settlements">
          <thead>
            <tr>
              <th scope="col">{t("progress.subject.settlement")}</th>
              <th scope="col">{t("figures.state")}</th>
              <th scope="col">{t("progress.ready")}</th>
              <th scope="col">{t("progress.capacity")}</th>
              <th scope="col">{t("progress.sent")}</th>
              <th scope="col">{t("figures.movedIn")}</th>
              <th scope="col">{t("progress.shareShort")}</th>
              <th scope="col">{t("progress.field.oldHousesDown")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} language={language} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 ? <p className="nothing">{t("progress.noneFits")}</p> : null}
    </section>
  );
}

function Row({ row, language }: { row: Settlement; language: Language }) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">{row.name}</th>
      <td>
        <span className="state" data-state={row.state ?? "unreturned"}>
          {t(`progress.state.${row.state ?? "unreturned"}`)}
        </span>
        {row.stateAt === null ? null : <small> {row.stateAt}</small>}
      </td>
      <td>{row.readyYear}</td>
      <td>{formatCount(row.capacityPersons, language)}</td>
      <td>{formatCount(row.plannedPersons, language)}</td>
      <td>{formatCount(row.actualPersons, language)}</td>
      <td>
        <Share value={shareOf(row.actualPersons, row.plannedPersons)} />
      </td>
      <td>{formatCount(row.oldHousesDown, language)}</td>
    </tr>
  );
}
