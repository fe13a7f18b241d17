import type { Db } from "../database/open.ts";

/** Stores the page of a code where the code is free. Gives the page that the code has now. */
export async function keepShortLink(db: Db, code: string, path: string): Promise<string> {
  await db("short_links").insert({ code, path }).onConflict("code").ignore();
  return (await readShortLink(db, code))!;
}

/** The page of a code; null for an unknown one. */
export async function readShortLink(db: Db, code: string): Promise<string | null> {
  const [row] = await db<{ code: string; path: string }>("short_links").where({ code });
  return row?.path ?? null;
}
