import { fetchColumns, fetchParameters } from "../../../client/api.ts";
import { Assessor } from "../../../client/plan/assessor.ts";
import { planApi } from "../../../client/plan/plan-api.ts";
import { PlanSession } from "../../../client/plan/session.ts";
import type { PolicyParameter } from "../../../core/policy/parameter.ts";
import { listChecks } from "../../../core/relocation/assess.ts";
import { NO_FACTS, planContext } from "../../../core/relocation/context.ts";

/** What the benchmark reads of a load: milliseconds from the first request, and what came of it. */
interface Loaded {
  readonly planMs: number;
  readonly columnsMs: number;
  readonly assessMs: number;
  readonly loadMs: number;
  readonly moves: number;
  readonly failing: number;
}

declare global {
  interface Window {
    loaded: Promise<Loaded>;
  }
}

/** Opens a plan as the page of the workspace does, to the checks; the map and what the server is asked of sites come after. */
async function load(id: string): Promise<Loaded> {
  const started = performance.now();
  const since = (): number => performance.now() - started;
  const kept = { read: () => null, write: () => {} };
  const session = new PlanSession(planApi(), id, "bench", kept);
  const opening = session.start().then(since);
  const columns = fetchColumns("45", []);
  const fetched = columns.then(since);
  const { items } = await fetchParameters();
  const [{ snapshot }, planMs, columnsMs] = await Promise.all([columns, opening, fetched]);
  const { plan } = session.read();
  if (plan === null) throw new Error("no plan came");
  const from = performance.now();
  const context = planContext(snapshot, plan.frame, items as readonly PolicyParameter[]);
  const { checks } = new Assessor().assess(plan, context, NO_FACTS);
  const failing = listChecks(checks).length;
  const assessMs = performance.now() - from;
  const loadMs = since();
  session.stop();
  return {
    planMs: Math.round(planMs),
    columnsMs: Math.round(columnsMs),
    assessMs: Math.round(assessMs),
    loadMs: Math.round(loadMs),
    moves: plan.moves.size,
    failing,
  };
}

window.loaded = load(new URLSearchParams(location.search).get("plan")!);
