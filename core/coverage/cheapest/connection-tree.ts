import type { Position } from "geojson";
import type { IndicatorRule } from "../../contract/rule.ts";
import { geodesicBetween } from "../../geodesy/geodesic.ts";
import type { Policy } from "../../policy/plan-policy.ts";
import type { Snapshot } from "../snapshot.ts";
import { Draft } from "./draft.ts";
import { clipFor, gapOf, unitIndexes } from "./gap.ts";
import { grow } from "./grow.ts";
import { lineWorksOf } from "./line-works.ts";
import { distanceOf } from "./plane.ts";
import { nearestOnPiece } from "./target.ts";

/** How one unserved unit is connected: a straight line from an existing line, or from the line to another unit. */
interface ConnectionLink {
  /** Index into the snapshot's villages, or areas for rules on areas. */
  readonly unit: number;
  /** Place in the list of the link whose line this one hangs on; -1 for an existing line. Parents stand before what hangs on them. */
  readonly parent: number;
  /** Metres along the parent's line, from its start, where this one hangs on it; 0 on an existing line. */
  readonly attachAtM: number;
  /** Metres on WGS 84 and yuan of this line alone; 0 where the parent's line already comes within reach. */
  readonly lengthM: number;
  readonly yuan: number;
  /** From where it hangs to where it stops, within reach of the unit; null where nothing is built for it. */
  readonly line: readonly [from: Position, stop: Position] | null;
}

/** The kind of line, and a link for each unit that lines can connect. */
export interface ConnectionTree {
  readonly class: string;
  readonly yuanPerKm: number;
  readonly links: readonly ConnectionLink[];
  /** Units that the rule counts, that are not served and that no line can reach: nothing that qualifies is there to hang one on. */
  readonly beyond: readonly number[];
}

/**
 * How every unserved unit of an area would be connected, one after the other by the next cheapest straight link from what exists and
 * what is planned so far, coverage along the way counted, lines ending within reach. Units without a place, and those of which it is not
 * known whether the rule counts them, are left out. Null where no line can serve by the rule, or no cost of one is in force.
 * A line that several units use is counted once: it is that of the unit for which it was built, and the way of another leads over it up
 * to `attachAtM`.
 */
export function connectionTree(
  snapshot: Snapshot,
  rule: IndicatorRule,
  area: number,
  policy: Policy,
  year: number,
): ConnectionTree | null {
  const works = lineWorksOf(rule, policy, year);
  if (works === null) return null;
  const clipped = clipFor(snapshot, rule, area);
  const gap = gapOf(clipped, rule, works, { counted: "villages", policy, year });
  const { legs, servedBy } = grow(new Draft(gap));
  const unitOf = unitIndexes(snapshot, clipped.snapshot, rule);
  const along = legs.map((): number[] => []);
  const beyond: number[] = [];
  servedBy.forEach((leg, target) => {
    if (leg < 0) beyond.push(unitOf(gap.targets[target]!.unit));
    else if (legs[leg]!.target !== target) along[leg]!.push(target);
  });
  const links: ConnectionLink[] = [];
  const linkOf: number[] = [];
  legs.forEach((leg, l) => {
    const line = [gap.plane.placeOf(leg.from), gap.plane.placeOf(leg.to)] as const;
    const hangs = legs[leg.parent];
    linkOf.push(links.length);
    links.push({
      unit: unitOf(gap.targets[leg.target]!.unit),
      parent: hangs ? linkOf[leg.parent]! : -1,
      attachAtM: hangs ? distanceOf(hangs.from, leg.from) : 0,
      lengthM: geodesicBetween(...line[0], ...line[1]).distanceM,
      yuan: leg.yuan,
      line,
    });
    for (const t of along[l]!) {
      const passed = nearestOnPiece(gap.targets[t]!, leg.from, leg.to);
      links.push({
        unit: unitOf(gap.targets[t]!.unit),
        parent: linkOf[l]!,
        attachAtM: distanceOf(leg.from, passed),
        lengthM: 0,
        yuan: 0,
        line: null,
      });
    }
  });
  return { class: works.class, yuanPerKm: works.yuanPerM * 1000, links, beyond };
}
