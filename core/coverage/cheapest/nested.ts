import type { Draft } from "./draft.ts";
import { weightsByLine } from "./knapsack.ts";

/** Lines that are built together: they hang on what exists or on earlier picks. */
export interface Block {
  /** Nodes whose lines these are, each after its parent. */
  readonly nodes: readonly number[];
  readonly yuan: number;
  readonly weight: number;
}

/**
 * All lines of a draft in an order in which a larger budget keeps what a smaller one has built: at every step the connected lines that
 * cost least for each unit of weight that they bring. Lines that bring nothing are left out.
 * Source: W. A. Horn, Single-machine job sequencing with treelike precedence ordering, SIAM J. Appl. Math. 23 (1972): such an order of
 * blocks is optimal among all that never build a line before the one it hangs on.
 */
export function nestedBlocks(draft: Draft): Block[] {
  const order = draft.order();
  const weights = weightsByLine(draft, order);
  const lines = order.filter((node) => draft.hasLine(node));
  /** Block of each line: the line at its top stands for it. */
  const yuan = new Map<number, number>();
  const weight = new Map<number, number>();
  const members = new Map<number, number[]>();
  const top = new Map<number, number>();
  for (const node of lines) {
    yuan.set(node, draft.yuan[node]!);
    weight.set(node, weights[node]!);
    members.set(node, [node]);
    top.set(node, node);
  }
  const topOf = (node: number): number => {
    let at = node;
    while (top.get(at) !== at) at = top.get(at)!;
    return at;
  };
  const built = new Set<number>();
  const open = new Set(lines);
  const blocks: Block[] = [];
  while (open.size > 0) {
    let best = -1;
    for (const node of open) {
      if (weight.get(node) === 0) continue;
      // Cost for each unit compared by multiplying out, so that nothing is divided by nothing.
      if (best < 0 || yuan.get(node)! * weight.get(best)! < yuan.get(best)! * weight.get(node)!)
        best = node;
    }
    if (best < 0) break;
    open.delete(best);
    const parent = draft.parent[best]!;
    if (!draft.hasLine(parent) || built.has(parent)) {
      const nodes = members.get(best)!;
      for (const node of nodes) built.add(node);
      blocks.push({ nodes, yuan: yuan.get(best)!, weight: weight.get(best)! });
      continue;
    }
    const into = topOf(parent);
    top.set(best, into);
    yuan.set(into, yuan.get(into)! + yuan.get(best)!);
    weight.set(into, weight.get(into)! + weight.get(best)!);
    members.get(into)!.push(...members.get(best)!);
  }
  return blocks;
}
