import type { ElasticSolver, Outcome } from "./elastic-solver.ts";

export type Hold = readonly { readonly column: number; readonly value: number }[];

/** Which switches are set, with the cost of the rest in fractions. */
export interface Dive {
  readonly hold: Hold;
  readonly outcome: Outcome;
  /** Nothing costs less, openings and all in fractions. */
  readonly bound: number;
}

const STEPS = 80;
const FLIPS = 40;
/** Fractions up to this from a whole number are one. */
const WHOLE = 1e-6;
/** Switches that are set by so much are set altogether, several at a time. */
const NEARLY = 0.8;
/** A site opens in the first year by which it is open by this part of all it is open in the end. */
const OPEN_BY = 0.2;

/**
 * Sets openings, and what is given up or not, one after another as the fractional answer leans, solving anew after each; then tries whether
 * one opening less or another costs less. Null where the rows that are kept leave no answer.
 */
export function dive(
  solver: ElasticSolver,
  prices: readonly (number | null)[],
  seconds: number,
): Dive | null {
  const { openings, switches } = solver.model;
  const siteOf = new Map(openings.map(({ column, site }) => [column, site]));
  const yearsOf = new Map<number, number[]>();
  for (const { column, site } of openings)
    yearsOf.set(site, [...(yearsOf.get(site) ?? []), column]);
  const set = new Map<number, number>();
  const solve = (): Outcome =>
    solver.minimise({
      prices,
      level: "relaxed",
      seconds,
      hold: [...set].map(([column, value]) => ({ column, value })),
    });
  const open = (site: number, column: number | null): void => {
    for (const each of yearsOf.get(site)!) set.set(each, each === column ? 1 : 0);
  };

  const first = solve();
  if (first.values === null) return null;
  let outcome = first;
  for (let step = 0; step < STEPS; step++) {
    const values = outcome.values!;
    const partly = switches.filter(
      (column) => values[column]! > WHOLE && values[column]! < 1 - WHOLE,
    );
    if (partly.length === 0) break;
    const leaning = partly
      .map((column) => ({ column, value: extent(values, column, siteOf, yearsOf) }))
      .sort((a, b) => b.value - a.value);
    const take = leaning.filter(({ value }, i) => i === 0 || value >= NEARLY || step === STEPS - 1);
    for (const { column } of take) {
      const site = siteOf.get(column);
      if (site === undefined) set.set(column, 1);
      else if (!set.has(column)) open(site, opens(values, yearsOf.get(site)!));
    }
    const next = solve();
    if (next.values === null) return null;
    outcome = next;
  }
  for (const column of switches)
    if (!set.has(column)) set.set(column, Math.round(outcome.values![column]!));

  let flips = 0;
  for (const [site, columns] of yearsOf) {
    if (outcome.cost <= first.cost + 1e-6 || flips++ >= FLIPS || solver.secondsLeft <= 0) break;
    const before = columns.map((column) => [column, set.get(column)!] as const);
    const isOpen = before.some(([, value]) => value === 1);
    if (isOpen && solver.model.extended.problem.sites[site]!.isOpen) continue;
    const early = solver.model.extended.problem.sites[site]!.earliest;
    const at = openings.find((each) => each.site === site && each.year >= early)?.column;
    if (!isOpen && at === undefined) continue;
    open(site, isOpen ? null : at!);
    const tried = solve();
    if (tried.values !== null && tried.cost < outcome.cost - 1e-6) outcome = tried;
    else for (const [column, value] of before) set.set(column, value);
  }
  const hold = [...set].map(([column, value]) => ({ column, value }));
  return { hold, outcome, bound: first.cost };
}

/** By how much a switch is set; of an opening: by how much its site is open in the end. */
function extent(
  values: Float64Array,
  column: number,
  siteOf: ReadonlyMap<number, number>,
  yearsOf: ReadonlyMap<number, readonly number[]>,
): number {
  const site = siteOf.get(column);
  if (site === undefined) return values[column]!;
  return yearsOf.get(site)!.reduce((sum, each) => sum + values[each]!, 0);
}

function opens(values: Float64Array, columns: readonly number[]): number {
  const total = columns.reduce((sum, column) => sum + values[column]!, 0);
  let open = 0;
  for (const column of columns) {
    open += values[column]!;
    if (open >= OPEN_BY * total) return column;
  }
  return columns.at(-1)!;
}
