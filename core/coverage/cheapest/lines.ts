import type { CheapestLine, CheapestUnit } from "../../contract/cheapest.ts";
import type { IndicatorRule } from "../../contract/rule.ts";
import { geodesicBetween } from "../../geodesy/geodesic.ts";
import type { Snapshot } from "../snapshot.ts";
import { unitsOf } from "../units.ts";
import type { Draft } from "./draft.ts";
import type { Gap } from "./gap.ts";
import { distanceOf, type Spot } from "./plane.ts";

/** Degrees are written to a centimetre. */
const PER_DEGREE = 1e7;
/** Bends nearer to each other than this are one. */
const SAME_SPOT_M = 0.05;

/** Tells the units and lines of a draft in the words of the contract. */
export class Teller {
  readonly #gap: Gap;
  readonly #units: readonly CheapestUnit[];

  constructor(snapshot: Snapshot, rule: IndicatorRule, gap: Gap) {
    this.#gap = gap;
    const units = unitsOf(snapshot, rule.unit);
    const table = rule.unit === "naturalVillage" ? snapshot.villages : snapshot.areas;
    this.#units = gap.targets.map(({ unit, households, persons }): CheapestUnit => {
      const index = units.index[unit]!;
      return {
        id: table.id[index]!,
        code: table.code[index]!,
        name: table.name[index]!,
        position: [units.lng[unit]!, units.lat[unit]!],
        households,
        persons,
      };
    });
  }

  units(targets: readonly number[]): CheapestUnit[] {
    return targets.map((t) => this.#units[t]!);
  }

  #placeOf(spot: Spot): [number, number] {
    const [lng, lat] = this.#gap.plane.placeOf(spot);
    return [Math.round(lng * PER_DEGREE) / PER_DEGREE, Math.round(lat * PER_DEGREE) / PER_DEGREE];
  }

  /**
   * Some lines of a draft, each node after its parent, joined end to end as far as they go: a chain goes on with the branch that has most
   * below it, and the others hang on it.
   */
  lines(draft: Draft, nodes: readonly number[]): CheapestLine[] {
    const chosen = new Set(nodes);
    const size = new Map<number, number>();
    for (let n = nodes.length - 1; n >= 0; n--) {
      const node = nodes[n]!;
      size.set(node, (size.get(node) ?? 0) + 1);
      const parent = draft.parent[node]!;
      if (chosen.has(parent)) size.set(parent, (size.get(parent) ?? 0) + size.get(node)!);
    }
    const next = (node: number): number | undefined => {
      const on = draft.children[node]!.filter((child) => chosen.has(child));
      return on.length === 0
        ? undefined
        : on.reduce((a, b) => (size.get(b)! > size.get(a)! ? b : a));
    };
    const told = new Set<number>();
    const lines: CheapestLine[] = [];
    for (const first of nodes) {
      if (told.has(first)) continue;
      const chain: number[] = [];
      for (let at: number | undefined = first; at !== undefined; at = next(at)) {
        chain.push(at);
        told.add(at);
      }
      const line = this.#line(draft, chain);
      if (line) lines.push(line);
    }
    return lines;
  }

  #line(draft: Draft, chain: readonly number[]): CheapestLine | null {
    const spots = [draft.spot(draft.parent[chain[0]!]!)];
    let planeYuan = 0;
    for (const node of chain) {
      planeYuan += draft.yuan[node]!;
      const spot = draft.spot(node);
      if (distanceOf(spots.at(-1)!, spot) >= SAME_SPOT_M) spots.push(spot);
    }
    if (spots.length < 2) return null;
    const line = spots.map((spot) => this.#placeOf(spot));
    let lengthM = 0;
    let planeM = 0;
    for (let n = 1; n < line.length; n++) {
      lengthM += geodesicBetween(...line[n - 1]!, ...line[n]!).distanceM;
      planeM += distanceOf(spots[n - 1]!, spots[n]!);
    }
    const end = chain.at(-1)!;
    const at = draft.spot(end);
    let to: string | null = null;
    let least = Infinity;
    for (const t of draft.reaches[end]!) {
      const metres = distanceOf(at, this.#gap.targets[t]!.spot);
      if (metres < least) [to, least] = [this.#units[t]!.name, metres];
    }
    return { line, lengthM, yuan: Math.round((planeYuan * lengthM) / planeM), to };
  }
}
