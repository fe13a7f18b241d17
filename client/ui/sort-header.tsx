import { useTranslation } from "react-i18next";

/** The head of a column that sorts its table. */
export function SortHeader(props: {
  label: string;
  sorted: "ascending" | "descending" | null;
  onSort: () => void;
  /** A cell of an ARIA grid instead of a table. */
  grid?: boolean;
}) {
  const { t } = useTranslation();
  const button = (
    <button
      type="button"
      className="sort"
      title={t("areas.sort", { column: props.label })}
      onClick={props.onSort}
    >
      {props.label}
      <span aria-hidden="true">
        {props.sorted === null ? "" : props.sorted === "ascending" ? " ↑" : " ↓"}
      </span>
    </button>
  );
  return props.grid === true ? (
    <div role="columnheader" aria-sort={props.sorted ?? "none"}>
      {button}
    </div>
  ) : (
    <th scope="col" aria-sort={props.sorted ?? "none"}>
      {button}
    </th>
  );
}
