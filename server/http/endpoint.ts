import { randomUUID } from "node:crypto";
import type { Express, RequestHandler } from "express";
import type { z } from "zod";
import type { Regions } from "../coverage/regions.ts";
import { problem } from "./problem.ts";
import { parseQuery } from "./query.ts";
import { isUnchanged, sendBytes, sendPieces, sendText, versionOf } from "./send.ts";

/** Part of every ETag of a state: a new build may answer otherwise from the same data. */
const PROCESS = randomUUID();

/** One address of the API, as data: the routes and the OpenAPI document are made from the same list. */
export interface Endpoint<Query extends z.ZodType = z.ZodType, Answer = unknown> {
  /** With parameters as OpenAPI writes them: /api/areas/{code}. */
  path: string;
  summary: string;
  query: Query;
  answer: z.ZodType<Answer>;
  /**
   * `state`: the answer changes only with the data and runs shown, so a client that holds it is told so before anything is computed;
   * and it can be given only when a region can be seen. `content`: it may change at any moment.
   */
  changesWith: "state" | "content";
  answerOf(question: Question<z.infer<Query>>): Promise<Given<Answer>> | Given<Answer>;
}

type Given<Answer> = Answer | Download | Binary;

interface Question<Query> {
  regions: Regions;
  query: Query;
  /** Decoded path parameters. */
  params: Readonly<Record<string, string>>;
}

/** An answer that is a file. */
export class Download {
  readonly type: string;
  readonly fileName: string;
  /** Pieces of text, made as fast as the client takes them. */
  readonly pieces: Iterable<string>;

  constructor(type: string, fileName: string, pieces: Iterable<string>) {
    this.type = type;
    this.fileName = fileName;
    this.pieces = pieces;
  }
}

/** An answer that is bytes. */
export class Binary {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** Keeps the types of one endpoint together where it is written. */
export function endpoint<Query extends z.ZodType, Answer>(
  definition: Endpoint<Query, Answer>,
): Endpoint {
  return definition as unknown as Endpoint;
}

/** Mounts an endpoint; any other method on its path is answered 405. */
export function mount(app: Express, regions: Regions, definition: Endpoint): void {
  const path = definition.path.replace(/\{(\w+)\}/g, ":$1");
  const handler: RequestHandler = async (request, response) => {
    const query = parseQuery(definition.query, request.url);
    if (definition.changesWith === "state") {
      if (!regions.ready) {
        response.set("Retry-After", "2");
        throw problem(503, "notReady", "The first coverage run is not complete yet.", null, {
          ...regions.activity,
        });
      }
      if (isUnchanged(request, response, versionOf(`${PROCESS} ${regions.version}`))) return;
    }
    const params = request.params as Record<string, string>;
    const answer = await definition.answerOf({ regions, query, params });
    if (answer instanceof Download) {
      response.set("Content-Disposition", `attachment; filename="${answer.fileName}"`);
      await sendPieces(request, response, answer.type, answer.pieces);
      return;
    }
    if (answer instanceof Binary) {
      await sendBytes(request, response, "application/octet-stream", answer.bytes);
      return;
    }
    const text = JSON.stringify(answer);
    if (definition.changesWith === "content" && isUnchanged(request, response, versionOf(text)))
      return;
    await sendText(request, response, "application/json", text);
  };
  app.get(path, handler);
  app.all(path, (_request, response) => {
    response.set("Allow", "GET, HEAD");
    throw problem(405, "methodNotAllowed", "This address is only read.");
  });
}
