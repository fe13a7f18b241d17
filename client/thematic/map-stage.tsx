import { lazy, Suspense, useEffect, useMemo, useRef, useState, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { BoundingBox } from "../../core/contract/area.ts";
import { linkCameras } from "../map/camera-link.ts";
import type { ThematicMapHandle, ThematicMapProps, ThematicPointed } from "../map/thematic-map.tsx";
import type { Camera, Language } from "../view-state.ts";
import { Curtain } from "./curtain.tsx";
import { MapTooltip } from "./tooltip.tsx";
import type { MapSide, ShownMap } from "./use-map.ts";
import { sideName, type Wording } from "./words.ts";

const loading = import("../map/thematic-map.tsx");
const ThematicMap = lazy(() => loading);

/** One map, or two that move together: side by side, or one over the other behind a curtain. */
export function MapStage(props: {
  region: string;
  version: string;
  language: Language;
  wording: Wording;
  /** What is shown; null while nothing has come yet. */
  shown: ShownMap | null;
  /** The area that is asked for, which the map goes to. */
  area: { code: string; bbox: BoundingBox | null };
  camera: Camera | null;
  /** What panels cover, in pixels. */
  padding: ThematicMapProps["padding"];
  scale: number;
  hovered: number | null;
  askedAt: ThematicMapProps["askedAt"];
  onHovered: (id: number | null) => void;
  onHandle?: (handle: ThematicMapHandle | null) => void;
  /** `camera` null: the map shows the whole area again. */
  onCamera: (camera: Camera, byHand: boolean) => void;
  onPick: (pointed: ThematicPointed) => void;
}) {
  const { t } = useTranslation();
  const { shown, area, padding, language } = props;
  const [link] = useState(linkCameras);
  const [curtain, setCurtain] = useState(50);
  const [pointed, setPointed] = useState<{
    what: ThematicPointed;
    side: number;
    at: { x: number; y: number };
  } | null>(null);
  const [failed, setFailed] = useState(false);
  const handle = useRef<ThematicMapHandle | null>(null);
  const isTwo = (shown?.sides.length ?? 1) > 1;
  const mode = !isTwo ? "one" : shown!.view.compare === "side" ? "side" : "swipe";
  const own = useMemo(
    () => (mode === "side" ? { ...padding, left: 24, right: 24 } : padding),
    [mode, padding],
  );

  // Choosing an area moves the map there, and so does a change of the room there is; a view that was moved by hand stays.
  const { bbox, code } = area;
  const isMoved = props.camera !== null;
  const fitted = useRef("");
  useEffect(() => {
    const wanted = `${code} ${mode} ${own.left} ${own.right} ${own.top} ${own.bottom}`;
    if (isMoved || bbox === null || fitted.current === wanted || handle.current === null) return;
    fitted.current = wanted;
    handle.current.fit(bbox);
  }, [code, bbox, isMoved, mode, own]);
  // So does another size of the window, as at the end of a full screen.
  const stage = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isMoved || bbox === null || stage.current === null) return undefined;
    let isFirst = true;
    const watch = new ResizeObserver(() => {
      if (!isFirst) handle.current?.fit(bbox);
      isFirst = false;
    });
    watch.observe(stage.current);
    return () => watch.disconnect();
  }, [bbox, isMoved]);
  // A page of an atlas brings its own camera.
  const { camera } = props;
  const told = useRef("");
  useEffect(() => {
    if (camera === null) return;
    const wanted = keyOf(camera);
    if (told.current === wanted) return;
    told.current = wanted;
    fitted.current = "";
    handle.current?.jumpTo(camera);
  }, [camera]);

  if (failed)
    return (
      <p className="map-failed" role="alert">
        {t("thematic.map.failed")}
      </p>
    );
  const sides = shown?.sides ?? [null];
  const nameOf = (side: MapSide, i: number) =>
    sideName(side.subject, (sides[1 - i] ?? side).subject, props.wording);
  return (
    <div
      ref={stage}
      className="map-stage"
      data-mode={mode}
      style={
        {
          "--left": `${padding.left - 12}px`,
          "--right": `${padding.right - 12}px`,
          "--at": curtain / 100,
        } as CSSProperties
      }
    >
      {sides.map((side, i) => (
        <div key={i} className="stage-side" data-side={i}>
          <Suspense fallback={<div className="map" />}>
            <ThematicMap
              region={props.region}
              version={props.version}
              language={language}
              label={
                isTwo && side !== null
                  ? `${nameOf(side, i)} · ${t("thematic.map.label")}`
                  : t("thematic.map.label")
              }
              scale={props.scale}
              camera={camera}
              box={bbox}
              padding={own}
              scene={side?.scene ?? null}
              chosen={null}
              hovered={props.hovered}
              link={link}
              askedAt={props.askedAt}
              onFailure={() => setFailed(true)}
              {...(i === 0
                ? {
                    onHandle: (made: ThematicMapHandle | null) => {
                      handle.current = made;
                      props.onHandle?.(made);
                    },
                  }
                : {})}
              onCamera={(next, byHand) => {
                if (byHand) told.current = keyOf(next);
                props.onCamera(next, byHand);
              }}
              onPoint={(what, at) => {
                setPointed(what === null ? null : { what, side: i, at });
                props.onHovered(what?.type === "area" ? what.id : null);
              }}
              onPick={props.onPick}
            />
          </Suspense>
          {isTwo && side !== null ? (
            <strong className="stage-name">{nameOf(side, i)}</strong>
          ) : null}
          {pointed?.side === i && shown !== null && side !== null ? (
            <MapTooltip
              shown={shown}
              side={side}
              pointed={pointed.what}
              at={pointed.at}
              language={language}
              wording={props.wording}
            />
          ) : null}
        </div>
      ))}
      {mode === "swipe" ? (
        <div className="curtain-area">
          <Curtain at={curtain} onMove={setCurtain} />
        </div>
      ) : null}
    </div>
  );
}

const keyOf = ({ lng, lat, zoom }: Camera): string =>
  `${lng.toFixed(5)} ${lat.toFixed(5)} ${zoom.toFixed(2)}`;
