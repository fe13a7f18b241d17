import { AimOutlined, EditOutlined, MinusOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import type { AreaRates } from "../../core/contract/coverage.ts";
import { SECTORS, type IndicatorRule } from "../../core/contract/rule.ts";
import type { Question } from "../api.ts";
import type { MapHandle } from "../map/coverage-map.tsx";
import { Legend, type MapLayer } from "../map/legend.tsx";
import { levelsToPaint } from "../map/levels.ts";
import type { AreaPaint } from "../map/painting.ts";
import type { Pointed } from "../map/pointing.ts";
import type { Proposal } from "../map/proposal.ts";
import { Tooltip } from "../map/tooltip.tsx";
import { rememberedLayers, rememberLayers } from "../preferences.ts";
import { fillStrength, LAND, VILLAGES_FROM } from "../map/palette.ts";
import type { WhatIfSession } from "../what-if/session.ts";
import { useHeight, useNarrow } from "../ui/use-width.ts";
import { useView } from "../use-view.ts";
import type { Camera, Selected } from "../view-state.ts";
import { classesOf, paintOf } from "./classes.ts";
import type { Pointing } from "./layout.tsx";
import type { MarkedPlace } from "./selected-card.tsx";
import { useChoropleth, useCoverage } from "./queries.ts";
import { headlineOf } from "./rules.ts";

const NO_PAINT = { colour: LAND, hatched: false };

const loading = import("../map/coverage-map.tsx");
const CoverageMap = lazy(() => loading);
const WhatIfHint = lazy(() => import("../what-if/hint.tsx"));

/** The map with its tools, legend and tooltip; decides which level of areas is painted and how. */
export function MapPane(props: {
  region: MetaAnswer["regions"][number];
  version: string;
  area: AreaAnswer;
  rule: IndicatorRule;
  question: Question;
  paddingLeft: number;
  paddingRight: number;
  pointing: Pointing;
  place: MarkedPlace | null;
  link: readonly (readonly [number, number])[] | null;
  /** Lines that are proposed; null while none are. */
  proposal: Proposal | null;
  onHandle: (handle: MapHandle | null) => void;
  onPointing: (pointing: Pointing) => void;
  onEnter: (code: string) => void;
  onSelect: (selected: Selected) => void;
  /** Works that somebody tries; null while nobody does. */
  whatIf: WhatIfSession | null;
  /** Begins or ends trying works; null where there is no room for it. */
  onWhatIf: (() => void) | null;
}) {
  const { t } = useTranslation();
  const { view, update } = useView();
  const { area, rule, question, region, version, pointing, onPointing } = props;
  const narrow = useNarrow();
  const [zoom, setZoom] = useState(view.camera?.zoom ?? 6);
  const [pointed, setPointed] = useState<{ what: Pointed; x: number; y: number } | null>(null);
  const [failed, setFailed] = useState(false);
  const [switched, setSwitched] = useState(rememberedLayers);
  const handle = useRef<MapHandle | null>(null);
  const legend = useRef<HTMLDivElement>(null);
  const legendPx = useHeight(legend);

  const levels = useMemo(() => levelsToPaint(zoom, area.level), [zoom, area.level]);
  const regionQuestion = useMemo(
    () => ({ ...question, area: region.code }),
    [question, region.code],
  );
  const painted = useChoropleth(version, regionQuestion, levels);
  const level = painted.data?.level ?? "county";
  const hasAreas = painted.data === undefined || painted.data.areas.length > 0;
  // Areas of another level or rule keep their outlines, not their colours, until the answer is there.
  const fits = painted.data?.rule === rule.id && painted.data.levels.join() === levels.join();
  const inside = useCoverage(version, question, level, {
    enabled: painted.data !== undefined && area.code !== region.code,
  });
  const rates = useMemo(
    () => new Map<number, AreaRates>((painted.data?.areas ?? []).map((each) => [each.id, each])),
    [painted.data],
  );
  const classes = useMemo(() => classesOf(rule.target), [rule.target]);
  const paints = useMemo<AreaPaint[]>(() => {
    const within = new Set(inside.data?.areas.map(({ id }) => id));
    const focused = area.code !== region.code && inside.data?.area.code === area.code;
    return (painted.data?.areas ?? []).map((each) => ({
      id: each.id,
      ...(fits ? paintOf(headlineOf(each, rule), classes) : NO_PAINT),
      outside: focused && within.size > 0 && !within.has(each.id) && each.id !== area.id,
    }));
  }, [painted.data, fits, inside.data, area.code, area.id, region.code, rule, classes]);

  /** From here on single villages are drawn, and by default the network of the rule's sector with them. */
  const close = zoom >= VILLAGES_FROM;
  // A region without areas below it would be blank from afar: then groups of villages and the network stand in for them.
  const layers = useMemo(
    () => ({
      ...Object.fromEntries(
        SECTORS.map((sector) => [sector, (close || !hasAreas) && sector === rule.sector]),
      ),
      villages: true,
      labels: true,
      groups: !hasAreas,
      ...switched,
      ...(props.whatIf === null && props.proposal === null
        ? {}
        : { [rule.sector]: true, villages: true }),
    }),
    [switched, rule.sector, close, hasAreas, props.whatIf, props.proposal],
  ) as Readonly<Record<MapLayer, boolean>>;
  const switchLayer = (layer: MapLayer, on: boolean) => {
    const next = { ...switched, [layer]: on };
    setSwitched(next);
    rememberLayers(next);
  };

  // Choosing an area moves the map there; a link that carries its own view does not, nor does the first look, nor a village that
  // brought its county with it. The legend grows with what the view shows: the area stays clear of it until somebody moves the map.
  const box = area.bbox;
  const isSelected = view.selected !== null;
  const isFitted = useRef(view.camera === null);
  const fittedTo = useRef({ code: area.code, legendPx });
  useEffect(() => {
    const isOther = fittedTo.current.code !== area.code;
    if (!isOther && legendPx <= fittedTo.current.legendPx) return;
    fittedTo.current = { code: area.code, legendPx };
    if (isOther) isFitted.current = !isSelected;
    if (box !== null && isFitted.current) handle.current?.fit(box);
  }, [area.code, box, isSelected, legendPx]);

  const onCamera = useCallback(
    (camera: Camera, byHand: boolean) => {
      setZoom(camera.zoom);
      if (byHand) isFitted.current = false;
      update({ camera }, { replace: true });
    },
    [update],
  );
  const onPoint = useCallback(
    (what: Pointed | null, at: { x: number; y: number }) => {
      setPointed(what === null ? null : { what, ...at });
      onPointing({
        area: what?.type === "area" ? what.id : null,
        unit:
          what?.type === "village" || what?.type === "unit"
            ? { id: what.id, position: null }
            : null,
      });
    },
    [onPointing],
  );
  const onPick = (what: Pointed) => {
    if (what.type === "village") props.onSelect({ type: "village", id: what.id });
    else if (what.type === "unit") props.onSelect({ type: "area", code: what.code });
    else if (what.type === "area" && what.code !== area.code) props.onEnter(what.code);
  };
  const padding = useMemo(
    () => ({
      left: props.paddingLeft,
      right: props.paddingRight,
      top: 24,
      // On a phone the legend starts folded, and opened it may cover most of the map.
      bottom: narrow ? 52 : legendPx + 24,
    }),
    [props.paddingLeft, props.paddingRight, narrow, legendPx],
  );
  const onHandle = (made: MapHandle | null) => {
    handle.current = made;
    // Who went to a place does not want to be taken back to the area when the legend grows there.
    const flyTo = (at: readonly [number, number]) => {
      isFitted.current = false;
      made?.flyTo(at);
    };
    props.onHandle(made === null ? null : { ...made, flyTo });
  };
  const zoomBy = (steps: number) => {
    isFitted.current = false;
    handle.current?.zoomBy(steps);
  };
  const showArea = () => {
    isFitted.current = true;
    if (box !== null) handle.current?.fit(box);
  };
  return (
    <section id="map" className="map-pane" aria-label={t("map.pane")} tabIndex={-1}>
      {failed ? (
        <p className="map-failed" role="alert">
          {t("map.failed")}
        </p>
      ) : (
        <Suspense fallback={<div className="map" />}>
          <CoverageMap
            key={region.code}
            region={region.code}
            version={version}
            question={question}
            language={view.language}
            camera={view.camera}
            box={box ?? region.bbox}
            padding={padding}
            level={level}
            paints={paints}
            chosenArea={area.code === region.code ? null : area.id}
            hoveredArea={pointing.area}
            selected={props.place}
            hovered={pointing.unit?.position ?? null}
            link={props.link}
            proposal={props.proposal}
            layers={layers}
            onHandle={onHandle}
            onCamera={onCamera}
            onPoint={onPoint}
            onPick={onPick}
            onFailure={() => setFailed(true)}
            whatIf={props.whatIf}
          />
        </Suspense>
      )}
      {pointed === null ? null : (
        <Tooltip
          version={version}
          pointed={pointed.what}
          at={pointed}
          rates={rates}
          rule={rule}
          language={view.language}
        />
      )}
      {props.whatIf === null ? null : (
        <Suspense fallback={null}>
          <WhatIfHint
            session={props.whatIf}
            language={view.language}
            left={props.paddingLeft}
            right={props.paddingRight}
            bottom={padding.bottom}
          />
        </Suspense>
      )}
      <div
        className="map-tools"
        role="group"
        aria-label={t("map.tools")}
        style={{ right: props.paddingRight - (narrow ? 12 : 16) }}
      >
        <MapTool label={t("map.zoomIn")} icon={<PlusOutlined />} onClick={() => zoomBy(1)} />
        <MapTool label={t("map.zoomOut")} icon={<MinusOutlined />} onClick={() => zoomBy(-1)} />
        <MapTool label={t("map.fit")} icon={<AimOutlined />} onClick={showArea} />
        {props.onWhatIf === null || failed ? null : (
          <Button
            className="what-if-open"
            type={props.whatIf === null ? "default" : "primary"}
            aria-pressed={props.whatIf !== null}
            aria-keyshortcuts="D"
            title={`${t("whatIf.open")} (D)`}
            icon={<EditOutlined aria-hidden="true" />}
            onClick={props.onWhatIf}
          >
            {t("whatIf.short")}
          </Button>
        )}
      </div>
      <div
        ref={legend}
        className="legend-place"
        style={{
          left: props.paddingLeft - (narrow ? 12 : 16),
          right: props.paddingRight - (narrow ? 12 : 16),
        }}
      >
        <Legend
          classes={hasAreas ? classes : null}
          level={level}
          zoom={zoom}
          strength={fillStrength(zoom)}
          villagesShown={close && layers.villages}
          unit={rule.unit}
          layers={layers}
          startFolded={narrow}
          onLayer={switchLayer}
        />
      </div>
    </section>
  );
}

function MapTool(props: { label: string; icon: ReactNode; onClick: () => void }) {
  const { label, icon, onClick } = props;
  return <Button aria-label={label} title={label} icon={icon} onClick={onClick} />;
}
