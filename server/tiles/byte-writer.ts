/** One growing buffer of protocol-buffer bytes. Callers `reserve` before they write to `bytes` themselves. */
export class ByteWriter {
  bytes = new Uint8Array(1 << 16);
  length = 0;

  /** Makes room for this many more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  /** Writes an unsigned integer below 2^32. Needs 5 bytes reserved. */
  varint(value: number): void {
    const { bytes } = this;
    let at = this.length;
    let rest = value >>> 0;
    while (rest > 127) {
      bytes[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[at++] = rest;
    this.length = at;
  }

  /** Writes a signed 32-bit integer zigzag coded, as geometry wants it. Needs 5 bytes reserved. */
  signed(value: number): void {
    this.varint((value << 1) ^ (value >> 31));
  }

  /** Writes a length-delimited field whole. */
  field(tag: number, content: Uint8Array): void {
    this.reserve(content.length + 6);
    this.bytes[this.length++] = tag;
    this.varint(content.length);
    this.bytes.set(content, this.length);
    this.length += content.length;
  }

  /** Starts a length-delimited field; give the answer to `close`. Needs 2 bytes reserved. */
  open(tag: number): number {
    this.bytes[this.length++] = tag;
    return ++this.length;
  }

  /** Ends a field: the length gets one byte, and the content moves up where it needs more. */
  close(start: number): void {
    const size = this.length - start;
    if (size < 128) {
      this.bytes[start - 1] = size;
      return;
    }
    const extra = size < 1 << 14 ? 1 : size < 1 << 21 ? 2 : size < 1 << 28 ? 3 : 4;
    this.reserve(extra);
    this.bytes.copyWithin(start + extra, start, this.length);
    this.length = start - 1;
    this.varint(size);
    this.length = start + extra + size;
  }

  /** A copy of what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}
