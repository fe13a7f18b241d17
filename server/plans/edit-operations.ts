import {
  ChangesAnswer,
  ChangesQuery,
  ExportQuery,
  HistoryAnswer,
  HistoryQuery,
  MergeRequest,
  PlanAnswer,
  PlanEvent,
  PlanPatch,
  PlanQuery,
  PlansAnswer,
  PlansQuery,
  PlanSummary,
  PresenceRequest,
  ReturnRequest,
} from "../../core/contract/plan-service.ts";
import { NoQuery } from "../../core/contract/request.ts";
import { documentOf, type Plan } from "../../core/relocation/plan.ts";
import { bodyOf, operation, type Operation } from "../http/operation.ts";
import { etagOf } from "../http/preconditions.ts";
import { shownState, type PlanContext } from "./context.ts";
import { exportDocument, exportOnData } from "./export.ts";
import { findBatchEnd, listChanges, listHistory, listPlans, type PlanRow } from "./queries.ts";
import { changeRequest, newPlan } from "./requests.ts";
import {
  createPlan,
  findRow,
  mergePlan,
  patchPlan,
  readPlan,
  returnPlan,
  summaryOf,
  writeChange,
} from "./service.ts";

const SMALL_BYTES = 16 * 1024;
const LIST_BYTES = 8 * 1024 * 1024;

const planAnswer = ({ row, plan }: { row: PlanRow; plan: Plan }): PlanAnswer => ({
  plan: summaryOf(row),
  document: documentOf(plan),
});

/** A change that was made, and everybody who has the plan open is told. */
function told(context: PlanContext, id: string, event: PlanEvent) {
  context.feed.tell(id, event);
  return { answer: event, etag: `"${event.version}"` };
}

/** Plans and their changes. */
export const EDIT_OPERATIONS: readonly Operation<PlanContext>[] = [
  operation({
    method: "get",
    path: "/api/plans",
    summary: "Plans of an area and of the areas in it, newest first",
    query: PlansQuery,
    answer: PlansAnswer,
    async answerOf({ context: { database }, query }) {
      const archived = query.archived === "true";
      const rows = await listPlans(database(), { area: query.area ?? null, archived });
      return { answer: { items: rows.map(summaryOf) } };
    },
  }),
  operation({
    method: "post",
    path: "/api/plans",
    summary: "Makes a plan: empty, of an exported document, or as a scenario of another plan",
    query: NoQuery,
    body: newPlan,
    needs: "key",
    answer: PlanAnswer,
    status: 201,
    async answerOf({ context: { database, desk }, body, write }) {
      const made = await createPlan(database(), desk, body, write);
      return {
        answer: planAnswer(made),
        etag: etagOf(made.row),
        location: `/api/plans/${made.row.id}`,
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}",
    summary: "A plan with all that it holds, as it is or as it was at a version",
    query: PlanQuery,
    answer: PlanAnswer,
    async answerOf({ context: { database, desk }, params, query }) {
      const { id = "" } = params;
      const row = await findRow(database(), id);
      return {
        etag: etagOf({ ...row, version: query.version ?? row.version }),
        answer: async () => planAnswer(await readPlan(database(), desk, id, query.version)),
      };
    },
  }),
  operation({
    method: "patch",
    path: "/api/plans/{id}",
    summary: "Renames a plan, puts it away or brings it back",
    query: NoQuery,
    body: bodyOf(PlanPatch, SMALL_BYTES),
    needs: "version",
    answer: PlanSummary,
    async answerOf({ context: { database, desk }, params, body, write }) {
      const row = await patchPlan(database(), desk, params["id"]!, write.ifMatch, body);
      return { answer: summaryOf(row), etag: etagOf(row) };
    },
  }),
  operation({
    method: "post",
    path: "/api/plans/{id}/changes",
    summary: "Changes a plan: all of it, once, on the version named, or nothing",
    query: NoQuery,
    body: changeRequest,
    needs: "key and version",
    answer: PlanEvent,
    async answerOf({ context, params, body, write }) {
      const id = params["id"]!;
      const once = { ...write, version: write.ifMatch.version };
      return told(
        context,
        id,
        await writeChange(context.database(), context.desk, id, once, body, () => body.change),
      );
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/changes",
    summary: "What was changed after a version, oldest first, whole",
    query: ChangesQuery,
    answer: ChangesAnswer,
    async answerOf({ context: { database }, params, query }) {
      const row = await findRow(database(), params["id"]!);
      const most = { changes: query.limit, bytes: LIST_BYTES };
      const end = await findBatchEnd(database(), row.id, query.after, most);
      const items = await listChanges(database(), row.id, query.after, end);
      return { answer: { items, more: end < row.version } };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/history",
    summary: "Who changed what, when and why, newest first",
    query: HistoryQuery,
    answer: HistoryAnswer,
    async answerOf({ context: { database }, params, query }) {
      const row = await findRow(database(), params["id"]!);
      const items = await listHistory(database(), row.id, query.before ?? null, query.limit);
      const last = items.at(-1)?.version ?? 1;
      return { answer: { items, nextBefore: last > 1 ? last : null } };
    },
  }),
  operation({
    method: "post",
    path: "/api/plans/{id}/return",
    summary: "Makes a plan again what it was at a version, as a new change",
    query: NoQuery,
    body: bodyOf(ReturnRequest, SMALL_BYTES),
    needs: "key and version",
    answer: PlanEvent,
    async answerOf({ context, params, body, write }) {
      const id = params["id"]!;
      const once = { ...write, version: write.ifMatch.version };
      return told(
        context,
        id,
        await returnPlan(context.database(), context.desk, id, once, body, body.to),
      );
    },
  }),
  operation({
    method: "post",
    path: "/api/plans/{id}/merge",
    summary: "Takes moves of villages from another plan",
    query: NoQuery,
    body: bodyOf(MergeRequest, LIST_BYTES),
    needs: "key and version",
    answer: PlanEvent,
    async answerOf({ context, params, body, write }) {
      const id = params["id"]!;
      const once = { ...write, version: write.ifMatch.version };
      const by = { author: body.author, client: body.client, reason: null };
      const { from, villages } = body;
      return told(
        context,
        id,
        await mergePlan(context.database(), context.desk, id, once, by, { from, villages }),
      );
    },
  }),
  operation({
    method: "post",
    path: "/api/plans/{id}/presence",
    summary: "Says that somebody has the plan open, and what they are at",
    query: NoQuery,
    body: bodyOf(PresenceRequest, SMALL_BYTES),
    answer: null,
    async answerOf({ context, params, body }) {
      const row = await findRow(context.database(), params["id"]!);
      context.feed.meet(row.id, body);
      return { answer: null };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/export",
    summary: "A plan as a file: JSON that makes it again, CSV of its moves, or GeoJSON for a map",
    query: ExportQuery,
    answer: PlanAnswer,
    async answerOf({ context, params, query: { format, lang } }) {
      const { row, plan } = await readPlan(context.database(), context.desk, params["id"]!);
      const summary = summaryOf(row);
      return {
        answer:
          format === "json"
            ? exportDocument(summary, plan)
            : exportOnData(summary, plan, shownState(context, row), format, lang),
      };
    },
  }),
];
