import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { GapRow } from "../../core/contract/coverage.ts";
import { formatCount, formatDistance, formatPlace, shortPlace } from "../format.ts";
import { SortHeader } from "../ui/sort-header.tsx";
import { scrollToShow, visibleRows } from "../ui/visible-rows.ts";
import type { Language, Selected } from "../view-state.ts";

const ROW_PX = 46;
const COLUMNS = ["name", "households", "persons", "distanceM"] as const;
export interface Sort {
  column: (typeof COLUMNS)[number];
  descending: boolean;
}

/** The rows of a gap list, drawn as far as they are in sight. One row is a stop of the Tab key; arrows move, Enter opens. */
export function GapGrid(props: {
  caption: string;
  rows: readonly GapRow[];
  total: number;
  sort: Sort;
  onSort: (sort: Sort) => void;
  language: Language;
  selected: Selected | null;
  hovered: number | null;
  onHover: (row: GapRow | null) => void;
  onOpen: (row: GapRow) => void;
  /** Called when the end of the rows comes into sight. */
  onEnd: () => void;
}) {
  const { t } = useTranslation();
  const { rows, hovered, language, onEnd, sort } = props;
  const body = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ topPx: 0, heightPx: 400 });
  const [active, setActive] = useState<number | null>(null);
  const { first, last } = visibleRows(place.topPx, place.heightPx, ROW_PX, rows.length);
  // The focused row stays in the page when it is scrolled out of sight, or the focus would be lost with it.
  const shown = Array.from({ length: last - first }, (_, i) => first + i);
  if (active !== null && active < rows.length && (active < first || active >= last))
    shown.push(active);
  const tabStop = active !== null && active < rows.length ? active : 0;
  if (!shown.includes(tabStop) && rows.length > 0) shown.push(tabStop);

  useEffect(() => {
    const box = body.current;
    if (box === null) return;
    const measure = () => setPlace({ topPx: box.scrollTop, heightPx: box.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (last >= rows.length - 20 && rows.length < props.total) onEnd();
  }, [last, rows.length, props.total, onEnd]);
  useEffect(() => {
    const box = body.current;
    const row = rows.findIndex(({ id }) => id === hovered);
    if (box === null || row < 0 || box.matches(":hover")) return;
    box.scrollTop = scrollToShow(row, box.scrollTop, box.clientHeight, ROW_PX);
  }, [hovered, rows]);

  const moveTo = (row: number) => {
    const box = body.current;
    const to = Math.min(rows.length - 1, Math.max(0, row));
    setActive(to);
    props.onHover(rows[to] ?? null);
    if (box === null) return;
    box.scrollTop = scrollToShow(to, box.scrollTop, box.clientHeight, ROW_PX);
    // A row far away is drawn only after this.
    requestAnimationFrame(() => {
      box.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus({ preventScroll: true });
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(place.heightPx / ROW_PX) - 1);
    const at = active ?? 0;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      moveTo(to);
    } else if (event.key === "Enter" && active !== null) {
      const row = rows[active];
      if (row !== undefined) props.onOpen(row);
    }
  };
  const isSelected = (row: GapRow) =>
    props.selected !== null &&
    (props.selected.type === "village"
      ? props.selected.id === row.id
      : props.selected.code === row.code);
  const labels = {
    name: t("gaps.name"),
    households: t("gaps.households"),
    persons: t("gaps.persons"),
    distanceM: t("gaps.distance"),
  };
  return (
    <div
      role="grid"
      className="gap-grid"
      aria-label={props.caption}
      aria-rowcount={props.total + 1}
      aria-colcount={COLUMNS.length}
    >
      <div role="rowgroup">
        <div role="row" className="gap-head" aria-rowindex={1}>
          {COLUMNS.map((column) => (
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
                  descending: sort.column === column ? !sort.descending : column !== "name",
                })
              }
            />
          ))}
        </div>
      </div>
      <div
        ref={body}
        role="rowgroup"
        className="gap-body"
        data-testid="gap-rows"
        onScroll={(event) =>
          setPlace({
            topPx: event.currentTarget.scrollTop,
            heightPx: event.currentTarget.clientHeight,
          })
        }
        onKeyDown={onKeyDown}
        onMouseLeave={() => props.onHover(null)}
      >
        <div role="presentation" style={{ height: rows.length * ROW_PX, position: "relative" }}>
          {shown.map((at) => {
            const row = rows[at]!;
            return (
              <div
                key={row.id}
                role="row"
                className="gap-row"
                tabIndex={at === tabStop ? 0 : -1}
                aria-rowindex={at + 2}
                aria-selected={isSelected(row)}
                data-row={at}
                data-hovered={row.id === hovered}
                data-status={row.status}
                style={{ transform: `translateY(${at * ROW_PX}px)`, height: ROW_PX }}
                onMouseEnter={() => props.onHover(row)}
                onMouseDown={(event) => event.preventDefault()}
                onFocus={() => {
                  setActive(at);
                  props.onHover(row);
                }}
                onBlur={() => props.onHover(null)}
                onClick={() => {
                  setActive(at);
                  props.onOpen(row);
                }}
              >
                <div role="gridcell" className="gap-name">
                  <span title={formatPlace(row, language)}>{formatPlace(row, language)}</span>
                  <small>{row.areas.map((area) => shortPlace(area, language)).join(" · ")}</small>
                </div>
                <div role="gridcell">{formatCount(row.households, language)}</div>
                <div role="gridcell">{formatCount(row.persons, language)}</div>
                <div role="gridcell">{formatDistance(row.distanceM, language)}</div>
              </div>
            );
          })}
        </div>
        {rows.length < props.total ? <p className="gap-more">{t("gaps.more")}</p> : null}
      </div>
    </div>
  );
}
