import { Button, Input, Segmented } from "antd";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ADVICES, type Advice } from "../../../core/policy/advice.ts";
import { formatCount } from "../../format.ts";
import { ADVICE_COLOURS } from "../../map/palette.ts";
import { Failure, Loading } from "../../ui/states.tsx";
import { NOTHING, useDesk } from "../desk.ts";
import { useComparing } from "./comparing.tsx";
import { Figures } from "./figures.tsx";
import { CompareList } from "./list.tsx";
import { arrangeCompared, countByAdvice, type CompareColumn, type CompareRow } from "./rows.ts";
import { Scatter } from "./scatter.tsx";

/** From this width on list and plot stand side by side. */
const WIDE_PX = 860;
type View = "list" | "plot" | "figures";

/** Build or move: every village with what either costs, as a list and as a plot, and the figures that decide. */
export function BuildOrMovePane() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { found, isFetching, error, retry } = useComparing();
  const [view, setView] = useState<View>("list");
  const [q, setQ] = useState("");
  const wanted = useDeferredValue(q.trim());
  const [advices, setAdvices] = useState<ReadonlySet<Advice>>(new Set());
  const [sort, setSort] = useState<{ column: CompareColumn; descending: boolean }>({
    column: "rank",
    descending: false,
  });
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [widthPx, setWidthPx] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const rows = useMemo(
    () => (found === null ? [] : arrangeCompared(found.rows, { q: wanted, advices }, sort)),
    [found, wanted, advices, sort],
  );
  const counts = useMemo(() => countByAdvice(found?.rows ?? []), [found]);
  const chosen = rows.filter(({ key }) => picked.has(key));
  const isWide = widthPx >= WIDE_PX;
  const pick = (keys: readonly string[], on: boolean) =>
    setPicked((now) => {
      const next = new Set(now);
      for (const key of keys) {
        if (on) next.add(key);
        else next.delete(key);
      }
      return next;
    });
  const open = (row: CompareRow) => {
    desk.select({ ...NOTHING, villages: new Set([row.key]) });
    const index = desk.assessed.context.villageIndex.get(row.key);
    if (index === undefined) return;
    const { lng, lat } = desk.assessed.context.data.villages;
    if (Number.isFinite(lng[index]! + lat[index]!)) desk.show([lng[index]!, lat[index]!]);
  };
  const plot = (
    <Scatter
      rows={rows}
      onOpen={open}
      onPick={(keys) => pick(keys, true)}
      selected={desk.selection.villages}
    />
  );
  return (
    <div ref={box} className="compare" data-wide={isWide}>
      <div className="moves-bar">
        <Segmented<View>
          size="small"
          aria-label={t("build.views")}
          value={view}
          options={(["list", "plot", "figures"] as const).map((value) => ({
            value,
            label: t(`build.view.${value}`),
          }))}
          onChange={setView}
        />
        <Input.Search
          allowClear
          size="small"
          className="compare-find"
          value={q}
          aria-label={t("build.find")}
          placeholder={t("build.find")}
          onChange={(event) => setQ(event.target.value)}
        />
        <span className="compare-advices" role="group" aria-label={t("build.filter")}>
          {ADVICES.map((advice) => (
            <button
              key={advice}
              type="button"
              aria-pressed={advices.has(advice)}
              disabled={counts[advice].villages === 0}
              onClick={() =>
                setAdvices((now) => {
                  const next = new Set(now);
                  if (!next.delete(advice)) next.add(advice);
                  return next;
                })
              }
            >
              <i style={{ background: ADVICE_COLOURS[advice] }} /> {t(`build.advice.${advice}`)}{" "}
              <b>{formatCount(counts[advice].villages, desk.language)}</b>
            </button>
          ))}
        </span>
        {chosen.length === 0 ? null : (
          <span className="moves-bulk">
            <strong>{t("plan.table.picked", { n: chosen.length })}</strong>
            <Button
              size="small"
              type="primary"
              data-testid="compare-on-map"
              onClick={() =>
                desk.select({ ...NOTHING, villages: new Set(chosen.map(({ key }) => key)) })
              }
            >
              {t("plan.table.onMap")}
            </Button>
            <Button size="small" onClick={() => setPicked(new Set())}>
              {t("build.unpick")}
            </Button>
          </span>
        )}
        <span role="status" className="visually-hidden" data-testid="compare-count">
          {t("plan.table.rows", { n: formatCount(rows.length, desk.language) })}
        </span>
      </div>
      {error !== null && found === null ? (
        <Failure error={error} retry={retry} />
      ) : found === null ? (
        <div className="compare-wait" aria-busy={isFetching}>
          <p>{t("build.working")}</p>
          <Loading lines={4} />
        </div>
      ) : view === "figures" ? (
        <Figures />
      ) : (
        <div className="compare-body">
          {view === "list" || isWide ? (
            <CompareList
              rows={rows}
              picked={picked}
              onPick={pick}
              onOpen={open}
              sort={sort}
              onSort={setSort}
            />
          ) : null}
          {view === "plot" || isWide ? plot : null}
        </div>
      )}
    </div>
  );
}
