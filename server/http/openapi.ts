import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from "zod-openapi";
import { z } from "zod";
import { ImportReport } from "../../core/contract/dataset.ts";
import { ProblemAnswer } from "../../core/contract/request.ts";
import { ImportQuestion } from "../datasets/options.ts";
import { EventsQuery } from "../../core/contract/plan-service.ts";
import type { Endpoint } from "./endpoint.ts";
import type { DescribedOperation } from "./operation.ts";

const problemAnswer = {
  description: "The request was refused; `code` says why",
  content: { "application/problem+json": { schema: ProblemAnswer } },
};

const IfMatch = z.object({
  "If-Match": z.string().meta({ description: 'The version that this was made on: "12"' }),
});
const IdempotencyKey = z.object({
  "Idempotency-Key": z
    .string()
    .meta({ description: "New for each edit; sent again it gives the first answer again" }),
});

/** Query and path of an address as OpenAPI has them. */
function parametersOf(path: string, query: z.ZodType) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  return {
    query: query as z.ZodObject,
    ...(names.length > 0
      ? { path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }
      : {}),
  };
}

function describe(each: DescribedOperation): ZodOpenApiOperationObject {
  const { needs = "none", answer, body } = each;
  const header = {
    none: null,
    key: IdempotencyKey,
    version: IfMatch,
    "key and version": IfMatch.extend(IdempotencyKey.shape),
  }[needs];
  return {
    summary: each.summary,
    requestParams: { ...parametersOf(each.path, each.query), ...(header && { header }) },
    ...(body && { requestBody: { content: { "application/json": { schema: body.schema } } } }),
    responses: {
      [answer === null ? "204" : String(each.status ?? 200)]:
        answer === null
          ? { description: "Done" }
          : { description: "The answer", content: { "application/json": { schema: answer } } },
      "4XX": problemAnswer,
      "503": problemAnswer,
    },
  };
}

/** The OpenAPI 3.1 document of the endpoints and operations. */
export function openApiDocument(
  endpoints: readonly Endpoint[],
  operations: readonly DescribedOperation[] = [],
): unknown {
  const paths: ZodOpenApiPathsObject = {};
  for (const each of operations)
    paths[each.path] = { ...paths[each.path], [each.method]: describe(each) };
  if (operations.length > 0)
    paths["/api/events"] = {
      get: {
        summary:
          "What happens to a plan, as server-sent events: change, presence, data, reload, proposal",
        requestParams: { query: EventsQuery },
        responses: {
          "200": {
            description: "Events as long as the connection holds",
            content: { "text/event-stream": { schema: { type: "string" } } },
          },
          "4XX": problemAnswer,
          "503": problemAnswer,
        },
      },
    };
  for (const each of endpoints) {
    paths[each.path] = {
      get: {
        summary: each.summary,
        requestParams: parametersOf(each.path, each.query),
        responses: {
          "200": {
            description: "The answer",
            content: { "application/json": { schema: each.answer } },
          },
          "304": { description: "The answer that the client holds is still true" },
          "4XX": problemAnswer,
          "503": problemAnswer,
        },
      },
    };
  }
  paths["/api/datasets/import"] = {
    post: {
      summary:
        "Reads and checks a file, sent as the body as it is; with accept=true takes it in as the new version",
      requestParams: { query: ImportQuestion.extend({ file: z.string() }) },
      requestBody: {
        content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
      },
      responses: {
        "200": {
          description: "The file was taken in, or only checked",
          content: { "application/json": { schema: ImportReport } },
        },
        "4XX": problemAnswer,
        "503": problemAnswer,
      },
    },
  };
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Qiantu",
      version: "0.1.0",
      description:
        "Relocation plans, and coverage of roads, water, power, broadband and facilities. Rates are 0 to 1, distances metres, positions [longitude, latitude] in WGS 84.",
    },
    paths,
  });
}
