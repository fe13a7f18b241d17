import {
  ChecksAnswer,
  CompareAnswer,
  CompareQuery,
  ParametersAnswer,
  PlanRatesAnswer,
  RatesQuery,
  SiteExitAnswer,
  SiteExitRequest,
  SitesAnswer,
  WorksEffectsAnswer,
} from "../../core/contract/plan-service.ts";
import { NoQuery } from "../../core/contract/request.ts";
import { findPlace } from "../coverage/questions.ts";
import type { RegionState } from "../coverage/state.ts";
import { bodyOf, operation, type Operation } from "../http/operation.ts";
import { versionOf } from "../http/send.ts";
import { listParameters } from "../indicators/queries.ts";
import { checksAnswer } from "./assessor.ts";
import { shownState, type PlanContext } from "./context.ts";
import { compareOf, ratesOf } from "./measure-service.ts";
import { PROCESS } from "./process-name.ts";
import type { PlanRow } from "./queries.ts";
import { sitesRequest, worksRequest } from "./requests.ts";
import { findRow, readPlan } from "./service.ts";
import { siteExit, siteFacts } from "./site-facts.ts";
import { worksEffects } from "./works-effects.ts";

/** A site with a long outline. */
const MAX_SITE_BYTES = 1024 * 1024;

/** Names an answer that changes only with plans and the data shown. */
function etagOf(state: RegionState, rows: readonly PlanRow[], more = ""): string {
  const versions = rows.map(({ id, version, revision }) => `${id} ${version} ${revision}`);
  return `"${versionOf([PROCESS, state.version, ...versions, more].join("|"))}"`;
}

/** What the data say of plans: checks, rates, two plans side by side, sites and works. */
export const MEASURE_OPERATIONS: readonly Operation<PlanContext>[] = [
  operation({
    method: "get",
    path: "/api/plans/{id}/checks",
    summary: "What a plan adds up to, and everything that fails a check, with what mends it",
    query: NoQuery,
    answer: ChecksAnswer,
    async answerOf({ context, params }) {
      const { id = "" } = params;
      const db = context.database();
      const state = shownState(context, await findRow(db, id));
      const { row, plan } = await readPlan(db, context.desk, id);
      return {
        etag: etagOf(state, [row]),
        answer: async () =>
          checksAnswer(row, state, await context.measure.assessor.assess(db, state, row, plan)),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/rates",
    summary: "Rates today, after works, after moves and after both, for every rule and year",
    query: RatesQuery,
    answer: PlanRatesAnswer,
    async answerOf({ context, params, query }) {
      const { id = "" } = params;
      const db = context.database();
      const state = shownState(context, await findRow(db, id));
      const read = await readPlan(db, context.desk, id);
      return {
        etag: etagOf(state, [read.row], query.area),
        answer: () => ratesOf(db, context.measure, state, read, query.area),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/compare",
    summary: "Two plans of one area side by side",
    query: CompareQuery,
    answer: CompareAnswer,
    async answerOf({ context, params, query }) {
      const { id = "" } = params;
      const db = context.database();
      const state = shownState(context, await findRow(db, id));
      const one = await readPlan(db, context.desk, id);
      const other = await readPlan(db, context.desk, query.with);
      return {
        etag: etagOf(state, [one.row, other.row]),
        answer: () => compareOf(db, context.measure, state, one, other),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/parameters",
    summary: "Figures of policy with unit, time, source and confidence",
    query: NoQuery,
    answer: ParametersAnswer,
    async answerOf({ context: { database } }) {
      return { answer: { items: await listParameters(database()) } };
    },
  }),
  operation({
    method: "post",
    path: "/api/sites",
    summary: "What the data say of places for settlements: areas, zones and services",
    query: NoQuery,
    body: sitesRequest,
    answer: SitesAnswer,
    async answerOf({ context: { database, regions }, body }) {
      const { state } = findPlace(regions, body.area);
      return { answer: { sites: await siteFacts(database(), state, body.sites) } };
    },
  }),
  operation({
    method: "post",
    path: "/api/site-exit",
    summary: "The shortest way of a site out of the zones that it meets",
    query: NoQuery,
    body: bodyOf(SiteExitRequest, MAX_SITE_BYTES),
    answer: SiteExitAnswer,
    async answerOf({ context: { database, regions }, body }) {
      const { state } = findPlace(regions, body.area);
      return { answer: await siteExit(database(), state, body.site) };
    },
  }),
  operation({
    method: "post",
    path: "/api/works-effects",
    summary: "What each of some works brings: its length, and whom it newly serves",
    query: NoQuery,
    body: worksRequest,
    answer: WorksEffectsAnswer,
    async answerOf({ context: { regions }, body }) {
      const { state } = findPlace(regions, body.area);
      return { answer: { works: await worksEffects(state, body.works) } };
    },
  }),
];
