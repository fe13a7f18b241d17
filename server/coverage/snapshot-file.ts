import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import type { Db } from "../database/open.ts";
import { loadRegion, type LoadedRegion } from "./load-snapshot.ts";
import type { RegionLoader } from "./regions.ts";

/** Raise whenever the columns of a snapshot change in shape or meaning: older files are then left aside. */
const FORMAT = "qiantu-snapshot 1";
const HEADER_BYTES = 256;

/**
 * Loads regions through files in a folder, so that a later start reads tens of megabytes instead of the database.
 * A file is named by region and data version and used only when format, length and checksum are right; else the database is read
 * and the file written anew, beside the old one and then renamed. Files of older versions of the region are removed.
 */
export function cachedLoader(folder: string, log: (text: string) => void): RegionLoader {
  return async (db: Db, regionCode: string, version: string): Promise<LoadedRegion> => {
    const known = await readSnapshotFile(pathOf(folder, regionCode, version), version);
    if (known) return known;
    const loaded = await loadRegion(db, regionCode);
    try {
      await writeSnapshotFile(folder, loaded);
    } catch (error) {
      log(`the snapshot could not be kept for the next start: ${String(error)}`);
    }
    return loaded;
  };
}

/** Codes are free text, so the name of the file holds only what every file system takes. */
function pathOf(folder: string, regionCode: string, version: string): string {
  return join(folder, `${prefixOf(regionCode)}${version}.snapshot`);
}

const prefixOf = (regionCode: string): string =>
  `${Buffer.from(regionCode).toString("hex").slice(0, 64)}-`;

/** The region in a file, or null when there is none or it is not whole. */
export async function readSnapshotFile(
  path: string,
  version: string,
): Promise<LoadedRegion | null> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch {
    return null;
  }
  const body = content.subarray(HEADER_BYTES);
  if (content.toString("latin1", 0, HEADER_BYTES) !== header(version, body)) return null;
  return deserialize(body) as LoadedRegion;
}

/** Writes a region beside its older files and then removes those. */
export async function writeSnapshotFile(folder: string, loaded: LoadedRegion): Promise<string> {
  const { regionCode, dataVersion } = loaded.snapshot;
  const path = pathOf(folder, regionCode, dataVersion);
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(4).toString("hex")}`;
  const body = serialize(loaded);
  try {
    await writeFile(temporary, [Buffer.from(header(dataVersion, body), "latin1"), body]);
    await flush(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  for (const name of await readdir(folder))
    if (name.startsWith(prefixOf(regionCode)) && join(folder, name) !== path)
      await rm(join(folder, name), { force: true });
  return path;
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function header(version: string, body: Buffer): string {
  return `${FORMAT} v8-${process.versions.v8} ${version} ${body.length} ${crc32(body)}`.padEnd(
    HEADER_BYTES,
  );
}
