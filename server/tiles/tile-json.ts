import type { IncomingMessage } from "node:http";
import { SECTORS } from "../../core/contract/rule.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { FULL_DETAIL_ZOOM } from "./grid.ts";
import type { TileLayer } from "./tile-encoder.ts";

/** A layer of the tiles with its properties, as TileJSON 3.0 wants it. */
export interface LayerDescription {
  id: string;
  description: string;
  minzoom: number;
  maxzoom: number;
  fields: Record<string, string>;
}

const AREA_FIELDS = {
  code: "Division code",
  name: "Name",
  level: "Level",
  lv: "0 region, 1 city, 2 county, 3 township, 4 administrative village",
};
const STATUS = "0 not eligible, 1 unserved, 2 unknown, 3 served, under the rule asked for";

/** Layers that an address name brings into a tile. */
const DESCRIPTIONS: Readonly<Record<TileLayer, readonly LayerDescription[]>> = {
  areas: [
    layer(
      "areas",
      0,
      "Outlines: region, city and county; townships from zoom 7, administrative villages from zoom 10",
      AREA_FIELDS,
    ),
    layer("area-labels", 0, "One point for each area", {
      ...AREA_FIELDS,
      latin: "Name in Latin letters",
    }),
  ],
  zones: [
    layer("zones", 0, "Hazard, red-line, farmland, flood and karst zones", {
      kind: "Kind",
      n: "Name",
    }),
  ],
  villages: [
    layer(
      "villages",
      0,
      "Clusters of natural villages up to zoom 7, natural villages from zoom 8",
      {
        s: STATUS,
        hh: "Households",
        n: "Name (from zoom 11)",
        latin: "Name in Latin letters (from zoom 11)",
        count: "Villages in the cluster",
        served: "Served villages in the cluster",
        unserved: "Unserved villages in the cluster",
        unknown: "Villages of unknown status in the cluster",
      },
    ),
    layer("units", 6, "Seats of administrative villages or townships, for rules that judge these", {
      s: STATUS,
      hh: "Households",
      lv: AREA_FIELDS.lv,
      code: "Division code",
      n: "Name",
      latin: "Name in Latin letters",
    }),
  ],
  ...(Object.fromEntries(
    SECTORS.map((sector) => [
      sector,
      [
        layer(sector, 0, sector === "facility" ? "Facilities" : `Network: ${sector}`, {
          c: "Class or kind",
          sf: "Surface",
          n: "Name (from zoom 11)",
        }),
      ],
    ]),
  ) as Record<(typeof SECTORS)[number], LayerDescription[]>),
};

function layer(
  id: string,
  minzoom: number,
  description: string,
  fields: Record<string, string>,
): LayerDescription {
  return { id, description, minzoom, maxzoom: FULL_DETAIL_ZOOM, fields };
}

/** Every layer that can be asked for, in the order in which it is drawn. */
export function describeLayers(
  layers: readonly TileLayer[] = Object.keys(DESCRIPTIONS) as TileLayer[],
): LayerDescription[] {
  return layers.flatMap((name) => DESCRIPTIONS[name]);
}

/** TileJSON 3.0 for layers of a region; the tiles keep the query of the TileJSON's own address. */
export function tileJson(
  request: IncomingMessage,
  layers: readonly TileLayer[],
  url: string,
  snapshot: Snapshot,
): Record<string, unknown> {
  const query = url.slice(url.indexOf("?"));
  return {
    tilejson: "3.0.0",
    name: `Qiantu ${snapshot.areas.name[0] ?? snapshot.regionCode}`,
    tiles: [`${originOf(request)}/tiles/${layers.join()}/{z}/{x}/{y}.mvt${query}`],
    minzoom: 0,
    maxzoom: FULL_DETAIL_ZOOM,
    bounds: boundsOf(snapshot),
    vector_layers: describeLayers(layers),
  };
}

/** Scheme and host that the client used; a host that is not a plain name or address is left out. */
function originOf(request: IncomingMessage): string {
  const host = request.headers.host ?? "";
  if (!/^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:]{2,45}\])(:\d{1,5})?$/.test(host)) return "";
  const isSecure =
    "encrypted" in request.socket || request.headers["x-forwarded-proto"] === "https";
  return `${isSecure ? "https" : "http"}://${host}`;
}

/** West, south, east, north of outlines and villages; the world when there are none. */
function boundsOf({ areas, villages }: Snapshot): [number, number, number, number] {
  let [west, south, east, north] = [180, 85, -180, -85];
  const extend = (lng: number, lat: number) => {
    west = Math.min(west, lng);
    east = Math.max(east, lng);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  };
  const { coordinates } = areas.outline;
  for (let k = 0; k + 1 < coordinates.length; k += 2) extend(coordinates[k]!, coordinates[k + 1]!);
  for (let i = 0; i < villages.count; i++) extend(villages.lng[i]!, villages.lat[i]!);
  return west > east ? [-180, -85, 180, 85] : [west, south, east, north];
}
