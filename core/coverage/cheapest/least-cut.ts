/** Capacities below this are nothing. */
const NOTHING = 1e-9;

/** What flows at most, and the arcs over two least cuts: nearest to the source, and nearest to the sink. */
export interface LeastCut {
  readonly flow: number;
  readonly nearSource: readonly number[];
  readonly nearSink: readonly number[];
}

const NO_CUT: readonly number[] = [];

/** Arcs of each node in compressed rows: those of node n are arc[start[n]] .. arc[start[n + 1] - 1]. */
function rowsOf(nodes: number, nodeOf: Int32Array): { start: Int32Array; arc: Int32Array } {
  const start = new Int32Array(nodes + 1);
  for (const node of nodeOf) start[node + 1]!++;
  for (let node = 0; node < nodes; node++) start[node + 1]! += start[node]!;
  const next = start.slice();
  const arc = new Int32Array(nodeOf.length);
  nodeOf.forEach((node, a) => {
    arc[next[node]!++] = a;
  });
  return { start, arc };
}

/**
 * A network of arcs, asked again and again for the least cut between a source and a sink that some arcs lead to instead of to their own
 * head. Source: E. A. Dinic (1970), augmenting along shortest ways.
 */
export class CutNetwork {
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #source: number;
  readonly #sink: number;
  readonly #out: { readonly start: Int32Array; readonly arc: Int32Array };
  readonly #in: { readonly start: Int32Array; readonly arc: Int32Array };
  /** What is left on each arc, and what may flow back. */
  readonly #left: Float64Array;
  readonly #back: Float64Array;
  readonly #level: Int32Array;
  readonly #next: Int32Array;
  readonly #queue: Int32Array;
  readonly #toSink: Uint8Array;

  constructor(nodes: number, from: Int32Array, to: Int32Array, source: number) {
    this.#from = from;
    this.#to = to;
    this.#source = source;
    this.#sink = nodes;
    this.#out = rowsOf(nodes + 1, from);
    this.#in = rowsOf(nodes + 1, to);
    this.#left = new Float64Array(from.length);
    this.#back = new Float64Array(from.length);
    this.#level = new Int32Array(nodes + 1);
    this.#next = new Int32Array(nodes + 1);
    this.#queue = new Int32Array(nodes + 1);
    this.#toSink = new Uint8Array(from.length);
  }

  /** The least cut before the heads of some arcs. Stops as soon as `enough` flows; there is no cut then. */
  leastCut(capacity: Float64Array, sinkArcs: readonly number[], enough: number): LeastCut {
    for (const a of sinkArcs) this.#toSink[a] = 1;
    this.#left.set(capacity);
    this.#back.fill(0);
    let flow = 0;
    while (flow < enough && this.#layer()) {
      this.#next.set(this.#out.start.subarray(0, this.#next.length));
      for (let pushed = Infinity; pushed > NOTHING && flow < enough;) {
        pushed = this.#push(this.#source, Infinity);
        flow += pushed;
      }
    }
    const cut = flow >= enough ? null : this.#cuts(sinkArcs);
    for (const a of sinkArcs) this.#toSink[a] = 0;
    return { flow, nearSource: cut?.nearSource ?? NO_CUT, nearSink: cut?.nearSink ?? NO_CUT };
  }

  #headOf(a: number): number {
    return this.#toSink[a] === 1 ? this.#sink : this.#to[a]!;
  }

  /** Numbers nodes by how many arcs they are from the source; true when the sink is among them. */
  #layer(): boolean {
    const level = this.#level;
    const queue = this.#queue;
    level.fill(-1);
    level[this.#source] = 0;
    queue[0] = this.#source;
    for (let n = 0, end = 1; n < end; n++) {
      const node = queue[n]!;
      for (let e = this.#out.start[node]!; e < this.#out.start[node + 1]!; e++) {
        const a = this.#out.arc[e]!;
        const head = this.#headOf(a);
        if (this.#left[a]! <= NOTHING || level[head]! >= 0) continue;
        level[head] = level[node]! + 1;
        queue[end++] = head;
      }
      for (let e = this.#in.start[node]!; e < this.#in.start[node + 1]!; e++) {
        const a = this.#in.arc[e]!;
        const tail = this.#from[a]!;
        if (this.#back[a]! <= NOTHING || this.#toSink[a] === 1 || level[tail]! >= 0) continue;
        level[tail] = level[node]! + 1;
        queue[end++] = tail;
      }
    }
    return level[this.#sink]! >= 0;
  }

  /** Pushes along one way of the layers. Arcs forth are tried before arcs back; `next` counts through both. */
  #push(node: number, most: number): number {
    if (node === this.#sink) return most;
    const level = this.#level;
    const outEnd = this.#out.start[node + 1]!;
    const inStart = this.#in.start[node]!;
    const end = outEnd + this.#in.start[node + 1]! - inStart;
    for (; this.#next[node]! < end; this.#next[node]!++) {
      const at = this.#next[node]!;
      const isForth = at < outEnd;
      const a = isForth ? this.#out.arc[at]! : this.#in.arc[inStart + at - outEnd]!;
      if (!isForth && this.#toSink[a] === 1) continue;
      const room = isForth ? this.#left[a]! : this.#back[a]!;
      const other = isForth ? this.#headOf(a) : this.#from[a]!;
      if (room <= NOTHING || level[other] !== level[node]! + 1) continue;
      const pushed = this.#push(other, Math.min(most, room));
      if (pushed <= NOTHING) continue;
      this.#left[a]! += isForth ? -pushed : pushed;
      this.#back[a]! += isForth ? pushed : -pushed;
      return pushed;
    }
    return 0;
  }

  /** After the last layering: the cut behind what the source still reaches, and that before what still reaches the sink. */
  #cuts(sinkArcs: readonly number[]): { nearSource: number[]; nearSink: number[] } {
    this.#layer();
    const reaching = new Uint8Array(this.#sink + 1);
    reaching[this.#sink] = 1;
    const queue = [this.#sink];
    const reach = (node: number): void => {
      if (reaching[node] === 1) return;
      reaching[node] = 1;
      queue.push(node);
    };
    for (const a of sinkArcs) if (this.#left[a]! > NOTHING) reach(this.#from[a]!);
    for (let n = 1; n < queue.length; n++) {
      const node = queue[n]!;
      for (let e = this.#in.start[node]!; e < this.#in.start[node + 1]!; e++) {
        const a = this.#in.arc[e]!;
        if (this.#left[a]! > NOTHING && this.#toSink[a] === 0) reach(this.#from[a]!);
      }
      for (let e = this.#out.start[node]!; e < this.#out.start[node + 1]!; e++) {
        const a = this.#out.arc[e]!;
        if (this.#back[a]! > NOTHING) reach(this.#headOf(a));
      }
    }
    const nearSource: number[] = [];
    const nearSink: number[] = [];
    for (let a = 0; a < this.#from.length; a++) {
      const [tail, head] = [this.#from[a]!, this.#headOf(a)];
      if (this.#level[tail]! >= 0 && this.#level[head]! < 0) nearSource.push(a);
      if (reaching[tail] === 0 && reaching[head] === 1) nearSink.push(a);
    }
    return { nearSource, nearSink };
  }
}
