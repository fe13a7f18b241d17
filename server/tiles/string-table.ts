const ENCODER = new TextEncoder();

/** Every text that tiles can carry, once, as UTF-8 bytes, so that writing a name is a copy of bytes. */
export class StringTable {
  readonly #ids = new Map<string, number>();
  #bytes = new Uint8Array(1 << 16);
  #starts: number[] = [0];

  /** The number of a text, the same for equal texts. */
  intern(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    const start = this.#starts[id] ?? 0;
    const needed = start + text.length * 3;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
    }
    const { written } = ENCODER.encodeInto(text, this.#bytes.subarray(start));
    this.#starts.push(start + written);
    this.#ids.set(text, id);
    return id;
  }

  get count(): number {
    return this.#ids.size;
  }

  /** UTF-8 bytes of a text; not to be changed. */
  bytesOf(id: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[id], this.#starts[id + 1]);
  }
}
