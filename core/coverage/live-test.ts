import type { SimpleTest } from "../contract/rule.ts";
import { recheckBandM } from "../geodesy/segment-distance.ts";
import { choose, Choice } from "./choice.ts";
import { matchFeatures } from "./feature-filter.ts";
import { judgeOf, onlyOf, type JudgeUnit } from "./judge-test.ts";
import { LiveTarget, widened, type Asked, type LiveBench } from "./live-target.ts";
import type { Nearest } from "./nearest-point.ts";
import { Recent } from "./recent.ts";
import type { Shape } from "./shape.ts";
import { NO, NOT_RECORDED, YES } from "./snapshot.ts";
import type { Targets } from "./target.ts";
import { unitTreeOf } from "./unit-tree.ts";
import { unitsOf } from "./units.ts";

/** One test of a rule while features come and go. */
export class LiveTest implements Targets {
  readonly yes: LiveTarget;
  maybe: LiveTarget | null;
  readonly #bench: LiveBench;
  readonly #test: SimpleTest;
  readonly #judge: JudgeUnit;
  /** NaN for tests without a reach: no unit is on its edge. */
  readonly #reachM: number;
  readonly #bandM: number;
  /**
   * Units so near the reach that the geodesic decides: of features that hardly differ in distance it may choose another than the local
   * frame, and so they are judged again whenever something within reach comes or goes, though their nearest is the same.
   */
  readonly #onTheEdge = new Set<number>();

  constructor(bench: LiveBench, test: SimpleTest) {
    const { snapshot, sector, unit } = bench;
    this.#bench = bench;
    this.#test = test;
    this.#reachM = test.kind === "distance" ? test.reachM : NaN;
    this.#bandM = recheckBandM(this.#reachM);
    const { yes, maybe } = choose(snapshot, sector, test, onlyOf(test));
    this.yes = new LiveTarget(bench, yes, this.#asked());
    this.maybe = maybe && new LiveTarget(bench, maybe, this.#asked());
    const units = unitsOf(snapshot, unit);
    this.#judge = judgeOf(units, test, this, true);
    for (let n = 0; n < units.count; n++) if (this.#isOnTheEdge(n)) this.#onTheEdge.add(n);
  }

  #asked(): Asked {
    const { kind } = this.#test;
    const from = this.#test.kind === "distance" ? (this.#test.from ?? "outline") : "seat";
    return { kind, from, reachM: this.#reachM };
  }

  /** Says what the test shows of a unit now. */
  readonly judge: JudgeUnit = (n, answer) => {
    this.yes.measure(n);
    this.maybe?.measure(n);
    if (this.#isOnTheEdge(n)) this.#onTheEdge.add(n);
    else this.#onTheEdge.delete(n);
    this.#judge(n, answer);
  };

  /** A feature comes (no `before`), goes (no `after`) or changes; one `asItStood` is as in the snapshot. */
  alter(before: Shape | null, after: Shape | null, asItStood: boolean): void {
    const was = before ? this.#serves(before) : NO;
    const is = after ? this.#serves(after) : NO;
    if (was === NO && is === NO) return;
    this.#touchEdge(before);
    this.#touchEdge(after);
    if (is === NOT_RECORDED) this.maybe ??= this.#nothingYet();
    for (const [side, target] of [
      [YES, this.yes],
      [NOT_RECORDED, this.maybe],
    ] as const) {
      if (!target) continue;
      if (was === side && is === side) target.move(before!, after!, asItStood);
      else if (was === side) target.take(before!);
      else if (is === side) target.put(after!, asItStood);
    }
  }

  /** Whether a feature may serve: YES, NO or NOT_RECORDED. */
  #serves({ features }: Shape): number {
    if (onlyOf(this.#test)?.counts(features, 0) === false) return NO;
    return matchFeatures(features, this.#test)[0]!;
  }

  #nothingYet(): LiveTarget {
    const features = this.#bench.snapshot.features[this.#bench.sector];
    const none = new Choice(features, new Int32Array(0), new Recent(1));
    return new LiveTarget(this.#bench, none, this.#asked());
  }

  #isOnTheEdge(n: number): boolean {
    const near = ({ distanceM }: Nearest): boolean =>
      Math.abs(distanceM[n]! - this.#reachM) < this.#bandM;
    return near(this.yes.nearest()) || (this.maybe !== null && near(this.maybe.nearest()));
  }

  #touchEdge(shape: Shape | null): void {
    if (!shape?.box || this.#onTheEdge.size === 0) return;
    const around = widened(shape.box, this.#reachM + 3 * this.#bandM);
    const tree = unitTreeOf(unitsOf(this.#bench.snapshot, this.#bench.unit), this.#asked().from);
    for (const n of this.#onTheEdge) if (tree.mayTouch(n, around)) this.#bench.listener.touch(n);
  }
}
