import { parseArgs } from "node:util";
import type { Highs } from "highs";
import { checkPlannerPlan } from "../../core/planner/check.ts";
import { solvePlanner } from "../../core/planner/solve.ts";
import { loadHighs } from "./load-highs.ts";
import { countyScale, plannerInstance, REGION } from "./planner-data.ts";

/** Figures of one instance, solved and then checked by code that shares nothing with the solver. */
interface Report {
  seed: number;
  status: string;
  villages: number;
  violations: number;
  gap: number | null;
  objective: number | null;
  bound: number | null;
  /** By the clock, and of the processor: other programs share it. */
  seconds: number;
  cpuSeconds: number;
  peakMiB: number;
  byYear: { year: number; persons: number; low: number; high: number }[];
  moved: number;
  built: number;
  left: number;
}

/** `bench -- planner --seed N [--scale county|region] [--seeds COUNT] [--json]`: makes an instance, solves it, checks the plan. */
export async function benchPlanner(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string", default: "1" },
      seeds: { type: "string", default: "1" },
      scale: { type: "string", default: "county" },
      effort: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const [seed, count] = [Number(values.seed), Number(values.seeds)];
  const effort = values.effort === undefined ? undefined : Number(values.effort);
  const isWhole = (one: number): boolean => Number.isSafeInteger(one) && one >= 0;
  if (!isWhole(seed) || !isWhole(count) || count < 1 || !/^(county|region)$/.test(values.scale)) {
    console.error("bench -- planner [--seed N] [--seeds COUNT] [--scale county|region] [--json]");
    process.exitCode = 2;
    return;
  }
  const highs = await loadHighs();
  const reports: Report[] = [];
  for (let n = 0; n < count; n++) {
    const report = solveSeed(highs, seed + n, values.scale === "region", effort, values.json);
    reports.push(report);
    if (values.json) console.log(JSON.stringify(report));
    else console.log(lineOf(report));
  }
  if (count > 1 && !values.json) console.log(summaryOf(reports));
}

function solveSeed(
  highs: Highs,
  seed: number,
  isRegion: boolean,
  effort: number | undefined,
  isQuiet: boolean,
): Report {
  const problem = plannerInstance(seed, isRegion ? REGION : countyScale(seed));
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  let stage = "";
  const answer = solvePlanner(problem, {
    seed: 1,
    highs,
    ...(effort !== undefined && { effort }),
    onProgress: (progress) => {
      if (isQuiet || progress.stage === stage) return;
      stage = progress.stage;
      process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1)} s ${stage}\n`);
    },
  });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const totals = answer.plan === null ? null : checkPlannerPlan(problem, answer.plan);
  return {
    seed,
    status: answer.status,
    villages: problem.villages.length,
    violations: totals?.violations.length ?? 0,
    gap: answer.gap,
    objective: totals?.objective ?? null,
    bound: answer.bound,
    seconds: round(seconds, 2),
    cpuSeconds: round((user + system) / 1e6, 2),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    byYear: problem.band.low.map((low, t) => ({
      year: problem.years.from + t,
      persons: totals?.personsByYear[t] ?? 0,
      low,
      high: problem.band.high[t]!,
    })),
    moved: totals?.moved ?? 0,
    built: totals?.built ?? 0,
    left: totals?.left ?? 0,
  };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
const percent = (share: number | null): string =>
  share === null ? "-" : `${(100 * share).toFixed(3)} %`;

function lineOf(report: Report): string {
  const years = report.byYear.map(({ persons }) => persons).join(" ");
  return [
    `seed ${report.seed}: ${report.status}, ${report.villages} villages, ${report.violations} rows broken,`,
    `gap ${percent(report.gap)}, ${report.seconds} s (processor ${report.cpuSeconds} s), peak ${report.peakMiB} MiB;`,
    `moved ${report.moved}, built for ${report.built}, left ${report.left}; persons by year ${years}`,
  ].join(" ");
}

function summaryOf(reports: readonly Report[]): string {
  const middle = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const gaps = reports.map(({ gap }) => gap ?? 1);
  const whole = reports.filter(
    ({ objective, violations }) => objective !== null && violations === 0,
  ).length;
  return [
    `${whole} of ${reports.length} with a plan that breaks no row;`,
    `gap: median ${percent(middle(gaps))}, largest ${percent(Math.max(...gaps))};`,
    `seconds: median ${middle(reports.map(({ seconds }) => seconds))}, most ${Math.max(...reports.map(({ seconds }) => seconds))};`,
    `processor: median ${middle(reports.map(({ cpuSeconds }) => cpuSeconds))}`,
  ].join(" ");
}
