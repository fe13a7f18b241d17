import type { Spot } from "./plane.ts";

/**
 * Planned lines as trees that hang on existing ones: node i lies at x[i], y[i], and for parent[i] >= 0 a straight line leads from there to
 * it, "line i". A node without a parent lies on an existing line. Nodes that were taken away have the parent GONE.
 */
export class LineTree {
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly parent: number[] = [];

  get count(): number {
    return this.parent.length;
  }

  spot(node: number): Spot {
    return { x: this.x[node]!, y: this.y[node]! };
  }

  /** True for a node with a line to its parent. */
  hasLine(node: number): boolean {
    return this.parent[node]! >= 0;
  }

  add({ x, y }: Spot, parent: number): number {
    this.x.push(x);
    this.y.push(y);
    return this.parent.push(parent) - 1;
  }

  move(node: number, { x, y }: Spot): void {
    this.x[node] = x;
    this.y[node] = y;
  }

  /** The node at a spot of line `node`: one of its ends, or a new one that cuts it in two. */
  cut(node: number, spot: Spot): number {
    const parent = this.parent[node]!;
    if (spot.x === this.x[node] && spot.y === this.y[node]) return node;
    if (spot.x === this.x[parent] && spot.y === this.y[parent]) return parent;
    const middle = this.add(spot, parent);
    this.parent[node] = middle;
    return middle;
  }

  copy(): LineTree {
    const copy = new LineTree();
    copy.x.push(...this.x);
    copy.y.push(...this.y);
    copy.parent.push(...this.parent);
    return copy;
  }

  /** Children of every node. */
  children(): number[][] {
    const children: number[][] = this.parent.map(() => []);
    this.parent.forEach((parent, node) => {
      if (parent >= 0) children[parent]!.push(node);
    });
    return children;
  }

  /** Nodes, each after its parent; those taken away left out. */
  order(): number[] {
    const children = this.children();
    const order: number[] = [];
    this.parent.forEach((parent, node) => {
      if (parent === ROOT) order.push(node);
    });
    for (let n = 0; n < order.length; n++) order.push(...children[order[n]!]!);
    return order;
  }
}

/** Parent of a node on an existing line. */
export const ROOT = -1;
/** Parent of a node that was taken away. */
export const GONE = -2;
