import type { PolygonColumns } from "../../core/coverage/snapshot.ts";
import { decodeEwkb, type GeometrySink } from "./decode-ewkb.ts";
import { GrowingFloat64, GrowingInt32 } from "./growing-columns.ts";

/** Builds the outlines of a table row by row. */
export class PolygonBuilder implements GeometrySink {
  private readonly polygonOf = new GrowingInt32();
  private readonly ringOf = new GrowingInt32();
  private readonly vertexOf = new GrowingInt32();
  private readonly coordinates = new GrowingFloat64();

  /** Adds the next row: hexadecimal EWKB of a polygon or multipolygon, or null. */
  add(hex: string | null): void {
    this.polygonOf.push(this.ringOf.length);
    if (hex !== null) decodeEwkb(hex, this);
  }

  part(role: 0 | 1 | 2): void {
    if (role === 1) this.ringOf.push(this.vertexOf.length);
    this.vertexOf.push(this.coordinates.length / 2);
  }

  vertex(x: number, y: number): void {
    this.coordinates.push(x);
    this.coordinates.push(y);
  }

  finish(): PolygonColumns {
    this.polygonOf.push(this.ringOf.length);
    this.ringOf.push(this.vertexOf.length);
    this.vertexOf.push(this.coordinates.length / 2);
    return {
      polygonOf: this.polygonOf.finish(),
      ringOf: this.ringOf.finish(),
      vertexOf: this.vertexOf.finish(),
      coordinates: this.coordinates.finish(),
    };
  }
}
