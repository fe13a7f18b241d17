import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeTemporary, removeLostTemporary } from "../../server/temporary.ts";

const made: string[] = [];
afterAll(() => made.forEach((path) => rmSync(path, { recursive: true, force: true })));

/** Number of a process that has ended. */
const dead = spawnSync(process.execPath, ["-e", ""]).pid;

/** A folder named as another process would have named it. */
function folderOf(own: string, pid: number, suffix = "abcdef"): string {
  const path = join(tmpdir(), basename(own).replace(/-\d+-\w{6}$/, `-${pid}-${suffix}`));
  mkdirSync(path);
  writeFileSync(join(path, "records"), "x");
  made.push(path);
  return path;
}

test("what killed processes left is deleted; what is at work, or is not ours, stays", async () => {
  const own = await makeTemporary("staging");
  made.push(own);
  const lost = folderOf(own, dead);
  const ofParent = folderOf(own, process.ppid);
  const beforeUs = folderOf(own, process.pid, "before");
  utimesSync(beforeUs, new Date(2014, 0), new Date(2014, 0));
  const otherMachine = lost.replace(/staging-[0-9a-f]{8}/, "staging-00000000");
  mkdirSync(otherMachine);
  const named = join(tmpdir(), `qiantu-staging-${dead}`);
  mkdirSync(named, { recursive: true });
  const target = join(tmpdir(), `qiantu-target-${process.pid}`);
  mkdirSync(target);
  writeFileSync(join(target, "kept"), "x");
  const link = lost.replace("abcdef", "linked");
  symlinkSync(target, link);
  made.push(otherMachine, named, target, link);
  expect(await removeLostTemporary()).toBeGreaterThanOrEqual(2);
  expect([lost, beforeUs].map(existsSync)).toEqual([false, false]);
  expect([own, ofParent, otherMachine, named, link, join(target, "kept")].map(existsSync)).toEqual(
    Array.from({ length: 6 }, () => true),
  );
});
