import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { z } from "zod";
import { ImportReport } from "../../core/contract/dataset.ts";
import { ProblemAnswer } from "../../core/contract/request.ts";
import { ImportQuestion } from "../datasets/options.ts";
import type { Endpoint } from "./endpoint.ts";

const problemAnswer = {
  description: "The request was refused; `code` says why",
  content: { "application/problem+json": { schema: ProblemAnswer } },
};

/** The OpenAPI 3.1 document of the endpoints. */
export function openApiDocument(endpoints: readonly Endpoint[]): unknown {
  const paths: ZodOpenApiPathsObject = {};
  for (const each of endpoints) {
    const names = [...each.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
    paths[each.path] = {
      get: {
        summary: each.summary,
        requestParams: {
          query: each.query as z.ZodObject,
          ...(names.length > 0
            ? { path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }
            : {}),
        },
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
        "Coverage of roads, water, power, broadband and facilities. Rates are 0 to 1, distances metres, positions [longitude, latitude] in WGS 84.",
    },
    paths,
  });
}
