import type { LineCosts } from "./line-costs.ts";
import type { ServiceLines } from "./service-lines.ts";
import { ownLinks, type Link, type SharedLines } from "./share-lines.ts";

/** A link that a village pays for, and the households of others by which it is shared. */
export interface NeededPiece {
  readonly link: Link;
  /** Other households that owe one connection together with the village, before the link is built and after: Infinity = nothing is owed then. */
  readonly before: number;
  readonly after: number;
  /** The group of SharedLines whose villages pay for it, with this one; -1 where this one pays alone. */
  readonly group: number;
}

/** Yuan of a piece that fall on some households of a village; `households` may be any number above 0. */
export function shareOf(
  { link, before, after }: Pick<NeededPiece, "before" | "after"> & { link: { yuan: number } },
  households: number,
): number {
  const left = after === Infinity ? 0 : households / (households + after);
  return link.yuan * (households / (households + before) - left);
}

/** What the village at an element pays for, it being one of those that lines are built for. Nothing where it is not. */
export function piecesOfUser(shared: SharedLines, element: number): NeededPiece[] {
  const own = shared.households[element]!;
  return own > 0 ? climb(shared, element, own, Infinity, null) : [];
}

/**
 * What a village would pay for if it joined those that lines are built for, by its cheapest link to one of them or to what exists. Next to
 * a village that takes part it is no less than its share would be if everything were reckoned anew with it. Null where it cannot be joined.
 */
export function piecesOfJoiner(
  lines: ServiceLines,
  costs: LineCosts,
  shared: SharedLines,
  element: number,
): NeededPiece[] | null {
  const { near, own } = waysOf(lines, costs, shared, element);
  if (near === null || (own !== null && own.yuan <= near.yuan))
    return own && [{ link: own, before: 0, after: Infinity, group: -1 }];
  const group = groupAt(shared, near.b, near.yuan);
  if (shared.isServed[group] === 1) return [{ link: near, before: 0, after: Infinity, group: -1 }];
  const first = { link: near, before: 0, after: shared.households[group]!, group };
  return [first, ...climb(shared, group, 0, own?.yuan ?? Infinity, own)];
}

/** The cheapest way of a village to one that takes part, and the cheapest to what exists. */
function waysOf(
  lines: ServiceLines,
  costs: LineCosts,
  shared: SharedLines,
  element: number,
): { near: Link | null; own: Link | null } {
  let own = ownLinks(costs, element).reduce<Link | null>(
    (best, link) => (best !== null && best.yuan <= link.yuan ? best : link),
    null,
  );
  let yuan = 0;
  const pieces: number[] = [];
  for (let at = element; ; at = lines.parent[at]!) {
    const user = shared.households[at]! > 0 ? at : shared.passedBy[at]!;
    if (user >= 0) return { near: { a: element, b: user, yuan, kind: "tree", pieces }, own };
    yuan += costs.lineYuan[at]!;
    pieces.push(at);
    if (lines.parent[at]! < 0) break;
  }
  if (yuan < (own?.yuan ?? Infinity)) own = { a: element, b: -1, yuan, kind: "tree", pieces };
  return { near: null, own };
}

/** The group that holds a village when all links up to some cost are built. */
function groupAt({ count, links, within }: SharedLines, element: number, yuan: number): number {
  let group = element;
  while (within[group]! >= 0 && links[within[group]! - count]!.yuan <= yuan) group = within[group]!;
  return group;
}

/**
 * The links that join a group further and further until it is served. `own` households of it are the village's; `served` yuan are enough
 * to join it to what exists by the village's own link, when that is cheaper than the next.
 */
function climb(
  shared: SharedLines,
  from: number,
  own: number,
  served: number,
  by: Link | null,
): NeededPiece[] {
  const { count, links, within, households, isServed } = shared;
  const pieces: NeededPiece[] = [];
  for (let group = from; isServed[group] === 0; group = within[group]!) {
    const up = within[group]!;
    const before = households[group]! - own;
    const link = up < 0 ? null : links[up - count]!;
    if (by !== null && (link === null || served < link.yuan)) {
      pieces.push({ link: by, before, after: Infinity, group });
      return pieces;
    }
    if (link === null) {
      // Nothing serves it: a link that cannot be built.
      const none: Link = { a: from, b: -1, yuan: Infinity, kind: "tree", pieces: [] };
      pieces.push({ link: none, before, after: Infinity, group });
      return pieces;
    }
    const after = isServed[up] === 1 ? Infinity : households[up]! - own;
    pieces.push({ link, before, after, group: after === Infinity ? group : up });
  }
  return pieces;
}
