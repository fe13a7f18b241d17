/** Coverage that changes no colour: below one step of 255. */
const LEAST = 0.004;

/**
 * How much of each pixel a shape covers, row by row. Edges add signed areas, as the pen goes round; the sum along a row is the coverage.
 * A shape's parts turn the same way, its holes the other, so parts that overlap count once (up to 1) and holes not at all.
 * Source: the accumulation buffer of font-rs (R. Levien, 2016).
 */
export class CoverageRows {
  readonly width: number;
  readonly rows: number;
  readonly #sums: Float32Array;
  /** First and last pixel touched in each row. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;

  constructor(width: number, rows: number) {
    this.width = width;
    this.rows = rows;
    this.#sums = new Float32Array((width + 2) * rows);
    this.#from = new Int32Array(rows).fill(width);
    this.#to = new Int32Array(rows).fill(-1);
  }

  /** Adds an edge; y counts from the first row. What lies left of the picture covers all of its row, what lies right nothing. */
  addEdge(x0: number, y0: number, x1: number, y1: number): void {
    if (y0 === y1) return;
    const direction = y0 < y1 ? 1 : -1;
    if (y0 > y1) {
      [x0, x1] = [x1, x0];
      [y0, y1] = [y1, y0];
    }
    if (y1 <= 0 || y0 >= this.rows) return;
    const slope = (x1 - x0) / (y1 - y0);
    let y = Math.max(0, y0);
    let x = x0 + (y - y0) * slope;
    const end = Math.min(this.rows, y1);
    const { width } = this;
    for (let row = Math.floor(y); row < end; row++) {
      const nextY = Math.min(row + 1, end);
      const nextX = x + (nextY - y) * slope;
      const height = direction * (nextY - y);
      const a = Math.min(width, Math.max(0, x));
      const b = Math.min(width, Math.max(0, nextX));
      this.#addPiece(row, Math.min(a, b), Math.max(a, b), height);
      x = nextX;
      y = nextY;
    }
  }

  /** Adds the part of an edge in one row, from `left` to `right`. */
  #addPiece(row: number, left: number, right: number, height: number): void {
    const base = row * (this.width + 2);
    const sums = this.#sums;
    const first = Math.floor(left);
    const last = Math.ceil(right);
    if (first < this.#from[row]!) this.#from[row] = first;
    if (last > this.#to[row]!) this.#to[row] = last;
    if (last <= first + 1) {
      const covered = height * (1 - ((left + right) / 2 - first));
      sums[base + first]! += covered;
      sums[base + first + 1]! += height - covered;
      return;
    }
    const perPixel = 1 / (right - left);
    const inFirst = first + 1 - left;
    let before = 0.5 * perPixel * inFirst * inFirst;
    sums[base + first]! += height * before;
    let total = before;
    for (let pixel = first + 1; pixel < last - 1; pixel++) {
      const reached = perPixel * (pixel + 0.5 - left);
      sums[base + pixel]! += height * (reached - before);
      total += reached - before;
      before = reached;
    }
    const inLast = right - (last - 1);
    const reached = 1 - 0.5 * perPixel * inLast * inLast;
    sums[base + last - 1]! += height * (reached - before);
    total += reached - before;
    sums[base + last]! += height * (1 - total);
  }

  /** Hands out every pixel that is covered (0..1) and begins anew. */
  drain(paint: (row: number, pixel: number, end: number, coverage: number) => void): void {
    for (let row = 0; row < this.rows; row++) {
      const from = this.#from[row]!;
      const to = this.#to[row]!;
      if (to < 0) continue;
      const base = row * (this.width + 2);
      let sum = 0;
      let pixel = from;
      while (pixel < this.width && pixel <= to) {
        sum += this.#sums[base + pixel]!;
        const coverage = Math.min(1, Math.abs(sum));
        const start = pixel++;
        // Inside a shape nothing changes for long.
        while (pixel < this.width && pixel <= to && this.#sums[base + pixel] === 0) pixel++;
        if (coverage > LEAST) paint(row, start, Math.min(pixel, this.width), coverage);
      }
      this.#sums.fill(0, base + from, base + Math.min(this.width + 2, to + 2));
      this.#from[row] = this.width;
      this.#to[row] = -1;
    }
  }
}
