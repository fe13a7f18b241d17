import { randomUUID } from "node:crypto";
import type { Knex } from "knex";
import type { MapPatch, NewMap, SavedMap } from "../../core/contract/thematic.ts";
import type { z } from "zod";
import { insertAuditEvent } from "../datasets/queries.ts";
import type { Db } from "../database/open.ts";
import type { IfMatch } from "../http/preconditions.ts";
import { HttpProblem, problem } from "../http/problem.ts";
import { keyReused } from "../plans/refusals.ts";
import * as queries from "./queries.ts";
import type { NamedMap } from "./read-query.ts";

/** A saved map. Throws a problem 404 where there is none, also for what is no id at all. */
export async function findSaved(db: Db, id: string, lock = false): Promise<SavedMap> {
  const row = isId(id) ? await queries.findMap(db, id, lock) : null;
  if (row === null) throw unknown("map", id);
  return row;
}

/** True for what may be an id in the database. */
export function isId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/** 404 for a map or an atlas that is not there. */
export function unknown(what: "map" | "atlas", id: string): HttpProblem {
  return problem(
    404,
    what === "map" ? "unknownMap" : "unknownAtlas",
    `There is no ${what} with this id.`,
    "id",
    { id: id.slice(0, 64) },
  );
}

/** Throws a problem 412 where a change was made on another version than the one there is. */
export function checkVersion({ version }: { version: number }, madeOn: IfMatch): void {
  if (version !== madeOn.version)
    throw problem(412, "stale", "Somebody else changed it meanwhile; read it again.", "If-Match", {
      version,
    });
}

/** Saves a map, once for each key: who asks again gets the same one. Throws a problem 422 for a key that was used for something else. */
export async function saveMap(
  db: Knex,
  { name, author }: z.infer<typeof NewMap>,
  { query, regionCode }: NamedMap,
  once: queries.Creation,
): Promise<SavedMap> {
  const id = randomUUID();
  return db.transaction(async (trx) => {
    const map = { id, regionCode, name, query, createdBy: author };
    if (await queries.insertMap(trx, map, once)) {
      await insertAuditEvent(trx, author, "map.create", `map:${id}`, { name, query });
      return findSaved(trx, id);
    }
    const made = (await queries.findMade(trx, "thematic_maps", once.key))!;
    if (made.hash !== once.hash) throw keyReused();
    return findSaved(trx, made.id);
  });
}

/** Renames a map or gives it another view. Throws a problem: 404, 412, or 409 where it would leave the region of an atlas that holds it. */
export async function changeMap(
  db: Knex,
  id: string,
  madeOn: IfMatch,
  { name, author }: z.infer<typeof MapPatch>,
  named: NamedMap | null,
): Promise<SavedMap> {
  return db.transaction(async (trx) => {
    const map = await findSaved(trx, id, true);
    checkVersion(map, madeOn);
    if (named !== null && named.regionCode !== map.regionCode) {
      const atlases = await queries.listAtlasesOf(trx, id);
      if (atlases.length > 0)
        throw problem(
          409,
          "mapInAtlas",
          "A map in an atlas stays in its region; take it out, or save it as another map.",
          "query",
          { atlases },
        );
    }
    await queries.updateMap(trx, id, {
      name: name ?? null,
      query: named?.query ?? null,
      regionCode: named?.regionCode ?? null,
    });
    await insertAuditEvent(trx, author, "map.change", `map:${id}`, { name, query: named?.query });
    return findSaved(trx, id);
  });
}

/**
 * Deletes a map. Throws a problem: 404, 412, or 409 with the names of the atlases that hold it, unless it is to be taken out of them: their
 * other pages move up.
 */
export async function removeMap(
  db: Knex,
  id: string,
  madeOn: IfMatch,
  { author, force }: { author: string; force: boolean },
): Promise<void> {
  await db.transaction(async (trx) => {
    await queries.takeTurn(trx);
    const map = await findSaved(trx, id, true);
    checkVersion(map, madeOn);
    const atlases = await queries.listAtlasesOf(trx, id);
    if (atlases.length > 0 && !force)
      throw problem(
        409,
        "mapInAtlas",
        "The map stands in an atlas; take it out there, or send force=true.",
        "force",
        { atlases },
      );
    const pages = await queries.listPages(
      trx,
      atlases.map((atlas) => atlas.id),
    );
    for (const atlas of atlases) {
      const left = pages.filter((page) => page.atlasId === atlas.id && page.id !== id);
      await queries.replacePages(
        trx,
        atlas.id,
        left.map((page) => page.id),
      );
      await queries.updateAtlas(trx, atlas.id, null);
      await insertAuditEvent(trx, author, "atlas.change", `atlas:${atlas.id}`, { without: id });
    }
    await queries.deleteMap(trx, id);
    await insertAuditEvent(trx, author, "map.delete", `map:${id}`, {
      name: map.name,
      query: map.query,
    });
  });
}
