import Flatbush from "flatbush";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { encodeGeometry } from "../../database/wkb.ts";
import type { Db } from "../../database/open.ts";
import type { ProblemLog } from "../problems.ts";
import { inspectPolygons, repairPolygon } from "../polygon-queries.ts";
import { MAX_REPAIR_CROSSINGS, MAX_REPAIR_VERTICES } from "../reading/limits.ts";

const BATCH_ROWS = 500;
const BATCH_VERTICES = 100_000;

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
  let batch: T[] = [];
  let vertices = 0;
  for await (const draft of drafts) {
    batch.push(draft);
    vertices += draft.vertices;
    if (batch.length < BATCH_ROWS && vertices < BATCH_VERTICES) continue;
    await checkBatch(db, batch, log);
    yield* batch;
    batch = [];
    vertices = 0;
  }
  await checkBatch(db, batch, log);
  yield* batch;
}

async function checkBatch(db: Db, batch: readonly Draft[], log: ProblemLog): Promise<void> {
  const withPolygon = batch.filter((draft) => draft.polygon !== null);
  if (withPolygon.length === 0) return;
  const found = await inspectPolygons(
    db,
    withPolygon.map((draft) => encodeGeometry(draft.polygon!)),
  );
  for (const [i, draft] of withPolygon.entries()) {
    const { fault, inner } = found[i]!;
    if (fault === null) draft.inner = inner;
    else await repair(db, draft, fault, log);
  }
}

async function repair(db: Db, draft: Draft, fault: string, log: ProblemLog): Promise<void> {
  const polygon = draft.polygon!;
  const place = /\[(\S+) (\S+)\]/.exec(fault);
  const params = {
    fault,
    ...(place === null ? {} : { lng: Number(place[1]), lat: Number(place[2]) }),
  };
  if (countVertices(polygon) > MAX_REPAIR_VERTICES || crossesTooOften(polygon)) {
    log.add("polygon-beyond-repair", "error", draft.row, {
      message: `Polygons that cross themselves too often, or are too large, to be repaired; the first: record ${draft.row}, ${fault}.`,
      mend: "Draw these polygons again, or repair them in a GIS program.",
      params,
    });
    return;
  }
  const repaired = await repairPolygon(db, encodeGeometry(polygon));
  if (repaired === null) {
    log.add("polygon-beyond-repair", "error", draft.row, {
      message: `Polygons of which nothing is left when they are repaired; the first: record ${draft.row}, ${fault}.`,
      mend: "Draw these polygons again.",
      params,
    });
    return;
  }
  draft.polygon = repaired.polygon;
  draft.inner = repaired.inner;
  log.add("polygon-repaired", "warning", draft.row, {
    message: `Invalid polygons were repaired; the first: record ${draft.row}, ${fault}.`,
    mend: "Look at these shapes on the map; draw them again if the repair is not what was meant.",
    params,
  });
}

function ringsOf(polygon: Polygon | MultiPolygon): readonly Position[][] {
  return polygon.type === "Polygon" ? polygon.coordinates : polygon.coordinates.flat();
}

function countVertices(polygon: Polygon | MultiPolygon): number {
  return ringsOf(polygon).reduce((sum, ring) => sum + ring.length, 0);
}

/** Counts proper crossings of the boundary with itself, and stops as soon as there are too many. */
function crossesTooOften(polygon: Polygon | MultiPolygon): boolean {
  const edges = ringsOf(polygon).flatMap((ring) =>
    ring.slice(1).map((to, i) => [ring[i]!, to] as const),
  );
  if (edges.length === 0) return false;
  const tree = new Flatbush(edges.length);
  for (const [a, b] of edges)
    tree.add(
      Math.min(a[0]!, b[0]!),
      Math.min(a[1]!, b[1]!),
      Math.max(a[0]!, b[0]!),
      Math.max(a[1]!, b[1]!),
    );
  tree.finish();
  let crossings = 0;
  for (const [i, [a, b]] of edges.entries()) {
    const near = tree.search(
      Math.min(a[0]!, b[0]!),
      Math.min(a[1]!, b[1]!),
      Math.max(a[0]!, b[0]!),
      Math.max(a[1]!, b[1]!),
    );
    for (const j of near) {
      if (j <= i || !cross(a, b, edges[j]![0], edges[j]![1])) continue;
      if (++crossings > MAX_REPAIR_CROSSINGS) return true;
    }
  }
  return false;
}

function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function side(a: Position, b: Position, p: Position): number {
  return Math.sign((b[0]! - a[0]!) * (p[1]! - a[1]!) - (b[1]! - a[1]!) * (p[0]! - a[0]!));
}
