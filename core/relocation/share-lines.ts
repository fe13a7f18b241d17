import type { LineCosts } from "./line-costs.ts";
import type { ServiceLines } from "./service-lines.ts";

/** How a village is joined: by pieces of the tree, by a line of its own, by a point from which lines may go on, or by one for it alone. */
type LinkKind = "tree" | "direct" | "point" | "alone";

/** Something that may be built: it joins the village at element `a` to that at `b`, or to what exists (`b` = -1). */
export interface Link {
  readonly a: number;
  readonly b: number;
  readonly yuan: number;
  readonly kind: LinkKind;
  /** Elements whose pieces of the tree it consists of; more than one where it passes villages that have no part in it. */
  readonly pieces: readonly number[];
}

/**
 * What is built of one service for some villages, and who pays what. Groups are numbered: group i < count is the village at element i
 * alone, every further one is two joined, or one joined to what exists, by `links[group - count]`.
 */
export interface SharedLines {
  readonly count: number;
  /** What is built, in the order of cost. */
  readonly links: readonly Link[];
  /** The group that holds a group, -1 for one that nothing is joined to any more. */
  readonly within: Int32Array;
  /** Households of a group. */
  readonly households: Float64Array;
  /** 1 for a group that is joined to what exists. */
  readonly isServed: Uint8Array;
  /** Yuan that each household of the village at an element pays; 0 where it has no part in it, Infinity where it cannot be joined. */
  readonly perHouseholdYuan: Float64Array;
  /** A village that takes part and whose link passes this element, -1 where none does. */
  readonly passedBy: Int32Array;
  /** Yuan of all links. */
  readonly totalYuan: number;
}

/**
 * Builds the cheapest lines and points that join some villages to what exists (Kruskal on the pieces of the tree, lines of their own and
 * points that feed) and shares their cost by obligations: a group that is not joined yet owes one connection, each household an equal
 * part of it; when a link joins two groups the households of both pay for it as much as their part shrinks, and all of what is left of it
 * when it joins them to what exists. Shares add up to what is built. No village pays more than a connection of its own costs, nor any
 * group of them; nobody's share falls when a link gets dearer, or when a village leaves on which no other hangs. `households` by element;
 * who has 0 takes no part, and lines pass it by.
 *
 * Source: Tijs, Branzei, Moretti, Norde, Obligation rules for minimum cost spanning tree situations and their monotonicity properties (2006);
 * Bergantinos & Vidal-Puga, A fair rule in minimum cost spanning tree problems (2007), here with households as weights.
 */
export function shareLines(
  lines: ServiceLines,
  costs: LineCosts,
  households: Float64Array,
): SharedLines {
  const count = lines.village.length;
  const links = possibleLinks(lines, costs, households).sort(
    (one, other) => one.yuan - other.yuan || one.a - other.a || one.b - other.b,
  );
  const built: Link[] = [];
  const within: number[] = Array.from({ length: count }, () => -1);
  const weight = [...households];
  const isServed: number[] = Array.from({ length: count }, () => 0);
  /** What a household of each group pays towards the link that joins it to its next group. */
  const rate: number[] = Array.from({ length: count }, () => 0);
  const leader = Array.from({ length: count }, (_, i) => i);
  const groupOf = Array.from({ length: count }, (_, i) => i);
  const leaderOf = (of: number): number => {
    let node = of;
    while (leader[node] !== node) node = leader[node] = leader[leader[node]!]!;
    return node;
  };
  const passedBy = new Int32Array(count).fill(-1);
  let totalYuan = 0;
  for (const link of links) {
    const a = leaderOf(link.a);
    const one = groupOf[a]!;
    const b = link.b < 0 ? -1 : leaderOf(link.b);
    const other = b < 0 ? -1 : groupOf[b]!;
    const isOtherServed = b < 0 || isServed[other] === 1;
    if (a === b || (isServed[one] === 1 && isOtherServed)) continue;
    const group = within.length;
    const together = weight[one]! + (other < 0 ? 0 : weight[other]!);
    // Who is served owes nothing more.
    const isEnd = isServed[one] === 1 || isOtherServed;
    const owes = (each: number): number =>
      isServed[each] === 1 ? 0 : link.yuan * (1 / weight[each]! - (isEnd ? 0 : 1 / together));
    rate[one] = owes(one);
    within[one] = group;
    if (other >= 0) {
      rate[other] = owes(other);
      within[other] = group;
      leader[b] = a;
    }
    groupOf[a] = group;
    within.push(-1);
    weight.push(together);
    isServed.push(isEnd ? 1 : 0);
    rate.push(0);
    built.push(link);
    for (const piece of link.pieces) if (piece !== link.b) passedBy[piece] = link.a;
    totalYuan += link.yuan;
  }
  const paid = new Float64Array(within.length);
  for (let group = within.length - 1; group >= 0; group--) {
    const up = within[group]!;
    paid[group] = rate[group]! + (up < 0 ? (isServed[group] === 1 ? 0 : Infinity) : paid[up]!);
  }
  return {
    count,
    links: built,
    within: Int32Array.from(within),
    households: Float64Array.from(weight),
    isServed: Uint8Array.from(isServed),
    perHouseholdYuan: Float64Array.from(households, (own, i) => (own > 0 ? paid[i]! : 0)),
    passedBy,
    totalYuan,
  };
}

/** All that may be built for villages that take part: a link is there only where its cost is finite. */
function possibleLinks(lines: ServiceLines, costs: LineCosts, households: Float64Array): Link[] {
  const count = lines.village.length;
  const links: Link[] = [];
  const add = (link: Link): void => {
    if (link.yuan < Infinity) links.push(link);
  };
  const ports = portsOf(lines, costs, households, add);
  for (let i = 0; i < count; i++) {
    const port = ports[i];
    if (port && lines.parent[i]! < 0) {
      const pieces = [...port.pieces, i];
      add({ a: port.user, b: -1, yuan: port.yuan + costs.lineYuan[i]!, kind: "tree", pieces });
    }
    if (households[i]! > 0) links.push(...ownLinks(costs, i));
  }
  return links;
}

/** The ways of a village to what exists without any other village. */
export function ownLinks({ directYuan, feedYuan }: LineCosts, element: number): Link[] {
  const a = element;
  const ways = [
    { a, b: -1, yuan: directYuan[a]!, kind: "direct" as const, pieces: [] },
    { a, b: -1, yuan: feedYuan[a]!, kind: "point" as const, pieces: [] },
  ];
  return ways.filter(({ yuan }) => yuan < Infinity);
}

/** The village through which others join a place of the tree, the pieces between and what these cost. */
interface Port {
  readonly user: number;
  readonly yuan: number;
  readonly pieces: readonly number[];
}

/**
 * By element who is to be joined there: the village itself where it takes part, else the one below it that is the cheapest to reach, null
 * where nobody below takes part. Tells the links between ports that meet at one place.
 */
function portsOf(
  lines: ServiceLines,
  costs: LineCosts,
  households: Float64Array,
  tell: (link: Link) => void,
): (Port | null)[] {
  const ports: (Port | null)[] = Array.from(households, (own, user) =>
    own > 0 ? { user, yuan: 0, pieces: [] } : null,
  );
  for (let i = lines.village.length - 1; i >= 0; i--) {
    const [parent, port] = [lines.parent[i]!, ports[i]];
    if (parent < 0 || !port) continue;
    const here = {
      user: port.user,
      yuan: port.yuan + costs.lineYuan[i]!,
      pieces: [...port.pieces, i],
    };
    const there = ports[parent];
    if (!there) {
      ports[parent] = here;
      continue;
    }
    tell({
      a: here.user,
      b: there.user,
      yuan: here.yuan + there.yuan,
      kind: "tree",
      pieces: [...here.pieces, ...there.pieces],
    });
    // The nearer one stands for the place, unless the village there takes part itself.
    if (there.pieces.length > 0 && here.yuan < there.yuan) ports[parent] = here;
  }
  return ports;
}
