/** A column of 64-bit floats that grows while rows are read. */
export class GrowingFloat64 {
  private values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Float64Array(this.values.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  /** The rows so far, in an array of exactly their length. */
  finish(): Float64Array<ArrayBuffer> {
    return this.values.slice(0, this.length);
  }
}

/** A column of 32-bit integers that grows while rows are read. */
export class GrowingInt32 {
  private values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Int32Array(this.values.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  /** The rows so far, in an array of exactly their length. */
  finish(): Int32Array<ArrayBuffer> {
    return this.values.slice(0, this.length);
  }
}
