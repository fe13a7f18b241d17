import type { Highs } from "highs";
import type { Choices } from "./choices.ts";
import { BUILD, LEAVE, paidIn, type Compiled } from "./compile.ts";
import { ModelBuilder } from "./model-builder.ts";
import { optionsAt } from "./options.ts";
import type { Prices } from "./prices.ts";

/** Choices of each village that the program sees. */
const CHOICES = 4;
/** Costs and money are given to the solver in these yuan. */
const UNIT = 10_000;
const OPTIMAL = 7;

/**
 * The linear program of a problem whose openings are settled, over the choices that are cheap at the prices given: at its corner all but a
 * few villages have one choice, so that little is lost by giving each its largest. Null where the program has no solution or takes longer
 * than `seconds`.
 */
export function vertexStart(
  highs: Highs,
  c: Compiled,
  prices: Prices,
  planned: Int32Array,
  seconds: number,
): Choices | null {
  const { years } = c;
  const options = optionsAt(c, prices, planned, CHOICES);
  const model = new ModelBuilder();
  const one = Int32Array.from({ length: c.villages }, () => model.row(1, 1));
  const room = Int32Array.from(c.capacity, (persons) => model.row(-Infinity, persons));
  const spentOnSites = new Float64Array(c.counties * years);
  for (let s = 0; s < c.sites; s++)
    if (planned[s]! >= 0)
      spentOnSites[c.siteCounty[s]! * years + paidIn(planned[s]!, c.lead[s]!)]! += c.open[s]!;
  const money = Int32Array.from(c.budget, (budget, i) =>
    budget < Infinity ? model.row(-Infinity, (budget - spentOnSites[i]!) / UNIT) : -1,
  );
  const moved = Int32Array.from(c.low, (low, i) =>
    low > 0 || c.high[i]! < Infinity ? model.row(low, c.high[i]!) : -1,
  );
  const inAll = Int32Array.from(c.regionLow, (low, t) =>
    low > 0 || c.regionHigh[t]! < Infinity ? model.row(low, c.regionHigh[t]!) : -1,
  );
  // A run is used by at least the largest share of any of its villages; one village alone carries the cost itself.
  const uses = new Int32Array(c.arcs).fill(-1);
  const runRows = new Map<number, number[]>();
  for (const k of options.arc) {
    if (k < 0 || uses[k]! >= 0) continue;
    const run = c.runOfArc[k]!;
    if (c.runStart[run + 1]! - c.runStart[run]! < 2) continue;
    uses[k] = model.row(-Infinity, 0);
    const rows = runRows.get(run);
    if (rows === undefined) runRows.set(run, [uses[k]]);
    else rows.push(uses[k]);
  }
  for (let v = 0; v < c.villages; v++) {
    const county = c.countyOf[v]! * years;
    const persons = c.persons[v]!;
    for (let n = options.start[v]!; n < options.start[v + 1]!; n++) {
      const k = options.arc[n]!;
      const t = options.year[n]!;
      const entries = [one[v]!, 1];
      const add = (row: number, value: number): void => {
        if (row >= 0) entries.push(row, value);
      };
      let cost: number;
      if (k >= 0) {
        cost = c.arcMoney[k]! + c.arcSoft[k]! + c.wait[v]! * t + (uses[k]! < 0 ? c.split : 0);
        add(room[c.arcSite[k]!]!, persons);
        add(money[county + t]!, c.arcMoney[k]! / UNIT);
        add(moved[county + t]!, persons);
        add(inAll[t]!, persons);
        add(uses[k]!, 1);
      } else if (k === BUILD) {
        cost = c.build[v]! + c.wait[v]! * t;
        add(money[county + t]!, c.build[v]! / UNIT);
      } else cost = c.leave[v]!;
      const place = k >= 0 ? c.arcPlace[k]! : k;
      const stays = c.currentArc[v] === place && (k === LEAVE || c.currentYear[v] === t);
      model.cost[model.column(0, 1, entries)] = (cost - (stays ? c.stay[v]! : 0)) / UNIT;
    }
  }
  for (const rows of runRows.values())
    model.cost[
      model.column(
        0,
        1,
        rows.flatMap((row) => [row, -1]),
      )
    ] = c.split / UNIT;

  const value = highs.withModel(model.data([]), (program) => {
    // Presolving takes longer than it saves here: prices have left few choices.
    program.options.set({ output_flag: false, presolve: "off", time_limit: seconds });
    program.zeroAllClocks();
    program.run();
    return program.getModelStatus() === OPTIMAL
      ? Float64Array.from(program.getSolution().colValue)
      : null;
  });
  if (value === null) return null;
  const arc = new Int32Array(c.villages);
  const year = new Int32Array(c.villages);
  for (let v = 0; v < c.villages; v++) {
    let most = -1;
    for (let n = options.start[v]!; n < options.start[v + 1]!; n++) {
      if (value[n]! <= most) continue;
      most = value[n]!;
      arc[v] = options.arc[n]!;
      year[v] = options.year[n]!;
    }
  }
  return { arc, year };
}
