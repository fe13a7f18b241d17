import type { Highs } from "highs";
import type { SiteStates } from "./prices.ts";
import type { FacilityProblem } from "./problem.ts";

export interface AssignmentOutcome {
  /** By customer; null when none was found. */
  readonly site: Int32Array | null;
  /** No assignment within the cells costs less; Infinity when there is none. */
  readonly bound: number;
}

/**
 * The integer program of a part of the search: customers whole, within some cells, at sites that are open, closed or free. Solved by the
 * solver's own branch and bound.
 */
export function solveAssignment(
  highs: Highs,
  problem: FacilityProblem,
  states: SiteStates,
  cells: readonly (readonly [site: number, customer: number])[],
  options: {
    readonly scale: number;
    readonly gap: number;
    readonly grain: number;
    /** An assignment within the cells to begin with. */
    readonly start: Int32Array | null;
    readonly shouldStop: () => boolean;
    readonly onFound: (site: Int32Array) => void;
  },
): AssignmentOutcome {
  const { capacity, fixedCost, demand, cost } = problem;
  const customers = demand.length;
  const { scale, shouldStop } = options;
  const sites = [...capacity.keys()].filter((j) => states[j] !== 0);
  const columnOf = new Map(sites.map((j, k) => [j, k]));
  const first = sites.length;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  let rows = customers + sites.length;
  const links: number[] = [];
  sites.forEach((j, k) => {
    indices.push(customers + k);
    values.push(-capacity[j]!);
    if (states[j] === -1) {
      cells.forEach(([site], at) => {
        if (site !== j) return;
        links[at] = rows;
        indices.push(rows++);
        values.push(-1);
      });
    }
    starts.push(indices.length);
  });
  cells.forEach(([site, customer], at) => {
    indices.push(customer);
    values.push(1);
    if (demand[customer]! > 0) {
      indices.push(customers + columnOf.get(site)!);
      values.push(demand[customer]!);
    }
    const link = links[at];
    if (link !== undefined) {
      indices.push(link);
      values.push(1);
    }
    starts.push(indices.length);
  });
  const columns = first + cells.length;
  const source = {
    numCols: columns,
    numRows: rows,
    colCost: [
      ...sites.map((j) => fixedCost[j]! * scale),
      ...cells.map(([j, i]) => cost[j * customers + i]! * scale),
    ],
    colLower: [...sites.map((j) => (states[j] === 1 ? 1 : 0)), ...cells.map(() => 0)],
    colUpper: new Float64Array(columns).fill(1),
    rowLower: new Float64Array(rows).fill(-highs.infinity).fill(1, 0, customers),
    rowUpper: new Float64Array(rows).fill(0).fill(1, 0, customers),
    integrality: new Int32Array(columns).fill(1),
    matrix: {
      format: "csc" as const,
      numRows: rows,
      numCols: columns,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
  };
  const read = (value: Float64Array): Int32Array => {
    const site = new Int32Array(customers).fill(-1);
    cells.forEach(([j, i], at) => {
      if (value[first + at]! > 0.5) site[i] = j;
    });
    return site;
  };
  const { modelStatus, callbackType } = highs.constants;
  return highs.withModel(source, (model) => {
    model.options.set({
      output_flag: false,
      mip_rel_gap: options.gap / 2,
      mip_abs_gap: options.grain > 0 ? 0.99 * options.grain * scale : 0,
      mip_feasibility_tolerance: 1e-7,
    });
    const { start } = options;
    if (start !== null) {
      const used = new Set(start);
      const value = new Float64Array(columns);
      sites.forEach((j, k) => {
        if (states[j] === 1 || used.has(j)) value[k] = 1;
      });
      cells.forEach(([j, i], at) => {
        if (start[i] === j) value[first + at] = 1;
      });
      model.setSolution({ colValue: value });
    }
    const watch = {
      [callbackType.mipInterrupt]: (event: { interrupt(): void }): undefined => {
        if (shouldStop()) event.interrupt();
      },
      [callbackType.mipImprovingSolution]: (event: {
        data: { readonly mip_solution?: Float64Array };
      }): undefined => {
        if (event.data.mip_solution !== undefined) options.onFound(read(event.data.mip_solution));
      },
    };
    let status = model.run(watch).modelStatus;
    if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible) {
      // Presolve is not taken at its word.
      model.clearSolver();
      model.options.set("presolve", "off");
      status = model.run(watch).modelStatus;
      if (status === modelStatus.infeasible) return { site: null, bound: Infinity };
    }
    const lowest = Number(model.info.get("mip_dual_bound")) / scale;
    const hasPlan = Number(model.info.get("primal_solution_status")) === 2;
    return {
      site: hasPlan ? read(model.getSolution().colValue) : null,
      bound: Number.isFinite(lowest) ? lowest : -Infinity,
    };
  });
}
