import { ScaleControl, type Map as LibreMap } from "maplibre-gl";
import { SECTORS } from "../../core/contract/rule.ts";
import { prefersStillness } from "../theme.ts";
import { createMap } from "./create-map.ts";
import type { PlanMapHandle, PlanMapProps } from "./plan-map-props.ts";
import type { PlanStage } from "./plan-stage.ts";
import { planStyle } from "./plan-style.ts";
import { areaTiles, networkTiles, villageTiles, zoneTiles } from "./tile-addresses.ts";

type Latest = { readonly current: PlanMapProps };

/** A map with the plan's style in `container`; null where the browser cannot draw one. */
export function openPlanMap(container: HTMLElement, given: PlanMapProps): LibreMap | null {
  const { region, version, question, language, camera, box, padding } = given;
  const map = createMap(container, {
    style: planStyle(
      {
        areas: areaTiles(region, version),
        villages: villageTiles(region, version, question),
        zones: zoneTiles(region, version),
        networks: Object.fromEntries(
          SECTORS.map((sector) => [sector, networkTiles(region, version, sector)]),
        ),
      },
      language,
    ),
    minZoom: 4,
    maxZoom: 18,
    ...(camera !== null
      ? { center: [camera.lng, camera.lat], zoom: camera.zoom }
      : box !== null
        ? { bounds: box, fitBoundsOptions: { padding } }
        : { center: [108.5, 23.5], zoom: 6 }),
  });
  map?.addControl(new ScaleControl({ unit: "metric", maxWidth: 120 }), "top-left");
  return map;
}

/** Tells the page what the camera does and when all that is in view has been drawn. */
export function tellAll(map: LibreMap, latest: Latest): void {
  const tellCamera = (byHand: boolean) => {
    const { lng, lat } = map.getCenter();
    latest.current.onCamera({ lng, lat, zoom: map.getZoom() }, byHand);
  };
  map.on("moveend", (event) => tellCamera(event.originalEvent !== undefined));
  const { dataset } = map.getContainer();
  void map.once("load", () => {
    dataset["ready"] = "true";
    tellCamera(false);
  });
  map.on("idle", () => {
    dataset["idle"] = "true";
    latest.current.onIdle?.();
  });
  const busy = () => {
    delete dataset["idle"];
  };
  map.on("dataloading", busy);
  map.on("movestart", busy);
}

const durationOf = (ms: number): number => (prefersStillness() ? 0 : ms);

/** Moves the map so that a place lies in the middle of what no panel covers. */
export function goTo(
  map: LibreMap,
  { padding }: PlanMapProps,
  [lng, lat]: readonly [number, number],
  zoom = Math.max(map.getZoom(), 12.5),
): void {
  map.easeTo({
    center: [lng, lat],
    zoom,
    offset: [(padding.left - padding.right) / 2, (padding.top - padding.bottom) / 2],
    duration: durationOf(180),
  });
}

export function handleOf(map: LibreMap, stage: PlanStage, latest: Latest): PlanMapHandle {
  return {
    fit: (box) => {
      map.fitBounds(box, { padding: latest.current.padding, duration: durationOf(180) });
    },
    flyTo: (position, zoom) => goTo(map, latest.current, position, zoom),
    jumpTo: ({ lng, lat, zoom }) => map.jumpTo({ center: [lng, lat], zoom }),
    zoomBy: (steps) => {
      map.easeTo({ zoom: map.getZoom() + steps, duration: durationOf(150) });
    },
    project: ([lng, lat]) => {
      const { x, y } = map.project([lng, lat]);
      return { x, y };
    },
    picture: () => pictureOf(map),
    focus: () => map.getCanvas().focus(),
    finishDrawing: () => stage.drawing.finish(),
    cancelDrawing: () => stage.drawing.cancel(),
    takeBack: () => stage.drawing.takeBack(),
  };
}

/** A copy of what is drawn. The canvas can be read only while it is drawn: afterwards the browser may have let go of it. */
function pictureOf(map: LibreMap): Promise<Blob> {
  return new Promise((resolve, reject) => {
    void map.once("render", () => {
      const drawn = map.getCanvas();
      const copy = document.createElement("canvas");
      copy.width = drawn.width;
      copy.height = drawn.height;
      copy.getContext("2d")?.drawImage(drawn, 0, 0);
      copy.toBlob((blob) => {
        if (blob === null) reject(new Error("the map could not be copied"));
        else resolve(blob);
      }, "image/png");
    });
    map.triggerRepaint();
  });
}
