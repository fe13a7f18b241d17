import type { z } from "zod";
import type { ProblemAnswer } from "../../core/contract/request.ts";

/** One fault of a request, by code; `path` names the parameter. */
export interface Fault {
  code: string;
  path: string | null;
  params: Readonly<Record<string, unknown>>;
}

/** Thrown where a request is wrong: answered as application/problem+json (RFC 9457) and never logged as our fault. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly faults: readonly Fault[];
  /** Further members of the answer, beside those of every problem. */
  readonly more: Readonly<Record<string, unknown>>;
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    title: string,
    faults: readonly Fault[],
    { more = {}, headers = {} }: Partial<Pick<HttpProblem, "more" | "headers">> = {},
  ) {
    super(title);
    this.name = "HttpProblem";
    this.status = status;
    this.faults = faults;
    this.more = more;
    this.headers = headers;
  }

  toJson(): ProblemAnswer {
    const [first] = this.faults;
    return {
      type: "about:blank",
      title: this.message,
      status: this.status,
      code: first?.code ?? "unknown",
      path: first?.path ?? null,
      params: { ...first?.params },
      ...(this.faults.length > 1
        ? { errors: this.faults.map((fault) => ({ ...fault, params: { ...fault.params } })) }
        : {}),
      ...this.more,
    };
  }
}

/** A problem with a single fault. */
export function problem(
  status: number,
  code: string,
  title: string,
  path: string | null = null,
  params: Readonly<Record<string, unknown>> = {},
): HttpProblem {
  return new HttpProblem(status, title, [{ code, path, params }]);
}

/** 503 for who comes while others take all the room; they may ask again after some seconds. */
export function busy(title: string, afterSeconds: number): HttpProblem {
  return new HttpProblem(503, title, [{ code: "busy", path: null, params: { afterSeconds } }], {
    headers: { "Retry-After": String(afterSeconds) },
  });
}

/** The faults that a schema found, one per parameter at fault. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    const path = issue.path.length > 0 ? issue.path.join(".") : null;
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ code: "unknownParameter", path: key, params: {} }));
    const missing = issue.code === "invalid_type" && issue.input === undefined;
    return [
      {
        code: missing ? "missingParameter" : "badParameter",
        path,
        params: { expected: issue.message },
      },
    ];
  });
}
