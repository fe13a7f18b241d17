import { Segmented } from "antd";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FiguresAnswer } from "../../core/contract/figures.ts";
import type { Language } from "../view-state.ts";
import { figureName, figureText } from "./figure-text.ts";
import { GROUPS, groupOf, type Group } from "./groups.ts";
import { RankingTable, type RankColumn } from "./ranking-table.tsx";

type Ranking = FiguresAnswer["ranking"];

/** The areas of the next level side by side, a group of figures at a time. */
export function RankingBlock(props: {
  ranking: Ranking;
  language: Language;
  onEnter: (code: string) => void;
}) {
  const { t } = useTranslation();
  const { ranking, language } = props;
  const groups = GROUPS.filter((group) => ranking.columns.some(({ id }) => groupOf(id) === group));
  const [wanted, setWanted] = useState<Group>("coverage");
  const group = groups.includes(wanted) ? wanted : groups[0];
  const columns = columnsOf(ranking, group ?? "coverage", t, language);
  if (ranking.rows.length === 0 || group === undefined) return null;
  const title = t("figures.ranking", { level: t(`level.${ranking.level ?? "county"}`) });
  return (
    <section className="block">
      <header>
        <h2>{title}</h2>
        <Segmented<Group>
          className="not-printed"
          aria-label={t("figures.groups")}
          value={group}
          options={groups.map((each) => ({ value: each, label: t(`figures.group.${each}`) }))}
          onChange={setWanted}
        />
      </header>
      <RankingTable
        key={group}
        caption={title}
        rows={ranking.rows}
        columns={columns}
        sortedBy={columns[0]?.key ?? "name"}
        language={language}
        onEnter={props.onEnter}
      />
      <p className="chart-note">{t("figures.rankingNote")}</p>
    </section>
  );
}

/** The figures of a group as columns; a rate below its target is marked by a sign and in words. */
const columnsOf = (
  { columns }: Ranking,
  group: Group,
  t: TFunction,
  language: Language,
): RankColumn<Ranking["rows"][number]>[] =>
  columns.flatMap((column, at) =>
    groupOf(column.id) !== group
      ? []
      : [
          {
            key: column.id,
            label: figureName(column, t, language),
            value: (row) => row.values[at] ?? null,
            show: (row) => {
              const value = row.values[at] ?? null;
              const below = isBelow(value, column);
              return (
                <span data-below={below}>
                  {below ? (
                    <>
                      <span aria-hidden="true">▾ </span>
                      <span className="visually-hidden">{t("figures.belowTarget")} </span>
                    </>
                  ) : null}
                  {figureText(value, column.unit, t, language)}
                </span>
              );
            },
            first: column.better === "lower" ? "ascending" : "descending",
          },
        ],
  );

const isBelow = (
  value: number | null,
  { unit, target, better }: Ranking["columns"][number],
): boolean =>
  unit === "rate" &&
  target !== null &&
  value !== null &&
  (better === "lower" ? value > target : value < target);
