import type { IndicatorRule } from "../contract/rule.ts";
import type { JudgeUnit } from "./judge-test.ts";
import { LiveCounts } from "./live-counts.ts";
import { LiveTest } from "./live-test.ts";
import { measureAlone, testsOf, throughNeighbours } from "./measure.ts";
import { copyOf, createAnswer, load, store, takeBetter, type Outcome } from "./outcome.ts";
import type { Shape } from "./shape.ts";
import { SERVED, type AreaCounts, type Snapshot, type Verdicts } from "./snapshot.ts";
import type { Listener } from "./live-nearest.ts";
import { conclusionOf, standingOf } from "./standing.ts";
import { unitsOf, type Units } from "./units.ts";

/** A unit whose status an edit has changed. */
export interface StatusChange {
  /** Position in the verdicts. */
  readonly position: number;
  /** Index into villages, or areas for rules on areas: `units[position]` of the verdicts. */
  readonly index: number;
  /** Status codes before and after. */
  readonly from: number;
  readonly to: number;
}

/** The verdicts and counts of a rule, brought up to date with every feature that comes, goes or changes. */
export class LiveVerdicts {
  readonly #verdicts: Verdicts;
  readonly #rule: IndicatorRule;
  readonly #units: Units;
  readonly #standing: JudgeUnit;
  readonly #conclusion: JudgeUnit;
  readonly #tests: readonly LiveTest[];
  readonly #counts: LiveCounts;
  /** The first status of every unit that has another one now. */
  readonly #statusBefore = new Map<number, number>();
  /** What is said of every unit alone, and 1 where a neighbour serves it; null for rules that do not ask for neighbours. */
  readonly #alone: Outcome | null = null;
  readonly #through: Uint8Array | null;
  /** Units to be judged again, and those of which only a distance over 20 km is to be told anew when somebody asks. */
  readonly #touched = new Set<number>();
  readonly #far = new Set<number>();
  readonly #answer = createAnswer();
  readonly #other = createAnswer();

  constructor(snapshot: Snapshot, rule: IndicatorRule) {
    const units = unitsOf(snapshot, rule.unit);
    this.#rule = rule;
    this.#units = units;
    this.#standing = standingOf(snapshot, rule);
    const outcome = measureAlone(snapshot, rule);
    this.#through = throughNeighbours(outcome, units, rule);
    if (this.#through) this.#alone = copyOf(outcome);
    this.#conclusion = conclusionOf(units, rule, this.#through);
    for (let n = 0; n < units.count; n++) {
      load(this.#answer, outcome, n);
      this.#conclusion(n, this.#answer);
      store(outcome, n, this.#answer);
    }
    this.#verdicts = { ruleId: rule.id, unit: rule.unit, units: units.index, ...outcome };
    this.#counts = new LiveCounts(snapshot, units, this.#verdicts);
    const listener: Listener = {
      touch: (n) => void this.#touched.add(n),
      touchFar: (n) => void this.#far.add(n),
    };
    const bench = { snapshot, sector: rule.sector, unit: rule.unit, listener };
    this.#tests = testsOf(rule).map((test) => new LiveTest(bench, test));
  }

  get verdicts(): Verdicts {
    this.#judge(this.#far, []);
    return this.#verdicts;
  }

  get counts(): AreaCounts {
    return this.#counts.counts;
  }

  /** What is now counts as what was at first. */
  settle(): void {
    this.#statusBefore.clear();
  }

  /** All units whose status is not what it was at first, by position. */
  changes(): StatusChange[] {
    const { status, units } = this.#verdicts;
    return [...this.#statusBefore]
      .map(([n, from]) => ({ position: n, index: units[n]!, from, to: status[n]! }))
      .sort((a, b) => a.position - b.position);
  }

  /** A feature comes (no `before`), goes (no `after`) or changes: the units whose status that changes. */
  alter(before: Shape | null, after: Shape | null, asItStood: boolean): StatusChange[] {
    for (const test of this.#tests) test.alter(before, after, asItStood);
    const changes: StatusChange[] = [];
    this.#judge(this.#touched, changes);
    return changes;
  }

  /** Judges some units again, and forgets that they were to be. */
  #judge(units: Set<number>, changes: StatusChange[]): void {
    let anyServed = false;
    for (const n of units) {
      this.#judgeAlone(n);
      if (!this.#alone) {
        this.#conclude(n, changes);
        continue;
      }
      anyServed ||= (this.#answer.status === SERVED) !== (this.#alone.status[n] === SERVED);
      store(this.#alone, n, this.#answer);
    }
    if (this.#alone) {
      // One that is served, or no longer, may turn any neighbour: then all are looked at.
      if (anyServed) this.#through!.set(throughNeighbours(this.#alone, this.#units, this.#rule)!);
      for (const n of anyServed ? this.#units.order : units) {
        load(this.#answer, this.#alone, n);
        this.#conclude(n, changes);
      }
    }
    units.clear();
  }

  /** Writes what the tests and the unit's standing say of it into the answer. */
  #judgeAlone(n: number): void {
    this.#tests[0]!.judge(n, this.#answer);
    for (let t = 1; t < this.#tests.length; t++) {
      this.#tests[t]!.judge(n, this.#other);
      takeBetter(this.#answer, this.#other);
    }
    this.#standing(n, this.#answer);
  }

  /** The answer, concluded, becomes the verdict of a unit. */
  #conclude(n: number, changes: StatusChange[]): void {
    this.#conclusion(n, this.#answer);
    const from = this.#verdicts.status[n]!;
    const to = this.#answer.status;
    store(this.#verdicts, n, this.#answer);
    if (from === to) return;
    this.#counts.move(n, from, to);
    const first = this.#statusBefore.get(n);
    if (first === undefined) this.#statusBefore.set(n, from);
    else if (first === to) this.#statusBefore.delete(n);
    changes.push({ position: n, index: this.#units.index[n]!, from, to });
  }
}
