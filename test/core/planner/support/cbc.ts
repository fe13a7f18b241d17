import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FacilityProblem } from "../../../../core/planner/facility/problem.ts";

const CBC = "/usr/bin/cbc";

/** True where the native solver of the package coinor-cbc is installed. */
export const hasCbc = existsSync(CBC);
if (!hasCbc) console.warn("No /usr/bin/cbc: the stored optima are not proven again by it.");

/** The optimum as CBC proves it, from the plain model with all links; null when it does not within the time. */
export function cbcOptimum(
  { capacity, fixedCost, demand, cost }: FacilityProblem,
  singleSource: boolean,
  seconds: number,
): number | null {
  const lines = ["NAME facility FREE", "ROWS", " N obj"];
  demand.forEach((_, i) => lines.push(` E d${i}`));
  capacity.forEach((_, j) => {
    lines.push(` L c${j}`);
    demand.forEach((__, i) => lines.push(` L l${j}_${i}`));
  });
  lines.push("COLUMNS", " M1 'MARKER' 'INTORG'");
  capacity.forEach((size, j) => {
    lines.push(` y${j} obj ${fixedCost[j]!} c${j} ${-size}`);
    demand.forEach((_, i) => lines.push(` y${j} l${j}_${i} -1`));
  });
  if (!singleSource) lines.push(" M2 'MARKER' 'INTEND'");
  capacity.forEach((_, j) => {
    demand.forEach((need, i) => {
      lines.push(` x${j}_${i} obj ${cost[j * demand.length + i]!} d${i} 1`);
      lines.push(` x${j}_${i} c${j} ${need} l${j}_${i} 1`);
    });
  });
  if (singleSource) lines.push(" M2 'MARKER' 'INTEND'");
  lines.push("RHS");
  demand.forEach((_, i) => lines.push(` R d${i} 1`));
  lines.push("BOUNDS");
  capacity.forEach((_, j) => {
    lines.push(` UP B y${j} 1`);
    if (singleSource) demand.forEach((__, i) => lines.push(` UP B x${j}_${i} 1`));
  });
  lines.push("ENDATA", "");
  const folder = mkdtempSync(join(tmpdir(), "facility-"));
  try {
    const model = join(folder, "model.mps");
    const answer = join(folder, "answer.txt");
    writeFileSync(model, lines.join("\n"));
    spawnSync(CBC, [model, "sec", String(seconds), "ratio", "0", "solve", "solu", answer]);
    if (!existsSync(answer)) return null;
    const [first = ""] = readFileSync(answer, "utf8").split("\n");
    const found = /^Optimal - objective value (\S+)/.exec(first);
    return found === null ? null : Number(found[1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
