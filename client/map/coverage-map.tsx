import { ScaleControl, type Map, type PaddingOptions } from "maplibre-gl";
import { useEffect, useRef, useState, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { BoundingBox } from "../../core/contract/area.ts";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import { latinName } from "../../core/policy/place-name.ts";
import type { Question } from "../api.ts";
import { HATCH_COLOUR } from "../coverage/classes.ts";
import { prefersStillness } from "../theme.ts";
import type { WhatIfSession } from "../what-if/session.ts";
import type { Camera, Language } from "../view-state.ts";
import { AREA_LABELS, labelText, POINT_LABELS } from "./label-style.ts";
import { createMap } from "./create-map.ts";
import { addHatch } from "./hatch.ts";
import { networkLayerIds } from "./network-style.ts";
import {
  drawLink,
  drawPointed,
  flagArea,
  paintAreas,
  setTiles,
  setVisible,
  type AreaPaint,
} from "./painting.ts";
import { pointedAt, type Pointed } from "./pointing.ts";
import { drawProposal, type Proposal } from "./proposal.ts";
import { coverageStyle } from "./style.ts";
import type { WhatIfStage } from "./what-if-stage.ts";
import { areaTiles, networkTiles, villageTiles } from "./tile-addresses.ts";

/** What a page may ask of the map beside what it shows. */
export interface MapHandle {
  fit(box: BoundingBox): void;
  flyTo(position: readonly [number, number]): void;
  zoomBy(steps: number): void;
}

export interface CoverageMapProps {
  region: string;
  version: string;
  question: Question;
  language: Language;
  /** Where to start: a camera, or else the box to fit. */
  camera: Camera | null;
  box: BoundingBox | null;
  padding: Required<PaddingOptions>;
  level: string;
  paints: readonly AreaPaint[];
  chosenArea: number | null;
  hoveredArea: number | null;
  selected: { at: readonly [number, number]; name: string; pinyin: string | null } | null;
  hovered: readonly [number, number] | null;
  link: readonly (readonly [number, number])[] | null;
  /** Lines that are proposed; null while none are. */
  proposal: Proposal | null;
  layers: Readonly<Record<Sector | "villages" | "labels" | "groups", boolean>>;
  onHandle: (handle: MapHandle | null) => void;
  onCamera: (camera: Camera, byHand: boolean) => void;
  onPoint: (pointed: Pointed | null, at: { x: number; y: number }) => void;
  onPick: (pointed: Pointed) => void;
  onFailure: () => void;
  /** Works that somebody tries on the map; null while nobody does. */
  whatIf: WhatIfSession | null;
}

/** The map of the Coverage workspace. Everything it shows comes in as properties; it decides nothing. */
export default function CoverageMap(props: CoverageMapProps) {
  const { t } = useTranslation();
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<Map | null>(null);
  const stage = useRef<WhatIfStage | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (container.current === null) return;
    const given = latest.current;
    const made = createMap(container.current, {
      style: coverageStyle(
        {
          areas: areaTiles(given.region, given.version),
          villages: villageTiles(given.region, given.version, given.question),
          networks: Object.fromEntries(
            SECTORS.map((sector) => [sector, networkTiles(given.region, given.version, sector)]),
          ),
        },
        given.language,
      ),
      minZoom: 4,
      maxZoom: 18,
      ...(given.camera !== null
        ? { center: [given.camera.lng, given.camera.lat], zoom: given.camera.zoom }
        : given.box !== null
          ? { bounds: given.box, fitBoundsOptions: { padding: given.padding } }
          : { center: [108.5, 23.5], zoom: 6 }),
    });
    if (made === null) {
      given.onFailure();
      return;
    }
    made.addControl(new ScaleControl({ unit: "metric", maxWidth: 120 }), "top-left");
    const stop = listen(made, latest, stage);
    // As soon as the style can be changed, so that the first tiles are laid out as they will be shown.
    void made.once("style.load", () => {
      addHatch(made, HATCH_COLOUR);
      setMap(made);
    });
    void made.once("load", () => {
      made.getContainer().dataset["ready"] = "true";
    });
    return () => {
      stop();
      latest.current.onHandle(null);
      setMap(null);
      made.remove();
    };
  }, []);

  const { region, version, question, language, layers, whatIf } = props;
  // Drawing is loaded when somebody draws, not when somebody looks.
  useEffect(() => {
    if (map === null || whatIf === null) return;
    let isOver = false;
    void import("./what-if-stage.ts").then(({ WhatIfStage: Stage }) => {
      if (isOver) return;
      const padding = () => latest.current.padding;
      stage.current = new Stage(map, whatIf, padding, ({ x, y }) => {
        latest.current.onPoint(pointedAt(map, { x, y }), { x, y });
      });
      map.getContainer().dataset["whatIf"] = "true";
    });
    return () => {
      isOver = true;
      // A map that was taken away has taken its layers along.
      if (map.getContainer().isConnected) stage.current?.stop();
      stage.current = null;
      delete map.getContainer().dataset["whatIf"];
    };
  }, [map, whatIf]);
  useEffect(() => {
    if (map === null) return;
    setTiles(map, "areas", areaTiles(region, version));
    for (const sector of SECTORS) setTiles(map, sector, networkTiles(region, version, sector));
  }, [map, region, version]);
  useEffect(() => {
    if (map !== null) setTiles(map, "villages", villageTiles(region, version, question));
  }, [map, region, version, question]);
  useEffect(() => {
    if (map !== null) paintAreas(map, props.level, props.paints);
  }, [map, props.level, props.paints]);
  useEffect(() => {
    if (map === null) return;
    for (const sector of SECTORS) setVisible(map, networkLayerIds(sector), layers[sector]);
    setVisible(map, ["villages", "units", ...POINT_LABELS], layers.villages);
    setVisible(map, ["village-groups"], layers.groups);
    setVisible(map, AREA_LABELS, layers.labels);
  }, [map, layers]);
  useEffect(() => {
    if (map === null) return;
    for (const label of AREA_LABELS)
      map.setLayoutProperty(label, "text-field", labelText(language));
    for (const label of POINT_LABELS)
      map.setLayoutProperty(label, "text-field", labelText(language, "n"));
    const canvas = map.getCanvas();
    canvas.setAttribute("aria-label", t("map.label"));
  }, [map, language, t]);
  useEffect(() => {
    if (map === null) return;
    flagArea(map, props.chosenArea, "chosen", true);
    return () => flagArea(map, props.chosenArea, "chosen", false);
  }, [map, props.chosenArea]);
  useEffect(() => {
    if (map === null) return;
    flagArea(map, props.hoveredArea, "hover", true);
    return () => flagArea(map, props.hoveredArea, "hover", false);
  }, [map, props.hoveredArea]);
  const { selected, hovered, link } = props;
  useEffect(() => {
    if (map === null) return;
    const latin = selected === null || language !== "en" ? null : latinName(selected);
    const name = [latin, selected?.name].filter(Boolean).join("\n");
    drawPointed(map, { selected: selected?.at ?? null, hover: hovered }, name);
  }, [map, selected, hovered, language]);
  useEffect(() => {
    if (map !== null) drawLink(map, link);
  }, [map, link]);
  const { proposal } = props;
  useEffect(() => {
    if (map === null) return;
    drawProposal(map, proposal);
    map.getContainer().dataset["proposed"] = String(proposal?.lines.length ?? 0);
  }, [map, proposal]);

  return (
    <div
      ref={container}
      className="map"
      data-testid="map"
      style={{ "--map-left": `${Math.max(4, props.padding.left - 28)}px` } as CSSProperties}
    />
  );
}

/** Tells the page what the pointer and the camera do; gives what undoes it. */
function listen(
  map: Map,
  latest: { readonly current: CoverageMapProps },
  stage: { readonly current: WhatIfStage | null },
): () => void {
  latest.current.onHandle({
    fit: (box) =>
      map.fitBounds(box, { padding: latest.current.padding, duration: still() ? 0 : 180 }),
    flyTo: ([lng, lat]) =>
      map.easeTo({
        center: [lng, lat],
        zoom: Math.max(map.getZoom(), 12.5),
        offset: middleOf(latest.current.padding),
        duration: still() ? 0 : 180,
      }),
    zoomBy: (steps) => map.easeTo({ zoom: map.getZoom() + steps, duration: still() ? 0 : 150 }),
  });
  const tellCamera = (byHand: boolean) => {
    const { lng, lat } = map.getCenter();
    latest.current.onCamera({ lng, lat, zoom: map.getZoom() }, byHand);
  };
  map.on("moveend", (event) => tellCamera(event.originalEvent !== undefined));
  void map.once("load", () => tellCamera(false));
  // Whether all that is in view has been drawn, for whoever waits for a picture of the map.
  const { dataset } = map.getContainer();
  map.on("idle", () => {
    dataset["idle"] = "true";
  });
  map.on("dataloading", () => {
    delete dataset["idle"];
  });
  map.on("movestart", () => {
    delete dataset["idle"];
  });
  let frame = 0;
  map.on("mousemove", (event) => {
    cancelAnimationFrame(frame);
    const { x, y } = event.point;
    frame = requestAnimationFrame(() => {
      if (map.getLayer("villages") === undefined || map.isMoving()) return;
      if (stage.current?.isBusy) {
        latest.current.onPoint(null, { x, y });
        return;
      }
      const pointed = pointedAt(map, { x, y });
      map.getCanvas().style.cursor = pointed === null ? "" : "pointer";
      latest.current.onPoint(pointed, { x, y });
    });
  });
  map.on("mouseout", () => {
    cancelAnimationFrame(frame);
    latest.current.onPoint(null, { x: 0, y: 0 });
  });
  map.on("movestart", () => latest.current.onPoint(null, { x: 0, y: 0 }));
  map.on("click", (event) => {
    if (stage.current?.takesClick(event.point)) return;
    const pointed = pointedAt(map, event.point);
    if (pointed === null) return;
    if (pointed.type === "group") {
      map.easeTo({
        center: pointed.position,
        zoom: map.getZoom() + 1.5,
        duration: still() ? 0 : 180,
      });
      return;
    }
    latest.current.onPick(pointed);
  });
  return () => cancelAnimationFrame(frame);
}

const still = prefersStillness;

/** Where the middle of the part of the map that no panel covers lies, from the middle of the whole, in pixels. */
function middleOf(padding: Required<PaddingOptions>): [number, number] {
  return [(padding.left - padding.right) / 2, (padding.top - padding.bottom) / 2];
}
