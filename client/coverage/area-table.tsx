import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaRates, CoverageAnswer } from "../../core/contract/coverage.ts";
import { standingOf } from "../../core/policy/target.ts";
import { formatCount, formatPlace, formatRate } from "../format.ts";
import { SortHeader } from "../ui/sort-header.tsx";
import type { Language } from "../view-state.ts";
import { classesOf, paintOf } from "./classes.ts";
import { headlineOf } from "./rules.ts";

type Column = "name" | "rate" | "unserved";

/** The areas below the chosen one with their rates: the map's areas as a table. A row leads into its area. */
export function AreaTable(props: {
  answer: CoverageAnswer;
  language: Language;
  hovered: number | null;
  onHover: (id: number | null) => void;
  onEnter: (code: string) => void;
  onGaps: () => void;
}) {
  const { t } = useTranslation();
  const { answer, language, hovered } = props;
  const [sort, setSort] = useState<{ column: Column; descending: boolean }>({
    column: "rate",
    descending: false,
  });
  const rows = useMemo(
    () => sorted(answer, sort.column, sort.descending, language),
    [answer, sort, language],
  );
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    if (hovered === null || body.current === null || body.current.matches(":hover")) return;
    body.current.querySelector(`[data-id="${hovered}"]`)?.scrollIntoView({ block: "nearest" });
  }, [hovered]);
  const classes = classesOf(answer.rule.target);
  if (rows.length === 0)
    return (
      <div className="nothing">
        <p>{t("areas.none")}</p>
        <button type="button" className="link" onClick={props.onGaps}>
          {t("areas.showGaps")}
        </button>
      </div>
    );
  const notServed =
    answer.rule.headline === "villages"
      ? t("areas.notServed")
      : t("areas.notServedOf", { what: t(`unit.${answer.rule.headline}`) });
  const header = (column: Column, label: string, descendingFirst: boolean) => (
    <SortHeader
      label={label}
      sorted={sort.column === column ? (sort.descending ? "descending" : "ascending") : null}
      onSort={() =>
        setSort({
          column,
          descending: sort.column === column ? !sort.descending : descendingFirst,
        })
      }
    />
  );
  return (
    <div className="table-scroll" role="region" aria-label={t("results.areas")}>
      <table className="areas">
        <caption className="visually-hidden">
          {t("areas.caption", { area: formatPlace(answer.area, language) })}
        </caption>
        <thead>
          <tr>
            {header("name", t("areas.name"), false)}
            {header("rate", t("areas.rate"), true)}
            {header("unserved", notServed, true)}
            <th scope="col">{t("areas.target")}</th>
          </tr>
        </thead>
        <tbody ref={body} onMouseLeave={() => props.onHover(null)}>
          {rows.map((row) => {
            const rate = headlineOf(row, answer.rule);
            const standing = standingOf(rate, answer.rule.target);
            const paint = paintOf(rate, classes);
            return (
              <tr
                key={row.code}
                data-id={row.id}
                data-hovered={row.id === hovered}
                onMouseEnter={() => props.onHover(row.id)}
                onClick={() => props.onEnter(row.code)}
              >
                <th scope="row">
                  <button
                    type="button"
                    title={t("area.enter", { name: formatPlace(row, language) })}
                    onFocus={() => props.onHover(row.id)}
                    onBlur={() => props.onHover(null)}
                  >
                    {formatPlace(row, language)}
                  </button>
                </th>
                <td>
                  <i
                    className="swatch"
                    data-hatched={paint.hatched}
                    style={{ background: paint.colour }}
                    aria-hidden="true"
                  />
                  {formatRate(rate.rate)}
                </td>
                <td>
                  {formatCount(rate.unserved, language)}
                  {rate.unknown > 0 ? (
                    <small>
                      {" "}
                      +{formatCount(rate.unknown, language)} {t("areas.unknown")}
                    </small>
                  ) : null}
                </td>
                <td>
                  {rate.eligible === 0 ? (
                    <span className="quiet">{t("areas.na")}</span>
                  ) : standing === null ? (
                    "—"
                  ) : (
                    <span className="mark" data-tone={standing}>
                      {t(`areas.standing.${standing}`)}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function sorted(
  answer: CoverageAnswer,
  column: Column,
  descending: boolean,
  language: Language,
): AreaRates[] {
  const turn = descending ? -1 : 1;
  const byName = (a: AreaRates, b: AreaRates) =>
    formatPlace(a, language).localeCompare(formatPlace(b, language), language);
  return answer.areas.toSorted((a, b) => {
    if (column === "name") return turn * byName(a, b);
    const [left, right] = [headlineOf(a, answer.rule)[column], headlineOf(b, answer.rule)[column]];
    // Areas without a rate stand at the end, whichever way the others are sorted.
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return turn * (left - right) || byName(a, b);
  });
}
