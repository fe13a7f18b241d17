import type { Move, MovePart } from "../contract/plan.ts";
import { isHeld, mapParts, personsGained } from "./change-parts.ts";
import { personsLeaving, targetOf, type Band } from "./check-area.ts";
import { villageOf } from "./context.ts";
import type { CountedPlan } from "./finding.ts";

/** A way in which a village's move may change, with the persons that each year gains or loses by it. */
interface Shift {
  readonly key: string;
  readonly after: Move;
  readonly gained: ReadonlyMap<number, number>;
}

const yearOf = (part: { year: number }): number => part.year;

function shiftOf(key: string, before: Move, after: Move, on: CountedPlan): Shift | null {
  if (isHeld(on.plan, key, before, after)) return null;
  return { key, after, gained: personsGained(key, before, after, on, yearOf) };
}

/**
 * Keeps count of the years of all areas while villages shift, so that no other target is missed that is met now. What is missed already
 * gets no worse in the area that is to be mended and in those inside it; that a wider area misses its target by far is no reason to
 * leave this one.
 */
class Years {
  readonly #on: CountedPlan;
  readonly #level: number;
  readonly #now = new Map<string, { band: Band | null; persons: number }>();

  constructor(on: CountedPlan, code: string) {
    this.#on = on;
    this.#level = on.context.data.areas.level[on.context.areaIndex.get(code) ?? 0]!;
  }

  at(code: string, year: number): { band: Band | null; persons: number } {
    const name = `${code}:${year}`;
    let now = this.#now.get(name);
    if (now === undefined) {
      const on = this.#on;
      now = { band: targetOf(code, year, on), persons: personsLeaving(code, year, on) };
      this.#now.set(name, now);
    }
    return now;
  }

  /** Areas that a village lies in, from the inside. */
  *#areasOf(key: string): Generator<{ code: string; isWider: boolean }> {
    const { areas, villages } = this.#on.context.data;
    let at = villages.area[villageOf(this.#on.context, key)]!;
    for (; at >= 0; at = areas.parent[at]!)
      yield { code: areas.code[at]!, isWider: areas.level[at]! < this.#level };
  }

  /** True when no year of an area gets too few or too many by the shift. */
  allows({ key, gained }: Shift): boolean {
    for (const { code, isWider } of this.#areasOf(key))
      for (const [year, persons] of gained) {
        const { band, persons: now } = this.at(code, year);
        if (band === null || persons === 0) continue;
        const isShort = now < band.least;
        const isOver = now > band.most;
        if (persons < 0 && now + persons < band.least && !(isWider && isShort)) return false;
        if (persons > 0 && now + persons > band.most && !(isWider && isOver)) return false;
      }
    return true;
  }

  take({ key, gained }: Shift): void {
    for (const { code } of this.#areasOf(key))
      for (const [year, persons] of gained) this.at(code, year).persons += persons;
  }
}

/**
 * Chooses shifts until the persons of an area and year lie in the band: the one that ends the want and comes closest to the target, or
 * while there is none the largest that does not go beyond; so few villages shift. Of each village the first way that is allowed.
 */
function choose(
  villages: readonly (readonly Shift[])[],
  code: string,
  year: number,
  on: CountedPlan,
): Record<string, Move> {
  const years = new Years(on, code);
  const moves: Record<string, Move> = {};
  const { band } = years.at(code, year);
  if (band === null) return moves;
  const want = (persons: number): number => Math.max(0, band.least - persons, persons - band.most);
  let left = villages.flatMap((ways) => {
    const size = Math.abs(ways[0]?.gained.get(year) ?? 0);
    return size > 0 ? [{ size, ways }] : [];
  });
  left.sort((a, b) => b.size - a.size || (a.ways[0]!.key < b.ways[0]!.key ? -1 : 1));
  while (left.length > 0) {
    const { persons } = years.at(code, year);
    if (want(persons) === 0) break;
    let best: { n: number; shift: Shift; off: number } | null = null;
    const dead = new Set<number>();
    for (let n = 0; n < left.length; n++) {
      const { size, ways } = left[n]!;
      // Sorted by size: once a shift that goes beyond nothing is found, smaller ones matter only if they end the want.
      if (best !== null && size < want(persons)) break;
      const shift = ways.find((way) => years.allows(way));
      if (shift === undefined) {
        dead.add(n);
        continue;
      }
      const after = persons + shift.gained.get(year)!;
      const off = want(after) > 0 ? Infinity : Math.abs(after - band.target);
      if (best === null || off < best.off) best = { n, shift, off };
    }
    if (best === null) break;
    years.take(best.shift);
    moves[best.shift.key] = best.shift.after;
    dead.add(best.n);
    left = left.filter((_, n) => !dead.has(n));
  }
  return moves;
}

/** Moves of the villages in an area. */
function* movesIn(code: string, { plan, context }: CountedPlan): Generator<[string, Move]> {
  const { areas, villages } = context.data;
  const isIn = new Uint8Array(areas.count);
  const area = context.areaIndex.get(code);
  for (let i = 0; i < areas.count; i++)
    if (i === area || (areas.parent[i]! >= 0 && isIn[areas.parent[i]!] === 1)) isIn[i] = 1;
  for (const entry of plan.moves) {
    const village = villageOf(context, entry[0]);
    if (village >= 0 && isIn[villages.area[village]!] === 1) yield entry;
  }
}

function readTarget(key: string): { code: string; year: number } {
  const colon = key.lastIndexOf(":");
  return { code: key.slice(0, colon), year: Number(key.slice(colon + 1)) };
}

/**
 * Villages of an area that come in a year ("AREA:YEAR") instead of a later one, so that its target is met: their homes are ready by then,
 * they go where they were to go, and no other target that is met is missed for it.
 */
export function moveUp(key: string, on: CountedPlan): Record<string, Move> {
  const { code, year } = readTarget(key);
  const { settlements } = on.plan;
  const mayCome = (part: MovePart): boolean =>
    part.year > year && settlements.get(part.settlement)!.readyYear <= year;
  const villages: Shift[][] = [];
  for (const [village, move] of movesIn(code, on)) {
    if (!move.parts.some(mayCome)) continue;
    const after = mapParts(move, (part) => (mayCome(part) ? { ...part, year } : part));
    const shift = shiftOf(village, move, after, on);
    if (shift !== null) villages.push([shift]);
  }
  return choose(villages, code, year, on);
}

/** Villages of an area that go in a later year, the next if it has room, so that the target of a year ("AREA:YEAR") is not exceeded. */
export function moveBack(key: string, on: CountedPlan): Record<string, Move> {
  const { code, year } = readTarget(key);
  const { to } = on.context.frame.years;
  const villages: Shift[][] = [];
  for (const [village, move] of movesIn(code, on)) {
    if (!move.parts.some((part) => part.year === year)) continue;
    const ways: Shift[] = [];
    for (let later = year + 1; later <= to; later++) {
      const after = mapParts(move, (part) =>
        part.year === year ? { ...part, year: later } : part,
      );
      const shift = shiftOf(village, move, after, on);
      if (shift !== null) ways.push(shift);
    }
    villages.push(ways);
  }
  return choose(villages, code, year, on);
}
