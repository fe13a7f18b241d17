import type { z } from "zod";
import { COLLECTIONS, PlanChange, type Collection, type PlanProblem } from "../contract/plan.ts";
import { outlineFault } from "./outline.ts";

/** A change that fits the contract, or what is wrong with the value: the first faults of the first entries that have some. */
export type ReadChange =
  | { readonly ok: true; readonly change: PlanChange }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/** Faults told at once; whoever sends a wrong file does not read more. */
const MOST_PROBLEMS = 100;
/** Values in one entry: 20 rings of 2,000 positions are 120,020. */
const MOST_VALUES = 130_000;

type Entries = Record<string, unknown>;

/**
 * Reads a change of a plan from a value that somebody sent, entry by entry: a million wrong entries cost no more than a hundred. Asks
 * for what the contract says, and of outlines and lines that they enclose or lead somewhere. It does not look at the plan.
 */
export function readChange(value: unknown): ReadChange {
  const problems: PlanProblem[] = [];
  const told = (path: string, params: PlanProblem["params"]): void => {
    problems.push({ code: "malformed", path, params });
  };
  if (!isObject(value)) {
    told("", { expected: "an object" });
    return { ok: false, problems };
  }
  const change: Partial<Record<Collection, Entries>> = {};
  for (const [name, given] of Object.entries(value)) {
    if (!isCollection(name)) told(name, { expected: COLLECTIONS.join(", ") });
    else if (given === undefined) continue;
    else if (!isObject(given)) told(name, { expected: "an object" });
    else change[name] = readEntries(name, given, problems);
    if (problems.length >= MOST_PROBLEMS) break;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, change: change as PlanChange };
}

function readEntries(name: Collection, given: Entries, problems: PlanProblem[]): Entries {
  const { keyType, valueType } = PlanChange.shape[name].unwrap() as unknown as {
    keyType: z.ZodType<string>;
    valueType: z.ZodType;
  };
  const entries: Entries = {};
  for (const key of Object.keys(given)) {
    if (problems.length >= MOST_PROBLEMS) break;
    const value = given[key];
    const path = `${name}.${shortened(key)}`;
    const named = keyType.safeParse(key);
    const expected = named.success
      ? boundBroken([key, value])
      : (named.error.issues[0]?.message ?? "a key");
    if (expected !== null) {
      problems.push({ code: "malformed", path, params: { expected } });
      continue;
    }
    const parsed = valueType.safeParse(value);
    if (parsed.success) {
      entries[key] = parsed.data;
      problems.push(...shapeProblems(name, path, parsed.data));
      continue;
    }
    for (const issue of parsed.error.issues.slice(0, MOST_PROBLEMS - problems.length))
      problems.push({
        code: "malformed",
        path: [path, ...issue.path].join("."),
        params: { expected: issue.message },
      });
  }
  return entries;
}

/** What is wrong with the shape of an entry whose fields are sound: outlines, areas and lines. */
function shapeProblems(name: Collection, path: string, entry: unknown): PlanProblem[] {
  const fields = entry as Partial<Record<"outline" | "geometry", unknown>> | null;
  if (name === "settlements" && fields?.outline) {
    return outlineProblems(`${path}.outline`, fields.outline as Rings);
  }
  if (name !== "works" || !fields?.geometry) return [];
  const geometry = fields.geometry as { type: string; coordinates: unknown };
  const at = `${path}.geometry`;
  if (geometry.type === "Polygon") return outlineProblems(at, geometry.coordinates as Rings);
  if (geometry.type !== "LineString") return [];
  const line = geometry.coordinates as Rings[number];
  const [lng, lat] = line[0]!;
  const hasLength = line.some((position) => position[0] !== lng || position[1] !== lat);
  return hasLength
    ? []
    : [{ code: "malformed", path: at, params: { fault: "noLength", lng, lat } }];
}

type Rings = (readonly [number, number])[][];

function outlineProblems(path: string, rings: Rings): PlanProblem[] {
  const fault = outlineFault(rings);
  return fault === null ? [] : [{ code: "malformed", path, params: { ...fault } }];
}

/** Half a character, or the character that ends a text in C: no database holds them. */
const NO_TEXT = /[\0\ud800-\udfff]/u;

/** What an entry may hold instead of what it holds, null for a sound one: not more values than any entry needs, and whole texts. */
function boundBroken(value: unknown): string | null {
  let left = MOST_VALUES;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string" && NO_TEXT.test(next)) return "text without half characters";
    if (typeof next !== "object" || next === null) continue;
    const parts: unknown[] = Object.values(next);
    left -= parts.length;
    if (left < 0) return "fewer values";
    for (const part of parts) if (typeof part !== "number") open.push(part);
  }
  return null;
}

const isObject = (value: unknown): value is Entries =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCollection = (name: string): name is Collection =>
  (COLLECTIONS as readonly string[]).includes(name);

const shortened = (key: string): string => (key.length > 80 ? `${key.slice(0, 80)}…` : key);
