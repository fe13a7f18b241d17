import { LockOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Input, Select } from "antd";
import {
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
} from "react";
import { useTranslation } from "react-i18next";
import { MOVE_REASONS, type PlanChange } from "../../core/contract/plan.ts";
import { villageOf, villagePosition } from "../../core/relocation/context.ts";
import { changeMoves, setLocks, unassignVillages } from "../../core/relocation/edits.ts";
import { parseMoves } from "../../core/relocation/moves-csv.ts";
import { formatCount } from "../format.ts";
import { SortHeader } from "../ui/sort-header.tsx";
import { scrollToShow, visibleRows } from "../ui/visible-rows.ts";
import { NOTHING, unlocked, useDesk, yearsOf } from "./desk.ts";
import { arrangeRows, COLUMNS, moveRows, type Column, type MoveRow } from "./moves-rows.ts";

const ROW_PX = 32;

/** All moves of the plan: sorted, searched, changed in place or many at once, pasted from a spreadsheet. Drawn as far as in sight. */
export function MovesTable() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const desk = useDesk();
  const { assessed, language } = desk;
  const { plan } = assessed;
  const [q, setQ] = useState("");
  const wanted = useDeferredValue(q.trim());
  const [sort, setSort] = useState<{ column: Column; descending: boolean }>({
    column: "year",
    descending: false,
  });
  const all = useMemo(() => moveRows(assessed), [assessed]);
  const rows = useMemo(() => {
    const inYear = desk.year === null ? all : all.filter(({ year }) => year === desk.year);
    return arrangeRows(inYear, wanted, sort.column, sort.descending);
  }, [all, wanted, sort, desk.year]);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => rows.filter(({ key }) => picked.has(key)), [rows, picked]);
  const pick = (keys: readonly string[], on: boolean) =>
    setPicked((now) => {
      const next = new Set(now);
      for (const key of keys) {
        if (on) next.add(key);
        else next.delete(key);
      }
      return next;
    });
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (!text.includes("\t") && !text.includes("\n")) return;
    event.preventDefault();
    const cells = text
      .replace(/\r\n?/g, "\n")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => line.split("\t"));
    const read = parseMoves(cells, plan, assessed.context);
    if (!read.ok) {
      const [first] = read.problems;
      void message.error(
        t("plan.table.pasteWrong", {
          n: read.problems.length,
          row: first!.row,
          why: t(`plan.table.why.${first!.code}`, first!.params),
        }),
        8,
      );
    } else if (desk.edit(read.change))
      void message.success(t("plan.table.pasted", { n: read.villages }));
  };
  const labels: Readonly<Record<Column, string>> = {
    name: t("plan.table.village"),
    township: t("plan.table.township"),
    households: t("plan.villages.households"),
    persons: t("plan.villages.persons"),
    settlementName: t("plan.villages.settlement"),
    year: t("plan.villages.year"),
    reason: t("plan.villages.reason"),
  };
  return (
    <div className="moves" onPaste={onPaste}>
      <div className="moves-bar">
        <Input.Search
          allowClear
          value={q}
          aria-label={t("plan.table.find")}
          placeholder={t("plan.table.find")}
          onChange={(event) => setQ(event.target.value)}
        />
        <span role="status" data-testid="moves-count">
          {t("plan.table.rows", { n: formatCount(rows.length, language) })}
        </span>
        <Bulk chosen={chosen} onEdit={desk.edit} onDone={() => setPicked(new Set())} />
        <span className="quiet">{t("plan.table.pasteHint")}</span>
      </div>
      {all.length === 0 ? (
        <p className="plan-fine">{t("plan.table.none")}</p>
      ) : (
        <div
          role="grid"
          className="moves-grid"
          aria-label={t("plan.table.label")}
          aria-rowcount={rows.length + 1}
        >
          <div role="rowgroup">
            <div role="row" className="moves-head" aria-rowindex={1}>
              <div role="columnheader">
                <Checkbox
                  aria-label={t("plan.table.all")}
                  checked={chosen.length > 0 && chosen.length === rows.length}
                  indeterminate={chosen.length > 0 && chosen.length < rows.length}
                  onChange={(event) =>
                    pick(
                      rows.map(({ key }) => key),
                      event.target.checked,
                    )
                  }
                />
              </div>
              {COLUMNS.map((column) => (
                <SortHeader
                  key={column}
                  grid
                  label={labels[column]}
                  sorted={
                    sort.column === column ? (sort.descending ? "descending" : "ascending") : null
                  }
                  onSort={() =>
                    setSort({
                      column,
                      descending: sort.column === column ? !sort.descending : false,
                    })
                  }
                />
              ))}
            </div>
          </div>
          <Body rows={rows} picked={picked} onPick={pick} plan={plan} />
        </div>
      )}
    </div>
  );
}

/** What is done with all picked rows at once. */
function Bulk(props: {
  chosen: readonly MoveRow[];
  onEdit: (change: PlanChange) => boolean;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { plan } = desk.assessed;
  const keys = props.chosen.map(({ key }) => key);
  if (keys.length === 0) return null;
  const free = unlocked(plan, keys);
  const edit = (change: PlanChange) => {
    if (props.onEdit(change)) props.onDone();
  };
  return (
    <span className="moves-bulk">
      <strong>
        {t("plan.table.picked", { n: keys.length })}
        {free.length < keys.length
          ? t("plan.table.lockedStay", { n: keys.length - free.length })
          : ""}
      </strong>
      <Select
        size="small"
        placeholder={t("plan.villages.year")}
        aria-label={t("plan.table.setYear")}
        value={null}
        options={yearsOf(plan.frame.years).map((year) => ({ value: year, label: String(year) }))}
        onChange={(year: number | null) => {
          if (year !== null) edit(changeMoves(plan, free, { year }));
        }}
      />
      <Select
        size="small"
        showSearch={{ optionFilterProp: "label" }}
        placeholder={t("plan.villages.settlement")}
        aria-label={t("plan.table.setSettlement")}
        value={null}
        popupMatchSelectWidth={false}
        options={[...plan.settlements].map(([id, { name }]) => ({ value: id, label: name }))}
        onChange={(settlement: string | null) => {
          if (settlement !== null) edit(changeMoves(plan, free, { settlement }));
        }}
      />
      <Button
        size="small"
        onClick={() =>
          edit(
            setLocks(
              keys.map((key) => `village:${key}`),
              true,
            ),
          )
        }
      >
        {t("plan.lock")}
      </Button>
      <Button
        size="small"
        onClick={() =>
          edit(
            setLocks(
              keys.map((key) => `village:${key}`),
              false,
            ),
          )
        }
      >
        {t("plan.unlock")}
      </Button>
      <Button size="small" danger onClick={() => edit(unassignVillages(free))}>
        {t("plan.villages.unassign")}
      </Button>
      <Button size="small" onClick={() => desk.select({ ...NOTHING, villages: new Set(keys) })}>
        {t("plan.table.onMap")}
      </Button>
    </span>
  );
}

/** The rows in sight. One is a stop of the Tab key; arrows move, Space picks, Enter shows the village. */
function Body(props: {
  rows: readonly MoveRow[];
  picked: ReadonlySet<string>;
  onPick: (keys: readonly string[], on: boolean) => void;
  plan: ReturnType<typeof useDesk>["assessed"]["plan"];
}) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { rows, picked, plan } = props;
  const body = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ topPx: 0, heightPx: 300 });
  const [active, setActive] = useState(0);
  const [editing, setEditing] = useState<{ key: string; column: Column } | null>(null);
  const { first, last } = visibleRows(place.topPx, place.heightPx, ROW_PX, rows.length);
  const tabStop = Math.min(active, rows.length - 1);
  const shown = Array.from({ length: last - first }, (_, i) => first + i);
  if (rows.length > 0 && !shown.includes(tabStop)) shown.push(tabStop);
  useEffect(() => {
    const box = body.current;
    if (box === null) return;
    const measure = () => setPlace({ topPx: box.scrollTop, heightPx: box.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  const open = useCallback(
    (row: MoveRow) => {
      desk.select({ ...NOTHING, villages: new Set([row.key]) });
      const index = villageOf(desk.assessed.context, row.key);
      const at = index < 0 ? null : villagePosition(desk.assessed.context, index);
      if (at !== null) desk.show(at);
    },
    [desk],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.getAttribute("role") !== "row") return;
    const page = Math.max(1, Math.floor(place.heightPx / ROW_PX) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: tabStop + 1,
      ArrowUp: tabStop - 1,
      PageDown: tabStop + page,
      PageUp: tabStop - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    const row = rows[tabStop];
    if (to !== undefined) {
      event.preventDefault();
      const next = Math.min(rows.length - 1, Math.max(0, to));
      setActive(next);
      const box = body.current;
      if (box !== null) {
        box.scrollTop = scrollToShow(next, box.scrollTop, box.clientHeight, ROW_PX);
        requestAnimationFrame(() =>
          box.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus({ preventScroll: true }),
        );
      }
    } else if (event.key === "Enter" && row !== undefined) open(row);
    else if (event.key === " " && row !== undefined) {
      event.preventDefault();
      props.onPick([row.key], !picked.has(row.key));
    }
  };
  const edit = (row: MoveRow, change: PlanChange) => {
    setEditing(null);
    desk.edit(change);
    body.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.key)}"]`)?.focus();
  };
  return (
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
          const move = plan.moves.get(row.key);
          const edits = (column: Column) =>
            editing?.key === row.key && editing.column === column && !row.locked;
          const begin = (column: Column) => () => {
            if (!row.locked && row.parts === 1) setEditing({ key: row.key, column });
          };
          return (
            <div
              key={row.key}
              role="row"
              className="moves-row"
              tabIndex={at === tabStop ? 0 : -1}
              aria-rowindex={at + 2}
              aria-selected={desk.selection.villages.has(row.key)}
              data-row={at}
              data-key={row.key}
              data-locked={row.locked}
              style={{ transform: `translateY(${at * ROW_PX}px)`, height: ROW_PX }}
              onFocus={() => setActive(at)}
              onDoubleClick={() => open(row)}
            >
              <div role="gridcell">
                <Checkbox
                  tabIndex={-1}
                  aria-label={t("plan.table.pick", { name: row.name })}
                  checked={picked.has(row.key)}
                  onChange={(event) => props.onPick([row.key], event.target.checked)}
                />
              </div>
              <div role="gridcell">
                {row.name}
                {row.locked ? <LockOutlined aria-label={t("plan.lock")} /> : null}
              </div>
              <div role="gridcell">{row.township}</div>
              <div role="gridcell">{formatCount(row.households, desk.language)}</div>
              <div role="gridcell">{formatCount(row.persons, desk.language)}</div>
              <div role="gridcell" onClick={begin("settlementName")}>
                {edits("settlementName") ? (
                  <Select
                    size="small"
                    autoFocus
                    defaultOpen
                    showSearch={{ optionFilterProp: "label" }}
                    aria-label={t("plan.villages.settlement")}
                    value={row.settlement}
                    popupMatchSelectWidth={false}
                    options={[...plan.settlements].map(([id, { name }]) => ({
                      value: id,
                      label: name,
                    }))}
                    onBlur={() => setEditing(null)}
                    onChange={(settlement) =>
                      edit(row, changeMoves(plan, [row.key], { settlement }))
                    }
                  />
                ) : (
                  row.settlementName
                )}
                {row.parts > 1 ? <small> +{row.parts - 1}</small> : null}
              </div>
              <div role="gridcell" onClick={begin("year")}>
                {edits("year") ? (
                  <Select
                    size="small"
                    autoFocus
                    defaultOpen
                    aria-label={t("plan.villages.year")}
                    value={row.year}
                    options={yearsOf(plan.frame.years).map((year) => ({
                      value: year,
                      label: String(year),
                    }))}
                    onBlur={() => setEditing(null)}
                    onChange={(year) => edit(row, changeMoves(plan, [row.key], { year }))}
                  />
                ) : (
                  row.year
                )}
              </div>
              <div role="gridcell" onClick={begin("reason")}>
                {edits("reason") ? (
                  <Select
                    size="small"
                    autoFocus
                    defaultOpen
                    allowClear
                    aria-label={t("plan.villages.reason")}
                    value={move?.reason ?? null}
                    popupMatchSelectWidth={false}
                    options={MOVE_REASONS.map((one) => ({
                      value: one,
                      label: t(`plan.reason.${one}`),
                    }))}
                    onBlur={() => setEditing(null)}
                    onChange={(reason: (typeof MOVE_REASONS)[number] | undefined) =>
                      edit(row, changeMoves(plan, [row.key], { reason: reason ?? null }))
                    }
                  />
                ) : row.reason === "" ? (
                  "—"
                ) : (
                  t(`plan.reason.${row.reason}`)
                )}
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}
