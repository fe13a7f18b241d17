import type { Geometry, Position } from "geojson";
import type { BoundingBox } from "../../../core/contract/area.ts";
import { geodesicBetween } from "../../../core/geodesy/geodesic.ts";
import type { ProblemLog } from "../problems.ts";
import { GEOMETRY_FAULTS, type GeometryFault } from "./geometry-faults.ts";

/** Turns a position of the file into WGS 84 degrees. */
export type ToWgs84 = (x: number, y: number) => readonly [lng: number, lat: number];

/** Coordinates beyond this are the "no data" marks of other programs (-1.797e308, -1e38). */
const NO_DATA = 1e30;
/** A step this wide in longitude goes round the back of the globe. */
const HALF_TURN_DEGREES = 180;
/** No degree of longitude or latitude is longer on WGS 84. */
const METRES_PER_DEGREE = 111_700;

/**
 * Takes the geometry of one record into WGS 84 and checks every coordinate by a plain loop. Repairs what has one obvious
 * repair (a ring left open, a part without length) and tells so; anything else is an error. Null when it cannot be used.
 */
export class GeometryTaker {
  readonly #toWgs84: ToWgs84;
  readonly #longestStepM: number;
  readonly #surelyShortDegrees: number;
  readonly #seen: (x: number, y: number) => void;
  readonly #log: ProblemLog;
  #row = 0;
  #failed = false;
  #hasHeights = false;
  #west = Infinity;
  #south = Infinity;
  #east = -Infinity;
  #north = -Infinity;
  /** Positions of the geometry taken last. */
  vertices = 0;

  /** `seen` is told every position as the file writes it. */
  constructor(
    toWgs84: ToWgs84,
    longestStepM: number,
    seen: (x: number, y: number) => void,
    log: ProblemLog,
  ) {
    this.#toWgs84 = toWgs84;
    this.#longestStepM = longestStepM;
    this.#surelyShortDegrees = longestStepM / METRES_PER_DEGREE;
    this.#seen = seen;
    this.#log = log;
  }

  /** West, south, east, north of the geometry taken last. */
  get box(): BoundingBox {
    return [this.#west, this.#south, this.#east, this.#north];
  }

  take(geometry: Geometry, row: number): Geometry | null {
    this.#row = row;
    this.#failed = false;
    this.#hasHeights = false;
    this.vertices = 0;
    this.#west = this.#south = Infinity;
    this.#east = this.#north = -Infinity;
    const taken = this.#geometry(geometry);
    if (this.#hasHeights)
      this.#log.add("heights-left-out", "info", row, {
        message: "The coordinates carry heights or measures, which are left out.",
        mend: "Nothing to do.",
      });
    return this.#failed ? null : taken;
  }

  #geometry(geometry: Geometry): Geometry | null {
    switch (geometry.type) {
      case "Point": {
        if (geometry.coordinates.length === 0) return this.#refuse("no-geometry");
        return { type: "Point", coordinates: this.#position(geometry.coordinates) };
      }
      case "MultiPoint":
        if (geometry.coordinates.length === 0) return this.#refuse("no-geometry");
        return {
          type: "MultiPoint",
          coordinates: geometry.coordinates.map((each) => this.#position(each)),
        };
      case "LineString": {
        const line = this.#line(geometry.coordinates);
        return line === null
          ? this.#refuse("zero-length-line")
          : { type: "LineString", coordinates: line };
      }
      case "MultiLineString": {
        const lines = geometry.coordinates
          .map((each) => this.#line(each))
          .filter((each) => each !== null);
        if (lines.length === 0) return this.#refuse("zero-length-line");
        if (lines.length < geometry.coordinates.length) this.#partsLeftOut();
        return lines.length === 1
          ? { type: "LineString", coordinates: lines[0]! }
          : { type: "MultiLineString", coordinates: lines };
      }
      case "Polygon": {
        const rings = this.#rings(geometry.coordinates);
        return rings === null ? this.#refuse("no-area") : { type: "Polygon", coordinates: rings };
      }
      case "MultiPolygon": {
        const polygons = geometry.coordinates
          .map((each) => this.#rings(each))
          .filter((each) => each !== null);
        if (polygons.length === 0) return this.#refuse("no-area");
        if (polygons.length < geometry.coordinates.length) this.#partsLeftOut();
        return { type: "MultiPolygon", coordinates: polygons };
      }
      case "GeometryCollection": {
        if (geometry.geometries.length === 0) return this.#refuse("no-geometry");
        if (geometry.geometries.length === 1) return this.#geometry(geometry.geometries[0]!);
        return this.#refuse("geometry-collection");
      }
    }
  }

  #position(position: Position): Position {
    this.vertices++;
    const [x, y] = position as [number, number];
    if (position.length > 2) this.#hasHeights = true;
    if (
      typeof x !== "number" ||
      typeof y !== "number" ||
      !(Math.abs(x) < NO_DATA) ||
      !(Math.abs(y) < NO_DATA)
    ) {
      this.#refuse("not-finite");
      return [0, 0];
    }
    this.#seen(x, y);
    const [lng, lat] = this.#toWgs84(x, y);
    if (!(Math.abs(lng) <= 180) || !(Math.abs(lat) <= 90)) {
      this.#refuse("out-of-range");
      return [0, 0];
    }
    if (lng === 0 && lat === 0) this.#refuse("null-island");
    this.#west = Math.min(this.#west, lng);
    this.#south = Math.min(this.#south, lat);
    this.#east = Math.max(this.#east, lng);
    this.#north = Math.max(this.#north, lat);
    return [lng, lat];
  }

  #positions(positions: readonly Position[]): Position[] {
    const taken: Position[] = [];
    for (const each of positions) {
      const position = this.#position(each);
      if (taken.length > 0) this.#checkStep(taken.at(-1)!, position);
      taken.push(position);
    }
    return taken;
  }

  /** Null for a line of fewer than two different places. */
  #line(positions: readonly Position[]): Position[] | null {
    const taken = this.#positions(positions);
    const first = taken[0];
    const hasLength = taken.some((each) => each[0] !== first![0] || each[1] !== first![1]);
    return hasLength || this.#failed ? taken : null;
  }

  /** Null when the shell has no area; a hole without area is left out and told. */
  #rings(rings: readonly Position[][]): Position[][] | null {
    const taken: Position[][] = [];
    for (const [i, ring] of rings.entries()) {
      const positions = this.#ring(ring);
      if (positions !== null) taken.push(positions);
      else if (i === 0) return null;
      else this.#partsLeftOut();
    }
    let west = Infinity;
    let east = -Infinity;
    for (const [lng] of taken[0] ?? []) {
      west = Math.min(west, lng!);
      east = Math.max(east, lng!);
    }
    if (east - west > HALF_TURN_DEGREES) this.#refuse("crosses-antimeridian");
    return taken.length === 0 ? null : taken;
  }

  #ring(ring: readonly Position[]): Position[] | null {
    const taken = this.#positions(ring);
    const first = taken[0];
    const last = taken.at(-1);
    if (first === undefined || last === undefined) return null;
    if (!hasThreePlaces(taken) && !this.#failed) return null;
    if (first[0] !== last[0] || first[1] !== last[1]) {
      this.#checkStep(last, first);
      taken.push([first[0]!, first[1]!]);
      this.#log.add("ring-closed", "warning", this.#row, {
        message: "Rings of polygons that did not end where they began were closed.",
        mend: "Look at these shapes; the closing edge runs straight from the last vertex to the first.",
      });
    }
    return taken;
  }

  #partsLeftOut(): void {
    this.#log.add("parts-left-out", "warning", this.#row, {
      message: "Parts of shapes without length or area were left out.",
      mend: "Nothing to do if the shapes look right.",
    });
  }

  #refuse(code: GeometryFault): null {
    this.#failed = true;
    this.#log.add(code, "error", this.#row, GEOMETRY_FAULTS[code]);
    return null;
  }

  /** Refuses a step from one vertex to the next that no line or border on the ground makes. */
  #checkStep([fromLng, fromLat]: Position, [lng, lat]: Position): void {
    const [dx, dy] = [Math.abs(lng! - fromLng!), Math.abs(lat! - fromLat!)];
    if (dx > HALF_TURN_DEGREES) this.#refuse("crosses-antimeridian");
    else if (dx + dy > this.#surelyShortDegrees && !this.#failed) {
      const { distanceM } = geodesicBetween(fromLng!, fromLat!, lng!, lat!);
      if (distanceM <= this.#longestStepM) return;
      this.#failed = true;
      this.#log.add("segment-too-long", "error", this.#row, {
        message: `Lines or borders that run straight for more than ${this.#longestStepM / 1000} km; the first: record ${this.#row}, ${Math.round(distanceM / 1000)} km from ${fromLng}, ${fromLat} to ${lng}, ${lat}.`,
        mend: "Correct the coordinate that is wrong, or draw the line with its bends.",
        params: { lengthKm: Math.round(distanceM / 1000) },
      });
    }
  }
}

function hasThreePlaces(positions: readonly Position[]): boolean {
  const isSame = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];
  const first = positions[0]!;
  const second = positions.find((each) => !isSame(each, first));
  return (
    second !== undefined && positions.some((each) => !isSame(each, first) && !isSame(each, second))
  );
}
