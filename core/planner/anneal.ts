import type { Compiled } from "./compile.ts";
import type { Options } from "./options.ts";
import type { SearchState } from "./state.ts";

/** Uniform in [0, 1), the same sequence for the same seed. Source: mulberry32 (public domain). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Villages of each county, small ones first: those of like size exchange their choices without breaking a row. */
function byCounty(c: Compiled): { start: Int32Array; list: Int32Array; place: Int32Array } {
  const start = new Int32Array(c.counties + 1);
  for (let v = 0; v < c.villages; v++) start[c.countyOf[v]! + 1]!++;
  for (let i = 0; i < c.counties; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const list = new Int32Array(c.villages);
  for (let v = 0; v < c.villages; v++) list[next[c.countyOf[v]!]!++] = v;
  const place = new Int32Array(c.villages);
  for (let i = 0; i < c.counties; i++)
    list.subarray(start[i]!, start[i + 1]!).sort((v, w) => c.persons[v]! - c.persons[w]! || v - w);
  list.forEach((v, i) => {
    place[v] = i;
  });
  return { start, list, place };
}

/** Shares of the kinds of change tried: an administrative village's people together, one village, else two exchange. */
const TOGETHER = 0.08;
const SINGLE = 0.4;
/** Share of a county's villages, by size, that counts as alike. */
const LIKE = 0.03;

/** A plan that keeps every row, and what it costs. */
export interface Kept {
  cost: number;
  readonly arc: Int32Array;
  readonly year: Int32Array;
}

/**
 * Simulated annealing over the choices of all villages at once: a village takes another choice, or two of a county exchange theirs. Rows
 * may be broken on the way at a price; `kept` is the best state that breaks none.
 */
export class Annealing {
  readonly #c: Compiled;
  readonly #options: Options;
  readonly #random: () => number;
  readonly #counties: { start: Int32Array; list: Int32Array; place: Int32Array };
  readonly state: SearchState;
  kept: Kept | null = null;
  readonly #planned: Int32Array;
  readonly #moving: number[] = [];
  readonly #movingArc: number[] = [];
  readonly #movingYear: number[] = [];
  /** Villages whose choice differs from the kept one, as far as they were changed here. */
  readonly #touched: number[] = [];
  readonly #isTouched: Uint8Array;

  constructor(state: SearchState, planned: Int32Array, options: Options, seed: number) {
    this.#planned = planned;
    this.#c = state.c;
    this.state = state;
    this.#options = options;
    this.#random = seededRandom(seed);
    this.#counties = byCounty(state.c);
    this.#isTouched = new Uint8Array(state.c.villages);
  }

  #isUsed(site: number): boolean {
    return this.#planned[site]! >= 0;
  }

  /** Tries `steps` changes of some villages at temperatures falling from `from` to `to`, in yuan-equivalents; strictly: none that breaks a row. */
  run(steps: number, from: number, to: number, among: Int32Array, isStrict = false): void {
    const { state } = this;
    const random = this.#random;
    const { start, arc, year } = this.#options;
    const ratio = to / from;
    let energy = state.cost + state.penalty;
    let temperature = from;
    for (let step = 0; step < steps; step++) {
      if ((step & 255) === 0) temperature = from * ratio ** (step / steps);
      const v = among[Math.floor(random() * among.length)]!;
      const oldArc = state.arc[v]!;
      const oldYear = state.year[v]!;
      let w = -1;
      let otherArc = 0;
      let otherYear = 0;
      const kind = random();
      if (kind < TOGETHER) {
        const before = energy;
        this.#moveTogether(v);
        const now = state.cost + state.penalty;
        if (this.#moving.length === 0) continue;
        if (
          (!isStrict || state.penalty < 1e-3) &&
          (now <= before || random() < Math.exp((before - now) / temperature))
        ) {
          energy = now;
          for (const one of this.#moving) this.#touch(one);
          if (state.penalty < 1e-3 && state.cost < (this.kept?.cost ?? Infinity) - 1e-3)
            this.#keep();
        } else
          for (let i = this.#moving.length - 1; i >= 0; i--)
            state.choose(this.#moving[i]!, this.#movingArc[i]!, this.#movingYear[i]!);
        continue;
      }
      if (kind < SINGLE) {
        const count = start[v + 1]! - start[v]!;
        if (count < 2) continue;
        // Cheap choices are tried more often.
        const draw = random();
        const n = start[v]! + Math.floor(draw * draw * draw * count);
        if (arc[n] === oldArc && year[n] === oldYear) continue;
        state.choose(v, arc[n]!, year[n]!);
      } else {
        w = this.#mate(v);
        if (w < 0) continue;
        otherArc = state.arc[w]!;
        otherYear = state.year[w]!;
        const mine = this.#sameFor(v, otherArc, otherYear);
        const theirs = this.#sameFor(w, oldArc, oldYear);
        if (mine === null || theirs === null) continue;
        state.choose(v, mine, otherYear);
        state.choose(w, theirs, oldYear);
      }
      const now = state.cost + state.penalty;
      if (
        (!isStrict || state.penalty < 1e-3) &&
        (now <= energy || random() < Math.exp((energy - now) / temperature))
      ) {
        energy = now;
        this.#touch(v);
        if (w >= 0) this.#touch(w);
        if (state.penalty < 1e-3 && state.cost < (this.kept?.cost ?? Infinity) - 1e-3) this.#keep();
        continue;
      }
      if (w >= 0) state.choose(w, otherArc, otherYear);
      state.choose(v, oldArc, oldYear);
    }
  }

  /** Takes v and those of its administrative village at the same site to another site, each in its year or the first possible. */
  #moveTogether(v: number): void {
    const c = this.#c;
    const { state } = this;
    const moving = this.#moving;
    moving.length = 0;
    const from = state.arc[v]!;
    if (from < 0) return;
    const first = c.villageStart[v]!;
    const count = c.villageStart[v + 1]! - first;
    const target = c.villageArcs[first + Math.floor(this.#random() * count)]!;
    const site = c.arcSite[target]!;
    if (site === c.arcSite[from] || !this.#isUsed(site)) return;
    const run = c.runOfArc[from]!;
    for (let k = c.runStart[run]!; k < c.runStart[run + 1]!; k++) {
      const one = c.arcVillage[k]!;
      if (state.arc[one] !== k) continue;
      const year = state.year[one]!;
      const arc = this.#sameFor(one, target, year);
      if (arc === null) continue;
      this.#movingArc[moving.length] = k;
      this.#movingYear[moving.length] = year;
      moving.push(one);
      state.choose(one, arc, year);
    }
  }

  /** Another village of the county of v. */
  #mate(v: number): number {
    const { start, list, place } = this.#counties;
    const county = this.#c.countyOf[v]!;
    const [first, after] = [start[county]!, start[county + 1]!];
    const far = Math.ceil((after - first) * (this.#random() < 0.8 ? LIKE : 1));
    const i = place[v]! + Math.round((this.#random() * 2 - 1) * far);
    return i < first || i >= after || list[i] === v ? -1 : list[i]!;
  }

  /** The choice of v that goes where another village's choice goes in that year; null where v has none. */
  #sameFor(v: number, arc: number, year: number): number | null {
    const c = this.#c;
    if (arc < 0) {
      if (arc === -1) return c.mayBuild[v] === 1 && c.mayIn[v * c.years + year] === 1 ? arc : null;
      return c.mayLeave[v] === 1 ? arc : null;
    }
    const site = c.arcSite[arc]!;
    for (let i = c.villageStart[v]!; i < c.villageStart[v + 1]!; i++) {
      const k = c.villageArcs[i]!;
      if (c.arcSite[k] === site)
        return year >= this.#planned[site]! && c.arcMay[k * c.years + year] === 1 ? k : null;
    }
    return null;
  }

  /** Keeps the state it begins with, if it breaks no row. */
  keepIfWhole(): void {
    if (this.state.penalty < 1e-3) this.#keep();
  }

  #touch(v: number): void {
    if (this.#isTouched[v] === 1) return;
    this.#isTouched[v] = 1;
    this.#touched.push(v);
  }

  /** Notes the state as the best: only what changed since the last best is copied. */
  #keep(): void {
    const { state } = this;
    if (this.kept === null)
      this.kept = { cost: state.cost, arc: state.arc.slice(), year: state.year.slice() };
    for (const v of this.#touched) {
      this.kept.arc[v] = state.arc[v]!;
      this.kept.year[v] = state.year[v]!;
      this.#isTouched[v] = 0;
    }
    this.#touched.length = 0;
    this.kept.cost = state.cost;
  }

  /** Goes back to the best state kept. */
  restore(): void {
    if (this.kept === null) return;
    const { state } = this;
    for (const v of this.#touched) {
      state.choose(v, this.kept.arc[v]!, this.kept.year[v]!);
      this.#isTouched[v] = 0;
    }
    this.#touched.length = 0;
  }
}
