import { LINE, POINT, POLYGON } from "../../core/coverage/snapshot.ts";

/** Takes the parts of a geometry as they are read: a part is a point, a line or a ring. */
export interface GeometrySink {
  /** Starts a part; role 1 is the shell of a polygon, 2 a hole, 0 anything else. */
  part(role: 0 | 1 | 2): void;
  vertex(x: number, y: number): void;
}

const HAS_Z = 0x80000000;
const HAS_M = 0x40000000;
const HAS_SRID = 0x20000000;

let scratch = Buffer.alloc(1 << 16);

/**
 * Reads a geometry as PostGIS writes it in text form (hexadecimal EWKB) straight into columns, without an object per vertex.
 * Gives POINT, LINE or POLYGON after its first member; Z and M are left out; empty geometries give no part.
 * Throws on a type PostGIS has and this project does not store (curves, surfaces).
 */
export function decodeEwkb(hex: string, sink: GeometrySink): number {
  if (scratch.length < hex.length / 2) scratch = Buffer.alloc(hex.length);
  const length = scratch.write(hex, "hex");
  const reader = new Reader(new DataView(scratch.buffer, scratch.byteOffset, length));
  return reader.geometry(sink);
}

class Reader {
  private readonly view: DataView;
  private at = 0;

  constructor(view: DataView) {
    this.view = view;
  }

  geometry(sink: GeometrySink): number {
    const little = this.view.getUint8(this.at) === 1;
    const word = this.view.getUint32(this.at + 1, little);
    this.at += 5;
    if (word & HAS_SRID) this.at += 4;
    const stride = 16 + (word & HAS_Z ? 8 : 0) + (word & HAS_M ? 8 : 0);
    switch (word & 0x1fffffff) {
      case 1:
        // PostGIS writes an empty point as NaN NaN.
        if (!Number.isNaN(this.view.getFloat64(this.at, little))) {
          sink.part(0);
          this.vertices(1, stride, little, sink);
        } else this.at += stride;
        return POINT;
      case 2:
        this.line(0, stride, little, sink);
        return LINE;
      case 3:
        this.polygon(stride, little, sink);
        return POLYGON;
      case 4:
        this.members(little, sink);
        return POINT;
      case 5:
        this.members(little, sink);
        return LINE;
      case 6:
        this.members(little, sink);
        return POLYGON;
      case 7:
        return this.members(little, sink);
      default:
        throw new Error(`geometry type ${word & 0x1fffffff} is not stored here`);
    }
  }

  private members(little: boolean, sink: GeometrySink): number {
    const count = this.view.getUint32(this.at, little);
    this.at += 4;
    let kind: number = LINE;
    for (let i = 0; i < count; i++) {
      const member = this.geometry(sink);
      if (i === 0) kind = member;
    }
    return kind;
  }

  private polygon(stride: number, little: boolean, sink: GeometrySink): void {
    const rings = this.view.getUint32(this.at, little);
    this.at += 4;
    for (let ring = 0; ring < rings; ring++) this.line(ring === 0 ? 1 : 2, stride, little, sink);
  }

  private line(role: 0 | 1 | 2, stride: number, little: boolean, sink: GeometrySink): void {
    const count = this.view.getUint32(this.at, little);
    this.at += 4;
    if (count === 0) return;
    sink.part(role);
    this.vertices(count, stride, little, sink);
  }

  private vertices(count: number, stride: number, little: boolean, sink: GeometrySink): void {
    for (let i = 0; i < count; i++, this.at += stride) {
      sink.vertex(this.view.getFloat64(this.at, little), this.view.getFloat64(this.at + 8, little));
    }
  }
}
