import type { LineString, Polygon, Position } from "geojson";
import type { Map as LibreMap } from "maplibre-gl";
import type { Plan } from "../../core/relocation/plan.ts";
import type { EditTarget, Reshape } from "./draw-edit.ts";
import { dragPlace, dragVillages, type Drag, type Pixel } from "./plan-dragging.ts";
import type { PlanMapProps } from "./plan-map-props.ts";
import type { PlanPainter } from "./plan-painter.ts";
import { planPointedAt, villageAt, type PlanPointed } from "./plan-pointing.ts";
import { indexVillages } from "./select-villages.ts";

/** Tells the page what is selected by a click at a point; `toggles` adds a village to the selection or takes it away. */
export function pick(map: LibreMap, props: PlanMapProps, point: Pixel, toggles: boolean): void {
  const { selection } = props;
  const pointed = planPointedAt(map, point, props.columns);
  switch (pointed?.type) {
    case "village": {
      const { key } = pointed;
      if (key === null) return;
      const toggled = selection.villages.has(key) ? "remove" : "add";
      props.onSelectVillages([key], toggles ? toggled : "replace");
      return;
    }
    case "settlement":
      props.onSelectSettlement(pointed.id);
      return;
    case "works":
      props.onSelectWorks(pointed.id);
      return;
    case "note":
      props.onSelectNote?.(pointed.id);
      return;
    case "check":
      props.onSelectCheck?.(pointed.id);
      return;
    case "flow":
    case "area":
    case undefined:
      if (toggles) return;
      if (selection.villages.size > 0) props.onSelectVillages([], "replace");
      if (selection.settlement !== null) props.onSelectSettlement(null);
      if (selection.works !== null) props.onSelectWorks(null);
  }
}

/** The outline or line that may be reshaped: that of what is selected, while nothing is drawn and it is not locked. */
export function editTargetOf({ tool, plan, selection, mayEdit }: PlanMapProps): EditTarget | null {
  if (tool !== "look" || !mayEdit) return null;
  const { settlement: id, works: worksId } = selection;
  const settlement = id === null ? undefined : plan.settlements.get(id);
  if (id !== null && settlement !== undefined && settlement.outline !== null) {
    if (isSettlementLocked(plan, id)) return null;
    const geometry = polygonOf(settlement.outline);
    return { kind: "settlement", id, geometry, sign: settlement.position };
  }
  const geometry = (worksId === null ? null : plan.works.get(worksId)?.geometry) ?? null;
  if (worksId === null || geometry === null || geometry.type === "Point") return null;
  if (isWorksLocked(plan, worksId)) return null;
  return { kind: "works", id: worksId, geometry: geometry as LineString | Polygon, sign: null };
}

/** What a press at a point may drag: a note, the selected settlement or works where they are one place, or the selected villages. */
export function gripAt(
  map: LibreMap,
  painter: PlanPainter,
  props: PlanMapProps,
  point: Pixel,
): Drag | null {
  const { tool, plan, selection, columns, mayEdit } = props;
  if (tool !== "look" || !mayEdit) return null;
  const place = (kind: Reshape["kind"], id: string) =>
    dragPlace(map, painter, { kind, id }, props.onReshape);
  const pointed = planPointedAt(map, point, columns);
  if (pointed?.type === "note") return place("note", pointed.id);
  if (pointed?.type === "settlement" && pointed.id === selection.settlement)
    return plan.settlements.get(pointed.id)?.outline === null &&
      !isSettlementLocked(plan, pointed.id)
      ? place("settlement", pointed.id)
      : null;
  if (pointed?.type === "works" && pointed.id === selection.works)
    return plan.works.get(pointed.id)?.geometry?.type === "Point" &&
      !isWorksLocked(plan, pointed.id)
      ? place("works", pointed.id)
      : null;
  const key = villageAt(map, point, columns)?.key ?? null;
  if (key === null || columns === null || !selection.villages.has(key)) return null;
  const row = indexVillages(columns.villages).rowOfKey.get(key)!;
  const from: Position = [columns.villages.lng[row]!, columns.villages.lat[row]!];
  return dragVillages(map, painter, from, props.onDropVillages);
}

/** The name of what is pointed at, for reading aloud. */
export function nameOf(pointed: PlanPointed | null, plan: Plan): string {
  if (pointed?.type === "village" || pointed?.type === "area") return pointed.name ?? "";
  if (pointed?.type === "settlement") return plan.settlements.get(pointed.id)?.name ?? "";
  if (pointed?.type === "works") return plan.works.get(pointed.id)?.name ?? "";
  return pointed?.type === "note" ? (plan.notes.get(pointed.id)?.text ?? "") : "";
}

const isSettlementLocked = (plan: Plan, id: string): boolean => plan.locks.has(`settlement:${id}`);

function isWorksLocked(plan: Plan, id: string): boolean {
  return plan.locks.has(`works:${id}`) || plan.locks.has(`year:${plan.works.get(id)?.year}`);
}

const polygons = new WeakMap<object, Polygon>();
/** The same outline is the same polygon, so that what has not changed is known by identity. */
function polygonOf(outline: [number, number][][]): Polygon {
  let polygon = polygons.get(outline);
  if (polygon === undefined) {
    polygon = { type: "Polygon", coordinates: outline };
    polygons.set(outline, polygon);
  }
  return polygon;
}
