import type { Map, MapGeoJSONFeature, PointLike } from "maplibre-gl";
import { STATUSES, type Status } from "../../core/contract/coverage.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { FLOW_LAYERS } from "./plan-style.ts";
import { indexVillages, villageKey } from "./select-villages.ts";

/** What lies under the pointer on the plan map, what is nearest to the eye first. */
export type PlanPointed =
  /** `id` is the village's number in the data; `key` is null while the area's columns are not there, or for a village outside of them. */
  | { type: "village"; key: string | null; id: number; name: string | null; status: Status }
  | { type: "settlement"; id: string }
  | { type: "works"; id: string }
  | { type: "note"; id: string }
  | { type: "check"; id: string }
  | { type: "flow"; key: string; persons: number }
  | { type: "area"; code: string; name: string };

interface Pixel {
  x: number;
  y: number;
}

const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;
const around = ({ x, y }: Pixel, reachPx: number): [PointLike, PointLike] => [
  [x - reachPx, y - reachPx],
  [x + reachPx, y + reachPx],
];

/** Signs on the map by layer, and how near one has to point at them. */
const SIGNS = [
  { layers: ["checks"], type: "check", reachPx: 2 },
  { layers: ["notes"], type: "note", reachPx: 2 },
  { layers: ["settlements"], type: "settlement", reachPx: 2 },
  { layers: ["works-point"], type: "works", reachPx: 2 },
] as const;
const LINES = ["works-line", "works-closed"] as const;

/** Finds what is drawn at a point of the screen. */
export function planPointedAt(
  map: Map,
  point: Pixel,
  columns: Snapshot | null,
): PlanPointed | null {
  const find = (layers: readonly string[], reachPx: number): MapGeoJSONFeature[] =>
    map.queryRenderedFeatures(around(point, reachPx), { layers: [...layers] });
  for (const { layers, type, reachPx } of SIGNS) {
    const id = text(find(layers, reachPx)[0]?.properties["id"]);
    if (id !== null) return { type, id };
  }
  const village = villageAt(map, point, columns);
  if (village !== null) return village;
  const works = text(find(LINES, 4)[0]?.properties["id"]);
  if (works !== null) return { type: "works", id: works };
  const site = text(find(["site-fill"], 0)[0]?.properties["id"]);
  if (site !== null) return { type: "settlement", id: site };
  const surface = text(find(["works-fill"], 0)[0]?.properties["id"]);
  if (surface !== null) return { type: "works", id: surface };
  const flow = find(FLOW_LAYERS, 3)[0]?.properties;
  const key = text(flow?.["flow"]);
  if (key !== null) return { type: "flow", key, persons: Number(flow?.["persons"]) };
  const area = find(["area-fill"], 0)[0]?.properties;
  const [code, name] = [text(area?.["code"]), text(area?.["name"])];
  return code !== null && name !== null ? { type: "area", code, name } : null;
}

/** The village whose dot is nearest within a few pixels. */
export function villageAt(
  map: Map,
  point: Pixel,
  columns: Snapshot | null,
): Extract<PlanPointed, { type: "village" }> | null {
  const dots = map.queryRenderedFeatures(around(point, 4), { layers: ["villages"] });
  const away = ({ geometry }: MapGeoJSONFeature): number => {
    if (geometry.type !== "Point") return Infinity;
    const at = map.project([geometry.coordinates[0]!, geometry.coordinates[1]!]);
    return Math.hypot(at.x - point.x, at.y - point.y);
  };
  const nearest = dots.toSorted((a, b) => away(a) - away(b))[0];
  if (typeof nearest?.id !== "number") return null;
  const { id, properties } = nearest;
  const row = columns === null ? undefined : indexVillages(columns.villages).rowOfId.get(id);
  return {
    type: "village",
    key: row === undefined ? null : villageKey(columns!.villages, row),
    id,
    name: row === undefined ? text(properties["n"]) : columns!.villages.name[row]!,
    status: STATUSES[Number(properties["s"] ?? 0)] ?? "notEligible",
  };
}

/** The settlement onto which something is dropped: its sign within some pixels, or else the site under the pointer. */
export function settlementAt(map: Map, point: Pixel): string | null {
  const signs = map.queryRenderedFeatures(around(point, 6), { layers: ["settlements"] });
  const sites = map.queryRenderedFeatures([point.x, point.y], { layers: ["site-fill"] });
  return text((signs[0] ?? sites[0])?.properties["id"]);
}
