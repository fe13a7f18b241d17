import type { Map, MapGeoJSONFeature, PointLike } from "maplibre-gl";
import { STATUSES, type Status } from "../../core/contract/coverage.ts";

/** What lies under the pointer, nearest to the eye first. */
export type Pointed =
  | {
      type: "village";
      id: number;
      /** Null where the tile is too far out to carry it. */
      name: string | null;
      latin: string | null;
      households: number | null;
      status: Status;
    }
  | {
      type: "unit";
      id: number;
      code: string;
      name: string | null;
      latin: string | null;
      status: Status;
    }
  | { type: "group"; villages: number; unserved: number | null; position: [number, number] }
  | { type: "area"; id: number; code: string; name: string };

const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;
const count = (value: unknown): number | null => (typeof value === "number" ? value : null);
const statusOf = (feature: MapGeoJSONFeature): Status =>
  STATUSES[count(feature.properties["s"]) ?? 0] ?? "notEligible";

/** Finds what is drawn at a point of the screen; dots are found within a few pixels. */
export function pointedAt(map: Map, point: { x: number; y: number }): Pointed | null {
  const near: [PointLike, PointLike] = [
    [point.x - 3, point.y - 3],
    [point.x + 3, point.y + 3],
  ];
  const dots = map.queryRenderedFeatures(near, { layers: ["villages", "units", "village-groups"] });
  const dot = dots.find((each) => each.layer.id === "units") ?? closest(map, dots, point);
  if (dot !== undefined && typeof dot.id === "number" && dot.layer.id !== "village-groups") {
    const { id } = dot;
    const [name, latin] = [text(dot.properties["n"]), text(dot.properties["latin"])];
    const shared = { id, name, latin, status: statusOf(dot) };
    const code = text(dot.properties["code"]);
    return dot.layer.id === "units"
      ? code === null
        ? null
        : { type: "unit", code, ...shared }
      : { type: "village", households: count(dot.properties["hh"]), ...shared };
  }
  if (dot !== undefined && dot.geometry.type === "Point")
    return {
      type: "group",
      villages: count(dot.properties["count"]) ?? 0,
      unserved: count(dot.properties["unserved"]),
      position: [dot.geometry.coordinates[0]!, dot.geometry.coordinates[1]!],
    };
  const area = map.queryRenderedFeatures([point.x, point.y], { layers: ["area-fill"] })[0];
  const [code, name] = [text(area?.properties["code"]), text(area?.properties["name"])];
  return typeof area?.id === "number" && code !== null && name !== null
    ? { type: "area", id: area.id, code, name }
    : null;
}

function closest(
  map: Map,
  dots: readonly MapGeoJSONFeature[],
  point: { x: number; y: number },
): MapGeoJSONFeature | undefined {
  const away = (dot: MapGeoJSONFeature): number => {
    if (dot.geometry.type !== "Point") return Infinity;
    const at = map.project([dot.geometry.coordinates[0]!, dot.geometry.coordinates[1]!]);
    return Math.hypot(at.x - point.x, at.y - point.y);
  };
  return dots.toSorted((a, b) => away(a) - away(b))[0];
}
