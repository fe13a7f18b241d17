import { Branching } from "./branching.ts";
import { NodeHeap, type SearchNode } from "./node-heap.ts";
import type { Found } from "./openings.ts";
import { climb, type Charges, type PriceBound, type Prices, type SiteStates } from "./prices.ts";
import type { Relaxation, Relaxed } from "./relaxation.ts";

/** What the search asks of whoever serves customers from open sites: divided or whole. */
export interface Server {
  /** A plan near a divided answer, or null. */
  near(relaxed: Relaxed, isRoot: boolean): void;
  /**
   * The best plan of a part of the search whose divided answer opens sites wholly. Closes the part: `bound` is what no plan in it costs
   * less than, given what has been found by then.
   */
  finish(
    states: SiteStates,
    at: PriceBound,
    price: Float64Array,
    cutoff: number,
    relaxed: Relaxed,
  ): { readonly bound: number };
  /** The best plan found so far. */
  readonly best: Found | null;
}

export interface SearchOutcome {
  readonly bound: number;
  readonly nodes: number;
}

/** Branch and bound on openings: the lowest bound first, then down its better side as far as it leads. */
export function searchOpenings(
  prices: Prices,
  relaxation: Relaxation,
  server: Server,
  options: {
    readonly start: SiteStates;
    readonly price: Float64Array;
    readonly gap: number;
    /** Plans differ by at least this; 0 where nothing is known. */
    readonly grain: number;
    readonly shouldStop: () => boolean;
    readonly onNode: (nodes: number, bound: number) => void;
  },
): SearchOutcome {
  const { shouldStop, gap, grain } = options;
  const sites = prices.problem.capacity.length;
  const root = options.start.slice();
  const heap = new NodeHeap();
  const branching = new Branching(sites);
  let rootPrices: PriceBound = prices.boundAt(options.price, root);
  let fixedFor = Infinity;
  let nodes = 0;
  /** The lowest bound at which a part was given up. */
  let closed = Infinity;
  /** Whether parts were given up by fixing sites: they reach the cutoff, which only falls. */
  let hasFixed = false;

  const best = (): number => server.best?.objective ?? Infinity;
  /** Parts with a bound from here on need no looking at. */
  const cutoff = (): number => {
    const objective = best();
    if (objective === Infinity) return Infinity;
    return Math.max(
      objective - gap * Math.abs(objective),
      grain > 0 ? objective - grain * (1 - 1e-6) + 1e-6 * grain : -Infinity,
    );
  };
  /** With plans so far apart, a bound just over one is as good as the next. */
  const raised = (bound: number): number =>
    grain > 0 && Number.isFinite(bound) ? Math.ceil(bound / grain - 1e-6) * grain : bound;
  /** Settles sites whose opposite cannot be in a better plan, at the root for good. */
  const fixRoot = (): void => {
    if (best() >= fixedFor) return;
    fixedFor = best();
    for (const { site, state } of implied(rootPrices, root, cutoff())) {
      root[site] = state;
      hasFixed = true;
    }
  };
  const statesOf = (node: SearchNode): SiteStates | null => {
    const states = root.slice();
    for (let at: SearchNode | null = node; at !== null; at = at.parent) {
      for (const { site, state } of at.settled) {
        if (root[site] !== -1 && root[site] !== state) return null;
        states[site] = state;
      }
    }
    return states;
  };
  const close = (bound: number): void => {
    closed = Math.min(closed, raised(bound));
  };

  let current: SearchNode | undefined = {
    bound: rootPrices.bound,
    depth: 0,
    parent: null,
    settled: [],
    from: 0,
  };
  let isStopped = false;
  for (;;) {
    fixRoot();
    if (current === undefined) {
      current = heap.pop();
      if (current === undefined) break;
    }
    const node: SearchNode = current;
    current = undefined;
    if (node.bound >= cutoff()) {
      close(node.bound);
      continue;
    }
    if (shouldStop()) {
      isStopped = true;
      heap.push(node);
      break;
    }
    const states = statesOf(node);
    // Settled against what has been fixed since: nothing better in it.
    if (states === null) {
      close(cutoff());
      continue;
    }
    if (prices.sitesNeeded(states) === Infinity) continue;
    nodes++;
    const relaxed = relaxation.solve(states, { enough: cutoff(), shouldStop });
    let bound = Math.max(node.bound, relaxed.bound);
    if (relaxed.isStopped) {
      isStopped = true;
      heap.push({ ...node, bound });
      break;
    }
    if (relaxed.columns.length === 0 && relaxed.bound < cutoff()) {
      // The program could not be solved: branch on.
      const free = states.indexOf(-1);
      if (free < 0) close(bound);
      else
        for (const state of [0, 1] as const)
          heap.push(child(node, bound, [{ site: free, state }], 0.5));
      continue;
    }
    let { price }: { price: Float64Array } = relaxed;
    let charges: Charges | undefined = relaxed.charges;
    if (prices.isWhole && bound < cutoff()) {
      const higher = climb(prices, price, states, {
        steps: node.depth === 0 ? 60 : 12,
        step: 0.3,
        target: () => (best() < Infinity ? best() : bound * 1.02),
        shouldStop,
      });
      if (higher.price !== price) charges = undefined;
      price = higher.price;
      bound = Math.max(bound, higher.best.bound);
    }
    if (node.parent !== null && node.settled[0] !== undefined)
      branching.learn(
        node.settled[0].site,
        node.settled[0].state,
        node.from,
        bound - node.parent.bound,
      );
    options.onNode(nodes, Math.min(bound, heap.lowest, closed));
    if (bound >= cutoff()) {
      close(bound);
      continue;
    }
    server.near(relaxed, node.depth === 0);
    const at = prices.boundAt(price, states, charges);
    if (node.depth === 0 && at.bound >= rootPrices.bound) {
      rootPrices = at;
      fixedFor = Infinity;
      fixRoot();
    }
    if (bound >= cutoff()) {
      close(bound);
      continue;
    }
    const also = implied(at, states, cutoff());
    hasFixed ||= also.length > 0;
    const choice = branching.choose(relaxed.open, nodes < 2_000 ? relaxation : null, shouldStop);
    if (choice === null) {
      close(Math.max(bound, server.finish(states, at, price, cutoff(), relaxed).bound));
      continue;
    }
    const { site, first } = choice;
    const from = relaxed.open[site]!;
    heap.push(child(node, bound, [{ site, state: first === 1 ? 0 : 1 }, ...also], from));
    current = child(node, bound, [{ site, state: first }, ...also], from);
  }
  if (hasFixed) close(cutoff());
  return { bound: Math.min(isStopped ? heap.lowest : Infinity, closed, best()), nodes };
}

function child(
  parent: SearchNode,
  bound: number,
  settled: SearchNode["settled"],
  from: number,
): SearchNode {
  return { bound, depth: parent.depth + 1, parent, settled, from };
}

/** Free sites whose opposite would lift the bound over the cutoff, and what they must be. */
function implied(
  { bound, value }: PriceBound,
  states: SiteStates,
  cutoff: number,
): { site: number; state: 0 | 1 }[] {
  const settled: { site: number; state: 0 | 1 }[] = [];
  if (cutoff === Infinity) return settled;
  for (let site = 0; site < value.length; site++) {
    if (states[site] === -1 && bound + Math.abs(value[site]!) >= cutoff)
      settled.push({ site, state: value[site]! < 0 ? 1 : 0 });
  }
  return settled;
}
