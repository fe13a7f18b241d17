import { startAscent, stepUp, type Ascent } from "./ascend.ts";
import type { Compiled } from "./compile.ts";
import type { Prices } from "./prices.ts";
import { CLOSED, FREE, OPEN, type Scope } from "./relax.ts";

/** Which sites open, with the bound of every plan that opens exactly these. */
export interface Opening {
  readonly held: Uint8Array;
  readonly bound: number;
}

/** What branching on openings gives: a bound on every plan, and openings worth trying, the best first. */
export interface Branched {
  readonly bound: number;
  readonly openings: readonly Opening[];
  readonly nodes: number;
}

interface Node {
  readonly held: Uint8Array;
  readonly prices: Prices;
  readonly bound: number;
  /** Share of steps in which each site was open. */
  readonly share: Float64Array;
}

const SURELY_OPEN = 0.97;
const SURELY_CLOSED = 0.03;

/**
 * Branch and bound on which sites of one county open, on the priced relaxation: villages are left free to split between sites and years.
 * Best bound first. `scope` names the county's part; with `regionMoves` the region's prices are moved as well (when it is all there is).
 * The land quota is kept exactly.
 */
export function branchOnOpenings(
  c: Compiled,
  scope: Scope,
  from: Ascent,
  unitYuan: number,
  options: { nodes: number; steps: number; within: number; regionMoves: boolean },
  shouldStop: () => boolean,
): Branched {
  const root = evaluate(
    c,
    scope,
    from.best,
    new Uint8Array(c.sites),
    unitYuan,
    options,
    from.openShare,
  );
  const open: Node[] = [root];
  const openings: Opening[] = [];
  let nodes = 1;
  let proven = Infinity;
  while (open.length > 0 && nodes < options.nodes && !shouldStop()) {
    open.sort((a, b) => b.bound - a.bound);
    const node = open.pop()!;
    const best = openings[0]?.bound ?? Infinity;
    if (node.bound >= best - options.within * Math.abs(best)) {
      open.push(node);
      break;
    }
    const site = mostOpen(c, scope, node);
    if (site < 0) {
      // Every site is settled, or as good as: what the shares say is held, and bounded as such.
      const held = node.held.slice();
      let isWhole = true;
      for (const s of scope.sites)
        if (held[s] === FREE) {
          isWhole = false;
          held[s] = c.isOpen[s] === 1 || node.share[s]! > 0.5 ? OPEN : CLOSED;
        }
      if (isWhole) {
        proven = Math.min(proven, node.bound);
        note(openings, { held, bound: node.bound });
        continue;
      }
      if (mayHold(c, scope, held)) {
        const whole = evaluate(c, scope, node.prices, held, unitYuan, options, node.share);
        nodes++;
        note(openings, { held, bound: whole.bound });
      }
      const doubtful = leastSure(c, scope, node);
      for (const way of [OPEN, CLOSED]) {
        const child = branch(c, scope, node, doubtful, way, unitYuan, options);
        if (child !== null) open.push(child);
        nodes++;
      }
      continue;
    }
    for (const way of [OPEN, CLOSED]) {
      const child = branch(c, scope, node, site, way, unitYuan, options);
      if (child !== null) open.push(child);
      nodes++;
    }
  }
  let bound = proven;
  for (const node of open) bound = Math.min(bound, node.bound);
  return { bound: Math.max(bound, root.bound), openings, nodes };
}

function branch(
  c: Compiled,
  scope: Scope,
  node: Node,
  site: number,
  way: number,
  unitYuan: number,
  options: { steps: number; regionMoves: boolean },
): Node | null {
  const held = node.held.slice();
  held[site] = way;
  if (!mayHold(c, scope, held)) return null;
  const child = evaluate(c, scope, node.prices, held, unitYuan, options, node.share);
  return { ...child, bound: Math.max(child.bound, node.bound) };
}

function evaluate(
  c: Compiled,
  scope: Scope,
  prices: Prices,
  held: Uint8Array,
  unitYuan: number,
  options: { steps: number; regionMoves: boolean },
  share: Float64Array,
): Node {
  const ascent = startAscent(c, prices);
  ascent.openShare.set(share);
  for (let i = 0; i < options.steps; i++)
    stepUp(
      c,
      ascent,
      held,
      scope,
      0.01 * 0.1 ** (i / options.steps),
      unitYuan,
      options.regionMoves,
    );
  return { held, prices: ascent.best, bound: ascent.bound, share: ascent.openShare };
}

/** The free site whose opening is most in doubt; -1 where none is. */
function mostOpen(c: Compiled, scope: Scope, node: Node): number {
  let best = -1;
  let doubt = 0;
  for (const s of scope.sites) {
    const share = node.share[s]!;
    if (node.held[s] !== FREE || c.isOpen[s] === 1) continue;
    if (share > SURELY_OPEN || share < SURELY_CLOSED) continue;
    const mine = Math.min(share, 1 - share);
    if (mine > doubt) {
      doubt = mine;
      best = s;
    }
  }
  return best;
}

function leastSure(c: Compiled, scope: Scope, node: Node): number {
  let best = -1;
  let doubt = -1;
  for (const s of scope.sites) {
    if (node.held[s] !== FREE) continue;
    const share = node.share[s]!;
    const mine = c.isOpen[s] === 1 ? -0.5 : Math.min(share, 1 - share);
    if (mine > doubt) {
      doubt = mine;
      best = s;
    }
  }
  return best;
}

/** False where the sites that may open take more land than there is, or have no room for the least that must move by some year. */
function mayHold(c: Compiled, scope: Scope, held: Uint8Array): boolean {
  let room = 0;
  let least = 0;
  for (let t = 0; t < c.years; t++) {
    for (const s of scope.sites)
      if (held[s] !== CLOSED && c.earliest[s] === t) room += c.capacity[s]!;
    for (const county of scope.counties) least += c.low[county * c.years + t]!;
    if (room < least) return false;
  }
  return keepsLand(c, scope, held);
}

function keepsLand(c: Compiled, scope: Scope, held: Uint8Array): boolean {
  for (const county of scope.counties) {
    let mu = 0;
    for (const s of scope.sites)
      if (c.siteCounty[s] === county && (held[s] === OPEN || c.isOpen[s] === 1))
        mu += c.siteLand[s]!;
    if (mu > c.land[county]! + 1e-6) return false;
  }
  return true;
}

function note(openings: Opening[], one: Opening): void {
  openings.push(one);
  openings.sort((a, b) => a.bound - b.bound);
  openings.length = Math.min(openings.length, 8);
}
