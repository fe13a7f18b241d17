import type { Position } from "geojson";
import type { Map as LibreMap } from "maplibre-gl";
import { roundPosition } from "./draw-geometry.ts";
import type { Reshape } from "./draw-edit.ts";
import type { PlanPainter } from "./plan-painter.ts";
import { settlementAt } from "./plan-pointing.ts";

export interface Pixel {
  x: number;
  y: number;
}

/** Something taken hold of on the map, by the mouse or by the crosshair. */
export interface Drag {
  /** What is carried. */
  readonly hint: "villages" | "place" | "outline";
  move(point: Pixel): void;
  drop(point: Pixel): void;
  cancel(): void;
}

/** Pixels that a pressed pointer moves before it drags. */
const START_PX = 4;

/** Lets the mouse drag what `gripAt` finds under it; everything else is the map's. Escape gives a drag up. */
export function listenDragging(
  map: LibreMap,
  gripAt: (point: Pixel) => Drag | null,
  onDrag: (drag: Drag | null) => void,
): () => void {
  let ongoing: (() => void) | null = null;
  const pointOf = (event: MouseEvent): Pixel => {
    const { left, top } = map.getCanvas().getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const start = (from: Pixel, drag: Drag): void => {
    let moved = false;
    let frame = 0;
    const onMove = (event: MouseEvent) => {
      const point = pointOf(event);
      if (!moved && Math.hypot(point.x - from.x, point.y - from.y) < START_PX) return;
      if (!moved) onDrag(drag);
      moved = true;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => drag.move(point));
    };
    const end = () => {
      cancelAnimationFrame(frame);
      removeEventListener("mousemove", onMove);
      removeEventListener("mouseup", onUp);
      removeEventListener("keydown", onKey, { capture: true });
      ongoing = null;
      if (moved) onDrag(null);
    };
    const onUp = (event: MouseEvent) => {
      end();
      if (moved) drag.drop(pointOf(event));
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end();
      drag.cancel();
    };
    addEventListener("mousemove", onMove);
    addEventListener("mouseup", onUp);
    addEventListener("keydown", onKey, { capture: true });
    ongoing = end;
  };
  map.on("mousedown", (event) => {
    const { button, shiftKey, ctrlKey, altKey, metaKey } = event.originalEvent;
    if (button !== 0 || shiftKey || ctrlKey || altKey || metaKey) return;
    const drag = gripAt(event.point);
    if (drag === null) return;
    event.preventDefault();
    start(event.point, drag);
  });
  return () => ongoing?.();
}

/** Villages carried to a settlement: a line follows the pointer, and the settlement that would take them lights up. */
export function dragVillages(
  map: LibreMap,
  painter: PlanPainter,
  from: Position,
  onDrop: (settlement: string) => void,
): Drag {
  const clear = () => {
    painter.lit.set(null);
    painter.fill("dragging", []);
  };
  return {
    hint: "villages",
    move: (point) => {
      const { lng, lat } = map.unproject([point.x, point.y]);
      painter.lit.set(settlementAt(map, point));
      painter.fill("dragging", [
        {
          type: "Feature",
          geometry: { type: "LineString", coordinates: [from, [lng, lat]] },
          properties: {},
        },
      ]);
    },
    drop: (point) => {
      clear();
      const settlement = settlementAt(map, point);
      if (settlement !== null) onDrop(settlement);
    },
    cancel: clear,
  };
}

/** A place carried elsewhere: a settlement without an outline, planned works that are a point, a note. */
export function dragPlace(
  map: LibreMap,
  painter: PlanPainter,
  { kind, id }: Pick<Reshape, "kind" | "id">,
  onReshape: (reshape: Reshape) => void,
): Drag {
  const tell = (point: Pixel, phase: Reshape["phase"]) => {
    const { lng, lat } = map.unproject([point.x, point.y]);
    const coordinates = roundPosition([lng, lat]);
    painter.displace(kind, id, coordinates);
    onReshape({ kind, id, geometry: { type: "Point", coordinates }, phase });
  };
  return {
    hint: "place",
    move: (point) => tell(point, "moving"),
    drop: (point) => tell(point, "done"),
    cancel: () => painter.displace(kind, id, null),
  };
}
