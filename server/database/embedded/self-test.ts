import type { Backend } from "./backend.ts";

/** A polygon that crosses itself, cut with another: GEOS cannot do it and must say so. */
const BAD_INTERSECTION = `select st_intersection(
  'POLYGON((0 0, 10 10, 10 0, 0 10, 0 0))'::geometry, 'POLYGON((1 1, 9 1, 9 9, 1 9, 1 1))'::geometry)`;

/**
 * Refuses to go on when a mend no longer holds, for instance after an update of PGlite: a fault of the geometry library
 * that raises no ERROR would leave half a statement's changes behind. Throws with a sentence for the operator.
 */
export function selfTest(backend: Backend): void {
  let isRaised = false;
  try {
    backend.run(BAD_INTERSECTION);
  } catch {
    isRaised = true;
  }
  if (!isRaised) {
    throw new Error(
      "The embedded database does not report faults of its geometry library, so it is not safe to use. Set DATABASE_URL to a PostGIS server.",
    );
  }
  backend.run(`do $$ begin
    if current_setting('fsync') <> 'on' then raise exception 'fsync is off'; end if;
  end $$`);
}
