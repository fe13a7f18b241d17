import { parseArgs } from "node:util";
import type { PlanChange } from "../../core/contract/plan.ts";
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
import { assignVillages, changeMoves } from "../../core/relocation/edits.ts";
import type { Ledger } from "../../core/relocation/ledger.ts";
import { documentOf } from "../../core/relocation/plan.ts";
import { randomFrom } from "../../geodata/demonstration/random.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import { factsOf, makeBenchPlan, makePlanRegion } from "./plan-data.ts";

const FRAME = { area: "45", years: { from: 2014, to: 2020 } };
const FULL_ROUNDS = 5;
/** Edits made before the clock runs, as by a planner who has just opened the plan. */
const WARM_UP_ROUNDS = 30;

interface Spread {
  p50: number;
  p95: number;
}
interface Report {
  moves: number;
  settlements: number;
  villages: number;
  failing: number;
  editMs: Record<Edit, Spread>;
  /** Processor time of the same edits, which other programs on the machine disturb less. */
  cpuMs: Record<Edit, Spread>;
  fullMs: number;
  loadMs: number;
  /** Adding up and checking everything again, against one edit kept up (p95). */
  ratios: Record<Edit, number>;
  differing: number;
  peakMiB: number;
}
type Edit = "assignOne" | "dragSettlement" | "learnSite" | "reyear40" | "undo";
const EDITS: readonly Edit[] = ["assignOne", "dragSettlement", "learnSite", "reyear40", "undo"];

const round = (value: number): number => Number(value.toPrecision(3));
interface Times {
  readonly wall: number[];
  readonly cpu: number[];
}

/** Runs something and notes how long it took. */
function timed<Result>(times: Times, run: () => Result): Result {
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  const result = run();
  times.wall.push(performance.now() - from);
  const { user, system } = process.cpuUsage(cpu);
  times.cpu.push((user + system) / 1000);
  return result;
}

const byEdit = <Value>(make: (edit: Edit) => Value): Record<Edit, Value> =>
  Object.fromEntries(EDITS.map((edit) => [edit, make(edit)])) as Record<Edit, Value>;

const note = (text: string): unknown => process.stderr.write(`${text}\n`);

function spreadOf(times: number[]): Spread {
  times.sort((a, b) => a - b);
  const at = (share: number): number => round(times[Math.floor(share * (times.length - 1))]!);
  return { p50: at(0.5), p95: at(0.95) };
}

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
 * adding up and checking the whole plan. `--moves N --settlements N --rounds N --json`. `differing` counts checks and rows of the ledger
 * that are not what a computation from nothing gives after all edits.
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
  const region = makePlanRegion();
  const empty = planContext(region.data, FRAME, SHIPPED_PARAMETERS);
  const bench = makeBenchPlan(region, empty, {
    moves: Number(values.moves),
    settlements: Number(values.settlements),
    works: 300,
  });
  const text = JSON.stringify(bench.document);
  note(`${region.data.villages.count} villages; the document has ${text.length} characters`);

  const begun = performance.now();
  const context = planContext(region.data, FRAME, SHIPPED_PARAMETERS, bench.facts);
  const loaded = openPlan(JSON.parse(text) as PlanChange, context);
  const loadMs = performance.now() - begun;
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems.slice(0, 3)));

  const warm = runEdits(loaded.assessed, bench.nearest, WARM_UP_ROUNDS).after;
  const { times, after } = runEdits(warm, bench.nearest, Number(values.rounds));
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
  const editMs = byEdit((edit) => spreadOf(times[edit].wall));
  const report: Report = {
    moves: after.plan.moves.size,
    settlements: after.plan.settlements.size,
    villages: region.data.villages.count,
    failing: listChecks(after.checks).length,
    editMs,
    cpuMs: byEdit((edit) => spreadOf(times[edit].cpu)),
    fullMs: round(fullMs),
    loadMs: round(loadMs),
    ratios: byEdit((edit) => round(fullMs / editMs[edit].p95)),
    differing,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else print(report);
}

function runEdits(
  start: AssessedPlan,
  nearest: (village: number) => string,
  rounds: number,
): { times: Record<Edit, Times>; after: AssessedPlan } {
  const random = randomFrom("bench edits");
  const times = byEdit((): Times => ({ wall: [], cpu: [] }));
  const { code, count } = start.context.data.villages;
  // Neighbours in the data, as a lasso takes them.
  const moved = [...start.plan.moves.keys()].sort();
  let now = start;
  const undo: PlanChange[] = [];
  const edit = (what: Edit, change: PlanChange): void => {
    const result = timed(times[what], () => editPlan(now, change));
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
    now = timed(times.learnSite, () => learnFacts(now, facts));

    const first = random.whole(0, moved.length - 40);
    const keys = moved.slice(first, first + 40);
    edit("reyear40", changeMoves(now.plan, keys, { year: random.whole(2014, 2020) }));
    if (turn % 2 === 0) edit("undo", undo.pop()!);
  }
  return { times, after: now };
}

function print({ editMs, cpuMs, ratios, ...rest }: Report): void {
  note(`${rest.moves} moves to ${rest.settlements} settlements, ${rest.failing} checks fail`);
  note(`loading from the document ${rest.loadMs} ms, everything anew ${rest.fullMs} ms`);
  for (const edit of EDITS)
    note(
      `${edit.padEnd(15)} p50 ${editMs[edit].p50} ms, p95 ${editMs[edit].p95} ms (processor ${cpuMs[edit].p95} ms), ${ratios[edit]} times faster`,
    );
  note(`differing: ${rest.differing}; peak ${rest.peakMiB} MiB`);
}
