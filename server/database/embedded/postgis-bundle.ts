import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

const BLOCK = 512;

/** What of the package is used. The rest (raster, topology, geocoder, upgrade scripts) costs 14 s and 0.4 GB at each start. */
const SERVED = [
  "lib/postgresql/postgis-3.so",
  "share/proj/proj.db",
  "share/proj/proj.ini",
  "share/postgresql/extension/postgis.control",
];

/** Only CREATE EXTENSION reads it, so only the making of the template needs it. */
const SCRIPT = "share/postgresql/extension/postgis--3.6.2.sql";

const PACKAGE = "@electric-sql/pglite-postgis";

/**
 * The path of the PostGIS bundle cut down to what is used; made from the installed package when the cache has none.
 * The cut never leaves this machine: PostGIS is a dependency under the GPL, not something to publish again.
 */
export async function ensurePostgisBundle(cacheDir: string): Promise<string> {
  const path = join(cacheDir, `postgis-${await packageVersion(PACKAGE)}-served.tar.gz`);
  if (!(await exists(path))) await writePostgisBundle(path, SERVED);
  return path;
}

/** Writes the bundle with which CREATE EXTENSION works, too. */
export function writeTemplateBundle(path: string): Promise<void> {
  return writePostgisBundle(path, [...SERVED, SCRIPT]);
}

async function writePostgisBundle(path: string, entries: readonly string[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const whole = await promisify(gunzip)(
    await readFile(join(packageFolder(PACKAGE), "postgis.tar.gz")),
  );
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    // Level 1: it is unpacked at every start, and nobody carries it anywhere.
    await writeFile(temporary, await promisify(gzip)(keepEntries(whole, entries), { level: 1 }), {
      flush: true,
    });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Version of an installed package, read from its package.json beside the file that Node loads. */
export async function packageVersion(name: string): Promise<string> {
  const text = await readFile(join(packageFolder(name), "..", "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(name));
}

/** A tar file with only the named entries; throws when one is missing, which means the package has changed. */
function keepEntries(tar: Buffer, names: readonly string[]): Buffer {
  const parts: Buffer[] = [];
  const missing = new Set(names);
  for (let at = 0; at + BLOCK <= tar.length;) {
    const name = tar.toString("latin1", at, at + 100).replace(/\0.*$/s, "");
    if (name === "") break;
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 136), 8) || 0;
    const end = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (missing.delete(name.replace(/^\.\//, ""))) parts.push(tar.subarray(at, end));
    at = end;
  }
  if (missing.size > 0)
    throw new Error(
      `${PACKAGE} holds no ${[...missing].join(", ")}; it is not the version that this program was built for.`,
    );
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
