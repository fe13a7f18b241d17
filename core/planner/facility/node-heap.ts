/** A part of the search: what its parent settles, and these sites besides. */
export interface SearchNode {
  /** No plan in this part costs less. */
  readonly bound: number;
  readonly depth: number;
  readonly parent: SearchNode | null;
  readonly settled: readonly { readonly site: number; readonly state: 0 | 1 }[];
  /** How far the first of them was open before. */
  readonly from: number;
}

/** Open parts of the search, the one with the lowest bound first; of equals the deepest. */
export class NodeHeap {
  readonly #nodes: SearchNode[] = [];

  get size(): number {
    return this.#nodes.length;
  }

  /** Infinity when nothing is open. */
  get lowest(): number {
    return this.#nodes[0]?.bound ?? Infinity;
  }

  push(node: SearchNode): void {
    const nodes = this.#nodes;
    let at = nodes.length;
    nodes.push(node);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(node, nodes[above]!)) break;
      nodes[at] = nodes[above]!;
      at = above;
    }
    nodes[at] = node;
  }

  pop(): SearchNode | undefined {
    const nodes = this.#nodes;
    const first = nodes[0];
    const last = nodes.pop();
    if (first === undefined || last === undefined || nodes.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= nodes.length) break;
      if (below + 1 < nodes.length && isBefore(nodes[below + 1]!, nodes[below]!)) below++;
      if (!isBefore(nodes[below]!, last)) break;
      nodes[at] = nodes[below]!;
      at = below;
    }
    nodes[at] = last;
    return first;
  }
}

const isBefore = (a: SearchNode, b: SearchNode): boolean =>
  a.bound < b.bound || (a.bound === b.bound && a.depth > b.depth);
