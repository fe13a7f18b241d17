import { spawn } from "node:child_process";
import { cp, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { workerFile } from "../../worker-file.ts";
import { LockHeld, takeLock } from "./lock.ts";
import { ensurePostgisBundle, packageVersion, writeTemplateBundle } from "./postgis-bundle.ts";

/** Raise when the making of the template changes, so that no old one is used. */
const TEMPLATE_EDITION = 2;

/**
 * Makes sure that `clusterDir` holds a PostgreSQL data directory with PostGIS, and gives the path of the PostGIS bundle.
 * A new one is a copy of a template, which the first start on this machine builds in the cache: running initdb and
 * creating the extension takes several times longer than the copy. Everything is made beside its place and then renamed,
 * so a start that is killed leaves nothing half made.
 */
export async function ensureCluster(clusterDir: string, cacheDir: string): Promise<string> {
  const bundlePath = await ensureParts(cacheDir);
  if (await isThere(clusterDir)) return bundlePath;
  await removeLeftovers(clusterDir);
  const temporary = `${clusterDir}.${process.pid}.tmp`;
  await cp(await templateDir(cacheDir), temporary, { recursive: true });
  await syncTree(temporary);
  await rename(temporary, clusterDir);
  await syncPath(dirname(clusterDir));
  return bundlePath;
}

async function ensureParts(cacheDir: string): Promise<string> {
  await mkdir(cacheDir, { recursive: true });
  const template = await templateDir(cacheDir);
  if (await isThere(template)) return ensurePostgisBundle(cacheDir);
  const lock = await waitForLock(join(cacheDir, "lock"));
  try {
    const bundlePath = await ensurePostgisBundle(cacheDir);
    if (await isThere(template)) return bundlePath;
    await removeLeftovers(template);
    const temporary = `${template}.${process.pid}.tmp`;
    const templateBundle = `${template}.tar.gz`;
    await writeTemplateBundle(templateBundle);
    await buildTemplate(temporary, templateBundle);
    await rm(templateBundle);
    await syncTree(temporary);
    await rename(temporary, template);
    return bundlePath;
  } finally {
    await lock.release();
  }
}

async function templateDir(cacheDir: string): Promise<string> {
  const [pglite, postgis] = await Promise.all([
    packageVersion("@electric-sql/pglite"),
    packageVersion("@electric-sql/pglite-postgis"),
  ]);
  return join(cacheDir, `template-${pglite}-${postgis}-${TEMPLATE_EDITION}`);
}

function buildTemplate(clusterDir: string, bundlePath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(workerFile("./build-template.ts", import.meta.url));
    const builder = spawn(process.execPath, [script, clusterDir, bundlePath], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    builder.once("error", reject);
    builder.once("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`Building the embedded database failed (${signal ?? code}).`));
    });
  });
}

/** Another process may be building the same parts; a minute or two, and they are there. */
async function waitForLock(path: string): Promise<Awaited<ReturnType<typeof takeLock>>> {
  for (;;) {
    try {
      return await takeLock(path);
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      await wait(200);
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** What a killed start left half made. The caller holds the lock, so nobody is working on it. */
async function removeLeftovers(path: string): Promise<void> {
  const prefix = `${path}.`;
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    const found = join(folder, name);
    if (found.startsWith(prefix) && found.endsWith(".tmp"))
      await rm(found, { recursive: true, force: true });
  }
}

async function syncTree(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) await syncTree(inside);
    else await syncPath(inside);
  }
  await syncPath(path);
}

/** Folders cannot be opened on Windows, which writes their entries through. */
async function syncPath(path: string): Promise<void> {
  if (process.platform === "win32" && (await stat(path)).isDirectory()) return;
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
