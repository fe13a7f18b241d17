import type { ActivityStep, MetaAnswer } from "../../core/contract/area.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import type { Db } from "../database/open.ts";
import type { Measure } from "./measure-thread.ts";
import { loadRegion, type LoadedRegion } from "./load-snapshot.ts";
import { listRegionDatasets, listRegions, readDataVersion, readStamp } from "./region-queries.ts";
import { runCoverage } from "./run.ts";
import { deleteLostRuns, readCurrentRun } from "./run-queries.ts";
import { RegionState } from "./state.ts";

/** What the server is busy with; null when everything in force is shown. */
export type Activity = MetaAnswer["activity"];

const EMPTY: Activity = {
  phase: "empty",
  message: "The database holds no area yet: import boundaries, or load the demonstration region.",
};

/** Regions that cannot be shown are tried again after this long, or as soon as their data change. */
const RETRY_MS = 60_000;

interface Failure {
  activity: Activity;
  retryAt: number;
}

function failureOf(error: unknown): Failure {
  const [message] = describeError(error).split("\n");
  return { activity: { phase: "failed", message: message! }, retryAt: Date.now() + RETRY_MS };
}

/** The messages of an error and its causes, one line each. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause === undefined ? message : `${message}: ${describeError(cause)}`;
}

/** Loads a region; the server puts a file cache before the database. */
export type RegionLoader = (db: Db, regionCode: string, version: string) => Promise<LoadedRegion>;

/**
 * The regions that the server shows. A region appears when its run is complete, and is replaced when newer data have their run complete:
 * readers always see data and verdicts that belong together, also while an import or a run is going on.
 */
export class Regions {
  activity: Activity = { phase: "opening", message: "opening the database" };
  private states = new Map<string, RegionState>();
  private stamp = "";
  private failure: Failure | null = null;
  private refreshing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly log: (text: string) => void;
  private readonly load: RegionLoader;
  private readonly measure: Measure;

  constructor(
    log: (text: string) => void,
    load: RegionLoader = loadRegion,
    measure: Measure = measureCoverage,
  ) {
    this.log = log;
    this.load = load;
    this.measure = measure;
  }

  /** States by region code, in order of code. */
  all(): RegionState[] {
    return [...this.states.values()];
  }

  get(code: string): RegionState | undefined {
    return this.states.get(code);
  }

  /** True once a region with its run can be seen. */
  get ready(): boolean {
    return this.states.size > 0;
  }

  /** Names everything shown; part of every ETag. */
  get version(): string {
    return this.all()
      .map((state) => state.version)
      .join("|");
  }

  /**
   * Brings the states up to what is in force in the database; calls that overlap share one pass. Rejects when a region cannot be shown;
   * the others are brought up to date all the same, and that one stays as it was.
   */
  refresh(db: Db): Promise<void> {
    this.refreshing ??= this.refreshOnce(db).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  /** Looks for new data every `intervalMs`, until `stop`. A failure is tried again, and logged when it is not the one before. */
  watch(db: Db, intervalMs: number): void {
    let lastFailure = "";
    const look = (): void => {
      this.refresh(db)
        .then(() => {
          lastFailure = "";
        })
        .catch((error: unknown) => {
          const failure = describeError(error);
          this.activity = failureOf(error).activity;
          if (failure !== lastFailure) this.log(failure);
          lastFailure = failure;
        })
        .finally(() => {
          if (this.timer) this.timer = setTimeout(look, intervalMs).unref();
        });
    };
    this.timer = setTimeout(look, intervalMs).unref();
  }

  async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    await this.refreshing?.catch(() => {});
  }

  private async refreshOnce(db: Db): Promise<void> {
    const stamp = await readStamp(db);
    if (stamp === this.stamp && !(this.failure && Date.now() > this.failure.retryAt)) {
      this.activity = this.failure?.activity ?? (this.ready ? null : EMPTY);
      return;
    }
    await deleteLostRuns(db);
    const next = new Map<string, RegionState>();
    const errors: Error[] = [];
    for (const region of await listRegions(db)) {
      const known = this.states.get(region.code);
      try {
        next.set(region.code, await this.upToDate(db, region.code));
      } catch (error) {
        this.log(error instanceof Error ? error.stack! : String(error));
        errors.push(new Error(`region ${region.code} could not be shown`, { cause: error }));
        if (known) next.set(region.code, known);
      }
      // A new region is shown as soon as it is whole; one that is gone goes at the end.
      this.states = new Map([...this.states, ...next]);
    }
    this.states = next;
    // The stamp from before: what changed since, such as our own run, is looked at in the next pass.
    this.stamp = stamp;
    this.failure = errors[0] ? failureOf(errors[0]) : null;
    this.activity = this.failure?.activity ?? (this.ready ? null : EMPTY);
    if (errors[0]) throw errors[0];
  }

  private async upToDate(db: Db, code: string): Promise<RegionState> {
    const known = this.states.get(code);
    const version = await readDataVersion(db, code);
    let run = await readCurrentRun(db, code);
    if (known && run?.id === known.run?.id && version === known.snapshot.dataVersion) return known;
    this.activity = {
      phase: "loading",
      message: `${code}: reading the data`,
      step: { code: "readingData", params: {} },
    };
    let loaded = await this.load(db, code, version);
    if (run?.dataVersion !== loaded.snapshot.dataVersion) {
      const log = (text: string, step?: ActivityStep): void => {
        this.activity = { phase: "coverage", message: `${code}: ${text}`, ...(step && { step }) };
        this.log(`${code}: ${text}`);
      };
      ({ run, loaded } = await runCoverage(db, code, { loaded, log, measure: this.measure }));
    }
    const state = new RegionState(
      db,
      loaded,
      await listRegionDatasets(db, code),
      { run: run! },
      this.measure,
    );
    this.activity = {
      phase: "loading",
      message: `${code}: reading the verdicts`,
      step: { code: "readingVerdicts", params: {} },
    };
    await state.readAll();
    return state;
  }
}
