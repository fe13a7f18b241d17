import { Checkbox } from "antd";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "../../format.ts";
import { ADVICE_COLOURS } from "../../map/palette.ts";
import { SortHeader } from "../../ui/sort-header.tsx";
import { scrollToShow, visibleRows } from "../../ui/visible-rows.ts";
import { useDesk } from "../desk.ts";
import { formatBreakEven, formatYuan } from "./money-text.ts";
import { COMPARE_COLUMNS, type CompareColumn, type CompareRow } from "./rows.ts";

const ROW_PX = 28;
/** Columns whose large values come first when they are first sorted by. */
const LARGE_FIRST: readonly CompareColumn[] = ["households", "build", "move"];

interface Sort {
  readonly column: CompareColumn;
  readonly descending: boolean;
}

/** The ranked list, drawn as far as in sight. Arrows move, Space picks, Enter shows the village with the parts of its cost. */
export function CompareList(props: {
  rows: readonly CompareRow[];
  picked: ReadonlySet<string>;
  onPick: (keys: readonly string[], on: boolean) => void;
  onOpen: (row: CompareRow) => void;
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  const { t } = useTranslation();
  const { language, selection } = useDesk();
  const { rows, picked, sort } = props;
  const body = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ topPx: 0, heightPx: 240 });
  const [active, setActive] = useState(0);
  useEffect(() => {
    const box = body.current;
    if (box === null) return;
    const measure = () => setPlace({ topPx: box.scrollTop, heightPx: box.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  const { first, last } = visibleRows(place.topPx, place.heightPx, ROW_PX, rows.length);
  const tabStop = Math.min(active, rows.length - 1);
  const shown = Array.from({ length: last - first }, (_, i) => first + i);
  if (rows.length > 0 && !shown.includes(tabStop)) shown.push(tabStop);
  const chosen = rows.reduce((sum, { key }) => sum + Number(picked.has(key)), 0);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.getAttribute("role") !== "row") return;
    const page = Math.max(1, Math.floor(place.heightPx / ROW_PX) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: tabStop + 1,
      ArrowUp: tabStop - 1,
      PageDown: tabStop + page,
      PageUp: tabStop - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    const row = rows[tabStop];
    if (to !== undefined) {
      event.preventDefault();
      const next = Math.min(rows.length - 1, Math.max(0, to));
      setActive(next);
      const box = body.current;
      if (box === null) return;
      box.scrollTop = scrollToShow(next, box.scrollTop, box.clientHeight, ROW_PX);
      requestAnimationFrame(() =>
        box.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus({ preventScroll: true }),
      );
    } else if (event.key === "Enter" && row !== undefined) props.onOpen(row);
    else if (event.key === " " && row !== undefined) {
      event.preventDefault();
      props.onPick([row.key], !picked.has(row.key));
    }
  };
  const labels: Readonly<Record<CompareColumn, string>> = {
    rank: t("build.column.rank"),
    name: t("plan.table.village"),
    households: t("build.column.households"),
    build: t("build.column.build"),
    move: t("build.column.move"),
    breakEven: t("build.column.breakEven"),
    advice: t("build.column.advice"),
  };
  return (
    <div
      role="grid"
      className="moves-grid compare-grid"
      aria-label={t("build.list")}
      aria-rowcount={rows.length + 1}
    >
      <div role="rowgroup">
        <div role="row" className="compare-head" aria-rowindex={1}>
          <div role="columnheader">
            <Checkbox
              aria-label={t("plan.table.all")}
              checked={chosen > 0 && chosen === rows.length}
              indeterminate={chosen > 0 && chosen < rows.length}
              onChange={(event) =>
                props.onPick(
                  rows.map(({ key }) => key),
                  event.target.checked,
                )
              }
            />
          </div>
          {COMPARE_COLUMNS.map((column) => (
            <SortHeader
              key={column}
              grid
              label={labels[column]}
              sorted={
                sort.column === column ? (sort.descending ? "descending" : "ascending") : null
              }
              onSort={() =>
                props.onSort({
                  column,
                  descending:
                    sort.column === column ? !sort.descending : LARGE_FIRST.includes(column),
                })
              }
            />
          ))}
        </div>
      </div>
      {rows.length === 0 ? <p className="plan-fine">{t("build.none")}</p> : null}
      <div
        ref={body}
        role="rowgroup"
        className="moves-body"
        onScroll={(event) =>
          setPlace({
            topPx: event.currentTarget.scrollTop,
            heightPx: event.currentTarget.clientHeight,
          })
        }
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: rows.length * ROW_PX, position: "relative" }}>
          {shown.map((at) => {
            const row = rows[at]!;
            return (
              <div
                key={row.key}
                role="row"
                className="compare-row"
                tabIndex={at === tabStop ? 0 : -1}
                aria-rowindex={at + 2}
                aria-selected={selection.villages.has(row.key)}
                data-row={at}
                style={{ transform: `translateY(${at * ROW_PX}px)`, height: ROW_PX }}
                onFocus={() => setActive(at)}
                onClick={(event) => {
                  // The box picks; the rest of the row opens the village.
                  if (!(event.target as HTMLElement).closest(".ant-checkbox-wrapper"))
                    props.onOpen(row);
                }}
              >
                <div role="gridcell">
                  <Checkbox
                    tabIndex={-1}
                    aria-label={t("plan.table.pick", { name: row.name })}
                    checked={picked.has(row.key)}
                    onChange={(event) => props.onPick([row.key], event.target.checked)}
                  />
                </div>
                <div role="gridcell">{formatCount(row.rank, language)}</div>
                <div role="gridcell" title={`${row.township} ${row.name}`}>
                  {row.name} <small>{row.township}</small>
                </div>
                <div role="gridcell">
                  {formatCount(Number.isNaN(row.households) ? null : row.households, language)}
                </div>
                <div role="gridcell">{formatYuan(row.build, language, t)}</div>
                <div role="gridcell">{formatYuan(row.move, language, t)}</div>
                <div role="gridcell">{formatBreakEven(row.breakEven, language)}</div>
                <div role="gridcell" title={t(`build.reason.${row.reason}`)}>
                  <i style={{ background: ADVICE_COLOURS[row.advice] }} />{" "}
                  {t(`build.advice.${row.advice}`)} <small>{t(`build.why.${row.reason}`)}</small>
                </div>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
