import { randomUUID } from "node:crypto";
import type { ErrorRequestHandler, RequestHandler } from "express";
import { isUnavailable } from "../database/unavailable.ts";
import { HttpProblem, problem } from "./problem.ts";

/** Answers every error as application/problem+json. What is our fault is logged whole under a number, and only the number is told. */
export function answerErrors(log: (text: string) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = asProblem(error);
    const answer = known ?? ourFault(error, log);
    for (const header of ["ETag", "Content-Disposition"]) response.removeHeader(header);
    response.set("Cache-Control", "no-store").set(answer.headers);
    response.status(answer.status).type("application/problem+json");
    response.send(JSON.stringify(answer.toJson()));
  };
}

/** Answers what no route took, for addresses of the API. */
export const answerNotFound: RequestHandler = () => {
  throw problem(404, "unknownAddress", "There is nothing at this address.");
};

/** The problem that an error is, or stands for; null for what is our fault. */
export function asProblem(error: unknown): HttpProblem | null {
  if (error instanceof HttpProblem) return error;
  if (error instanceof URIError)
    return problem(400, "badEncoding", "The address holds a broken percent sequence.");
  if (isUnavailable(error))
    return new HttpProblem(
      503,
      "The database cannot be reached at the moment; send the same request again.",
      [{ code: "databaseUnavailable", path: null, params: {} }],
      { headers: { "Retry-After": "2" } },
    );
  const { status, statusCode } = error as { status?: unknown; statusCode?: unknown };
  const code = typeof status === "number" ? status : statusCode;
  if (typeof code === "number" && code >= 400 && code < 500)
    return problem(code, "badRequest", "The request is not understood.");
  return null;
}

function ourFault(error: unknown, log: (text: string) => void): HttpProblem {
  const number = randomUUID();
  log(`error ${number}: ${describe(error)}`);
  return problem(500, "internal", "The server failed; the log holds the details.", null, {
    number,
  });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
