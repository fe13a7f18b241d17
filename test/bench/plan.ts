import { parseArgs } from "node:util";
import type { PlanChange } from "../../core/contract/plan.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import {
  assessPlan,
  editPlan,
  learnFacts,
  listChecks,
  openPlan,
  type AssessedPlan,
  type Checks,
} from "../../core/relocation/assess.ts";
import { planContext, siteKey, type PlanFacts } from "../../core/relocation/context.ts";
import { applyChange } from "../../core/relocation/apply.ts";
import { assignVillages, changeMoves } from "../../core/relocation/edits.ts";
import type { Ledger } from "../../core/relocation/ledger.ts";
import { documentOf } from "../../core/relocation/plan.ts";
import { randomFrom } from "../../geodata/demonstration/random.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import { factsOf, makeBenchPlan } from "./plan-data.ts";
import { loadInBrowser, type PageLoad } from "./plan-load.ts";
import { round, spreadOf, timed, type Spread } from "./spread.ts";
import { makeBenchRegion } from "./tiles-data.ts";

const FRAME = { area: "45", years: { from: 2014, to: 2020 } };
const FULL_ROUNDS = 5;
/** Other programs disturb a run: the quietest of several is told, with the others beside it. */
const RUNS = 5;
/** Edits made before the clock runs, as by a planner who has just opened the plan. */
const WARM_UP_ROUNDS = 30;

type Edit = "assignOne" | "dragSettlement" | "learnSite" | "reyear40" | "undo";
const EDITS: readonly Edit[] = ["assignOne", "dragSettlement", "learnSite", "reyear40", "undo"];

interface Report {
  moves: number;
  settlements: number;
  /** 95th percentile over all edits of the quietest run: the change alone, and the change with its ledger and all checks. */
  applyP95Ms: number;
  checksP95Ms: number;
  /** Opening the plan in a browser, the fastest of some; without a browser in this process. */
  loadMs: number;
  loadedIn: "chromium" | "node";
  loads: readonly PageLoad[] | null;
  checksP95MsOfRuns: readonly number[];
  /** Processor time of the same, by run. */
  checksCpuP95MsOfRuns: readonly number[];
  villages: number;
  failing: number;
  editMs: Record<Edit, Spread>;
  fullMs: number;
  /** Adding up and checking everything again, against one edit kept up (p95). */
  ratios: Record<Edit, number>;
  differing: number;
  peakMiB: number;
}

/** Milliseconds of the edits of one run, in order. */
interface Times {
  readonly apply: number[];
  readonly byEdit: Record<Edit, number[]>;
  /** Processor time of the same edits with their checks, which other programs on the machine disturb less. */
  readonly cpu: number[];
}

/** Runs an edit and notes its time, and that of the processor. */
function timedEdit<Result>(times: Times, edit: Edit, run: () => Result): Result {
  const before = process.cpuUsage();
  const result = timed(times.byEdit[edit], run);
  const { user, system } = process.cpuUsage(before);
  times.cpu.push((user + system) / 1000);
  return result;
}

const byEdit = <Value>(make: (edit: Edit) => Value): Record<Edit, Value> =>
  Object.fromEntries(EDITS.map((edit) => [edit, make(edit)])) as Record<Edit, Value>;

const note = (text: string): unknown => process.stderr.write(`${text}\n`);

/** Entries that differ between what was kept up and what is computed anew. */
function countDiffering(kept: AssessedPlan, fresh: AssessedPlan): number {
  const text = (value: unknown): string => JSON.stringify(value);
  let differing = 0;
  const compare = <Key>(
    a: Iterable<[Key, unknown]> & { size: number },
    b: { get(key: Key): unknown; size: number },
  ): void => {
    differing += Math.abs(a.size - b.size);
    for (const [key, value] of a) if (text(value) !== text(b.get(key))) differing++;
  };
  for (const kind of Object.keys(kept.checks) as (keyof Checks)[])
    compare(kept.checks[kind], fresh.checks[kind]);
  for (const name of ["settlements", "areas", "money"] as const satisfies (keyof Ledger)[])
    compare(
      kept.ledger[name] as Iterable<[unknown, unknown]> & { size: number },
      fresh.ledger[name] as unknown as { get(key: unknown): unknown; size: number },
    );
  return differing;
}

/**
 * Edits of a plan of the whole demonstration region with everything that follows from each (the plan, its ledger, all checks), against
 * adding up and checking the whole plan; and opening it in a browser. `--moves N --settlements N --rounds N --json`. Times are
 * milliseconds. `differing` counts checks and rows of the ledger that are not what a computation from nothing gives after all edits.
 */
export async function benchPlan(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      moves: { type: "string", default: "30000" },
      settlements: { type: "string", default: "600" },
      rounds: { type: "string", default: "200" },
      json: { type: "boolean", default: false },
    },
  });
  const { snapshot } = await makeBenchRegion("guangxi");
  const empty = planContext(snapshot, FRAME, SHIPPED_PARAMETERS);
  const bench = makeBenchPlan(snapshot, empty, {
    moves: Number(values.moves),
    settlements: Number(values.settlements),
    works: 300,
  });
  const text = JSON.stringify(bench.document);
  note(`${snapshot.villages.count} villages; the document has ${text.length} characters`);

  const context = planContext(snapshot, FRAME, SHIPPED_PARAMETERS, bench.facts);
  const loaded = openPlan(JSON.parse(text) as PlanChange, context);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems.slice(0, 3)));
  const document = documentOf(loaded.assessed.plan);
  const loads = await loadInBrowser(snapshot, document, FRAME.years);
  note(`loads in a browser: ${JSON.stringify(loads)}`);

  let after = runEdits(loaded.assessed, bench.nearest, WARM_UP_ROUNDS).after;
  const runs: Times[] = [];
  for (let run = 0; run < RUNS; run++) {
    const ran = runEdits(after, bench.nearest, Number(values.rounds));
    after = ran.after;
    runs.push(ran.times);
  }
  const p95s = runs.map(({ byEdit: times }) => spreadOf(EDITS.flatMap((e) => times[e])).p95);
  const quietest = runs[p95s.indexOf(Math.min(...p95s))]!;
  let fullMs = Infinity;
  let fresh = after;
  for (let turn = 0; turn < FULL_ROUNDS; turn++) {
    const from = performance.now();
    fresh = assessPlan(after);
    fullMs = Math.min(fullMs, performance.now() - from);
  }
  const again = openPlan(documentOf(after.plan), after.context);
  const differing =
    countDiffering(after, fresh) + (again.ok ? countDiffering(again.assessed, fresh) : 1);
  const editMs = byEdit((edit) => spreadOf(quietest.byEdit[edit]));
  const report: Report = {
    moves: after.plan.moves.size,
    settlements: after.plan.settlements.size,
    applyP95Ms: spreadOf(quietest.apply).p95,
    checksP95Ms: Math.min(...p95s),
    loadMs: round(
      loads === null
        ? loadHere(text, snapshot, bench.facts)
        : Math.min(...loads.map(({ loadMs }) => loadMs)),
    ),
    loadedIn: loads === null ? "node" : "chromium",
    loads,
    checksP95MsOfRuns: p95s,
    checksCpuP95MsOfRuns: runs.map(({ cpu }) => spreadOf(cpu).p95),
    villages: snapshot.villages.count,
    failing: listChecks(after.checks).length,
    editMs,
    fullMs: round(fullMs),
    ratios: byEdit((edit) => round(fullMs / editMs[edit].p95)),
    differing,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else note(JSON.stringify(report, null, 2));
}

/** Milliseconds to read, build and assess the plan in this process. */
function loadHere(text: string, snapshot: Snapshot, facts: PlanFacts): number {
  const times: number[] = [];
  for (let turn = 0; turn < FULL_ROUNDS; turn++)
    timed(times, () =>
      openPlan(
        JSON.parse(text) as PlanChange,
        planContext(snapshot, FRAME, SHIPPED_PARAMETERS, facts),
      ),
    );
  return Math.min(...times);
}

function runEdits(
  start: AssessedPlan,
  nearest: (village: number) => string,
  rounds: number,
): { times: Times; after: AssessedPlan } {
  const random = randomFrom("bench edits");
  const times: Times = { apply: [], byEdit: byEdit(() => []), cpu: [] };
  const { code, count } = start.context.data.villages;
  // Neighbours in the data, as a lasso takes them.
  const moved = [...start.plan.moves.keys()].sort();
  let now = start;
  const undo: PlanChange[] = [];
  const edit = (what: Edit, change: PlanChange): void => {
    timed(times.apply, () => applyChange(now.plan, change));
    const result = timedEdit(times, what, () => editPlan(now, change));
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    now = result.assessed;
    if (what !== "undo") undo.push(result.inverse);
  };
  for (let turn = 0; turn < rounds; turn++) {
    const village = random.whole(0, count - 1);
    const settlement = nearest(village);
    const to = { settlement, year: random.whole(2014, 2020) };
    edit("assignOne", assignVillages([code[village]!], to));

    const id = `s${random.whole(0, now.plan.settlements.size - 1)}`;
    const [lng, lat] = now.plan.settlements.get(id)!.position;
    const drag = (): [number, number] => [lng + random.between(0, 0.01), lat];
    edit("dragSettlement", { settlements: { [id]: { position: drag() } } });

    const site = now.plan.settlements.get(id)!;
    const known = new Map(now.context.facts.sites).set(siteKey(site), factsOf(site, now.context));
    const facts: PlanFacts = { ...now.context.facts, sites: known };
    now = timedEdit(times, "learnSite", () => learnFacts(now, facts));

    const first = random.whole(0, moved.length - 40);
    const keys = moved.slice(first, first + 40);
    edit("reyear40", changeMoves(now.plan, keys, { year: random.whole(2014, 2020) }));
    if (turn % 2 === 0) edit("undo", undo.pop()!);
  }
  return { times, after: now };
}
