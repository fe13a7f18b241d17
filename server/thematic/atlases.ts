import { randomUUID } from "node:crypto";
import type { Knex } from "knex";
import type { z } from "zod";
import type { Atlas, AtlasPatch, NewAtlas, SavedMap } from "../../core/contract/thematic.ts";
import { insertAuditEvent } from "../datasets/queries.ts";
import type { Db } from "../database/open.ts";
import type { IfMatch } from "../http/preconditions.ts";
import { HttpProblem, problem } from "../http/problem.ts";
import { keyReused } from "../plans/refusals.ts";
import * as queries from "./queries.ts";
import type { AtlasRow } from "./queries.ts";
import { checkVersion, isId, unknown } from "./saved-maps.ts";

/** Atlases with their pages, in the order given. */
async function withPages(db: Db, rows: readonly AtlasRow[]): Promise<Atlas[]> {
  const pages = new Map<string, SavedMap[]>(rows.map(({ id }) => [id, []]));
  for (const { atlasId, ...map } of await queries.listPages(db, [...pages.keys()]))
    pages.get(atlasId)!.push(map);
  return rows.map((row) => ({ ...row, pages: pages.get(row.id)! }));
}

/** Atlases of a region, or of all, first made first. */
export async function listAtlases(db: Db, regionCode: string | null): Promise<Atlas[]> {
  return withPages(db, await queries.listAtlases(db, regionCode));
}

/** An atlas with its pages. Throws a problem 404 where there is none. */
export async function findAtlas(db: Db, id: string): Promise<Atlas> {
  const [atlas] = await withPages(db, [await findAtlasRow(db, id)]);
  return atlas!;
}

async function findAtlasRow(db: Db, id: string, lock = false): Promise<AtlasRow> {
  const row = isId(id) ? await queries.findAtlas(db, id, lock) : null;
  if (row === null) throw unknown("atlas", id);
  return row;
}

/**
 * Makes an atlas of saved maps of its region, once for each key. Throws a problem 422 for a key that was used for something else, and for
 * pages that are no maps of the region, each by its position.
 */
export async function makeAtlas(
  db: Knex,
  { name, author, pages }: z.infer<typeof NewAtlas>,
  regionCode: string,
  once: queries.Creation,
): Promise<Atlas> {
  const id = randomUUID();
  return db.transaction(async (trx) => {
    await queries.takeTurn(trx);
    if (await queries.insertAtlas(trx, { id, regionCode, name, createdBy: author }, once)) {
      await putPages(trx, id, regionCode, pages);
      await insertAuditEvent(trx, author, "atlas.create", `atlas:${id}`, { name, pages });
      return findAtlas(trx, id);
    }
    const made = (await queries.findMade(trx, "atlases", once.key))!;
    if (made.hash !== once.hash) throw keyReused();
    return findAtlas(trx, made.id);
  });
}

/** Renames an atlas or puts other pages into it. Throws a problem: 404, 412, 422 for pages that are no maps of its region. */
export async function changeAtlas(
  db: Knex,
  id: string,
  madeOn: IfMatch,
  { name, author, pages }: z.infer<typeof AtlasPatch>,
): Promise<Atlas> {
  return db.transaction(async (trx) => {
    await queries.takeTurn(trx);
    const atlas = await findAtlasRow(trx, id, true);
    checkVersion(atlas, madeOn);
    if (pages) await putPages(trx, id, atlas.regionCode, pages);
    await queries.updateAtlas(trx, id, name ?? null);
    await insertAuditEvent(trx, author, "atlas.change", `atlas:${id}`, { name, pages });
    return findAtlas(trx, id);
  });
}

/** Deletes an atlas; its maps stay. Throws a problem: 404, 412. */
export async function removeAtlas(
  db: Knex,
  id: string,
  madeOn: IfMatch,
  author: string,
): Promise<void> {
  await db.transaction(async (trx) => {
    const atlas = await findAtlasRow(trx, id, true);
    checkVersion(atlas, madeOn);
    await queries.deleteAtlas(trx, id);
    await insertAuditEvent(trx, author, "atlas.delete", `atlas:${id}`, { name: atlas.name });
  });
}

async function putPages(
  trx: Db,
  id: string,
  regionCode: string,
  pages: readonly string[],
): Promise<void> {
  const regions = new Map(
    (await queries.findRegionsOf(trx, pages)).map((map) => [map.id, map.regionCode]),
  );
  const faults = pages.flatMap((page, i) => {
    const found = regions.get(page);
    if (found === regionCode) return [];
    const code = found === undefined ? "unknownMap" : "otherRegion";
    return [{ code, path: `pages.${i}`, params: { id: page, region: found ?? null } }];
  });
  if (faults.length > 0)
    throw new HttpProblem(422, "The pages of an atlas are saved maps of its region.", faults);
  await queries.replacePages(trx, id, pages);
}

/** Throws a problem 422 where the body of a change asks for nothing. */
export function checkAsked(
  asked: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): void {
  if (fields.every((field) => asked[field] === undefined))
    throw problem(422, "missingParameter", "Nothing is to be changed.", fields[0]!, {
      expected: fields.join(" or "),
    });
}
