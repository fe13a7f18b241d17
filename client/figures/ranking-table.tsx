import { useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatPlace } from "../format.ts";
import { SortHeader } from "../ui/sort-header.tsx";
import type { Language } from "../view-state.ts";
import { arrangeRanks } from "./ranks.ts";

export interface RankColumn<Row> {
  key: string;
  label: string;
  /** What the table is sorted by; null stands at the end whichever way it is sorted. */
  value: (row: Row) => number | null;
  show: (row: Row) => ReactNode;
  /** Which end is sorted to the top first. */
  first: "ascending" | "descending";
}

/** Areas side by side, sorted by any column; a row leads into its area. */
export function RankingTable<
  Row extends { code: string; name: string; pinyin: string | null },
>(props: {
  caption: string;
  rows: readonly Row[];
  columns: readonly RankColumn<Row>[];
  /** Key of the column that it is sorted by at first. */
  sortedBy: string;
  language: Language;
  onEnter: (code: string) => void;
}) {
  const { t } = useTranslation();
  const { rows, columns, language } = props;
  const [sort, setSort] = useState<{ key: string; descending: boolean }>(() => ({
    key: props.sortedBy,
    descending: columns.find(({ key }) => key === props.sortedBy)?.first === "descending",
  }));
  const column = columns.find(({ key }) => key === sort.key);
  const arranged = useMemo(
    () => arrangeRanks(rows, column?.value ?? null, sort.descending, language),
    [rows, column, sort.descending, language],
  );
  const header = (key: string, label: string, first: "ascending" | "descending") => (
    <SortHeader
      key={key}
      label={label}
      sorted={sort.key === key ? (sort.descending ? "descending" : "ascending") : null}
      onSort={() =>
        setSort({
          key,
          descending: sort.key === key ? !sort.descending : first === "descending",
        })
      }
    />
  );
  return (
    <div className="rank-scroll" role="region" aria-label={props.caption} tabIndex={0}>
      <table className="ranks">
        <caption className="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="rank-place">
              {t("figures.place")}
            </th>
            {header("name", t("areas.name"), "ascending")}
            {columns.map(({ key, label, first }) => header(key, label, first))}
          </tr>
        </thead>
        <tbody>
          {arranged.map(({ row, place }) => (
            <tr key={row.code} onClick={() => props.onEnter(row.code)}>
              <td className="rank-place">{place ?? "—"}</td>
              <th scope="row">
                <button
                  type="button"
                  title={t("area.enter", { name: formatPlace(row, language) })}
                  onClick={(event) => {
                    event.stopPropagation();
                    props.onEnter(row.code);
                  }}
                >
                  {formatPlace(row, language)}
                </button>
              </th>
              {columns.map(({ key, show }) => (
                <td key={key}>{show(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
