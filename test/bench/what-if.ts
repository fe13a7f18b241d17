import { parseArgs } from "node:util";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { rollUp } from "../../core/coverage/roll-up.ts";
import { Drawing } from "../../core/coverage/drawing.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { snapshotWith } from "../../core/coverage/snapshot-with.ts";
import { createWhatIf, type WhatIf } from "../../core/coverage/what-if.ts";
import { SHIPPED_RULES } from "../../geodata/standards/indicator-rules.ts";
import { seededRandom } from "./coverage-data.ts";
import { makeBenchRegion } from "./tiles-data.ts";
import { round, spreadOf, timed, type Spread } from "./spread.ts";
import { handOver, lineOf, SUBJECTS, type Hand } from "./what-if-hand.ts";
import { countWrongFigures, measureMoves } from "./what-if-moves.ts";
import { differencesToRebuilt } from "./what-if-rebuilt.ts";

const ROADS = 20;
const YEARS = 7;
const WORKS_A_YEAR = 30;

const note = (text: string): void => void process.stderr.write(`${text}\n`);
const ruleBy = (id: string): IndicatorRule => SHIPPED_RULES.find((rule) => rule.id === id)!;

/** Closes and reopens roads, each anew. */
function closeRoads(
  whatIf: WhatIf,
  snapshot: Snapshot,
  hand: Hand,
): { close: Spread; reopen: Spread } {
  const close: number[] = [];
  const reopen: number[] = [];
  for (let n = 0; n < 200; n++) {
    const road = hand.below(snapshot.features.road.count);
    timed(close, () => whatIf.close(road));
    timed(reopen, () => whatIf.reopen(road));
  }
  return { close: spreadOf(close), reopen: spreadOf(reopen) };
}

/** Milliseconds to build a snapshot with one more road and judge it whole, the median of five. */
function timeFull(snapshot: Snapshot, rule: IndicatorRule, hand: Hand): number {
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const added = [{ id: "a", geometry: lineOf(hand.line(5)) }];
    timed(times, () => {
      const next = snapshotWith(snapshot, { [rule.sector]: { added } });
      return rollUp(next, measureCoverage(next, rule));
    });
  }
  return spreadOf(times).p50;
}

/** One random edit; the engine keeps what it is given. */
function step(whatIf: WhatIf, snapshot: Snapshot, hand: Hand, number: number): void {
  const { added = [], closed = [] } = whatIf.edits();
  const some = added.length > 0 ? added[hand.below(added.length)]! : null;
  const geometry = lineOf(hand.line([2, 5, 15, 50][hand.below(4)]!));
  switch (hand.below(5)) {
    case 1:
      if (some) whatIf.reshape(some.id, geometry);
      return;
    case 2:
      if (some) whatIf.remove(some.id);
      return;
    case 3:
      whatIf.close(hand.below(snapshot.features.road.count));
      return;
    case 4:
      if (closed.length > 0) whatIf.reopen(closed[hand.below(closed.length)]!);
      return;
    default:
      whatIf.add({ id: `${number}`, geometry });
  }
}

/** Random edits, each compared with a full rebuild: how many of them left anything different. */
function countDiffering(
  snapshot: Snapshot,
  rule: IndicatorRule,
  hand: Hand,
  steps: number,
): number {
  const whatIf = createWhatIf(snapshot, rule);
  let differing = 0;
  for (let number = 0; number < steps; number++) {
    step(whatIf, snapshot, hand, number);
    const found = differencesToRebuilt(whatIf, snapshot, rule);
    if (found.length > 0) differing++;
    if (found.length > 0) note(`step ${number}: ${JSON.stringify(found.slice(0, 3))}`);
    if (number % 50 === 49) note(`${number + 1} edits compared, ${differing} differing`);
  }
  return differing;
}

/** Milliseconds to step through the works of seven years and back, against seven full computations. */
function stepYears(snapshot: Snapshot, rule: IndicatorRule, hand: Hand): Record<string, number> {
  const whatIf = createWhatIf(snapshot, rule);
  const works = Array.from({ length: YEARS * WORKS_A_YEAR }, (_, n) => ({
    id: `${n}`,
    geometry: lineOf(hand.line(5)),
  }));
  const forth: number[] = [];
  const back: number[] = [];
  timed(forth, () => works.forEach((one) => whatIf.add(one)));
  const differing = differencesToRebuilt(whatIf, snapshot, rule).length;
  timed(back, () => works.toReversed().forEach(({ id }) => whatIf.remove(id)));
  return {
    works: works.length,
    forthMs: round(forth[0]!),
    backMs: round(back[0]!),
    differing: differing + differencesToRebuilt(whatIf, snapshot, rule).length,
  };
}

/** Pointer moves of a point, a polygon or a line under rules of other networks; the last of each is compared with a full rebuild. */
function otherRules(snapshot: Snapshot, hand: Hand): Record<string, unknown> {
  const answers: Record<string, unknown> = {};
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    const rule = ruleBy(subject.rule);
    const start: number[] = [];
    let whatIf!: WhatIf;
    timed(start, () => (whatIf = createWhatIf(snapshot, rule)));
    const times: number[] = [];
    const adds: number[] = [];
    let differing = 0;
    for (let n = 0; n < ROADS; n++) {
      const [first, ...moves] = subject.moves(hand);
      timed(adds, () => whatIf.add({ ...subject.attributes, id: "under way", geometry: first! }));
      for (const geometry of moves) {
        timed(times, () => whatIf.reshape("under way", geometry));
      }
      if (n < 2) differing += differencesToRebuilt(whatIf, snapshot, rule).length;
      whatIf.remove("under way");
    }
    answers[name] = {
      rule: rule.id,
      startMs: round(start[0]!),
      add: spreadOf(adds),
      move: spreadOf(times),
      differing,
    };
    note(`${name}: ${JSON.stringify(answers[name])}`);
  }
  return answers;
}

/**
 * The live engine against building the snapshot anew and judging it whole, on the demonstration region in memory:
 * `--region guangxi|hechi --steps 400 --json`. Times are milliseconds. `short` and `long` are pointer moves of roads of 5 and 50 km with
 * 50 vertices, each with all that the page's worker does on one; `byVertex` tells which vertex is pulled. `differing` counts the edits
 * (of `steps`: roads added, removed and reshaped, existing ones closed and reopened) after which any verdict, distance or count was not
 * that of the rebuilt snapshot, to the last bit, and the drawings whose figures were not.
 */
export async function benchWhatIf(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      region: { type: "string", default: "guangxi" },
      steps: { type: "string", default: "400" },
      json: { type: "boolean", default: false },
    },
  });
  const { snapshot } = await makeBenchRegion(values.region === "hechi" ? "hechi" : "guangxi");
  const rule = ruleBy("village-road");
  const hand = handOver(snapshot, seededRandom(11));
  const started: number[] = [];
  let drawing!: Drawing;
  timed(started, () => (drawing = new Drawing(snapshot, rule, snapshot.regionCode)));
  const short = measureMoves(drawing, hand, 5);
  const long = measureMoves(drawing, hand, 50);
  note(`pointer moves: ${JSON.stringify({ short, long })}`);
  const wrongFigures = countWrongFigures(drawing, snapshot, rule, hand);
  const whatIf = createWhatIf(snapshot, rule);
  const closing = closeRoads(whatIf, snapshot, hand);
  const fullMs = timeFull(snapshot, rule, hand);
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  const years = stepYears(snapshot, rule, hand);
  const steps = Number(values.steps);
  const report = {
    villages: snapshot.villages.count,
    steps,
    differing: countDiffering(snapshot, rule, hand, steps) + wrongFigures,
    short,
    long,
    roads: snapshot.features.road.count,
    startMs: round(started[0]!),
    fullMs,
    ...closing,
    ratios: {
      short: round(fullMs / short.p95Ms),
      long: round(fullMs / long.p95Ms),
      close: round(fullMs / closing.close.p95),
    },
    years: { ...years, ratio: round((YEARS * fullMs) / years["forthMs"]!) },
    otherRules: otherRules(snapshot, hand),
    peakMiB,
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else note(JSON.stringify(report, null, 2));
}
