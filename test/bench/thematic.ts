import { parseArgs } from "node:util";
import type {
  MapLevel,
  PlanColumnsAnswer,
  RuleYearsAnswer,
  TodayAnswer,
} from "../../core/contract/thematic.ts";
import { SERVED, UNSERVED } from "../../core/coverage/snapshot.ts";
import type { MapColumns } from "../../core/thematic/columns.ts";
import { listIndicators, yearsOf } from "../../core/thematic/indicators.ts";
import { paintMap, usualStyle } from "../../core/thematic/paint-map.ts";
import { defaultView } from "../../core/thematic/view.ts";
import { MAP_OPERATIONS } from "../../server/thematic/map-operations.ts";
import { round, spreadOf, timed, type Spread } from "./spread.ts";
import { prepareThematic, type ThematicBench } from "./thematic-data.ts";
import { planBySql, prepareTree, ruleYearsBySql, switchBySql, todayBySql } from "./thematic-sql.ts";

const RULE = "village-road";
const ROUNDS = 15;
const SQL_ROUNDS = 5;

/**
 * Milliseconds of one answer: asked for the first time (and the processor's share of it, which other programs disturb less), again, and by SQL;
 * and how many times as long the last takes as the second.
 */
interface AnswerTimes {
  firstMs: number;
  firstCpuMs: number;
  againMs: Spread;
  sqlMs: Spread;
  ratio: number;
  /** Characters of the answer. */
  characters: number;
}

interface LevelReport {
  areas: number;
  today: AnswerTimes;
  plan: AnswerTimes;
  ruleYears: AnswerTimes;
  /** A switch of indicator or year, painted from columns at hand, over every indicator and year; and one question of SQL. */
  switchMs: Spread;
  switchSqlMs: Spread;
  switchRatio: number;
  switches: number;
  /** Counts of areas that SQL and answer tell differently. */
  differing: number;
}

/**
 * Thematic maps of the whole demonstration region: how long answers take, and painting a map anew when indicator or year is switched, against
 * asking the same database with SQL. SQL gets a table of which area lies in which, and asks sums that are stored where there are such.
 * `--region hechi|guangxi --json`. With DATABASE_URL on that server, else embedded.
 */
export async function benchThematic(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      region: { type: "string", default: "guangxi" },
      json: { type: "boolean", default: false },
    },
  });
  const { region } = values;
  if (region !== "guangxi" && region !== "hechi") throw new Error("--region is guangxi or hechi");
  const note = (text: string): void => console.error(text);
  const bench = await prepareThematic(region, note);
  try {
    await prepareTree(bench.db);
    const { villages } = bench.state.snapshot;
    const report = {
      region,
      engine: bench.engine,
      villages: villages.count,
      county: await measureLevel(bench, "county"),
      township: await measureLevel(bench, "township"),
    };
    console.log(values.json ? JSON.stringify(report) : JSON.stringify(report, null, 2));
  } finally {
    await bench.close();
  }
}

async function measureLevel(bench: ThematicBench, by: MapLevel): Promise<LevelReport> {
  const { db, planId, state } = bench;
  const area = state.snapshot.regionCode;
  const least = state.rule(RULE)!.eligible.minHouseholds ?? 0;
  const ask = { area, by };
  const today = await measureAnswer<TodayAnswer>(bench, "today", ask, () => todayBySql(db, by));
  const plan = await measureAnswer<PlanColumnsAnswer>(bench, "plan", { plan: planId, by }, () =>
    planBySql(db, planId, by),
  );
  const ruleYears = await measureAnswer<RuleYearsAnswer>(
    bench,
    "rule-years",
    { plan: planId, rule: RULE, by },
    () => ruleYearsBySql(db, planId, RULE, least, by),
  );
  const columns: MapColumns = {
    today: today.answer,
    plan: plan.answer,
    ruleYears: { [RULE]: ruleYears.answer },
  };
  const switches = measureSwitches(columns);
  const sqlMs: number[] = [];
  for (let n = 0; n < SQL_ROUNDS * 4; n++) await timedAsync(sqlMs, () => switchBySql(db, RULE, by));
  const switchSqlMs = spreadOf(sqlMs);
  return {
    areas: today.answer.areas.length,
    today: today.times,
    plan: plan.times,
    ruleYears: ruleYears.times,
    switchMs: spreadOf(switches),
    switchSqlMs,
    switchRatio: round(switchSqlMs.p50 / spreadOf(switches).p50),
    switches: switches.length,
    differing: await countDiffering(bench, by, columns),
  };
}

/** Asks as the server does, without HTTP: the answer as text. Made by the operation with the path's last part. */
async function answerOf(
  { context }: ThematicBench,
  name: string,
  query: Readonly<Record<string, string>>,
): Promise<string> {
  const operation = MAP_OPERATIONS.find(({ path }) => path === `/api/thematic/${name}`)!;
  const reply = await operation.answerOf({
    context,
    query: operation.query.parse(query),
    body: undefined,
    params: {},
    write: { key: "", hash: "", ifMatch: { version: -1, revision: null } },
    from: "",
    signal: new AbortController().signal,
  });
  const { answer } = reply;
  return JSON.stringify(typeof answer === "function" ? await answer() : answer);
}

async function measureAnswer<Answer>(
  bench: ThematicBench,
  name: string,
  query: Readonly<Record<string, string>>,
  bySql: () => Promise<unknown>,
): Promise<{ answer: Answer; times: AnswerTimes }> {
  const first: number[] = [];
  const before = process.cpuUsage();
  const text = await timedAsync(first, () => answerOf(bench, name, query));
  const { user, system } = process.cpuUsage(before);
  const [again, sql]: [number[], number[]] = [[], []];
  for (let n = 0; n < ROUNDS; n++) await timedAsync(again, () => answerOf(bench, name, query));
  for (let n = 0; n < SQL_ROUNDS; n++) await timedAsync(sql, bySql);
  const [againMs, sqlMs] = [spreadOf(again), spreadOf(sql)];
  console.error(
    `${name} ${query["by"]}: ${round(first[0]!)} ms, then ${againMs.p50} ms; SQL ${sqlMs.p50} ms`,
  );
  return {
    answer: JSON.parse(text) as Answer,
    times: {
      firstMs: round(first[0]!),
      firstCpuMs: round((user + system) / 1000),
      againMs,
      sqlMs,
      ratio: round(sqlMs.p50 / againMs.p50),
      characters: text.length,
    },
  };
}

/** Paints every indicator that the columns hold, in every year and for rates on every basis, several times over. */
function measureSwitches(columns: MapColumns): number[] {
  const { area, by } = columns.today;
  const times: number[] = [];
  for (let n = 0; n < 3; n++)
    for (const indicator of listIndicators(columns.today.rules.map(({ rule }) => rule))) {
      const years = yearsOf(indicator, columns);
      for (const year of years.length === 0 ? [null] : years) {
        const view = {
          ...defaultView(area),
          ...usualStyle(indicator),
          by: by as MapLevel,
          indicator: indicator.id,
          year,
          basis: indicator.rule === RULE ? ("afterBoth" as const) : ("today" as const),
        };
        timed(times, () => paintMap(view, columns, { everyYear: true }));
      }
    }
  return times;
}

/** Counts of served and unserved villages that stored sums and answers tell differently, today and after moves. */
async function countDiffering(
  { db, planId, state }: ThematicBench,
  by: MapLevel,
  { today, ruleYears }: MapColumns,
): Promise<number> {
  let differing = 0;
  const rates = today.rules.find(({ rule }) => rule === RULE)!.villages;
  const stored = new Map((await switchBySql(db, RULE, by)).map((row) => [row.code, row]));
  today.areas.forEach(({ code }, i) => {
    if (rates.served[i] !== stored.get(code)?.served) differing++;
    if (rates.unserved[i] !== stored.get(code)?.unserved) differing++;
  });
  const { minHouseholds = 0 } = state.rule(RULE)!.eligible;
  const rows = await ruleYearsBySql(db, planId, RULE, minHouseholds, by);
  const counts = new Map(
    rows.map(({ code, year, status, villages }) => [`${code}:${year}:${status}`, Number(villages)]),
  );
  const { years, areas, afterMoves } = ruleYears![RULE]!;
  years.forEach((year, y) =>
    areas.forEach((code, i) => {
      const { served, unserved } = afterMoves[y]!.villages;
      if (served[i] !== (counts.get(`${code}:${year}:${SERVED}`) ?? 0)) differing++;
      if (unserved[i] !== (counts.get(`${code}:${year}:${UNSERVED}`) ?? 0)) differing++;
    }),
  );
  return differing;
}

async function timedAsync<Result>(times: number[], run: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await run();
  times.push(performance.now() - start);
  return result;
}
