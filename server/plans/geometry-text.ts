import type { Works } from "../../core/contract/plan.ts";
import { LINE, POINT } from "../../core/coverage/snapshot.ts";
import { decodeEwkb, type GeometrySink } from "../coverage/decode-ewkb.ts";

type Position = [number, number];

class Parts implements GeometrySink {
  readonly parts: Position[][] = [];
  part(): void {
    this.parts.push([]);
  }
  vertex(x: number, y: number): void {
    this.parts.at(-1)!.push([x, y]);
  }
}

/** A geometry of a plan from the text of the database (hexadecimal EWKB): to the last bit what was written. */
export function readGeometry(hex: string): NonNullable<Works["geometry"]> {
  const sink = new Parts();
  const kind = decodeEwkb(hex, sink);
  if (kind === POINT) return { type: "Point", coordinates: sink.parts[0]![0]! };
  if (kind === LINE) return { type: "LineString", coordinates: sink.parts[0]! };
  return { type: "Polygon", coordinates: sink.parts };
}

/** A position, null for none. */
export function readPosition(hex: string | null): Position | null {
  return hex === null ? null : (readGeometry(hex).coordinates as Position);
}
