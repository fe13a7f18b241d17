import { readFileSync, statSync } from "node:fs";
import { basename, extname } from "node:path";

import { checkFacilityPlan } from "../../core/planner/facility/check.ts";
import type { FacilityAnswer, FacilityProblem } from "../../core/planner/facility/problem.ts";
import { readFacility } from "../../core/planner/facility/read.ts";
import { solveFacility } from "../../core/planner/facility/solve.ts";
import { FACILITY_USAGE, readFacilityArgs, type FacilityArgs } from "./facility-args.ts";
import { causeText, faultText } from "./facility-text.ts";
import { loadHighs } from "./load-highs.ts";

/** Bytes of a file that are read at most: twice what 25 million costs take, and what a text may be long. */
const MOST_BYTES = 500_000_000;

/**
 * `<file> [--single-source] [--json]`: a published instance through the solver of the planner. Prints objective, bound, gap, seconds and
 * status, once a checker of other code has added the plan up and found nothing broken.
 */
export async function benchFacility(args: readonly string[]): Promise<void> {
  const given = readFacilityArgs(args);
  if (typeof given === "string") {
    console.error(`${given}\n${FACILITY_USAGE}`);
    process.exitCode = 2;
    return;
  }
  const refuse = (problems: readonly object[], lines: readonly string[]): void => {
    for (const line of lines) console.error(line);
    if (given.json) console.log(JSON.stringify({ problems }));
    process.exitCode = 1;
  };
  let text: string;
  try {
    const { size } = statSync(given.file);
    if (size > MOST_BYTES) {
      const line = `${given.file}: ${size} bytes are too many; at most ${MOST_BYTES}. Take a part of the instance.`;
      refuse([{ code: "tooBig", found: size, expected: MOST_BYTES }], [line]);
      return;
    }
    text = readFileSync(given.file, "utf8");
  } catch (error) {
    refuse([{ code: "notReadable" }], [`${given.file}: ${(error as Error).message}`]);
    return;
  }
  const read = readFacility(text, {
    ...(given.capacity === undefined ? {} : { capacity: given.capacity }),
    ...(given.format === undefined ? {} : { format: given.format }),
  });
  if (!read.ok) {
    refuse(
      read.problems,
      read.problems.map((problem) => `${basename(given.file)}, ${faultText(problem)}`),
    );
    return;
  }
  const published = read.optimum ?? publishedBeside(given.file);
  const { answer, seconds } = await solve(read.problem, given);
  const faults = faultsOf(read.problem, answer, given.singleSource);
  if (faults.length > 0) {
    refuse(
      faults.map((found) => ({ code: "planRefused", found })),
      faults.map((found) => `The checker refuses the plan: ${found}`),
    );
    return;
  }
  print(answer, seconds, published, given);
}

async function solve(
  problem: FacilityProblem,
  given: FacilityArgs,
): Promise<{ readonly answer: FacilityAnswer; readonly seconds: number }> {
  const highs = await loadHighs();
  const start = performance.now();
  const end = start + given.seconds * 1000;
  let told = start;
  const answer = solveFacility(highs, problem, {
    singleSource: given.singleSource,
    shouldStop: () => performance.now() > end,
    onProgress: ({ stage, nodes, bound, objective }) => {
      const now = performance.now();
      if (now - told < 2000) return;
      told = now;
      console.error(
        `${((now - start) / 1000).toFixed(0)} s, ${stage}: ${nodes} nodes, bound ${bound.toFixed(3)}, objective ${objective.toFixed(3)}`,
      );
    },
  });
  return { answer, seconds: (performance.now() - start) / 1000 };
}

/** What the checker, which shares no code with the solver, finds wrong with an answer. */
function faultsOf(
  problem: FacilityProblem,
  { plan, objective, bound }: FacilityAnswer,
  singleSource: boolean,
): string[] {
  if (plan === null || objective === null) return [];
  const checked = checkFacilityPlan(problem, plan, singleSource);
  const faults = checked.violations.slice(0, 10).map((violation) => JSON.stringify(violation));
  const rounding = 1e-7 * Math.max(1, Math.abs(checked.objective));
  if (!(Math.abs(checked.objective - objective) <= rounding))
    faults.push(`it costs ${checked.objective}, not ${objective}`);
  if (bound === null || !(bound <= checked.objective + rounding))
    faults.push(`it costs ${checked.objective}, less than the bound ${bound}`);
  return faults;
}

/** The last number of the file with the same name and `.opt`: after the assignment stands its cost. */
function publishedBeside(file: string): number | null {
  const beside = file.slice(0, file.length - extname(file).length) + ".opt";
  try {
    const optimum = Number(readFileSync(beside, "utf8").trim().split(/\s+/).at(-1));
    return Number.isFinite(optimum) ? optimum : null;
  } catch {
    return null;
  }
}

function print(
  answer: FacilityAnswer,
  seconds: number,
  published: number | null,
  given: FacilityArgs,
): void {
  const { objective, bound, gap, status, cause, nodes } = answer;
  const away =
    published === null || objective === null
      ? null
      : (objective - published) / Math.max(1e-9, Math.abs(published));
  if (given.json) {
    console.log(
      JSON.stringify({
        objective,
        bound,
        gap,
        seconds: Number(seconds.toFixed(3)),
        status,
        ...(cause === null ? {} : { cause }),
        ...(published === null ? {} : { published, awayFromPublished: away }),
        nodes,
      }),
    );
  } else {
    console.log(`status     ${status}`);
    if (objective !== null) console.log(`objective  ${objective.toFixed(3)}`);
    if (bound !== null) console.log(`bound      ${bound.toFixed(3)}`);
    if (gap !== null) console.log(`gap        ${(gap * 100).toFixed(4)} %`);
    console.log(`seconds    ${seconds.toFixed(2)} (${nodes} nodes)`);
    if (published !== null)
      console.log(
        `published  ${published}${away === null ? "" : `, ${(away * 100).toFixed(4)} % away`}`,
      );
    if (cause !== null) console.log(causeText(cause));
  }
  if (published !== null && bound !== null && bound > published * (1 + 1e-6) + 1e-6)
    console.error(
      `The published optimum ${published} lies under the bound: it belongs to another question (divided customers?) or another file.`,
    );
}
