import type { PlanChange } from "../../core/contract/plan.ts";
import {
  ChangesAnswer,
  ChecksAnswer,
  CompareAnswer,
  HistoryAnswer,
  PlanAnswer,
  PlanEvent,
  PlanRatesAnswer,
  PlansAnswer,
  PlanSummary,
  SiteExitAnswer,
  SitesAnswer,
  WorksEffectsAnswer,
  type NewPlan,
  type PlanPatch,
  type SiteExitRequest,
  type SitesRequest,
  type WorksEffectsRequest,
} from "../../core/contract/plan-service.ts";
import { addressOf, ask, askFor } from "../api.ts";
import { readEvents, type StreamEvent } from "./event-stream.ts";

/** Who sends: a name for people, a number for this page. */
export interface Sender {
  author: string;
  client: string;
}

/** A change on its way: the key stays the same however often it is sent. */
export interface Outgoing {
  key: string;
  change: PlanChange;
  reason: string | null;
}

/** The service's addresses about plans; see core/contract/plan-service.ts. `base` is empty in a page. */
export function planApi(base = "") {
  const plans = `${base}/api/plans`;
  const of = (id: string): string => `${plans}/${id}`;
  const writing = (version: number, key: string) => ({
    "if-match": `"${version}"`,
    "idempotency-key": key,
  });
  return {
    list: (area: string, signal?: AbortSignal) =>
      askFor(PlansAnswer, addressOf(plans, { area }), { signal }),
    create: (plan: NewPlan, key: string) =>
      askFor(PlanAnswer, plans, {
        method: "POST",
        body: plan,
        headers: { "idempotency-key": key },
      }),
    read: (id: string, signal?: AbortSignal) => askFor(PlanAnswer, of(id), { signal }),
    patch: (id: string, version: number, key: string, body: PlanPatch) =>
      askFor(PlanSummary, of(id), { method: "PATCH", body, headers: writing(version, key) }),
    send: (id: string, version: number, out: Outgoing, who: Sender) =>
      askFor(PlanEvent, `${of(id)}/changes`, {
        method: "POST",
        body: { change: out.change, reason: out.reason, ...who },
        headers: writing(version, out.key),
      }),
    changesAfter: (id: string, version: number, signal?: AbortSignal) =>
      askFor(ChangesAnswer, addressOf(`${of(id)}/changes`, { after: version }), { signal }),
    history: (id: string, before: number | null, signal?: AbortSignal) =>
      askFor(HistoryAnswer, addressOf(`${of(id)}/history`, { before }), { signal }),
    returnTo: (id: string, version: number, key: string, to: number, who: Sender) =>
      askFor(PlanEvent, `${of(id)}/return`, {
        method: "POST",
        body: { to, reason: null, ...who },
        headers: writing(version, key),
      }),
    merge: (
      id: string,
      version: number,
      key: string,
      from: { from: string; villages?: string[] },
      who: Sender,
    ) =>
      askFor(PlanEvent, `${of(id)}/merge`, {
        method: "POST",
        body: { ...from, ...who },
        headers: writing(version, key),
      }),
    checks: (id: string, signal?: AbortSignal) =>
      askFor(ChecksAnswer, `${of(id)}/checks`, { signal }),
    rates: (id: string, area: string, signal?: AbortSignal) =>
      askFor(PlanRatesAnswer, addressOf(`${of(id)}/rates`, { area }), { signal }),
    compare: (id: string, other: string, signal?: AbortSignal) =>
      askFor(CompareAnswer, addressOf(`${of(id)}/compare`, { with: other }), { signal }),
    siteExit: (body: SiteExitRequest) =>
      askFor(SiteExitAnswer, `${base}/api/site-exit`, { method: "POST", body }),
    sites: (body: SitesRequest, signal?: AbortSignal) =>
      askFor(SitesAnswer, `${base}/api/sites`, { method: "POST", body, signal }),
    worksEffects: (body: WorksEffectsRequest, signal?: AbortSignal) =>
      askFor(WorksEffectsAnswer, `${base}/api/works-effects`, { method: "POST", body, signal }),
    present: (id: string, who: Sender, at: string | null) =>
      ask(`${of(id)}/presence`, { method: "POST", body: { ...who, at } }),
    exportAddress: (id: string, format: "json" | "csv" | "geojson") =>
      addressOf(`${of(id)}/export`, { format }),
    /** Live events of a plan after a version, until the connection ends. */
    events: async function* (
      id: string,
      after: number,
      client: string,
      signal: AbortSignal,
    ): AsyncGenerator<StreamEvent> {
      const response = await ask(addressOf(`${base}/api/events`, { plan: id, client }), {
        signal,
        accept: "text/event-stream",
        headers: { "last-event-id": String(after) },
      });
      yield* readEvents(response);
    },
  };
}
export type PlanApi = ReturnType<typeof planApi>;
