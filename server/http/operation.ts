import type { Request, Response, Router } from "express";
import type { z } from "zod";
import { Binary, Download } from "./endpoint.ts";
import { withJsonBody } from "./json-body.ts";
import { readIdempotencyKey, readIfMatch, type IfMatch } from "./preconditions.ts";
import { HttpProblem, faultsOf, problem } from "./problem.ts";
import { parseQuery } from "./query.ts";
import { sendBytes, sendPieces, sendText } from "./send.ts";

/** What a write must carry: a key that makes it happen once, and the version it was made on. */
type Precondition = "key" | "key and version" | "version" | "none";

/** Of a write: who asks again gets the first answer again. */
interface WriteRequest {
  key: string;
  hash: string;
  ifMatch: IfMatch;
}

interface Call<Context, Query, Body> {
  context: Context;
  query: Query;
  body: Body;
  params: Readonly<Record<string, string>>;
  write: WriteRequest;
  /** Address of the machine that asks. */
  from: string;
  /** Aborted when whoever asked has left. */
  signal: AbortSignal;
}

type Given = Download | Binary;

interface Reply<Answer> {
  /** The answer, or how to make it where the client may hold it already. */
  answer: Answer | Given | (() => Promise<Answer | Given>);
  etag?: string;
  location?: string;
}

/** One thing that can be asked of an address, as data: routes and the OpenAPI document are made from the same list. */
export interface Operation<
  Context,
  Query extends z.ZodType = z.ZodType,
  Body = unknown,
  Answer = unknown,
> {
  method: "get" | "post" | "patch" | "delete";
  /** With parameters as OpenAPI writes them: /api/plans/{id}. */
  path: string;
  summary: string;
  query: Query;
  body?: BodyReader<Body>;
  needs?: Precondition;
  /** Null: there is nothing to say (204). */
  answer: z.ZodType<Answer> | null;
  /** 200 when not given. */
  status?: 201 | 202;
  answerOf(call: Call<Context, z.infer<Query>, Body>): Promise<Reply<Answer>> | Reply<Answer>;
}

/** What the documentation tells of an operation. */
export type DescribedOperation = Pick<
  Operation<never>,
  "method" | "path" | "summary" | "query" | "needs" | "answer" | "status"
> & { body?: Pick<BodyReader<unknown>, "schema"> };

/** How a JSON body becomes a question. */
export interface BodyReader<Body> {
  /** For the documentation. */
  schema: z.ZodType;
  maxBytes: number;
  /** Throws a problem 422 that names the fields at fault. */
  read(value: unknown): Body;
}

/** A body that fits a schema. */
export function bodyOf<Schema extends z.ZodType>(
  schema: Schema,
  maxBytes: number,
): BodyReader<z.infer<Schema>> {
  return { schema, maxBytes, read: (value) => parseBody(schema, value) };
}

/** Values in a body beyond which it is not looked at, so that its faults can be counted. */
const MOST_VALUES = 250_000;
const MOST_FAULTS = 100;

/** The body by its schema; throws a problem 422 with its first faults. */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.infer<Schema> {
  if (holdsMoreThan(value, MOST_VALUES))
    throw problem(413, "tooManyValues", `The body holds more than ${MOST_VALUES} values.`);
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error).slice(0, MOST_FAULTS);
  throw new HttpProblem(422, "The body is not what it should be.", faults);
}

function holdsMoreThan(value: unknown, most: number): boolean {
  let left = most;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    const parts: unknown[] = Object.values(next);
    left -= parts.length;
    if (left < 0) return true;
    for (const part of parts) if (typeof part === "object" && part !== null) open.push(part);
  }
  return false;
}

/** Keeps the types of one operation together where it is written. */
export function operation<Context, Query extends z.ZodType, Body, Answer>(
  definition: Operation<Context, Query, Body, Answer>,
): Operation<Context> {
  return definition as unknown as Operation<Context>;
}

/** Mounts operations; a method that no operation of an address has is answered 405. */
export function mountOperations<Context>(
  router: Router,
  context: Context,
  operations: readonly Operation<Context>[],
): void {
  const methods = new Map<string, string[]>();
  for (const each of operations) {
    const path = each.path.replace(/\{(\w+)\}/g, ":$1");
    const allowed = each.method === "get" ? ["GET", "HEAD"] : [each.method.toUpperCase()];
    methods.set(path, [...(methods.get(path) ?? []), ...allowed]);
    router[each.method](path, (request, response) => run(context, each, request, response));
  }
  for (const [path, allowed] of methods)
    router.all(path, (_request, response) => {
      response.set("Allow", allowed.join(", "));
      throw problem(405, "methodNotAllowed", `This address takes ${allowed.join(", ")}.`);
    });
}

async function run<Context>(
  context: Context,
  definition: Operation<Context>,
  request: Request,
  response: Response,
): Promise<void> {
  const query = parseQuery(definition.query, request.url);
  const write = writeOf(definition, request);
  const leaving = new AbortController();
  response.once("close", () => leaving.abort());
  const call = (body: unknown, hash: string): Call<Context, unknown, unknown> => ({
    context,
    query,
    body,
    params: request.params as Record<string, string>,
    write: { ...write, hash },
    from: request.socket.remoteAddress ?? "",
    signal: leaving.signal,
  });
  const reader = definition.body;
  if (!reader) {
    await answer(definition, request, response, await definition.answerOf(call(undefined, "")));
    return;
  }
  const reply = await withJsonBody(request, response, reader.maxBytes, async ({ value, hash }) =>
    definition.answerOf(call(reader.read(value), `${definition.path} ${hash}`)),
  );
  await answer(definition, request, response, reply);
}

function writeOf<Context>(
  { needs = "none" }: Operation<Context>,
  request: Request,
): Omit<WriteRequest, "hash"> {
  return {
    key: needs.startsWith("key") ? readIdempotencyKey(request) : "",
    ifMatch: needs.endsWith("version") ? readIfMatch(request) : { version: -1, revision: null },
  };
}

async function answer<Context>(
  definition: Operation<Context>,
  request: Request,
  response: Response,
  reply: Reply<unknown>,
): Promise<void> {
  response.set("Cache-Control", reply.etag === undefined ? "no-store" : "no-cache");
  if (reply.etag !== undefined) response.set("ETag", reply.etag);
  if (reply.location !== undefined) response.set("Location", reply.location);
  if (definition.method === "get" && holds(request, reply.etag)) {
    response.status(304).end();
    return;
  }
  const value = typeof reply.answer === "function" ? await reply.answer() : reply.answer;
  if (definition.answer === null) {
    response.status(204).end();
    return;
  }
  response.status(definition.status ?? 200);
  if (value instanceof Download) {
    response.set("Content-Disposition", `attachment; filename="${value.fileName}"`);
    await sendPieces(request, response, value.type, value.pieces);
    return;
  }
  if (value instanceof Binary) {
    await sendBytes(request, response, "application/octet-stream", value.bytes);
    return;
  }
  await sendText(request, response, "application/json", JSON.stringify(value));
}

/** True when the client holds this version of the answer. */
function holds(request: Request, etag: string | undefined): boolean {
  const known = request.get("If-None-Match");
  if (known === undefined || etag === undefined) return false;
  const bare = (text: string): string => text.trim().replace(/^W\//, "");
  return known.trim() === "*" || known.split(",").some((each) => bare(each) === etag);
}
