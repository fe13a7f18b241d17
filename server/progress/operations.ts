import {
  CheckAnswer,
  CheckRequest,
  ProgressRequest,
  ReturnHistoryAnswer,
  ReturnHistoryQuery,
  ReturnName,
  ReturnsAnswer,
  ReturnsQuery,
  SummaryAnswer,
  SummaryQuery,
  WriteAnswer,
} from "../../core/contract/progress.ts";
import { doubtedField } from "../../core/progress/warnings.ts";
import { NoQuery } from "../../core/contract/request.ts";
import { z } from "zod";
import { bodyOf, operation, type Operation } from "../http/operation.ts";
import { versionOf } from "../http/send.ts";
import { shownState, type PlanContext } from "../plans/context.ts";
import { PROCESS } from "../plans/process-name.ts";
import { findRow } from "../plans/service.ts";
import { checkRequest } from "./check.ts";
import { cursorOf, readCursor } from "./cursor.ts";
import { listProgressHistory, readProgressVersion } from "./queries.ts";
import { listAnswer } from "./list-answer.ts";
import { groundOf, prepareWrite, writeReturns, type ProgressDesk } from "./service.ts";
import { summaryAnswer } from "./summary-answer.ts";

const MAX_BYTES = 2 * 1024 * 1024;
/** More than a person can look through one by one. */
const MOST_DOUBTS = 200;

/** What returns are written and read with, in a server process. */
export function deskOf(context: PlanContext): ProgressDesk {
  return {
    plans: context.desk,
    assessor: context.measure.assessor,
    stateOf: (row) => shownState(context, row),
  };
}

const HistoryPlace = ReturnName.extend({ version: z.number().int() });

/** Actual progress of plans. */
export const PROGRESS_OPERATIONS: readonly Operation<PlanContext>[] = [
  operation({
    method: "get",
    path: "/api/plans/{id}/progress",
    summary:
      "Returns in force: what was built and who moved in, by settlement or village and period",
    query: ReturnsQuery,
    answer: ReturnsAnswer,
    async answerOf({ context, params, query }) {
      const { id = "" } = params;
      const db = context.database();
      const row = await findRow(db, id);
      const version = await readProgressVersion(db, row.id);
      const after = readCursor(ReturnName, query.cursor);
      return {
        etag: `"${version}"`,
        answer: await listAnswer(db, deskOf(context), row, version, { ...query, after }),
      };
    },
  }),
  operation({
    method: "post",
    path: "/api/plans/{id}/progress",
    summary: "Writes returns, or takes them back: all of it, once, or nothing",
    query: NoQuery,
    body: bodyOf(ProgressRequest, MAX_BYTES),
    needs: "key and version",
    answer: WriteAnswer,
    async answerOf({ context, params, body, write }) {
      const { id = "" } = params;
      const { answer } = await writeReturns(
        context.database(),
        deskOf(context),
        id,
        { ...write, madeOn: write.ifMatch.version },
        { author: body.author, source: body.source },
        ({ on }) => {
          checkRequest(body, on);
          return body;
        },
      );
      return { answer, etag: `"${answer.version}"` };
    },
  }),
  operation({
    method: "post",
    path: "/api/plans/{id}/progress/check",
    summary: "Tells what is past belief in returns before they are written; nothing is written",
    query: NoQuery,
    body: bodyOf(CheckRequest, MAX_BYTES),
    answer: CheckAnswer,
    async answerOf({ context, params, body }) {
      const db = context.database();
      const { row, on } = await groundOf(db, deskOf(context), params["id"]!);
      checkRequest(body, on);
      const { brought } = await prepareWrite(db, row.id, body, on);
      const doubts = brought.filter((each) => doubtedField(each) !== null);
      return { answer: { doubts: doubts.slice(0, MOST_DOUBTS) } };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/progress/summary",
    summary:
      "Planned against actual, by year, month, settlement and area, with a forecast of the year's end",
    query: SummaryQuery,
    answer: SummaryAnswer,
    async answerOf({ context, params, query }) {
      const { id = "" } = params;
      const db = context.database();
      const row = await findRow(db, id);
      const state = shownState(context, row);
      const progress = await readProgressVersion(db, row.id);
      const parts = [PROCESS, state.version, row.id, row.version, row.revision, progress];
      return {
        etag: `"${versionOf([...parts, query.area, query.year].join("|"))}"`,
        answer: () => summaryAnswer(db, deskOf(context), id, query),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/plans/{id}/progress/history",
    summary: "Who returned what and when, and what it was before, newest first",
    query: ReturnHistoryQuery,
    answer: ReturnHistoryAnswer,
    async answerOf({ context, params, query }) {
      const db = context.database();
      const row = await findRow(db, params["id"]!);
      const filter = { subject: query.subject ?? null, key: query.key ?? null };
      const after = readCursor(HistoryPlace, query.cursor);
      const items = await listProgressHistory(db, row.id, filter, {
        after,
        limit: query.limit + 1,
      });
      const shown = items.slice(0, query.limit);
      const last = items.length > shown.length ? shown.at(-1) : undefined;
      const { version, subject, key, period } = last ?? {
        version: 0,
        subject: "",
        key: "",
        period: "",
      };
      return {
        answer: {
          items: shown,
          nextCursor: last ? cursorOf({ version, subject, key, period }) : null,
        },
      };
    },
  }),
];
