import type { MultiPolygon, Polygon } from "geojson";
import { attempt } from "../../database/attempt.ts";
import type { Db } from "../../database/open.ts";
import { encodeGeometry } from "../../database/wkb.ts";
import { inspectPolygons, repairPolygon, type Inspection } from "../polygon-queries.ts";
import { refuse, type ProblemLog } from "../problems.ts";
import { withoutRepeats } from "./repeats.ts";
import { findTangle, mayBeRepaired } from "./tangle.ts";

const BATCH_ROWS = 500;
const BATCH_VERTICES = 100_000;
/** A batch is judged in well under a second, a sound polygon of a million vertices in some seconds. */
const INSPECT_MS = 60_000;
/** Repairs within the limits take two seconds at most. */
const REPAIR_MS = 30_000;
/** Statements that may fail or be stopped before the whole file is refused: each may have restarted the database. */
const MAX_FAILURES = 3;

/** A record on its way, with the polygon that must be checked. */
export interface Draft {
  row: number;
  /** Vertices that the record keeps in memory while it waits. */
  vertices: number;
  polygon: Polygon | MultiPolygon | null;
  /** A point inside the polygon, set by checkPolygons. */
  inner: readonly [lng: number, lat: number] | null;
}

/**
 * Passes drafts through in order, asking the database in batches whether their polygons are valid. Invalid ones are repaired by
 * ST_MakeValid with method=structure where that is safe (its default method has brought servers down), and told with the place
 * of the fault; a polygon that crosses itself too often to be a slip is an error.
 */
export async function* checkPolygons<T extends Draft>(
  db: Db,
  drafts: AsyncIterable<T>,
  log: ProblemLog,
): AsyncGenerator<T, void, void> {
  const checker = new PolygonChecker(db, log);
  let batch: T[] = [];
  let vertices = 0;
  for await (const draft of drafts) {
    batch.push(draft);
    vertices += draft.vertices;
    if (batch.length < BATCH_ROWS && vertices < BATCH_VERTICES) continue;
    await checker.check(batch);
    yield* batch;
    batch = [];
    vertices = 0;
  }
  await checker.check(batch);
  yield* batch;
}

class PolygonChecker {
  readonly #db: Db;
  readonly #log: ProblemLog;
  #failures = 0;

  constructor(db: Db, log: ProblemLog) {
    this.#db = db;
    this.#log = log;
  }

  async check(batch: readonly Draft[]): Promise<void> {
    const asked: Draft[] = [];
    for (const draft of batch) {
      if (draft.polygon === null) continue;
      const fault = await findTangle(draft.polygon);
      if (fault === null) asked.push(draft);
      else await this.#repair(draft, fault);
    }
    for (const [i, found] of (await this.#inspect(asked)).entries()) {
      const draft = asked[i]!;
      if (found === null) continue;
      if (found.fault === null) draft.inner = found.inner;
      else await this.#repair(draft, found.fault);
    }
  }

  /** What is found of each polygon; null where the database could not tell, which is then told. */
  async #inspect(drafts: readonly Draft[]): Promise<(Inspection | null)[]> {
    if (drafts.length === 0) return [];
    const polygons = drafts.map((draft) => encodeGeometry(draft.polygon!));
    const tried = await attempt(this.#db, INSPECT_MS, (trx) => inspectPolygons(trx, polygons));
    if (tried.ok) return tried.value;
    const [draft] = drafts;
    if (drafts.length === 1) {
      this.#beyondDatabase(draft!.row, tried.reason);
      return [null];
    }
    const found: (Inspection | null)[] = [];
    for (const each of drafts) found.push(...(await this.#inspect([each])));
    return found;
  }

  async #repair(draft: Draft, fault: string): Promise<void> {
    const plain = withoutRepeats(draft.polygon!);
    if (!(await mayBeRepaired(plain))) return this.#beyondRepair(draft.row, fault);
    const polygon = encodeGeometry(plain);
    const tried = await attempt(this.#db, REPAIR_MS, (trx) => repairPolygon(trx, polygon));
    if (!tried.ok) return this.#beyondDatabase(draft.row, tried.reason);
    const repaired = tried.value;
    if (repaired === null) {
      this.#log.add("polygon-beyond-repair", "error", draft.row, {
        message: `Polygons of which nothing is left when they are repaired; the first: record ${draft.row}, ${fault}.`,
        mend: "Draw these polygons again.",
        params: placeOf(fault),
      });
      return;
    }
    draft.polygon = repaired.polygon;
    draft.inner = repaired.inner;
    this.#log.add("polygon-repaired", "warning", draft.row, {
      message: `Invalid polygons were repaired; the first: record ${draft.row}, ${fault}.`,
      mend: "Look at these shapes on the map; draw them again if the repair is not what was meant.",
      params: placeOf(fault),
    });
  }

  #beyondRepair(row: number, fault: string): void {
    this.#log.add("polygon-beyond-repair", "error", row, {
      message: `Polygons that cross or cover themselves too often, or are too large, to be repaired; the first: record ${row}, ${fault}.`,
      mend: "Draw these polygons again, or repair them in a GIS program.",
      params: placeOf(fault),
    });
  }

  #beyondDatabase(row: number, reason: string): void {
    const parts = {
      message: `Polygons that the database could not judge or repair in time; the first: record ${row} (${reason}).`,
      mend: "Draw these polygons again, or repair or split them in a GIS program.",
      params: { reason },
    };
    this.#log.add("polygon-beyond-repair", "error", row, parts);
    if (++this.#failures >= MAX_FAILURES)
      throw refuse("polygon-check-stopped", {
        rows: [row],
        message: `The check was stopped at record ${row}, because ${MAX_FAILURES} polygons were too much for the database.`,
        mend: "Repair the polygons of this file in a GIS program before importing it.",
      });
  }
}

function placeOf(fault: string): { fault: string; lng?: number; lat?: number } {
  const place = /\[(\S+) (\S+)\]/.exec(fault);
  return place === null ? { fault } : { fault, lng: Number(place[1]), lat: Number(place[2]) };
}
