import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { processStartedAt } from "./process-start.ts";

export interface Lock {
  /** Lets go; may be called twice. */
  release(): Promise<void>;
}

/** Another process that lives holds the lock. */
export class LockHeld extends Error {
  readonly pid: number;

  constructor(path: string, pid: number) {
    super(
      pid === process.pid
        ? `${path}: this process has already opened the embedded database there; close it first.`
        : `${path}: process ${pid} has the embedded database open, and two at once would destroy it. Stop that process, choose another QIANTU_DATA_DIR, or set DATABASE_URL to a PostGIS server.`,
    );
    this.pid = pid;
  }
}

interface Holder {
  pid: number;
  startedAt: string | null;
  token: string;
}

/**
 * Takes the lock file `path` for this process, or throws LockHeld. A lock left by a process that is gone (killed, or its
 * number given to another process since) is taken over. Works by `link`, which one of several contenders wins.
 */
export async function takeLock(path: string): Promise<Lock> {
  const token = randomUUID();
  const own = `${path}.${token}`;
  const holder: Holder = {
    pid: process.pid,
    startedAt: await processStartedAt(process.pid),
    token,
  };
  await writeFile(own, JSON.stringify(holder));
  try {
    while (!(await tryLink(own, path))) {
      const other = await readHolder(path);
      if (other === null) continue;
      if (await isAlive(other)) throw new LockHeld(path, other.pid);
      await removeStale(path, other.token, `${own}.stale`);
    }
  } finally {
    await rm(own, { force: true });
  }
  return {
    async release() {
      if ((await readHolder(path))?.token === token) await rm(path, { force: true });
    },
  };
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Null when there is no lock (any more). A file that cannot be understood counts as held by nobody that lives. */
async function readHolder(path: string): Promise<Holder | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    const { pid, startedAt, token } = JSON.parse(text) as Partial<Holder>;
    return { pid: Number(pid ?? 0), startedAt: startedAt ?? null, token: String(token) };
  } catch {
    return { pid: 0, startedAt: null, token: text };
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (!Number.isInteger(holder.pid) || holder.pid <= 0) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const startedAt = await processStartedAt(holder.pid);
  return holder.startedAt === null || startedAt === null || startedAt === holder.startedAt;
}

/** Moves the stale lock away; if another contender's new lock was caught instead, it is put back. */
async function removeStale(path: string, staleToken: string, aside: string): Promise<void> {
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  try {
    if ((await readHolder(aside))?.token !== staleToken) await tryLink(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
}
