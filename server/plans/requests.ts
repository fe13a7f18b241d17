import { z } from "zod";
import type { PlanChange } from "../../core/contract/plan.ts";
import {
  ChangeRequest,
  ExportedPlan,
  NewPlan,
  SitesRequest,
} from "../../core/contract/plan-service.ts";
import { readChange } from "../../core/relocation/read-change.ts";
import { parseBody, type BodyReader } from "../http/operation.ts";
import { HttpProblem, problem } from "../http/problem.ts";
import { refusedChange } from "./refusals.ts";

/** The longest change: a plan of the whole region has a third of it. */
const MAX_CHANGE_BYTES = 32 * 1024 * 1024;
const MAX_LIST_BYTES = 16 * 1024 * 1024;

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A change by itself. Throws a problem 422 with its first faults. */
function changeFrom(value: unknown): PlanChange {
  const read = readChange(value);
  if (!read.ok) throw refusedChange(read.problems);
  return read.change;
}

export const changeRequest: BodyReader<ChangeRequest> = {
  schema: ChangeRequest,
  maxBytes: MAX_CHANGE_BYTES,
  read(value) {
    const { change, ...rest } = isObject(value) ? value : {};
    return { ...parseBody(ChangeRequest.omit({ change: true }), rest), change: changeFrom(change) };
  },
};

export const newPlan: BodyReader<NewPlan> = {
  schema: z.union([NewPlan, ExportedPlan]),
  maxBytes: MAX_CHANGE_BYTES,
  read(value) {
    const { document, ...rest } = isObject(value) ? value : {};
    const asked = "plan" in rest ? askedByExport(rest) : parseBody(AskedPlan, rest);
    return document === undefined ? asked : { ...asked, document: changeFrom(document) };
  },
};

const AskedPlan = NewPlan.omit({ document: true });

/** What a plan that was exported asks to be made again. */
function askedByExport(value: Fields): NewPlan {
  const { plan, name, author } = parseBody(ExportedPlan.omit({ document: true }), value);
  return {
    name: name ?? plan.name,
    author: author ?? plan.createdBy,
    area: plan.area,
    years: plan.years,
  };
}

export const sitesRequest = listRequest(SitesRequest, "sites");

/** A body with one long list, read element by element: the first one at fault ends it. */
function listRequest<Schema extends typeof SitesRequest>(
  schema: Schema,
  name: "sites" | "works",
): BodyReader<z.infer<Schema>> {
  const list = (schema.shape as Readonly<Record<string, z.ZodType>>)[name] as z.ZodArray;
  return {
    schema,
    maxBytes: MAX_LIST_BYTES,
    read(value) {
      const given = isObject(value) && Array.isArray(value[name]) ? value[name] : null;
      if (given === null) return parseBody(schema, value) as z.infer<Schema>;
      // Also refuses a list that is too long.
      const head = parseBody(schema, {
        ...(value as Fields),
        [name]: [],
      }) as Fields;
      const most = name === "sites" ? 1000 : 200;
      if (given.length > most)
        throw problem(422, "tooMany", `At most ${most} at once.`, name, { most });
      const elements = given.map((each, i) => {
        try {
          return parseBody(list.element as z.ZodType, each);
        } catch (error) {
          if (!(error instanceof HttpProblem)) throw error;
          throw new HttpProblem(
            error.status,
            error.message,
            error.faults.map((fault) => ({
              ...fault,
              path: [name, i, fault.path].filter((part) => part !== null).join("."),
            })),
          );
        }
      });
      return { ...head, [name]: elements } as z.infer<Schema>;
    },
  };
}
