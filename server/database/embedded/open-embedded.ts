import type { OpenDatabase } from "../open.ts";

/** Opens the embedded PostGIS in `dataDir`. */
export async function openEmbedded(dataDir: string): Promise<OpenDatabase> {
  throw new Error(`The embedded database (${dataDir}) is not built in yet; set DATABASE_URL.`);
}
