import type { Relaxation } from "./relaxation.ts";

/** Candidates that are probed before what was learned of them is trusted, and steps of a probe. */
const PROBED = 8;
const TRUSTED = 2;
const PROBE_STEPS = 80;

/** Chooses the site to branch on by what closing and opening it has brought so far, by unit of opening. */
export class Branching {
  readonly #gain: [Float64Array, Float64Array];
  readonly #times: [Uint32Array, Uint32Array];

  constructor(sites: number) {
    this.#gain = [new Float64Array(sites), new Float64Array(sites)];
    this.#times = [new Uint32Array(sites), new Uint32Array(sites)];
  }

  learn(site: number, state: 0 | 1, open: number, rise: number): void {
    const distance = state === 1 ? 1 - open : open;
    if (!(distance > 1e-6) || !Number.isFinite(rise)) return;
    this.#gain[state][site]! += rise / distance;
    this.#times[state][site]!++;
  }

  /** The site to branch on of those open in part, and the side to look at first; null when none is. */
  choose(
    open: Float64Array,
    relaxation: Relaxation | null,
    shouldStop: () => boolean,
  ): { readonly site: number; readonly first: 0 | 1 } | null {
    const parts: number[] = [];
    for (let j = 0; j < open.length; j++) if (partOf(open[j]!) > 1e-6) parts.push(j);
    if (parts.length === 0) return null;
    const mean = [0, 1].map((state) => this.#mean(state as 0 | 1)) as [number, number];
    const expected = (site: number, state: 0 | 1): number => {
      const times = this.#times[state][site]!;
      const rate = times > 0 ? this.#gain[state][site]! / times : mean[state];
      return rate * (state === 1 ? 1 - open[site]! : open[site]!);
    };
    const score = (site: number): number =>
      Math.max(expected(site, 0), 1e-9) * Math.max(expected(site, 1), 1e-9) +
      1e-30 * partOf(open[site]!);
    parts.sort((a, b) => score(b) - score(a) || partOf(open[b]!) - partOf(open[a]!) || a - b);
    const isNew = (site: number): boolean =>
      this.#times[0][site]! < TRUSTED || this.#times[1][site]! < TRUSTED;
    if (relaxation !== null && parts.length > 1 && parts.slice(0, PROBED).some(isNew)) {
      const probe = relaxation.probing(PROBE_STEPS, shouldStop);
      for (const site of parts.slice(0, PROBED)) {
        for (const state of [0, 1] as const) {
          if (this.#times[state][site]! >= TRUSTED || shouldStop()) continue;
          this.learn(site, state, open[site]!, probe(site, state));
        }
      }
      parts.sort((a, b) => score(b) - score(a) || partOf(open[b]!) - partOf(open[a]!) || a - b);
    }
    const site = parts[0]!;
    return { site, first: open[site]! >= 0.5 ? 1 : 0 };
  }

  #mean(state: 0 | 1): number {
    let total = 0;
    let times = 0;
    for (let j = 0; j < this.#gain[state].length; j++) {
      total += this.#gain[state][j]!;
      times += this.#times[state][j]!;
    }
    return times > 0 ? total / times : 1;
  }
}

const partOf = (open: number): number => Math.min(open, 1 - open);
