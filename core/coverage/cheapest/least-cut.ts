/** Capacities below this are nothing. */
const NOTHING = 1e-9;

/** What flows at most, and the arcs over two least cuts: nearest to the source, and nearest to the sink. */
export interface LeastCut {
  readonly flow: number;
  readonly nearSource: readonly number[];
  readonly nearSink: readonly number[];
}

const NO_CUT: readonly number[] = [];

/**
 * The least cut between two nodes of a network of arcs with capacities. Stops as soon as `enough` flows; there is no cut then.
 * Source: E. A. Dinic (1970), augmenting along shortest ways.
 */
export function leastCut(
  nodes: number,
  from: Int32Array,
  to: Int32Array,
  capacity: Float64Array,
  source: number,
  sink: number,
  enough: number,
): LeastCut {
  const out: number[][] = Array.from({ length: nodes }, () => []);
  const count = from.length;
  const left = new Float64Array(2 * count);
  for (let a = 0; a < count; a++) {
    left[a] = capacity[a]!;
    out[from[a]!]!.push(a);
    out[to[a]!]!.push(a + count);
  }
  const headOf = (a: number): number => (a < count ? to[a]! : from[a - count]!);
  const backOf = (a: number): number => (a < count ? a + count : a - count);
  let flow = 0;
  const level = new Int32Array(nodes);
  for (;;) {
    level.fill(-1);
    level[source] = 0;
    const queue = [source];
    for (let n = 0; n < queue.length; n++)
      for (const a of out[queue[n]!]!) {
        const head = headOf(a);
        if (left[a]! <= NOTHING || level[head]! >= 0) continue;
        level[head] = level[queue[n]!]! + 1;
        queue.push(head);
      }
    if (level[sink]! < 0) break;
    const next = new Int32Array(nodes);
    const push = (node: number, most: number): number => {
      if (node === sink) return most;
      const list = out[node]!;
      for (; next[node]! < list.length; next[node]!++) {
        const a = list[next[node]!]!;
        const head = headOf(a);
        if (left[a]! <= NOTHING || level[head] !== level[node]! + 1) continue;
        const pushed = push(head, Math.min(most, left[a]!));
        if (pushed <= NOTHING) continue;
        left[a]! -= pushed;
        left[backOf(a)]! += pushed;
        return pushed;
      }
      return 0;
    };
    for (let pushed = push(source, Infinity); pushed > NOTHING; pushed = push(source, Infinity)) {
      flow += pushed;
      if (flow >= enough) return { flow, nearSource: NO_CUT, nearSink: NO_CUT };
    }
  }
  const reaching = new Uint8Array(nodes);
  reaching[sink] = 1;
  const queue = [sink];
  for (let n = 0; n < queue.length; n++)
    for (const a of out[queue[n]!]!) {
      // From the head over what is left on the arc that comes the other way.
      const tail = headOf(a);
      if (left[backOf(a)]! <= NOTHING || reaching[tail] === 1) continue;
      reaching[tail] = 1;
      queue.push(tail);
    }
  const nearSource: number[] = [];
  const nearSink: number[] = [];
  for (let a = 0; a < count; a++) {
    if (level[from[a]!]! >= 0 && level[to[a]!]! < 0) nearSource.push(a);
    if (reaching[from[a]!] === 0 && reaching[to[a]!] === 1) nearSink.push(a);
  }
  return { flow, nearSource, nearSink };
}
