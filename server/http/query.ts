import type { z } from "zod";
import { HttpProblem, faultsOf, problem } from "./problem.ts";

/**
 * The query of an address by its schema. Throws an HttpProblem 400 that names every fault: broken percent sequences, repeated parameters,
 * parameters that are not in the schema, and values it refuses.
 */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, url: string): z.infer<Schema> {
  const mark = url.indexOf("?");
  const entries =
    mark < 0
      ? []
      : url
          .slice(mark + 1)
          .split("&")
          .filter((pair) => pair !== "");
  const query = new Map<string, string>();
  for (const entry of entries) {
    const equals = entry.indexOf("=");
    const name = decode(equals < 0 ? entry : entry.slice(0, equals), null);
    const value = equals < 0 ? "" : decode(entry.slice(equals + 1), name);
    if (query.has(name))
      throw problem(400, "repeatedParameter", "A parameter is given twice.", name);
    query.set(name, value);
  }
  const parsed = schema.safeParse(Object.fromEntries(query), { reportInput: true });
  if (!parsed.success)
    throw new HttpProblem(400, "The request is not understood.", faultsOf(parsed.error));
  return parsed.data;
}

function decode(encoded: string, name: string | null): string {
  let text: string;
  try {
    text = decodeURIComponent(encoded.replaceAll("+", " "));
  } catch {
    throw problem(400, "badEncoding", "The address holds a broken percent sequence.", name);
  }
  if (text.includes("\0"))
    throw problem(400, "badEncoding", "The address holds a NUL character.", name);
  return text;
}
