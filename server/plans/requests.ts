import { z } from "zod";
import type { PlanChange } from "../../core/contract/plan.ts";
import {
  ChangeRequest,
  ExportedPlan,
  NewPlan,
  SitesRequest,
  WorksEffectsRequest,
} from "../../core/contract/plan-service.ts";
import { readChange } from "../../core/relocation/read-change.ts";
import { parseBody, type BodyReader } from "../http/operation.ts";
import { HttpProblem, problem } from "../http/problem.ts";
import { refusedChange } from "./refusals.ts";

/** The longest change: a plan of the whole region has a third of it. */
export const MAX_CHANGE_BYTES = 32 * 1024 * 1024;
const MAX_LIST_BYTES = 16 * 1024 * 1024;

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A change by itself. Throws a problem 422 with its first faults. */
export function changeFrom(value: unknown): PlanChange {
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

/** Bounds on lists: as many as one page asks about at once. */
const MAX_SITES = 1000;
const MAX_WORKS = 200;

export const sitesRequest: BodyReader<SitesRequest> = {
  schema: SitesRequest,
  maxBytes: MAX_LIST_BYTES,
  read: (value) => ({
    ...parseBody(SitesRequest.omit({ sites: true }), withoutField(value, "sites")),
    sites: readEach(value, "sites", SitesRequest.shape.sites.element, MAX_SITES),
  }),
};

export const worksRequest: BodyReader<WorksEffectsRequest> = {
  schema: WorksEffectsRequest,
  maxBytes: MAX_LIST_BYTES,
  read: (value) => ({
    ...parseBody(WorksEffectsRequest.omit({ works: true }), withoutField(value, "works")),
    works: readEach(value, "works", WorksEffectsRequest.shape.works.element, MAX_WORKS),
  }),
};

function withoutField(value: unknown, field: string): unknown {
  if (!isObject(value)) return value;
  const { [field]: _, ...rest } = value;
  return rest;
}

/** The elements of a list in a body, one by one: the first at fault ends it, with its place. */
function readEach<Element>(
  value: unknown,
  name: string,
  schema: z.ZodType<Element>,
  most: number,
): Element[] {
  const list = isObject(value) ? value[name] : undefined;
  if (!Array.isArray(list))
    throw problem(422, "missingParameter", "The body needs a list.", name, { expected: "a list" });
  if (list.length > most) throw problem(422, "tooMany", `At most ${most} at once.`, name, { most });
  return list.map((each, i) => {
    try {
      return parseBody(schema, each);
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      const faults = error.faults.map((fault) => ({
        ...fault,
        path: [name, i, fault.path].filter((part) => part !== null).join("."),
      }));
      throw new HttpProblem(error.status, error.message, faults);
    }
  });
}
