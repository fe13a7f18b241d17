import { startAscent, stepUp, type Ascent } from "./ascend.ts";
import { paidIn, type Compiled } from "./compile.ts";
import type { Prices } from "./prices.ts";
import { CLOSED, FREE, freeHolding, OPEN, type Holding, type Scope } from "./relax.ts";

/** The year in which each site of a scope opens, in its order (-1 = it does not), with the bound of every plan that opens them so. */
interface Opening {
  readonly years: Int32Array;
  readonly bound: number;
}

/** What branching on openings gives: a bound on every plan, and openings worth trying, the best first. */
export interface Branched {
  readonly bound: number;
  readonly openings: readonly Opening[];
  readonly nodes: number;
}

interface Node {
  readonly holding: Holding;
  readonly prices: Prices;
  readonly bound: number;
  /** Share of steps in which each site opened in each year. */
  readonly share: Float64Array;
}

export interface BranchSettings {
  /** Nodes to look at, at most; steps of prices in each. */
  readonly nodes: number;
  readonly steps: number;
  /** The bound need not rise by more than this share. */
  readonly within: number;
  /** The region's prices are moved as well: the scope is all there is. */
  readonly regionMoves: boolean;
}

/** Shares beyond which it counts as settled whether a site opens. */
const SURELY = 0.95;
const SURELY_NOT = 0.05;
/** Room that whole villages need beyond their persons, to be packed: an opening with less is not tried. */
const PACKING = 1.004;

/**
 * Branch and bound on which sites of a scope open, on the priced relaxation: villages are left free to split between sites and
 * years, sites between years. Best bound first. The land quota, room for the least that must move by each year, and a year with money
 * for each site beside that least, are kept exactly.
 */
export function branchOnOpenings(
  c: Compiled,
  scope: Scope,
  from: Ascent,
  unitYuan: number,
  settings: BranchSettings,
  shouldStop: () => boolean,
): Branched {
  // A bound of `enough` leaves nothing to look for below.
  const evaluate = (
    prices: Prices,
    holding: Holding,
    share: Float64Array,
    enough = Infinity,
  ): Node => {
    const ascent = startAscent(c, prices);
    ascent.openShare.set(share);
    for (let i = 0; i < settings.steps && ascent.bound < enough; i++) {
      const size = 0.01 * 0.1 ** (i / settings.steps);
      stepUp(c, ascent, holding, scope, size, unitYuan, settings.regionMoves);
    }
    return { holding, prices: ascent.best, bound: ascent.bound, share: ascent.openShare };
  };
  const moving = leastForMoves(c, scope);
  const mayBe = (holding: Holding, packing = 1): boolean =>
    mayHold(c, scope, holding, settings.regionMoves, packing) &&
    mayBePaid(c, scope, holding, moving);
  const root = evaluate(from.best, freeHolding(c), from.openShare);
  const open: Node[] = [root];
  const openings: Opening[] = [];
  let nodes = 1;
  let proven = Infinity;
  const enough = (): number => {
    const best = openings[0]?.bound;
    return best === undefined ? Infinity : best - settings.within * Math.abs(best);
  };
  while (open.length > 0 && nodes < settings.nodes && !shouldStop()) {
    open.sort((a, b) => b.bound - a.bound);
    const node = open.pop()!;
    if (node.bound >= enough()) {
      open.push(node);
      break;
    }
    let doubt = mostInDoubt(c, scope, node, true);
    if (doubt === null) {
      // As good as settled: bounded as the shares have it.
      const years = likelyYears(c, scope, node);
      const holding = heldTo(c, scope, years);
      if (mayBe(holding, PACKING)) {
        const whole = evaluate(node.prices, holding, node.share);
        nodes++;
        openings.push({ years, bound: whole.bound });
        openings.sort((a, b) => a.bound - b.bound);
        openings.length = Math.min(openings.length, 8);
      }
      doubt = mostInDoubt(c, scope, node, false);
      if (doubt === null) {
        proven = Math.min(proven, node.bound);
        continue;
      }
    }
    for (const way of [OPEN, CLOSED]) {
      const holding = narrowed(node.holding, doubt, way);
      if (!mayBe(holding)) continue;
      const child = evaluate(node.prices, holding, node.share, enough());
      open.push({ ...child, bound: Math.max(child.bound, node.bound) });
      nodes++;
    }
  }
  let bound = proven;
  for (const node of open) bound = Math.min(bound, node.bound);
  return { bound: Math.max(bound, root.bound), openings, nodes };
}

/** The holding with one site open, or closed. */
function narrowed({ held, from, until }: Holding, site: number, way: number): Holding {
  const next = { held: held.slice(), from, until };
  next.held[site] = way;
  return next;
}

/** The site for which it is most in doubt whether it opens; null where nothing is in doubt (or nothing is left free). */
function mostInDoubt(
  c: Compiled,
  scope: Scope,
  { holding, share }: Node,
  onlyDoubtful: boolean,
): number | null {
  let best: number | null = null;
  let most = -1;
  for (const s of scope.sites) {
    if (c.isOpen[s] === 1 || holding.held[s] !== FREE) continue;
    const open = openShareOf(c, share, s);
    if (onlyDoubtful && (open > SURELY || open < SURELY_NOT)) continue;
    const doubt = Math.min(open, 1 - open);
    if (doubt > most) {
      most = doubt;
      best = s;
    }
  }
  return best;
}

function openShareOf(c: Compiled, share: Float64Array, s: number): number {
  let sum = 0;
  for (let t = 0; t < c.years; t++) sum += share[s * c.years + t]!;
  return sum;
}

/** The year in which each site most likely opens, -1 = not at all. */
function likelyYears(c: Compiled, scope: Scope, { holding, share }: Node): Int32Array {
  return Int32Array.from(scope.sites, (s) => {
    if (c.isOpen[s] === 1) return Math.min(c.earliest[s]!, c.years - 1);
    if (holding.held[s] === CLOSED) return -1;
    const sum = openShareOf(c, share, s);
    if (holding.held[s] !== OPEN && sum < 0.5) return -1;
    let by = 0;
    for (let t = holding.from[s]!; t < holding.until[s]!; t++) {
      by += share[s * c.years + t]!;
      if (by >= sum / 2) return t;
    }
    return holding.until[s]!;
  });
}

/** Each site of a scope held to its year; standing ones as they pay. */
export function heldTo(c: Compiled, scope: Scope, years: Int32Array): Holding {
  const holding = freeHolding(c);
  scope.sites.forEach((s, i) => {
    if (c.isOpen[s] === 1) return;
    holding.held[s] = years[i]! < 0 ? CLOSED : OPEN;
    if (years[i]! >= 0) holding.from[s] = holding.until[s] = years[i]!;
  });
  return holding;
}

/** True where an opening of a scope's sites has the land, the room and the money that it takes at least. */
export function mayOpen(c: Compiled, scope: Scope, years: Int32Array): boolean {
  const holding = heldTo(c, scope, years);
  return (
    mayHold(c, scope, holding, false, PACKING) &&
    mayBePaid(c, scope, holding, leastForMoves(c, scope))
  );
}

/** False where the sites that must open take more land than there is, or those that may have no room for the least that must move by some year. */
function mayHold(
  c: Compiled,
  scope: Scope,
  { held, from }: Holding,
  isAll: boolean,
  packing = 1,
): boolean {
  let [room, ofCounties, ofRegion] = [0, 0, 0];
  for (let t = 0; t < c.years; t++) {
    for (const s of scope.sites) if (held[s] !== CLOSED && from[s] === t) room += c.capacity[s]!;
    for (const county of scope.counties) ofCounties += c.low[county * c.years + t]!;
    if (isAll) ofRegion += c.regionLow[t]!;
    if (room < packing * Math.max(ofCounties, ofRegion)) return false;
  }
  for (const county of scope.counties) {
    let mu = 0;
    for (const s of scope.sites)
      if (c.siteCounty[s] === county && (held[s] === OPEN || c.isOpen[s] === 1))
        mu += c.siteLand[s]!;
    if (mu > c.land[county]! + 1e-6) return false;
  }
  return true;
}

/** Yuan that the least that must move from a county in a year costs at least: by county and year, 0 outside the scope. */
function leastForMoves(c: Compiled, { counties }: Scope): Float64Array {
  const perHead = new Float64Array(c.counties).fill(Infinity);
  for (let k = 0; k < c.arcs; k++) {
    const v = c.arcVillage[k]!;
    if (c.persons[v]! > 0)
      perHead[c.countyOf[v]!] = Math.min(perHead[c.countyOf[v]!]!, c.arcMoney[k]! / c.persons[v]!);
  }
  const least = new Float64Array(c.counties * c.years);
  for (const county of counties)
    for (let t = 0; t < c.years; t++) {
      const low = c.low[county * c.years + t]!;
      if (low > 0) least[county * c.years + t] = low * perHead[county]!;
    }
  return least;
}

/** False where a site that must open can be paid in no year beside the least that moves then, or the sites whose years are settled can't. */
function mayBePaid(
  c: Compiled,
  scope: Scope,
  { held, from, until }: Holding,
  moving: Float64Array,
): boolean {
  const spent = moving.slice();
  const fits = (county: number, t: number, yuan: number): boolean =>
    spent[county * c.years + t]! + yuan <= c.budget[county * c.years + t]! * (1 + 1e-9) + 1;
  const isOpening = (s: number): boolean => c.isOpen[s] !== 1 && held[s] === OPEN;
  for (const s of scope.sites)
    if (c.isOpen[s] === 1 || (isOpening(s) && from[s] === until[s])) {
      const t = c.isOpen[s] === 1 ? Math.min(c.earliest[s]!, c.years - 1) : from[s]!;
      const [county, year] = [c.siteCounty[s]!, paidIn(t, c.lead[s]!)];
      if (!fits(county, year, c.open[s]!) && c.open[s]! > 0) return false;
      spent[county * c.years + year]! += c.open[s]!;
    }
  return [...scope.sites].every((s) => {
    if (!isOpening(s) || from[s] === until[s]) return true;
    for (let t = from[s]!; t <= until[s]!; t++)
      if (fits(c.siteCounty[s]!, paidIn(t, c.lead[s]!), c.open[s]!)) return true;
    return false;
  });
}
