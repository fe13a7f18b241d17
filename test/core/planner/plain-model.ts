import type { Highs } from "highs";
import type { PlannerChoice, PlannerPlan, PlannerProblem } from "../../../core/planner/problem.ts";

/**
 * A plan that keeps every hard row, or null where there is none: the plainest integer model of a problem, a column for each choice and each
 * opening and a row for each rule, with no simplification. For problems of a few hundred choices.
 */
export function solveByEnumeratedModel(highs: Highs, problem: PlannerProblem): PlannerPlan | null {
  const years = problem.years.count;
  const columns: { lower: number; upper: number; entries: Map<number, number> }[] = [];
  const rows: { lower: number; upper: number }[] = [];
  const none = Number.NEGATIVE_INFINITY;
  const any = Number.POSITIVE_INFINITY;
  const row = (lower: number, upper: number): number => rows.push({ lower, upper }) - 1;
  const column = (entries: [number, number][], lower = 0, upper = 1): number =>
    columns.push({ lower, upper, entries: new Map(entries) }) - 1;
  const band = (low: number, high: number): number[] => [row(low, any), row(none, high)];

  const budget = problem.counties.map(({ budgetYuan }) =>
    budgetYuan.map((yuan) => row(none, (yuan + 0.4) / 1000)),
  );
  const land = problem.counties.map(({ landMu }) => row(none, landMu));
  const bands = problem.counties.map((county) =>
    county.band.low.map((low, year) => band(low, county.band.high[year]!)),
  );
  const region = problem.band.low.map((low, year) => band(low, problem.band.high[year]!));
  const capacity = problem.sites.map(({ capacityPersons }) => row(none, capacityPersons));

  const openings: { column: number; site: number; year: number }[] = [];
  problem.sites.forEach((site, s) => {
    const once = row(site.isOpen ? 1 : none, 1);
    const last = site.isOpen ? Math.max(site.earliest, years - 1 + site.leadYears) : years - 1;
    for (let year = site.earliest; year <= last; year++) {
      const paid = Math.max(0, Math.min(years - 1, year - site.leadYears));
      openings.push({
        site: s,
        year,
        column: column([
          [once, 1],
          [land[site.county]!, site.landMu],
          [budget[site.county]![paid]!, site.openYuan / 1000],
        ]),
      });
    }
  });
  const choices: { village: number; choice: PlannerChoice; column: number }[] = [];
  problem.villages.forEach((village, v) => {
    const one = row(1, 1);
    const add = (choice: PlannerChoice, entries: [number, number][]): void => {
      const { locked } = village;
      if (locked !== null) {
        if (JSON.stringify(sorted(locked)) !== JSON.stringify(sorted(choice))) return;
      } else if (choice.kind !== "leave" && village.mayIn[choice.year] !== true) return;
      choices.push({ village: v, choice, column: column([[one, 1], ...entries]) });
    };
    if (village.leaveYuan < any) add({ kind: "leave" }, []);
    for (let year = 0; year < years; year++) {
      if (village.buildYuan !== null)
        add({ kind: "build", year }, [[budget[village.county]![year]!, village.buildYuan / 1000]]);
      village.arcs.forEach(({ site, moneyYuan }, arc) => {
        const open = row(none, 0);
        for (const opening of openings)
          if (opening.site === site && opening.year <= year)
            columns[opening.column]!.entries.set(open, -1);
        add({ kind: "move", arc, year }, [
          [open, 1],
          [capacity[site]!, village.persons],
          [budget[village.county]![year]!, moneyYuan / 1000],
          ...[...bands[village.county]![year]!, ...region[year]!].map((at): [number, number] => [
            at,
            village.persons,
          ]),
        ]);
      });
    }
  });

  column([]);
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { entries } of columns) {
    for (const [at, value] of entries) {
      indices.push(at);
      values.push(value);
    }
    starts.push(indices.length);
  }
  const [numRows, numCols] = [rows.length, columns.length];
  return highs.withModel(
    {
      numRows,
      numCols,
      colCost: columns.map(() => 0),
      colLower: columns.map(({ lower }) => lower),
      colUpper: columns.map(({ upper }) => upper),
      rowLower: rows.map(({ lower }) => lower),
      rowUpper: rows.map(({ upper }) => upper),
      matrix: { format: "csc", numRows, numCols, starts, indices, values },
      integrality: new Int32Array(numCols).fill(1),
    },
    (model) => {
      model.options.set({ output_flag: false, time_limit: 60 });
      model.run();
      const status = model.getModelStatus();
      if (status === highs.constants.modelStatus.infeasible) return null;
      if (status !== highs.constants.modelStatus.optimal)
        throw new Error(`the plain model ended with status ${status}`);
      const { colValue } = model.getSolution();
      const chosen: PlannerChoice[] = [];
      for (const { village, choice, column: at } of choices)
        if (colValue[at]! > 0.5) chosen[village] = choice;
      const openYear = problem.sites.map(() => -1);
      for (const { site, year, column: at } of openings)
        if (colValue[at]! > 0.5) openYear[site] = year;
      return { choices: chosen, openYear };
    },
  );
}

const sorted = (choice: PlannerChoice): unknown =>
  Object.entries(choice).sort(([a], [b]) => a.localeCompare(b));
