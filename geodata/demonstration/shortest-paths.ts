/** An undirected graph in compressed rows: node n has links linkOf[n] .. linkOf[n + 1]. */
export interface Graph {
  readonly linkOf: Int32Array;
  readonly target: Int32Array;
  /** Number of the undirected edge behind each link. */
  readonly edge: Int32Array;
}

export interface PathTree {
  readonly cost: Float64Array;
  /** The link's edge by which each node was reached, -1 for sources and unreached nodes. */
  readonly edge: Int32Array;
  readonly parent: Int32Array;
}

/** Cheapest ways from the sources to every node, or to `goal` only. Source: Dijkstra 1959, with a binary heap. */
export function cheapestPaths(
  graph: Graph,
  sources: readonly number[],
  costOf: (edge: number) => number,
  goal = -1,
): PathTree {
  const nodes = graph.linkOf.length - 1;
  const cost = new Float64Array(nodes).fill(Infinity);
  const edge = new Int32Array(nodes).fill(-1);
  const parent = new Int32Array(nodes).fill(-1);
  const heap: number[] = [];
  const keys: number[] = [];
  const push = (node: number, key: number): void => {
    let i = heap.length;
    heap.push(node);
    keys.push(key);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if ((keys[up] as number) <= key) break;
      heap[i] = heap[up] as number;
      keys[i] = keys[up] as number;
      i = up;
    }
    heap[i] = node;
    keys[i] = key;
  };
  const pop = (): [number, number] => {
    const top: [number, number] = [heap[0] as number, keys[0] as number];
    const node = heap.pop() as number;
    const key = keys.pop() as number;
    const size = heap.length;
    let i = 0;
    while (2 * i + 1 < size) {
      let child = 2 * i + 1;
      if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child++;
      if ((keys[child] as number) >= key) break;
      heap[i] = heap[child] as number;
      keys[i] = keys[child] as number;
      i = child;
    }
    if (size > 0) {
      heap[i] = node;
      keys[i] = key;
    }
    return top;
  };
  for (const source of sources) {
    cost[source] = 0;
    push(source, 0);
  }
  while (heap.length > 0) {
    const [node, key] = pop();
    if (key > (cost[node] as number)) continue;
    if (node === goal) break;
    for (let l = graph.linkOf[node] as number; l < (graph.linkOf[node + 1] as number); l++) {
      const other = graph.target[l] as number;
      const through = key + costOf(graph.edge[l] as number);
      if (through < (cost[other] as number)) {
        cost[other] = through;
        edge[other] = graph.edge[l] as number;
        parent[other] = node;
        push(other, through);
      }
    }
  }
  return { cost, edge, parent };
}
