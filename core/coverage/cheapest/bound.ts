import type { Highs } from "highs";
import type { CheapestAnswer } from "../../contract/cheapest.ts";
import { candidateGraph, draftOf, EXISTING, type CandidateGraph } from "./candidate-graph.ts";
import type { Draft } from "./draft.ts";
import { CutNetwork } from "./least-cut.ts";
import { polish } from "./polish.ts";
import { improve } from "./search.ts";
import { allNodes, extended } from "./solve.ts";

/** Larger ones do not come to an end in a time that anybody waits for. */
const MOST_TARGETS = 800;
/** The program may look for cheaper lines so often: each time the lines found are moved to better places, which are candidates then. */
const MOST_LOOKS = 3;
/** A saving below this part is not worth another look. */
const WORTH_LOOKING = 2e-4;
const MOST_ROUNDS = 80;
const MOST_PROGRAMS = 12;
/** A target is cut off by less than this: not worth a row. */
const WORTH_CUTTING = 1e-4;
const CREEP = 1e-6;
/** Cuts behind each other that one look at a target may add. */
const MOST_NESTED = 4;
/** Yuan are divided by this: the solver likes numbers about 1. */
const SCALE = 1e-4;

type Model = ReturnType<Highs["createModel"]>;

/** The program over a candidate graph: which lines to build (0 or 1), and which targets are served (0..1). */
class Program {
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #arcs: number;
  /** Targets that count, and the arcs that reach each. */
  readonly #targets: readonly number[];
  readonly #reachedBy: readonly (readonly number[])[];
  readonly #network: CutNetwork;
  seconds = 0;

  constructor(highs: Highs, graph: CandidateGraph, best: Draft, neededWeight: number) {
    this.#highs = highs;
    const arcs = (this.#arcs = graph.from.length);
    const { targets } = best.gap;
    const reachedBy: number[][] = targets.map(() => []);
    graph.reaches.forEach((reaches, arc) => {
      for (const t of reaches) reachedBy[t]!.push(arc);
    });
    this.#targets = targets.flatMap(({ weight }, t) =>
      weight > 0 && reachedBy[t]!.length > 0 ? [t] : [],
    );
    this.#reachedBy = this.#targets.map((t) => reachedBy[t]!);
    this.#network = new CutNetwork(graph.nodes, graph.from, graph.to, EXISTING);
    const columns = arcs + this.#targets.length;
    const rows = new Rows();
    rows.add(
      neededWeight,
      highs.infinity,
      this.#targets.map((t, n) => [arcs + n, targets[t]!.weight]),
    );
    this.#reachedBy.forEach((list, n) => {
      rows.add(0, highs.infinity, [[arcs + n, -1], ...list.map((arc): Entry => [arc, 1])]);
    });
    const into: number[][] = Array.from({ length: graph.nodes }, () => []);
    graph.to.forEach((node, arc) => into[node]!.push(arc));
    for (let node = 1; node < graph.nodes; node++)
      rows.add(
        -highs.infinity,
        1,
        into[node]!.map((arc): Entry => [arc, 1]),
      );
    // What leaves a node has come to it from elsewhere.
    graph.from.forEach((node, arc) => {
      if (node === EXISTING) return;
      const others = into[node]!.filter((one) => graph.from[one] !== graph.to[arc]);
      rows.add(0, highs.infinity, [[arc, -1], ...others.map((one): Entry => [one, 1])]);
    });
    this.#model = highs.createModel({
      numCols: columns,
      numRows: rows.count,
      colCost: [...Array.from(graph.yuan, (yuan) => yuan * SCALE), ...this.#targets.map(() => 0)],
      colLower: new Float64Array(columns),
      colUpper: new Float64Array(columns).fill(1),
      rowLower: Float64Array.from(rows.lower),
      rowUpper: Float64Array.from(rows.upper),
      matrix: rows.matrix(columns),
    });
    this.#model.options.set({ output_flag: false });
  }

  dispose(): void {
    this.#model.dispose();
  }

  /** Adds rows for targets that a solution serves more than can flow to them from what exists; false where there is none. */
  #cut(value: Float64Array): boolean {
    const arcs = this.#arcs;
    const rows = new Rows();
    const known = new Set<string>();
    // A little on every arc: of equal cuts that with the fewest arcs is found.
    const flows = value.slice(0, arcs);
    for (let arc = 0; arc < arcs; arc++) flows[arc] = Math.max(0, flows[arc]!) + CREEP;
    const capacity = new Float64Array(arcs);
    this.#targets.forEach((_, n) => {
      const served = value[arcs + n]!;
      if (served <= WORTH_CUTTING) return;
      capacity.set(flows);
      const enough = served - WORTH_CUTTING;
      for (let nested = 0; nested < MOST_NESTED; nested++) {
        const cut = this.#network.leastCut(capacity, this.#reachedBy[n]!, enough);
        if (cut.flow >= enough) return;
        for (const list of [cut.nearSource, cut.nearSink]) {
          for (const arc of list) capacity[arc] = 1;
          const key = `${n} ${list.join(" ")}`;
          if (known.has(key)) continue;
          known.add(key);
          const entries = list.map((arc): Entry => [arc, 1]);
          rows.add(0, this.#highs.infinity, [[arcs + n, -1], ...entries]);
        }
      }
    });
    if (rows.count === 0) return false;
    this.#model.addRows({
      lower: Float64Array.from(rows.lower),
      upper: Float64Array.from(rows.upper),
      matrix: rows.matrix(arcs + this.#targets.length),
    });
    return true;
  }

  #run(secondsLeft: number): void {
    this.#model.zeroAllClocks();
    this.#model.options.set("time_limit", Math.max(0.1, secondsLeft));
    this.#model.run();
    this.seconds += this.#model.getRunTime();
  }

  /** The bound of the linear program, with all cuts that the time allows; null where there was no time for one. */
  relax(seconds: number): number | null {
    const { modelStatus } = this.#highs.constants;
    let bound: number | null = null;
    for (let round = 0; round < MOST_ROUNDS && this.seconds < seconds; round++) {
      this.#run(seconds - this.seconds);
      if (this.#model.getModelStatus() !== modelStatus.optimal) return bound;
      bound = this.#model.getObjectiveValue() / SCALE;
      if (!this.#cut(this.#model.getSolution().colValue)) return bound;
    }
    return bound;
  }

  /** The integer program: its bound, and its lines where it came to an end with lines that hang together. */
  solve(
    seconds: number,
  ): { readonly yuan: number; readonly arcs: readonly number[] | null } | null {
    const { modelStatus, variableType } = this.#highs.constants;
    for (let arc = 0; arc < this.#arcs; arc++)
      this.#model.changeColIntegrality(arc, variableType.integer);
    this.#model.options.set({ mip_rel_gap: 1e-5 });
    let yuan: number | null = null;
    for (let program = 0; program < MOST_PROGRAMS && this.seconds < seconds; program++) {
      this.#run(seconds - this.seconds);
      const bound = this.#model.info.get("mip_dual_bound");
      if (typeof bound === "number" && Number.isFinite(bound))
        yuan = Math.max(yuan ?? 0, bound / SCALE);
      if (this.#model.getModelStatus() !== modelStatus.optimal) break;
      const { colValue } = this.#model.getSolution();
      if (this.#cut(colValue)) continue;
      const arcs: number[] = [];
      for (let arc = 0; arc < this.#arcs; arc++) if (colValue[arc]! > 0.5) arcs.push(arc);
      return yuan === null ? null : { yuan, arcs };
    }
    return yuan === null ? null : { yuan, arcs: null };
  }
}

type Entry = readonly [column: number, value: number];

/** Rows of a program as the solver takes them. */
class Rows {
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly #starts = [0];
  readonly #indices: number[] = [];
  readonly #values: number[] = [];

  get count(): number {
    return this.lower.length;
  }

  add(lower: number, upper: number, entries: readonly Entry[]): void {
    this.lower.push(lower);
    this.upper.push(upper);
    for (const [column, value] of entries) {
      this.#indices.push(column);
      this.#values.push(value);
    }
    this.#starts.push(this.#indices.length);
  }

  matrix(numCols: number) {
    return {
      format: "csr" as const,
      numRows: this.count,
      numCols,
      starts: Int32Array.from(this.#starts),
      indices: Int32Array.from(this.#indices),
      values: Float64Array.from(this.#values),
    };
  }
}

/** The best of some lines with what the integer program says of them. */
export interface Proven {
  readonly best: Draft;
  readonly bound: CheapestAnswer["bound"];
}

interface Look {
  readonly yuan: number;
  readonly isProven: boolean;
  readonly candidates: number;
  readonly found: Draft | null;
}

function look(
  highs: Highs,
  drafts: readonly Draft[],
  neededWeight: number,
  seconds: number,
): Look | null {
  const { gap } = drafts[0]!;
  const graph = candidateGraph(drafts);
  const program = new Program(highs, graph, drafts[0]!, neededWeight);
  try {
    const relaxed = program.relax(seconds / 2);
    if (relaxed === null) return null;
    const whole = program.solve(seconds);
    return {
      yuan: Math.max(relaxed, whole?.yuan ?? 0),
      isProven: whole?.arcs != null,
      candidates: graph.from.length,
      found: whole?.arcs ? draftOf(gap, graph, whole.arcs) : null,
    };
  } finally {
    program.dispose();
  }
}

/**
 * Proves lines by an integer program over a graph of candidates: the lines of some drafts, and the straight ones between all their spots.
 * That lines hang together on what exists is enforced by cuts, as far as `seconds` of the solver for each look allow; its bound holds wherever it stops,
 * for all that is built of candidate lines. Where it finds cheaper lines they are moved to where they cost least, and the program looks
 * again with these places among its candidates. The bound is null above 800 targets and where the time was too short for any.
 */
export function prove(
  highs: Highs,
  start: Draft,
  others: readonly Draft[],
  neededWeight: number,
  seconds: number,
): Proven {
  let best = start;
  let bound: CheapestAnswer["bound"] = null;
  if (start.gap.targets.length > MOST_TARGETS) return { best, bound };
  const known = [extended(start), ...others];
  for (let n = 0; n < MOST_LOOKS; n++) {
    const looked = look(highs, [best, ...known], neededWeight, seconds);
    if (looked === null) break;
    bound = boundOf(looked, best.totalYuan);
    const { found } = looked;
    if (!found || found.servedWeight < neededWeight) break;
    if (n === MOST_LOOKS - 1 && found.totalYuan < best.totalYuan) {
      // Nobody looks again: these lines stay where they are, for so they are candidates and the bound is about them.
      best = found.compact();
      bound = boundOf(looked, best.totalYuan);
      break;
    }
    const improved = found.compact();
    polish(improved, allNodes(improved));
    const next = improve(improved, neededWeight, TRIES_AFTER_LOOK);
    if (next.totalYuan > best.totalYuan * (1 - WORTH_LOOKING)) break;
    known.push(best);
    best = next;
    // Until the next look these lines are no candidates, and may cost less than all that are.
    bound = looked.yuan <= best.totalYuan ? boundOf(looked, best.totalYuan) : null;
  }
  return { best, bound };
}

/** What was found is among the candidates: rounding of the solver aside, nothing proves more than it costs. */
function boundOf(
  { yuan, isProven, candidates }: Look,
  bestYuan: number,
): NonNullable<CheapestAnswer["bound"]> {
  const least = Math.min(bestYuan, yuan);
  const gap = bestYuan > 0 ? (bestYuan - least) / bestYuan : 0;
  return { yuan: Math.round(least), gap, isProven, candidates };
}

/** Small tries between two looks. */
const TRIES_AFTER_LOOK = 300;
