import type { ByteWriter } from "./byte-writer.ts";
import { BUFFER, EXTENT, type Tile } from "./grid.ts";
import { PATH, type Shapes } from "./shapes.ts";

const LOW = -BUFFER;
const HIGH = EXTENT + BUFFER;

/**
 * Writes the lines of a feature that cross a tile, clipped to the tile with its buffer, with the vertices that `zoom` draws.
 * Gives false, and leaves no bytes, when none crosses.
 */
export class LineGeometry {
  #out!: ByteWriter;
  #drawn = false;
  /** Where the command of the current run stands, and how many points follow its first. */
  #command = 0;
  #count = 0;
  #runStart = 0;
  #isDown = false;
  /** Last point written, and where the run before it ended. */
  #penX = 0;
  #penY = 0;
  #beforeX = 0;
  #beforeY = 0;

  write(out: ByteWriter, shapes: Shapes, feature: number, tile: Tile, zoom: number): boolean {
    this.#out = out;
    this.#drawn = false;
    this.#penX = 0;
    this.#penY = 0;
    const { partOf, vertexOf, role, x, y, vertexZoom } = shapes;
    const { originX, originY, shift } = tile;
    for (let p = partOf[feature]!; p < partOf[feature + 1]!; p++) {
      if (role[p] !== PATH) continue;
      const last = vertexOf[p + 1]! - 1;
      let k = vertexOf[p]!;
      let fromX = (x[k]! - originX) >> shift;
      let fromY = (y[k]! - originY) >> shift;
      for (k++; k <= last; k++) {
        const next = shapes.blockBeside(k, last, tile);
        if (next > k) {
          // Only the way in and the way out of the block can be seen: go on from its last drawn vertex.
          while (k < next && vertexZoom[k]! > zoom) k++;
          if (k === next) {
            k--;
            continue;
          }
          this.#step(fromX, fromY, (x[k]! - originX) >> shift, (y[k]! - originY) >> shift);
          this.#lift();
          k = next - 1;
          while (vertexZoom[k]! > zoom) k--;
          fromX = (x[k]! - originX) >> shift;
          fromY = (y[k]! - originY) >> shift;
          k = next - 1;
          continue;
        }
        if (vertexZoom[k]! > zoom) continue;
        const toX = (x[k]! - originX) >> shift;
        const toY = (y[k]! - originY) >> shift;
        this.#step(fromX, fromY, toX, toY);
        fromX = toX;
        fromY = toY;
      }
      this.#lift();
    }
    return this.#drawn;
  }

  #step(ax: number, ay: number, bx: number, by: number): void {
    const isBeside =
      (ax < LOW && bx < LOW) ||
      (ax > HIGH && bx > HIGH) ||
      (ay < LOW && by < LOW) ||
      (ay > HIGH && by > HIGH);
    if (isBeside) this.#lift();
    else this.#segment(ax, ay, bx, by);
  }

  /** Draws the part of a segment inside the buffered tile (Liang and Barsky). */
  #segment(ax: number, ay: number, bx: number, by: number): void {
    let from = 0;
    let to = 1;
    if (
      ax < LOW ||
      ax > HIGH ||
      ay < LOW ||
      ay > HIGH ||
      bx < LOW ||
      bx > HIGH ||
      by < LOW ||
      by > HIGH
    ) {
      const dx = bx - ax;
      const dy = by - ay;
      if (dx > 0) {
        from = Math.max(from, (LOW - ax) / dx);
        to = Math.min(to, (HIGH - ax) / dx);
      } else if (dx < 0) {
        from = Math.max(from, (HIGH - ax) / dx);
        to = Math.min(to, (LOW - ax) / dx);
      }
      if (dy > 0) {
        from = Math.max(from, (LOW - ay) / dy);
        to = Math.min(to, (HIGH - ay) / dy);
      } else if (dy < 0) {
        from = Math.max(from, (HIGH - ay) / dy);
        to = Math.min(to, (LOW - ay) / dy);
      }
      if (from > to) {
        this.#lift();
        return;
      }
    }
    if (from > 0) this.#lift();
    const startX = from > 0 ? Math.round(ax + from * (bx - ax)) : ax;
    const startY = from > 0 ? Math.round(ay + from * (by - ay)) : ay;
    if (!this.#isDown) this.#moveTo(startX, startY);
    if (to < 1) {
      this.#lineTo(Math.round(ax + to * (bx - ax)), Math.round(ay + to * (by - ay)));
      this.#lift();
    } else this.#lineTo(bx, by);
  }

  #moveTo(x: number, y: number): void {
    const out = this.#out;
    out.reserve(32);
    this.#runStart = out.length;
    this.#beforeX = this.#penX;
    this.#beforeY = this.#penY;
    out.bytes[out.length++] = 9;
    out.signed(x - this.#penX);
    out.signed(y - this.#penY);
    this.#penX = x;
    this.#penY = y;
    this.#command = out.length;
    // The count of the run is known when it ends: three bytes hold counts up to 262,143.
    out.length += 3;
    this.#count = 0;
    this.#isDown = true;
  }

  #lineTo(x: number, y: number): void {
    if (x === this.#penX && y === this.#penY) return;
    const out = this.#out;
    out.reserve(16);
    out.signed(x - this.#penX);
    out.signed(y - this.#penY);
    this.#penX = x;
    this.#penY = y;
    this.#count++;
    if (this.#count >= 262_143) this.#lift();
  }

  /** Ends a run: fills in its command, or takes the run back when it is a single point. */
  #lift(): void {
    if (!this.#isDown) return;
    this.#isDown = false;
    const out = this.#out;
    if (this.#count === 0) {
      out.length = this.#runStart;
      this.#penX = this.#beforeX;
      this.#penY = this.#beforeY;
      return;
    }
    this.#drawn = true;
    const command = (this.#count << 3) | 2;
    const bytes = command < 128 ? 1 : command < 1 << 14 ? 2 : 3;
    if (bytes < 3) out.bytes.copyWithin(this.#command + bytes, this.#command + 3, out.length);
    const end = out.length - 3 + bytes;
    out.length = this.#command;
    out.varint(command);
    out.length = end;
  }
}
