import type { IndicatorRule } from "../../core/contract/rule.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { rollUp } from "../../core/coverage/roll-up.ts";
import type { AreaCounts, Snapshot, Verdicts } from "../../core/coverage/snapshot.ts";
import type { Db } from "../database/open.ts";
import { busy } from "../http/problem.ts";
import type { Measure } from "./measure-thread.ts";
import type { LoadedRegion } from "./load-snapshot.ts";
import { unpackVerdicts } from "./pack-verdicts.ts";
import type { RegionDataset } from "./region-queries.ts";
import { readPackedVerdicts, type RunInfo } from "./run-queries.ts";

/** How many questions with other thresholds than a rule's own are kept in memory. */
const KEPT_QUESTIONS = 8;

/** Questions that may be measured or wait for it; one thread takes up to some seconds for each. */
const MAX_QUESTIONS = 40;
let questions = 0;

/** A rule's verdicts with the counts they add up to. */
export interface Judgement {
  rule: IndicatorRule;
  verdicts: Verdicts;
  counts: AreaCounts;
}

/**
 * One region in memory: the data in force and the run that belongs to exactly these data. It never changes;
 * new data make a new state. Answers and tiles come from here and not from the database.
 */
export class RegionState {
  readonly snapshot: Snapshot;
  readonly loaded: LoadedRegion;
  readonly datasets: readonly RegionDataset[];
  /** The stored run on these data; null where nothing is stored yet and every answer is measured when it is asked for. */
  readonly run: RunInfo | null;
  /** Rules of the run as they were judged, in order of display; without a run the rules in force. */
  readonly rules: readonly IndicatorRule[];
  /** Names this state in ETags: changes whenever the data or the run change. */
  readonly version: string;
  private readonly db: Db;
  private readonly stored = new Map<string, Promise<Judgement>>();
  private readonly asked = new Map<string, Promise<Judgement>>();
  private readonly measure: Measure;
  private areaIndexes: Map<string, number> | null = null;

  constructor(
    db: Db,
    loaded: LoadedRegion,
    datasets: readonly RegionDataset[],
    judged: { run: RunInfo } | { run: null; rules: readonly IndicatorRule[] },
    measure: Measure = measureCoverage,
  ) {
    const { run } = judged;
    if (run && run.dataVersion !== loaded.snapshot.dataVersion)
      throw new Error("run and snapshot are of different data");
    this.db = db;
    this.measure = measure;
    this.loaded = loaded;
    this.snapshot = loaded.snapshot;
    this.datasets = datasets;
    this.run = run;
    this.rules = judged.run ? judged.run.rules : judged.rules;
    this.version = `${loaded.snapshot.dataVersion.slice(0, 16)}.${run?.id ?? 0}`;
  }

  /** Index of the area with a code, or undefined. */
  areaIndex(code: string): number | undefined {
    this.areaIndexes ??= new Map(this.snapshot.areas.code.map((each, i) => [each, i]));
    return this.areaIndexes.get(code);
  }

  rule(id: string): IndicatorRule | undefined {
    return this.rules.find((rule) => rule.id === id);
  }

  /**
   * Verdicts and counts of a rule. A rule of the run comes from the database, as it was stored; any other (another threshold, a rule from
   * a file) is measured now and the last few are kept. Throws a problem 503 when too many others wait for that.
   */
  async judge(rule: IndicatorRule): Promise<Judgement> {
    if (this.run && this.rules.includes(rule)) return this.readStored(rule, this.run.id);
    const key = JSON.stringify(rule);
    const judgement = this.asked.get(key) ?? this.measureNow(rule);
    this.asked.delete(key);
    this.asked.set(key, judgement);
    judgement.catch(() => this.asked.delete(key));
    for (const oldest of this.asked.keys()) {
      if (this.asked.size <= KEPT_QUESTIONS) break;
      this.asked.delete(oldest);
    }
    return judgement;
  }

  /** Reads every rule of the run into memory, so that later answers do not wait for the database. */
  async readAll(): Promise<void> {
    for (const rule of this.rules) await this.judge(rule);
  }

  private async measureNow(rule: IndicatorRule): Promise<Judgement> {
    if (questions >= MAX_QUESTIONS)
      throw busy("Many other questions are being measured; try again in a moment.", 10);
    questions++;
    try {
      return this.withCounts(rule, await this.measure(this.snapshot, rule));
    } finally {
      questions--;
    }
  }

  private readStored(rule: IndicatorRule, runId: number): Promise<Judgement> {
    const known = this.stored.get(rule.id);
    if (known) return known;
    const rows = readPackedVerdicts(this.db, runId, rule.id);
    const reading = unpackVerdicts(this.snapshot, rule, rows).then((verdicts) =>
      this.withCounts(rule, verdicts),
    );
    this.stored.set(rule.id, reading);
    reading.catch(() => this.stored.delete(rule.id));
    return reading;
  }

  private withCounts(rule: IndicatorRule, verdicts: Verdicts): Judgement {
    return { rule, verdicts, counts: rollUp(this.snapshot, verdicts) };
  }
}
