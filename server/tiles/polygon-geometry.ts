import type { ByteWriter } from "./byte-writer.ts";
import { BUFFER, EXTENT, type Tile } from "./grid.ts";
import { PATH, SHELL, type Shapes } from "./shapes.ts";

const LOW = -BUFFER;
const HIGH = EXTENT + BUFFER;

/**
 * Writes the polygons of a feature clipped to a tile with its buffer (Sutherland and Hodgman, so that a ring stays one ring),
 * shells clockwise on the screen and holes the other way, as the specification asks. Gives false when nothing is left.
 */
export class PolygonGeometry {
  #ring: number[] = [];
  #clipped: number[] = [];
  #penX = 0;
  #penY = 0;

  write(out: ByteWriter, shapes: Shapes, feature: number, tile: Tile, zoom: number): boolean {
    this.#penX = 0;
    this.#penY = 0;
    const { partOf, role } = shapes;
    let drawn = false;
    let hasShell = false;
    for (let p = partOf[feature]!; p < partOf[feature + 1]!; p++) {
      if (role[p] === PATH) continue;
      const isShell = role[p] === SHELL;
      if (!isShell && !hasShell) continue;
      this.#collect(shapes, p, tile, zoom);
      const written = this.#clip() && this.#writeRing(out, isShell);
      if (isShell) hasShell = written;
      drawn ||= written;
    }
    return drawn;
  }

  /** Takes the ring's vertices of this zoom in tile units, without repetitions and without the closing one. */
  #collect(shapes: Shapes, part: number, tile: Tile, zoom: number): void {
    this.#ring.length = 0;
    const { vertexOf, vertexZoom } = shapes;
    const end = vertexOf[part + 1]! - 1;
    for (let k = vertexOf[part]!; k < end; k++) {
      const next = shapes.blockBeside(k, end, tile);
      if (next > k) {
        // Beyond one side, a straight line from the first to the last vertex of the block covers as much of the tile: nothing.
        while (k < next && vertexZoom[k]! > zoom) k++;
        if (k < next) {
          this.#take(shapes, k, tile);
          k = next - 1;
          while (vertexZoom[k]! > zoom) k--;
          this.#take(shapes, k, tile);
        }
        k = next - 1;
      } else if (vertexZoom[k]! <= zoom) this.#take(shapes, k, tile);
    }
  }

  #take({ x, y }: Shapes, k: number, { originX, originY, shift }: Tile): void {
    const ring = this.#ring;
    const tx = (x[k]! - originX) >> shift;
    const ty = (y[k]! - originY) >> shift;
    const size = ring.length;
    if (size === 0 || ring[size - 2] !== tx || ring[size - 1] !== ty) ring.push(tx, ty);
  }

  #clip(): boolean {
    const ring = this.#ring;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = 0; k < ring.length; k += 2) {
      left = Math.min(left, ring[k]!);
      right = Math.max(right, ring[k]!);
      top = Math.min(top, ring[k + 1]!);
      bottom = Math.max(bottom, ring[k + 1]!);
    }
    if (ring.length < 6 || right < LOW || bottom < LOW || left > HIGH || top > HIGH) return false;
    if (left < LOW) this.#clipSide(0, LOW, 1);
    if (right > HIGH) this.#clipSide(0, HIGH, -1);
    if (top < LOW) this.#clipSide(1, LOW, 1);
    if (bottom > HIGH) this.#clipSide(1, HIGH, -1);
    return this.#ring.length >= 6;
  }

  /** Keeps what lies on one side of a line along an axis: `sign` 1 keeps values above `limit`, -1 those below. */
  #clipSide(axis: 0 | 1, limit: number, sign: 1 | -1): void {
    const ring = this.#ring;
    const clipped = this.#clipped;
    clipped.length = 0;
    const push = (x: number, y: number) => {
      const end = clipped.length;
      if (end === 0 || clipped[end - 2] !== x || clipped[end - 1] !== y) clipped.push(x, y);
    };
    let ax = ring[ring.length - 2]!;
    let ay = ring[ring.length - 1]!;
    for (let k = 0; k < ring.length; k += 2) {
      const bx = ring[k]!;
      const by = ring[k + 1]!;
      const a = ((axis === 0 ? ax : ay) - limit) * sign;
      const b = ((axis === 0 ? bx : by) - limit) * sign;
      if (a >= 0 !== b >= 0) {
        const part = a / (a - b);
        if (axis === 0) push(limit, Math.round(ay + part * (by - ay)));
        else push(Math.round(ax + part * (bx - ax)), limit);
      }
      if (b >= 0) push(bx, by);
      ax = bx;
      ay = by;
    }
    this.#ring = clipped;
    this.#clipped = ring;
  }

  #writeRing(out: ByteWriter, isShell: boolean): boolean {
    const ring = this.#ring;
    let size = ring.length / 2;
    if (ring[0] === ring[ring.length - 2] && ring[1] === ring[ring.length - 1]) size--;
    if (size < 3) return false;
    let area2 = 0;
    for (let k = 0, j = size - 1; k < size; j = k++)
      area2 += ring[2 * j]! * ring[2 * k + 1]! - ring[2 * k]! * ring[2 * j + 1]!;
    if (area2 === 0) return false;
    const isForward = area2 > 0 === isShell;
    out.reserve(size * 10 + 16);
    for (let step = 0; step < size; step++) {
      const k = isForward ? step : size - 1 - step;
      if (step === 0) out.bytes[out.length++] = 9;
      if (step === 1) out.varint(((size - 1) << 3) | 2);
      out.signed(ring[2 * k]! - this.#penX);
      out.signed(ring[2 * k + 1]! - this.#penY);
      this.#penX = ring[2 * k]!;
      this.#penY = ring[2 * k + 1]!;
    }
    out.bytes[out.length++] = 15;
    return true;
  }
}
