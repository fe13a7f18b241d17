import { AimOutlined, MinusOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import {
  lazy,
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import type { Level } from "../../core/contract/area.ts";
import type { ThematicView } from "../../core/contract/thematic.ts";
import { formatPlace } from "../format.ts";
import type { ThematicMapHandle, ThematicPointed } from "../map/thematic-map.tsx";
import { Panel, usePanelSize } from "../ui/panel.tsx";
import { Failure, Loading } from "../ui/states.tsx";
import { useNarrow } from "../ui/use-width.ts";
import type { Camera } from "../view-state.ts";
import { PrintButton } from "../print/print-button.tsx";
import { HeaderActs } from "./header-acts.tsx";
import { stepInto, stepOut, type Step } from "./drill.ts";
import { isPopupOpen, isTyping } from "./keys.ts";
import { Legend } from "./legend.tsx";
import { MapStage } from "./map-stage.tsx";
import { QuestionPanel } from "./question-panel.tsx";
import { Ranking } from "./ranking.tsx";
import { SaveActs } from "./save-acts.tsx";
import type { ThematicPageProps } from "./tabs.ts";
import { Timeline } from "./timeline.tsx";
import { useMap, type MapSide, type ShownMap } from "./use-map.ts";
import { usePlay } from "./use-play.ts";
import { useKeepSaved, useThematic } from "./use-thematic.ts";
import { mapTitle, momentOf, namesOf } from "./words.ts";

const Presentation = lazy(() => import("./presentation.tsx"));

/** The page of the map: what is asked at the left, the map, and its content as a ranking at the right. */
export default function MapPage(props: ThematicPageProps) {
  const { shown } = useThematic(props.region.code);
  const [hasPresented, setPresented] = useState(false);
  if (shown.presenting && !hasPresented) setPresented(true);
  return shown.presenting ? (
    <Suspense fallback={<div className="presentation" />}>
      <Presentation {...props} />
    </Suspense>
  ) : (
    <Workbench {...props} hasPresented={hasPresented} />
  );
}

function Workbench(props: ThematicPageProps & { hasPresented: boolean }) {
  const { t } = useTranslation();
  const { region, area, rules, language, version } = props;
  const { view: asked, camera, shown: address, update, hrefOf, areaNow } = useThematic(region.code);
  const keepSaved = useKeepSaved(region.code);
  const narrow = useNarrow();
  const [left, setLeft] = usePanelSize("thematic-asked", 320);
  const [right, setRight] = usePanelSize("thematic-ranking", 360);
  const [hovered, setHovered] = useState<number | null>(null);
  const [zoom, setZoom] = useState(camera?.zoom ?? 6);
  const handle = useRef<ThematicMapHandle | null>(null);
  const askedAt = useRef<number | null>(null);
  const wording = useMemo(() => ({ t, language, rules }), [t, language, rules]);
  const map = useMap({ version, region: region.code, area, view: asked, rules, wording, zoom });
  const { shown, view } = map;
  // The map is painted first, its table follows.
  const ranked = useDeferredValue(shown);

  const change = useCallback(
    (what: Partial<ThematicView>, options?: { replace?: boolean }) => {
      askedAt.current = performance.now();
      update(what, options);
    },
    [update],
  );
  const go = useCallback(
    (step: Step | null) => {
      if (step === null) return;
      setHovered(null);
      change({ ...step, camera: null, hidden: [] });
    },
    [change],
  );
  const enter = useCallback(
    (target: { code: string; level: Level }) => go(stepInto(target, area.code)),
    [go, area.code],
  );
  const present = useCallback(() => {
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    update({ shown: { presenting: true, fromAtlases: false } });
  }, [update]);
  const years = shown?.years ?? NO_YEARS;
  const isTimeless = momentOf(view, t).length === (view.indicator.includes(":") ? 1 : 0);
  const setYear = useCallback(
    (year: number | null) => change({ year }, { replace: true }),
    [change],
  );
  const play = usePlay(years, view.year, setYear);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "F5" || (event.key.toLowerCase() === "p" && !isTyping(event.target))) {
        event.preventDefault();
        present();
      } else if (
        (event.key === "Backspace" || event.key === "Escape") &&
        !isTyping(event.target) &&
        // A dialog or a list that is open closes first.
        !isPopupOpen()
      ) {
        const out = stepOut(area, areaNow());
        if (out !== null) event.preventDefault();
        go(out);
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [area, areaNow, go, present]);

  const onPick = (pointed: ThematicPointed) => {
    if (pointed.type !== "area") return;
    const known = shown?.areas.find(({ id }) => id === pointed.id);
    go(
      stepInto(
        { code: pointed.code, level: known?.level ?? shown?.level ?? "township" },
        area.code,
      ),
    );
  };
  const onCamera = useCallback(
    (next: Camera, byHand: boolean) => {
      setZoom(next.zoom);
      if (byHand) update({ camera: next }, { replace: true });
    },
    [update],
  );
  const showAll = () => {
    update({ camera: null }, { replace: true });
    if (area.bbox !== null) handle.current?.fit(area.bbox);
  };
  const paddingLeft = narrow ? 16 : left.folded ? 72 : left.widthPx + 36;
  const paddingRight = narrow ? 16 : right.folded ? 72 : right.widthPx + 36;
  const hasYears = years.length > 0 && !isTimeless;
  const padding = useMemo(
    () => ({ left: paddingLeft, right: paddingRight, top: 84, bottom: narrow ? 172 : 92 }),
    [paddingLeft, paddingRight, narrow],
  );
  const side = shown?.sides[0] ?? null;
  const heading = { what: mapTitle(view, wording), where: formatPlace(area, language) };
  const question = (
    <QuestionPanel
      view={view}
      area={area}
      rules={rules}
      plans={map.plans}
      plan={map.plan}
      years={map.plan === null ? NO_YEARS : yearsBetween(map.plan.years)}
      wording={wording}
      onChange={change}
    />
  );
  const ranking =
    shown === null || side === null ? (
      map.error !== null ? null : (
        <Loading lines={10} />
      )
    ) : (
      <Ranking
        shown={ranked ?? shown}
        wording={wording}
        hovered={hovered}
        language={language}
        onHover={setHovered}
        onEnter={enter}
      />
    );
  return (
    <>
      <HeaderActs>
        <SaveActs
          region={region.code}
          area={area.code}
          view={{ ...view, camera }}
          name={t("thematic.title.of", heading)}
          saved={address.saved}
          onSaved={keepSaved}
          link={hrefOf({ shown: { saved: null, atlas: null, page: 0 } })}
        />
        <PrintButton query={hrefOf({})} language={language} />
        <Button
          type="primary"
          autoFocus={props.hasPresented}
          title={t("thematic.map.presentHint")}
          onClick={present}
        >
          {t("thematic.map.present")}
        </Button>
      </HeaderActs>
      <section
        id="map"
        className="map-pane"
        aria-label={t("thematic.map.pane")}
        tabIndex={-1}
        data-busy={map.isPending}
      >
        <MapStage
          key={region.code}
          region={region.code}
          version={version}
          language={language}
          wording={wording}
          shown={shown}
          area={area}
          camera={camera}
          padding={padding}
          scale={1}
          hovered={hovered}
          askedAt={askedAt}
          onHovered={setHovered}
          onHandle={(made) => {
            handle.current = made;
          }}
          onCamera={onCamera}
          onPick={onPick}
        />
        <header
          className="map-title"
          style={{ left: paddingLeft - 12, right: paddingRight - 12 }}
          aria-busy={map.isPending}
        >
          <h1>{heading.what}</h1>
          <p>
            {t("thematic.title.by", {
              area: formatPlace(area, language),
              level: t(`level.${view.by}`),
            })}
            {view.by === "township" && view.style === "choropleth" && zoom < TOWNSHIPS_FROM ? (
              <span role="status"> · {t("thematic.map.farTownships")}</span>
            ) : null}
            {map.isPending && map.error === null ? (
              <span role="status"> · {t("thematic.map.loading")}</span>
            ) : null}
          </p>
        </header>
        {map.error === null ? null : (
          <div className="map-failure" style={{ left: paddingLeft, right: paddingRight }}>
            <Failure error={map.error} retry={map.retry} />
          </div>
        )}
        <div
          className="map-tools"
          style={{ right: paddingRight - 12 }}
          role="group"
          aria-label={t("map.tools")}
        >
          <Button
            aria-label={t("map.zoomIn")}
            title={t("map.zoomIn")}
            icon={<PlusOutlined />}
            onClick={() => handle.current?.zoomBy(1)}
          />
          <Button
            aria-label={t("map.zoomOut")}
            title={t("map.zoomOut")}
            icon={<MinusOutlined />}
            onClick={() => handle.current?.zoomBy(-1)}
          />
          <Button
            aria-label={t("map.fit")}
            title={t("map.fit")}
            icon={<AimOutlined />}
            onClick={showAll}
          />
        </div>
        <div className="map-foot" style={{ left: paddingLeft - 12, right: paddingRight - 12 }}>
          {side === null ? null : (
            <section className="thematic-legend" aria-label={t("thematic.legend.label")}>
              {legendsOf(shown!).map(({ of, beside }, i, all) => (
                <div key={i}>
                  {all.length > 1 ? (
                    <h2 className="legend-side">{namesOf(shown!.sides, wording)[i]}</h2>
                  ) : null}
                  <Legend
                    side={of}
                    beside={beside}
                    style={shown!.view.style}
                    hidden={view.hidden}
                    language={language}
                    onHidden={(hidden) => change({ hidden }, { replace: true })}
                  />
                </div>
              ))}
            </section>
          )}
          {hasYears ? (
            <Timeline
              years={years}
              year={view.year}
              playing={play.playing}
              onYear={(year) => {
                play.stop();
                setYear(year);
              }}
              onPlay={play.toggle}
            />
          ) : null}
        </div>
      </section>
      {narrow ? (
        <>
          <section
            id="results"
            className="sheet"
            aria-label={t("thematic.rank.panel")}
            tabIndex={-1}
          >
            {ranking}
          </section>
          <section id="asked" className="sheet" aria-label={t("thematic.ask.panel")} tabIndex={-1}>
            {question}
          </section>
        </>
      ) : (
        <>
          <Panel
            id="asked"
            side="left"
            name={t("thematic.ask.panel")}
            heading={t("thematic.ask.panel")}
            size={left}
            onSize={setLeft}
          >
            {question}
          </Panel>
          <Panel
            id="results"
            side="right"
            name={t("thematic.rank.panel")}
            heading={t("thematic.rank.panel")}
            size={right}
            onSize={setRight}
          >
            {ranking}
          </Panel>
        </>
      )}
    </>
  );
}

/** One legend for two sides of one indicator, else one each. */
function legendsOf({ sides }: ShownMap): { of: MapSide; beside: MapSide | null }[] {
  const [first, second] = sides;
  if (first === undefined) return [];
  if (second === undefined) return [{ of: first, beside: null }];
  return first.subject.indicator === second.subject.indicator
    ? [{ of: first, beside: second }]
    : [first, second].map((of) => ({ of, beside: null }));
}

const NO_YEARS: readonly number[] = [];
/** Zoom from which tiles hold the outlines of townships. */
const TOWNSHIPS_FROM = 7;

const yearsBetween = ({ from, to }: { from: number; to: number }): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
