import { z } from "zod";
import {
  BuildGeometryQuery,
  BuildOrMoveAnswer,
  BuildOrMoveRequest,
} from "../../core/contract/build-or-move.ts";
import { NoQuery } from "../../core/contract/request.ts";
import { packColumns } from "../../core/coverage/pack-columns.ts";
import { findPlace } from "../coverage/questions.ts";
import { Binary } from "../http/endpoint.ts";
import { bodyOf, operation, type Operation } from "../http/operation.ts";
import { problem } from "../http/problem.ts";
import { versionOf } from "../http/send.ts";
import {
  buildOrMoveAnswer,
  geometryQuestion,
  rulesToBuild,
  type ComparedPlace,
} from "./build-or-move.ts";
import { shownState, type PlanContext } from "./context.ts";
import { PROCESS } from "./process-name.ts";
import { findRow, readPlan } from "./service.ts";

const MAX_BYTES = 64 * 1024;

/** The place of a question: that of the plan, or an area in it; without a plan the area, or the only region. */
async function placeOf(
  context: PlanContext,
  asked: { area?: string | undefined; plan?: string | undefined },
): Promise<ComparedPlace> {
  if (asked.plan === undefined) return { ...findPlace(context.regions, asked.area), plan: null };
  const db = context.database();
  const state = shownState(context, await findRow(db, asked.plan));
  const plan = await readPlan(db, context.desk, asked.plan);
  const code = asked.area ?? plan.row.areaCode;
  const area = state.areaIndex(code);
  if (area === undefined)
    throw problem(404, "unknownArea", "There is no area with this code.", "area", { area: code });
  return { state, area, plan };
}

/** Building against moving: priced and ranked, or the geometry for a page that prices by itself. */
export const BUILD_OR_MOVE_OPERATIONS: readonly Operation<PlanContext>[] = [
  operation({
    method: "post",
    path: "/api/build-or-move",
    summary: "What bringing the missing services costs against moving, village by village, ranked",
    query: NoQuery,
    body: bodyOf(BuildOrMoveRequest, MAX_BYTES),
    answer: BuildOrMoveAnswer,
    async answerOf({ context, body }) {
      const place = await placeOf(context, body);
      return {
        answer: await buildOrMoveAnswer(context.database(), context.buildOrMove, place, body),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/areas/{code}/build-geometry",
    summary:
      "What bringing the missing services would take, without prices, as bytes (core/coverage/pack-columns.ts)",
    query: BuildGeometryQuery,
    answer: z.unknown(),
    async answerOf({ context, params, query }) {
      const place = await placeOf(context, { area: params["code"], plan: query.plan });
      const rules = rulesToBuild(place.state, query.rules?.split(","));
      const question = geometryQuestion(place, rules);
      const { version } = place.state;
      const name = [PROCESS, version, question.area, question.works?.name ?? "", ...rules];
      return {
        etag: `"${versionOf(JSON.stringify(name))}"`,
        answer: async () =>
          new Binary(
            packColumns(
              await context.buildOrMove.geometry(context.database(), place.state, question),
            ),
          ),
      };
    },
  }),
];
