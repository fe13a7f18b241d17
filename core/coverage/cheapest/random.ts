/** Numbers 0..1 that look random and are the same in every run: searches must give the same answer to the same question. */
export function sequenceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // Source: mulberry32, T. Ettinger, public domain.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
