import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * When a process started, as a text that only compares equal to itself: a process number alone is given out again.
 * Null when the system does not tell (no such process, or Windows).
 */
export async function processStartedAt(pid: number): Promise<string | null> {
  try {
    if (process.platform === "linux") return await startedAtLinux(pid);
    if (process.platform === "win32") return null;
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

/** Clock ticks from the start of the machine, so the number of that start belongs to it. */
async function startedAtLinux(pid: number): Promise<string> {
  const [status, bootId] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8"),
    readFile("/proc/sys/kernel/random/boot_id", "utf8"),
  ]);
  // The name of the program comes second, in brackets, and may itself hold blanks and brackets.
  const afterName = status.slice(status.lastIndexOf(")") + 2).split(" ");
  const [state = ""] = afterName;
  // A killed process that nobody has buried keeps its number; in a container without an init it keeps it for ever.
  return "ZX".includes(state) ? "dead" : `${bootId.trim()}/${afterName[19]}`;
}
