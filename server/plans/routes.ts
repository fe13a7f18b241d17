import express, { type Router } from "express";
import { EventsQuery } from "../../core/contract/plan-service.ts";
import { mountOperations, type Operation } from "../http/operation.ts";
import { parseQuery } from "../http/query.ts";
import { BUILD_OR_MOVE_OPERATIONS } from "./build-or-move-operations.ts";
import type { PlanContext } from "./context.ts";
import { EDIT_OPERATIONS } from "./edit-operations.ts";
import { MEASURE_OPERATIONS } from "./measure-operations.ts";
import { findRow } from "./service.ts";

/** Everything that can be asked about plans, save the live events. */
export const PLAN_OPERATIONS: readonly Operation<PlanContext>[] = [
  ...EDIT_OPERATIONS,
  ...MEASURE_OPERATIONS,
  ...BUILD_OR_MOVE_OPERATIONS,
];

/** The addresses of plans, sites and live events. */
export function planRoutes(context: PlanContext): Router {
  const router = express.Router();
  router.get("/api/events", async (request, response) => {
    const query = parseQuery(EventsQuery, request.url);
    const row = await findRow(context.database(), query.plan);
    const last = /^\d{1,9}$/.exec(request.get("Last-Event-ID")?.trim() ?? "");
    if (request.method === "HEAD") {
      response.type("text/event-stream").end();
      return;
    }
    context.feed.open(response, row, {
      client: query.client ?? request.socket.remoteAddress ?? "",
      since: last ? Number(last[0]) : (query.since ?? null),
    });
  });
  mountOperations(router, context, PLAN_OPERATIONS);
  return router;
}
