import { parseArgs } from "node:util";
import highsModule from "highs";
import { LEVELS } from "../../core/contract/area.ts";
import type { CheapestAnswer } from "../../core/contract/cheapest.ts";
import { prove } from "../../core/coverage/cheapest/bound.ts";
import { cheapestWay } from "../../core/coverage/cheapest/cheapest-way.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { missingToTarget, ratesOf, rollUp } from "../../core/coverage/roll-up.ts";
import { snapshotWith } from "../../core/coverage/snapshot-with.ts";
import { resolvePolicy } from "../../core/policy/plan-policy.ts";
import { SHIPPED_RULES } from "../../geodata/standards/indicator-rules.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import { round } from "./spread.ts";
import { makeBenchRegion } from "./tiles-data.ts";

/** The types describe the CommonJS build, whose default export is a property; the module that runs here is the function itself. */
const loadHighs = highsModule as unknown as typeof highsModule.default;

interface Row {
  code: string;
  name: string;
  eligible: number;
  missing: number;
  reachable: number;
  greedyKm: number;
  greedyYuan: number;
  knapsackKm: number;
  knapsackYuan: number;
  km: number;
  yuan: number;
  /** Against greedy expansion under the same rules. */
  saving: number;
  boundYuan: number | null;
  gap: number | null;
  isProven: boolean;
  /** Yuan of the nested list up to the target. */
  nestedYuan: number;
  /** By one coverage run over the whole region with the works of all counties. */
  reached: boolean;
  cpuSeconds: number;
}

const YEAR = 2016;
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Some of the counties below the target, evenly over their codes. */
function pick(counties: readonly number[], count: number): number[] {
  const step = counties.length / Math.min(count, counties.length);
  return Array.from(
    { length: Math.min(count, counties.length) },
    (_, n) => counties[Math.floor(n * step)]!,
  );
}

const km = (lengthM: number): number => Math.round(lengthM / 10) / 100;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Least, middle and mean of the savings, and of the sums. */
function savingOf(rows: readonly Row[]) {
  const sorted = rows.map(({ saving }) => saving).sort((a, b) => a - b);
  const sum = (of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0);
  return {
    counties: rows.length,
    min: round(sorted[0] ?? 0),
    median: round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    mean: round(mean(sorted)),
    ofSum: round(
      1 -
        sum(({ yuan }) => yuan) /
          Math.max(
            1,
            sum(({ greedyYuan }) => greedyYuan),
          ),
    ),
    atLeast8Percent: sorted.filter((saving) => saving >= 0.08).length,
    dearer: sorted.filter((saving) => saving < -1e-4).length,
  };
}

/**
 * The cheapest way to the target in counties of the demonstration region, against greedy expansion and the tree knapsack under the same
 * rules, with the integer bound and one full coverage run. `--counties 30 --rule village-road --seconds 20 --json`.
 */
export async function benchCheapest(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      counties: { type: "string", default: "30" },
      rule: { type: "string", default: "village-road" },
      seconds: { type: "string", default: "20" },
      json: { type: "boolean", default: false },
    },
  });
  const rule = SHIPPED_RULES.find(({ id }) => id === values.rule);
  if (!rule || rule.target === null) throw new Error(`no rule with a target: ${values.rule}`);
  const highs = await loadHighs();
  const { snapshot } = await makeBenchRegion("guangxi");
  const { areas } = snapshot;
  const policy = resolvePolicy(SHIPPED_PARAMETERS, snapshot.regionCode);
  const today = rollUp(snapshot, measureCoverage(snapshot, rule));
  const county = LEVELS.indexOf("county");
  const below = [...areas.code.keys()].filter(
    (area) =>
      areas.level[area] === county && (missingToTarget(ratesOf(today, area), rule) ?? 0) > 0,
  );
  const chosen = pick(below, Number(values.counties));
  const answers = new Map<number, CheapestAnswer>();
  const rows = chosen.map((area): Row => {
    const from = cpuSeconds();
    const answer = cheapestWay(
      snapshot,
      {
        rule,
        area,
        target: rule.target!,
        counted: rule.headline,
        budgetYuan: null,
        policy,
        year: YEAR,
      },
      {
        prove: (best, others, needed) => prove(highs, best, others, needed, Number(values.seconds)),
      },
    )!;
    answers.set(area, answer);
    const { optimum, greedy, knapsack, bound, picks } = answer;
    const row: Row = {
      code: answer.area.code,
      name: answer.area.name,
      eligible: answer.today.eligible,
      missing: answer.today.missing,
      reachable: answer.today.reachable,
      greedyKm: km(greedy.lengthM),
      greedyYuan: greedy.yuan,
      knapsackKm: km(knapsack!.lengthM),
      knapsackYuan: knapsack!.yuan,
      km: km(optimum.total.lengthM),
      yuan: optimum.total.yuan,
      saving: round(1 - optimum.total.yuan / greedy.yuan),
      boundYuan: bound?.yuan ?? null,
      gap: bound === null ? null : round(bound.gap),
      isProven: bound?.isProven ?? false,
      nestedYuan: picks.find(({ reachesTarget }) => reachesTarget)?.cumulative.yuan ?? 0,
      reached: false,
      cpuSeconds: round(cpuSeconds() - from),
    };
    if (!values.json) process.stderr.write(`${JSON.stringify(row)}\n`);
    return row;
  });
  // All counties at once, on the whole region: no clipping, no second chance.
  const added = [...answers.values()].flatMap(({ optimum, works, area }) => {
    const { class: code, surface, allSeason, accepted, numbers } = works;
    return optimum.lines.map(({ line }, n) => ({
      id: `${area.code}-${n}`,
      class: code,
      surface,
      allSeason,
      accepted,
      numbers,
      geometry: { type: "LineString" as const, coordinates: line },
    }));
  });
  const built = snapshotWith(snapshot, { [rule.sector]: { added } });
  const after = rollUp(built, measureCoverage(built, rule));
  chosen.forEach((area, n) => {
    rows[n]!.reached = missingToTarget(ratesOf(after, area), rule) === 0;
  });
  const proven = rows.filter(({ gap }) => gap !== null);
  const report = {
    rule: rule.id,
    counties: rows,
    saving: savingOf(rows),
    /** Where there is a choice to make: 20 villages and more to serve. */
    savingOfLarger: savingOf(rows.filter(({ missing }) => missing >= 20)),
    reached: rows.filter(({ reached }) => reached).length,
    bounded: proven.length,
    provenToTheEnd: rows.filter(({ isProven }) => isProven).length,
    gap: {
      mean: round(mean(proven.map(({ gap }) => gap!))),
      max: round(Math.max(0, ...proven.map(({ gap }) => gap!))),
    },
    cpuSeconds: {
      mean: round(mean(rows.map((row) => row.cpuSeconds))),
      max: Math.max(...rows.map((row) => row.cpuSeconds)),
    },
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else process.stderr.write(`${JSON.stringify({ ...report, counties: rows.length }, null, 2)}\n`);
}
