import { ScaleControl, type Map as LibreMap, type PaddingOptions } from "maplibre-gl";
import { useEffect, useRef, useState, type CSSProperties } from "react";
import type { BoundingBox } from "../../core/contract/area.ts";
import { HATCH_COLOUR } from "../coverage/classes.ts";
import { prefersStillness } from "../theme.ts";
import type { Camera, Language } from "../view-state.ts";
import type { CameraLink } from "./camera-link.ts";
import { createMap } from "./create-map.ts";
import { addHatch } from "./hatch.ts";
import { labelText } from "./label-style.ts";
import { setTiles } from "./painting.ts";
import { ThematicPainter } from "./thematic-painter.ts";
import type { ThematicScene } from "./thematic-scene.ts";
import { thematicStyle } from "./thematic-style.ts";
import { areaTiles } from "./tile-addresses.ts";

/** What a page may ask of the map beside what it shows. */
export interface ThematicMapHandle {
  fit(box: BoundingBox): void;
  jumpTo(camera: Camera): void;
  zoomBy(steps: number): void;
  focus(): void;
}

/** What lies under the pointer. */
export type ThematicPointed =
  | { type: "area"; id: number; code: string; name: string }
  | { type: "hex"; id: string }
  | { type: "settlement"; id: string };

export interface ThematicMapProps {
  region: string;
  version: string;
  language: Language;
  /** Words for what the canvas is. */
  label: string;
  /** Text and lines, times the size on a desk. */
  scale: number;
  /** Where to start: a camera, or else the box to fit. */
  camera: Camera | null;
  box: BoundingBox | null;
  padding: Required<PaddingOptions>;
  /** Null while there is nothing to paint yet. */
  scene: ThematicScene | null;
  chosen: number | null;
  hovered: number | null;
  link?: CameraLink;
  /** When the change that this scene follows from was asked for (performance.now); the map says on its element how long it took. */
  askedAt: { readonly current: number | null };
  onHandle?: (handle: ThematicMapHandle | null) => void;
  onCamera?: (camera: Camera, byHand: boolean) => void;
  onPoint?: (pointed: ThematicPointed | null, at: { x: number; y: number }) => void;
  onPick?: (pointed: ThematicPointed) => void;
  onFailure: () => void;
}

/** A thematic map. Everything it shows comes in as properties, what a person does goes out; it decides nothing. */
export default function ThematicMap(props: ThematicMapProps) {
  const container = useRef<HTMLDivElement>(null);
  const [painter, setPainter] = useState<{ map: LibreMap; painter: ThematicPainter } | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (container.current === null) return;
    const given = latest.current;
    const { region, version, language, camera, box, padding, scale } = given;
    const map = createMap(container.current, {
      style: thematicStyle(areaTiles(region, version), language, scale),
      minZoom: 4,
      maxZoom: 14,
      ...(camera !== null
        ? { center: [camera.lng, camera.lat], zoom: camera.zoom }
        : box !== null
          ? { bounds: box, fitBoundsOptions: { padding } }
          : { center: [108.5, 23.5], zoom: 6 }),
    });
    if (map === null) {
      given.onFailure();
      return;
    }
    map.addControl(
      new ScaleControl({ unit: "metric", maxWidth: Math.round(110 * scale) }),
      "bottom-right",
    );
    const leave = given.link?.join(map);
    const stop = listen(map, latest);
    void map.once("style.load", () => {
      addHatch(map, HATCH_COLOUR);
      setPainter({ map, painter: new ThematicPainter(map) });
    });
    return () => {
      stop();
      leave?.();
      latest.current.onHandle?.(null);
      setPainter(null);
      map.remove();
    };
  }, []);

  const { region, version, language, label, scene } = props;
  useEffect(() => {
    if (painter !== null) setTiles(painter.map, "areas", areaTiles(region, version));
  }, [painter, region, version]);
  useEffect(() => {
    if (painter === null) return;
    for (const layer of ["above-county", "above-city"])
      painter.map.setLayoutProperty(layer, "text-field", labelText(language));
  }, [painter, language]);
  useEffect(() => {
    painter?.map.getCanvas().setAttribute("aria-label", label);
  }, [painter, label]);
  useEffect(() => {
    if (painter === null || scene === null) return;
    painter.painter.paint(scene);
    const since = latest.current.askedAt.current;
    const { dataset } = painter.map.getContainer();
    if (since === null) return;
    dataset["paintMs"] = (performance.now() - since).toFixed(1);
    void painter.map.once("render", () => {
      dataset["switchMs"] = (performance.now() - since).toFixed(1);
    });
    painter.map.triggerRepaint();
  }, [painter, scene]);
  useEffect(() => {
    painter?.painter.flag(props.chosen, "chosen", true);
    return () => painter?.painter.flag(props.chosen, "chosen", false);
  }, [painter, props.chosen]);
  useEffect(() => {
    painter?.painter.flag(props.hovered, "hover", true);
    return () => painter?.painter.flag(props.hovered, "hover", false);
  }, [painter, props.hovered]);

  return (
    <div
      ref={container}
      className="map thematic-map"
      data-testid="map"
      style={{ "--map-scale": props.scale } as CSSProperties}
    />
  );
}

/** Tells the page what the pointer and the camera do; gives what undoes it. */
function listen(map: LibreMap, latest: { readonly current: ThematicMapProps }): () => void {
  const duration = (ms: number) => (prefersStillness() ? 0 : ms);
  latest.current.onHandle?.({
    fit: (box) => {
      // The room for the map may have changed in this very moment.
      map.resize();
      map.fitBounds(box, { padding: latest.current.padding, duration: duration(180), maxZoom: 12 });
    },
    jumpTo: ({ lng, lat, zoom }) => map.jumpTo({ center: [lng, lat], zoom }),
    zoomBy: (steps) => map.easeTo({ zoom: map.getZoom() + steps, duration: duration(150) }),
    focus: () => map.getCanvas().focus(),
  });
  const tellCamera = (byHand: boolean) => {
    const { lng, lat } = map.getCenter();
    latest.current.onCamera?.({ lng, lat, zoom: map.getZoom() }, byHand);
  };
  map.on("moveend", (event) => tellCamera(event.originalEvent !== undefined));
  void map.once("load", () => tellCamera(false));
  // Whether all that is in view has been drawn, for whoever waits for a picture of the map.
  const { dataset } = map.getContainer();
  map.on("idle", () => {
    dataset["idle"] = "true";
  });
  const busy = () => {
    delete dataset["idle"];
  };
  map.on("dataloading", busy);
  map.on("movestart", busy);
  let frame = 0;
  map.on("mousemove", ({ point: { x, y } }) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      if (map.getLayer("area-fill") === undefined || map.isMoving()) return;
      const pointed = pointedAt(map, { x, y });
      map.getCanvas().style.cursor = pointed === null ? "" : "pointer";
      latest.current.onPoint?.(pointed, { x, y });
    });
  });
  const leave = () => {
    cancelAnimationFrame(frame);
    latest.current.onPoint?.(null, { x: 0, y: 0 });
  };
  map.on("mouseout", leave);
  map.on("movestart", leave);
  map.on("click", ({ point }) => {
    const pointed = pointedAt(map, point);
    if (pointed !== null) latest.current.onPick?.(pointed);
  });
  return () => cancelAnimationFrame(frame);
}

/** What is drawn at a point of the screen, nearest to the eye first. */
function pointedAt(map: LibreMap, { x, y }: { x: number; y: number }): ThematicPointed | null {
  const found = map.queryRenderedFeatures([x, y], {
    layers: ["symbols", "settlements", "hexes", "area-fill"],
  });
  const [top] = found;
  if (top === undefined) return null;
  if (top.layer.id === "hexes" || top.layer.id === "settlements")
    return {
      type: top.layer.id === "hexes" ? "hex" : "settlement",
      id: String(top.properties["id"]),
    };
  const area = found.find(({ layer }) => layer.id === "area-fill");
  const name: unknown = area?.properties["name"];
  const code: unknown = area?.properties["code"];
  // A symbol may reach beyond its area: it stands for its own.
  if (top.layer.id === "symbols")
    return {
      type: "area",
      id: Number(top.properties["id"]),
      code: String(top.properties["code"] ?? ""),
      name: String(top.properties["name"] ?? ""),
    };
  return typeof area?.id === "number" && typeof code === "string"
    ? { type: "area", id: area.id, code, name: typeof name === "string" ? name : "" }
    : null;
}
