import { Annealing } from "./anneal.ts";
import type { Choices } from "./choices.ts";
import type { Compiled } from "./compile.ts";
import { optionsAt } from "./options.ts";
import type { Prices } from "./prices.ts";
import { FORBIDDEN, SearchState, type Penalties } from "./state.ts";

export interface SearchSettings {
  readonly seed: number;
  /** Changes tried for each village. */
  readonly perVillage: number;
  /** Yuan-equivalents: how much worse a change may be at the beginning. */
  readonly heat: number;
  readonly start: Choices;
  /** True where the counties keep their own rows at the start: they are not to break them for the region's. */
  readonly areCountiesWhole?: boolean;
}

export interface Found extends Choices {
  /** Yuan-equivalents; null where no state was met that keeps every row, and then the choices are the last ones tried. */
  readonly cost: number | null;
}

/** Rounds within the rows, and at most into them; after so many of them that led to no plan it gets warm again where rows are broken. */
const ROUNDS = 12;
const ROUNDS_INTO = 60;
const ROUNDS_COOLING = 12;
/** How many times as much breaking a county's rows costs where it keeps them at the start. */
const WHOLE = 1000;
/** Choices of each village that are tried, the cheapest at the prices. */
const CHOICES = 16;
const KINDS = ["capacity", "band", "region", "budget", "land"] as const;

/**
 * Searches plans that open sites in the years planned (-1 = not at all), guided by prices: first into the rows, then cheaper within them.
 */
export function search(
  c: Compiled,
  prices: Prices,
  planned: Int32Array,
  settings: SearchSettings,
  onRound: (done: number, cost: number | null) => void,
  shouldStop: () => boolean,
): Found {
  const penalties = firstPenalties(c, prices);
  const state = new SearchState(c, planned, penalties);
  const { start, heat } = settings;
  const options = optionsAt(c, prices, planned, CHOICES);
  for (let v = 0; v < c.villages; v++) {
    const [arc, year] = [start.arc[v]!, start.year[v]!];
    const site = arc >= 0 ? c.arcSite[arc]! : -1;
    const first = options.start[v]!;
    if (site >= 0 && (planned[site]! < 0 || year < planned[site]!))
      state.choose(v, options.arc[first]!, options.year[first]!);
    else state.choose(v, arc, year);
  }
  state.recount();
  const annealing = new Annealing(state, planned, options, settings.seed);
  annealing.keepIfWhole();
  const steps = Math.ceil((settings.perVillage * c.villages) / ROUNDS);
  const cold = heat * 0.01;
  const stepsInto = (villages: number): number =>
    Math.ceil(((steps / 4) * Math.max(villages, c.villages / 20)) / c.villages);
  const all = Int32Array.from({ length: c.villages }, (_, v) => v);
  for (let round = 0; round < ROUNDS_INTO && annealing.kept === null && !shouldStop(); round++) {
    const cooled = round % ROUNDS_COOLING;
    if (cooled === 0) {
      Object.assign(penalties, firstPenalties(c, prices));
      if (settings.areCountiesWhole === true && round === 0)
        for (const kind of ["capacity", "band", "budget", "land"] as const)
          penalties[kind] *= WHOLE;
      state.recount();
    }
    const warm = Math.max(cold, heat * 0.6 ** cooled);
    const among = round < ROUNDS_COOLING ? all : state.amongBroken();
    annealing.run(stepsInto(among.length), warm, warm * 0.6, among);
    const broken = state.broken();
    for (const kind of KINDS)
      if (broken[kind] > 0) penalties[kind] = Math.ceil(penalties[kind] * 1.6);
    state.recount();
  }
  annealing.restore();
  state.recount();
  for (let round = 0; round < ROUNDS && annealing.kept !== null && !shouldStop(); round++) {
    const at = (r: number): number => heat * (cold / heat) ** (r / ROUNDS);
    annealing.run(steps, at(round), at(round + 1), all, true);
    state.recount();
    onRound((round + 1) / ROUNDS, annealing.kept.cost);
  }
  const { kept } = annealing;
  return kept === null || kept.cost >= FORBIDDEN
    ? { cost: null, arc: state.arc, year: state.year }
    : { cost: kept.cost, arc: kept.arc, year: kept.year };
}

/** Half as much again as the highest price of each kind, and never little: breaking a row must cost more than it saves. */
function firstPenalties(c: Compiled, prices: Prices): Penalties {
  let [capacity, band, budget, yuan, persons] = [0, 0, 0, 0, 0];
  for (const price of prices.capacity) capacity = Math.max(capacity, price);
  for (const price of prices.budget) budget = Math.max(budget, price);
  prices.county.forEach((price, i) => {
    band = Math.max(band, Math.abs(price + prices.region[i % c.years]!));
  });
  for (let k = 0; k < c.arcs; k++) {
    yuan += c.arcMoney[k]! + c.arcSoft[k]!;
    persons += c.persons[c.arcVillage[k]!]!;
  }
  const usual = persons > 0 ? yuan / persons : 1;
  return {
    capacity: Math.ceil(Math.max(usual / 5, 1.5 * capacity)),
    band: Math.ceil(Math.max(usual / 5, 1.5 * band)),
    region: Math.ceil(Math.max(usual / 5, 1.5 * band)),
    budget: Math.max(2, Math.ceil(1.5 * budget)),
    land: Math.ceil(usual * 100),
  };
}
