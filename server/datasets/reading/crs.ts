import proj4 from "proj4";
import type { Datum } from "../../../core/contract/dataset.ts";
import { refuse } from "../problems.ts";

/** How the coordinates of a file become degrees of longitude and latitude. */
export interface Crs {
  /** For people: "EPSG:4545" or the name in the .prj. */
  name: string;
  /** Null when the name tells nothing about it (web Mercator over China may be GCJ-02). */
  datum: Datum | null;
  projected: boolean;
  readonly toDegrees: (x: number, y: number) => [lng: number, lat: number];
}

const DEGREES = "+proj=longlat +ellps=WGS84 +no_defs";
const identity = (x: number, y: number): [number, number] => [x, y];

/**
 * CGCS2000 Gauss-Krueger zones, which proj4 does not know. By EPSG code:
 * 4491-4501 six-degree zones 13-23 with the zone before the easting, 4502-4512 the same without;
 * 4513-4533 three-degree zones 25-45 with it, 4534-4554 the same without. Source: EPSG registry.
 */
const GAUSS_KRUEGER = [
  { from: 4491, to: 4501, firstMeridian: 75, width: 6, firstZone: 13 },
  { from: 4502, to: 4512, firstMeridian: 75, width: 6, firstZone: null },
  { from: 4513, to: 4533, firstMeridian: 75, width: 3, firstZone: 25 },
  { from: 4534, to: 4554, firstMeridian: 75, width: 3, firstZone: null },
] as const;

/** A reference system by its EPSG number, or null when this system does not know it. */
function crsOfEpsg(code: number): Crs | null {
  if (code === 4326)
    return { name: "EPSG:4326", datum: "wgs84", projected: false, toDegrees: identity };
  if (code === 4490)
    return { name: "EPSG:4490", datum: "cgcs2000", projected: false, toDegrees: identity };
  if (code === 3857 || code === 900913)
    return projectedCrs("EPSG:3857", null, "+proj=merc +a=6378137 +b=6378137 +units=m +no_defs");
  const north = code >= 32601 && code <= 32660;
  if (north || (code >= 32701 && code <= 32760))
    return projectedCrs(
      `EPSG:${code}`,
      "wgs84",
      `+proj=utm +zone=${code % 100} ${north ? "" : "+south "}+ellps=WGS84 +units=m +no_defs`,
    );
  const family = GAUSS_KRUEGER.find((each) => code >= each.from && code <= each.to);
  if (family === undefined) return null;
  const step = code - family.from;
  const easting = 500_000 + (family.firstZone === null ? 0 : (family.firstZone + step) * 1_000_000);
  return projectedCrs(
    `EPSG:${code}`,
    "cgcs2000",
    `+proj=tmerc +lat_0=0 +lon_0=${family.firstMeridian + step * family.width} +k=1 +x_0=${easting} +y_0=0 +ellps=GRS80 +units=m +no_defs`,
  );
}

/** Reads "EPSG:4545", "4545", "urn:ogc:def:crs:EPSG::4545" or "...CRS84"; throws DatasetRefused when it is not known. */
export function crsOfName(text: string): Crs {
  if (/CRS84$/i.test(text.trim()))
    return { name: "CRS84", datum: "wgs84", projected: false, toDegrees: identity };
  const code = /^(?:.*EPSG:[\w.]*:?)?(\d{4,6})$/i.exec(text.trim())?.[1];
  const crs = code === undefined ? null : crsOfEpsg(Number(code));
  if (crs === null)
    throw refuse("unknown-crs", {
      message: `The reference system ${JSON.stringify(text.slice(0, 100))} is not known.`,
      mend: "Use EPSG:4326, 4490, 4491-4554 (CGCS2000 Gauss-Krueger), 3857 or a WGS 84 UTM zone, or convert the file first.",
      params: { crs: text.slice(0, 100) },
    });
  return crs;
}

/** Reads the text of a .prj file (WKT). Throws DatasetRefused when it cannot be used. */
export function crsOfPrj(text: string): Crs {
  const wkt = text.replace(/^\uFEFF/, "").trim();
  const name = /^\s*\w+\s*\[\s*"([^"]*)"/.exec(wkt)?.[1] ?? "";
  const projected = /^PROJ(CS|CRS)\s*\[/i.test(wkt);
  if (!projected && !/^GEOG(CS|CRS)\s*\[/i.test(wkt))
    throw badPrj(wkt, "it is neither a geographic nor a projected system");
  const datum = datumOf(wkt);
  if (!projected) {
    const unit = /UNIT\s*\[\s*"[^"]*"\s*,\s*([\d.eE+-]+)/.exec(wkt)?.[1];
    if (unit !== undefined && Math.abs(Number(unit) - Math.PI / 180) > 1e-9)
      throw badPrj(wkt, "its unit is not the degree");
    const meridian = /PRIMEM\s*\[\s*"[^"]*"\s*,\s*([\d.eE+-]+)/.exec(wkt)?.[1];
    if (meridian !== undefined && Number(meridian) !== 0)
      throw badPrj(wkt, "its prime meridian is not Greenwich");
    return { name, datum, projected: false, toDegrees: identity };
  }
  try {
    return projectedCrs(name, datum, wkt);
  } catch (error) {
    throw badPrj(wkt, error instanceof Error ? error.message : String(error));
  }
}

/** Datums that agree with WGS 84 within a metre or so; any other one needs parameters that a .prj does not carry. */
function datumOf(wkt: string): Datum {
  if (/CGCS[_ ]?2000|China[_ ]2000|China_Geodetic_Coordinate_System_2000/i.test(wkt))
    return "cgcs2000";
  if (/WGS[_ ]?(19)?84/i.test(wkt)) return "wgs84";
  if (/ETRS[_ ]?(19)?89|NAD[_ ]?(19)?83|ITRF|GDA(94|2020)|SIRGAS|TOWGS84\[/i.test(wkt))
    return "wgs84";
  const name = /DATUM\s*\[\s*"([^"]*)"/i.exec(wkt)?.[1] ?? "unknown";
  throw refuse("unknown-datum", {
    message: `The .prj names the datum ${name}, which lies up to 150 m from WGS 84 by an amount that the file does not tell.`,
    mend: "Convert the data to CGCS2000 with the parameters of the survey office, then import them.",
    params: { datum: name },
  });
}

function projectedCrs(name: string, datum: Datum | null, definition: string): Crs {
  const { forward } = proj4(definition, DEGREES);
  return {
    name,
    datum,
    projected: true,
    toDegrees(x, y) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) return [Number.NaN, Number.NaN];
      const [lng, lat] = forward([x, y]);
      return [lng!, lat!];
    },
  };
}

function badPrj(wkt: string, why: string): Error {
  return refuse("unknown-crs", {
    message: `The .prj cannot be used: ${why} (${JSON.stringify(wkt.slice(0, 80))}).`,
    mend: "Give the right .prj, or name the reference system with --crs EPSG:<number>.",
  });
}
