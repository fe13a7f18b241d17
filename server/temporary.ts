import { createHash } from "node:crypto";
import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

const PURPOSES = ["upload", "import", "staging"] as const;
const NAME = /^qiantu-(?:upload|import|staging)-([0-9a-f]{8})-(\d{1,10})-[A-Za-z0-9]{6}$/;
/** Several machines (containers) may share the folder, each with process numbers of its own. */
const MACHINE = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/** Makes a folder for the time being, named after this process, so that what a killed one leaves can be found. */
export function makeTemporary(purpose: (typeof PURPOSES)[number]): Promise<string> {
  return mkdtemp(join(tmpdir(), `qiantu-${purpose}-${MACHINE}-${process.pid}-`));
}

/**
 * Deletes folders of `makeTemporary` on this machine whose process has ended without doing so: it was killed, or the power failed.
 * Links, files of other users and whatever has another name are left alone. Gives how many were deleted.
 */
export async function removeLostTemporary(): Promise<number> {
  let removed = 0;
  for (const name of await readdir(tmpdir())) {
    const [, machine, pid] = NAME.exec(name) ?? [];
    if (machine !== MACHINE) continue;
    const path = join(tmpdir(), name);
    const found = await lstat(path).catch(() => null);
    if (found === null || !found.isDirectory() || !isOwn(found.uid)) continue;
    if (isAtWork(Number(pid), found.mtimeMs)) continue;
    await rm(path, { recursive: true, force: true });
    removed++;
  }
  return removed;
}

function isOwn(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid;
}

/** True while the process that made a folder may be there. In a container the next process often has the number of the last. */
function isAtWork(pid: number, madeAt: number): boolean {
  if (pid === process.pid) return madeAt >= Date.now() - process.uptime() * 1000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
