import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { isSameMap, parseView } from "../../core/thematic/view.ts";
import { formatPlace } from "../format.ts";
import type { ThematicPointed } from "../map/thematic-map.tsx";
import { usePrintDesk } from "../print/use-print-desk.tsx";
import { chosenPlan } from "./choose-plan.ts";
import { paintedLevel, stepInto, stepOut, type Step } from "./drill.ts";
import { isPopupOpen, isTyping, pageAfter, presentAct } from "./keys.ts";
import { Legend } from "./legend.tsx";
import { MapStage } from "./map-stage.tsx";
import { rankAreas } from "./rank.ts";
import type { ThematicPageProps } from "./tabs.ts";
import { useMap } from "./use-map.ts";
import { useSide } from "./use-sides.ts";
import { usePresented, type Presented } from "./use-presented.ts";
import { usePlay } from "./use-play.ts";
import { useThematic } from "./use-thematic.ts";
import { useViewport } from "./use-viewport.ts";
import { indicatorName, mapTitle, momentOf } from "./words.ts";

/**
 * A map for a whole room: it fills the screen, text grows with it, and keys turn the pages of an atlas. Nothing on it needs a mouse, and
 * nothing is explained that the room does not want to see: the keys stand there for a moment only.
 */
export default function Presentation(props: ThematicPageProps) {
  const { t } = useTranslation();
  const presented = usePresented(props.region.code);
  return presented.isReady ? (
    <Screen {...props} presented={presented} />
  ) : (
    <section className="presentation" aria-label={t("thematic.present.label")} data-busy="true">
      <p className="present-busy" role="status">
        {t("thematic.map.loading")}
      </p>
    </section>
  );
}

function Screen(props: ThematicPageProps & { presented: Presented }) {
  const { t } = useTranslation();
  const { region, area, rules, language, version, presented } = props;
  const { atlas, page, saved, turnTo: showPage } = presented;
  const { view: asked, camera, shown: address, update, hrefOf, areaNow } = useThematic(region.code);
  const navigate = useNavigate();
  const print = usePrintDesk(hrefOf({}), language);
  const { unitPx } = useViewport();
  const [hovered, setHovered] = useState<number | null>(null);
  const [zoom, setZoom] = useState(camera?.zoom ?? 6);
  const askedAt = useRef<number | null>(null);
  const stage = useRef<HTMLElement>(null);
  const wording = useMemo(() => ({ t, language, rules }), [t, language, rules]);
  const map = useMap({ version, region: region.code, area, view: asked, rules, wording, zoom });
  const { shown, view } = map;
  const pages = atlas?.pages.length ?? 1;

  useNextPage(atlas?.pages[page + 1]?.query ?? null, map.plans, props);

  const end = useCallback(() => {
    if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
    const shown = { presenting: false, fromAtlases: false };
    if (address.fromAtlases)
      void navigate(
        { pathname: "/thematic/atlas", search: hrefOf({ shown }) },
        { state: { presented: address.atlas } },
      );
    else update({ shown });
  }, [address.atlas, address.fromAtlases, hrefOf, navigate, update]);
  const turnTo = useCallback(
    (to: number) => {
      askedAt.current = performance.now();
      setHovered(null);
      showPage(to);
    },
    [showPage],
  );
  const go = useCallback(
    (step: Step | null) => {
      if (step === null) return;
      askedAt.current = performance.now();
      setHovered(null);
      update({ ...step, camera: null, hidden: [] });
    },
    [update],
  );
  const years = shown?.years ?? [];
  const play = usePlay(years, view.year, (year) => {
    askedAt.current = performance.now();
    update({ year }, { replace: true });
  });
  const side = shown?.sides[0] ?? null;
  const ranked = useMemo(
    () => (shown === null || side === null ? [] : rankAreas(shown.areas, side)),
    [shown, side],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      // A list or dialog that is open has its keys first.
      if (isPopupOpen()) return;
      // What has the focus and moves by arrow keys keeps them.
      if (event.defaultPrevented) return;
      const act = presentAct(event.key);
      if (act === null) return;
      event.preventDefault();
      switch (act) {
        case "end":
          return end();
        case "play":
          return play.toggle();
        case "out":
          return go(stepOut(area, areaNow()));
        case "into": {
          const target = shown?.areas.find(({ id }) => id === hovered);
          return go(target === undefined ? null : stepInto(target, area.code));
        }
        case "better":
        case "worse": {
          const at = ranked.findIndex((row) => row.area.id === hovered);
          const next = at + (act === "worse" ? 1 : -1);
          const found = ranked.at(at < 0 && act === "better" ? -1 : next % (ranked.length || 1));
          return setHovered(found?.area.id ?? null);
        }
        case "next":
        case "previous":
        case "first":
        case "last":
          play.stop();
          return turnTo(pageAfter(act, page, pages));
      }
    };
    // Before the map's own keys: here arrows turn pages.
    document.addEventListener("keydown", onKey, { capture: true });
    return () => document.removeEventListener("keydown", onKey, { capture: true });
  }, [area, areaNow, end, go, hovered, page, pages, play, ranked, shown, turnTo]);
  // Esc ends a full screen before the page hears of it.
  useEffect(() => {
    let wasFull = document.fullscreenElement !== null;
    const onChange = () => {
      if (wasFull && document.fullscreenElement === null && !isPopupOpen()) end();
      wasFull = document.fullscreenElement !== null;
    };
    document.addEventListener("fullscreenchange", onChange);
    // Where the browser lets it, Esc comes to the page first: it may be meant for a list.
    const { keyboard } = navigator as { keyboard?: KeyboardLock };
    void keyboard?.lock?.(["Escape"]).catch(() => undefined);
    return () => {
      keyboard?.unlock?.();
      document.removeEventListener("fullscreenchange", onChange);
    };
  }, [end]);
  useEffect(() => stage.current?.focus(), []);

  const onPick = (pointed: ThematicPointed) => {
    if (pointed.type !== "area") return;
    const known = shown?.areas.find(({ id }) => id === pointed.id);
    go(stepInto({ code: pointed.code, level: known?.level ?? view.by }, area.code));
  };
  const padding = useMemo(
    () => ({ left: 3 * unitPx, right: 22 * unitPx, top: 10 * unitPx, bottom: 4 * unitPx }),
    [unitPx],
  );
  const marked = ranked.find((row) => row.area.id === hovered) ?? null;
  const moment = view.compare === "none" ? momentOf(view, t) : [];
  // A page that was led into another place or another year is no longer what its name says.
  const isPage = saved !== null && isSameMap(asked, parseView(saved.query, saved.regionCode));
  const title = isPage
    ? saved.name
    : moment.length > 0
      ? indicatorName(side?.indicator ?? null, wording)
      : mapTitle(view, wording);
  return (
    <section
      ref={stage}
      className="presentation"
      aria-label={t("thematic.present.label")}
      tabIndex={-1}
      data-page={page + 1}
      data-pages={pages}
      data-busy={map.isPending}
    >
      <MapStage
        key={`${region.code} ${Math.round(unitPx)}`}
        region={region.code}
        version={version}
        language={language}
        wording={wording}
        shown={shown}
        area={area}
        camera={camera}
        padding={padding}
        scale={unitPx / 11}
        hovered={hovered}
        askedAt={askedAt}
        onHovered={setHovered}
        onCamera={(next, byHand) => {
          setZoom(next.zoom);
          if (byHand) update({ camera: next }, { replace: true });
        }}
        onPick={onPick}
      />
      <header className="present-title">
        <h1>{title}</h1>
        <p>
          {[
            ...(isPage ? [indicatorName(side?.indicator ?? null, wording)] : []),
            t("thematic.title.by", {
              area: formatPlace(area, language),
              level: t(`level.${view.by}`),
            }),
            ...moment.slice(0, -1),
          ].join(" · ")}
          {region.demonstration ? <em>{t("demo.title")}</em> : null}
        </p>
      </header>
      {moment.length === 0 ? null : (
        <p className="present-year" data-playing={play.playing}>
          {moment.at(-1)}
        </p>
      )}
      <aside className="present-legend" aria-label={t("thematic.legend.label")}>
        {(shown?.sides ?? []).map((each, i) =>
          i > 0 && each.subject.indicator === side?.subject.indicator ? null : (
            <Legend
              key={i}
              side={each}
              style={shown!.view.style}
              hidden={view.hidden}
              language={language}
              onHidden={null}
            />
          ),
        )}
      </aside>
      <p className="present-marked" role="status">
        {marked === null || side === null ? null : (
          <>
            <b>{formatPlace(marked.area, language)}</b> {side.textOf(marked.value)}
          </>
        )}
      </p>
      <p className="present-gone" role="status">
        {presented.gone === null ? null : t(`thematic.present.gone.${presented.gone}`)}
      </p>
      <p className="present-busy" role="status">
        {map.isPending ? t("thematic.map.loading") : null}
      </p>
      <footer className="present-foot">
        <span className="present-keys">{t("thematic.present.keys")}</span>
        {atlas === null ? null : (
          <span>{t("thematic.present.page", { n: page + 1, of: pages })}</span>
        )}
      </footer>
      {print.desk}
      <button type="button" className="present-end" onClick={end}>
        {t("thematic.present.end")}
      </button>
    </section>
  );
}

/** Not known to every browser, nor over plain http. */
interface KeyboardLock {
  lock?: (keys: string[]) => Promise<void>;
  unlock?: () => void;
}

/** Asks for what the next page will show, so that turning to it shows it at once. */
function useNextPage(
  query: string | null,
  plans: readonly PlanSummary[],
  { region, area, version }: ThematicPageProps,
): void {
  const view = useMemo(
    () => (query === null ? null : parseView(query, region.code)),
    [query, region.code],
  );
  const planOf = (named: string | null) => chosenPlan(named, plans, plans);
  const shared = {
    version,
    area: view?.area ?? area.code,
    by: view?.by ?? paintedLevel("county", area.level),
    withFlows: view?.style === "flows",
  };
  useSide({ ...shared, subject: view, plan: planOf(view?.plan ?? null) });
  useSide({ ...shared, subject: view?.other ?? null, plan: planOf(view?.other?.plan ?? null) });
}
