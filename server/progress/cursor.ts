import type { z } from "zod";
import { problem } from "../http/problem.ts";

/** Writes a place in a list as a cursor. */
export function cursorOf(place: object): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** Reads a cursor; null without one. Throws a problem 400 for one of another list, or of nobody's. */
export function readCursor<Place>(
  schema: z.ZodType<Place>,
  cursor: string | undefined,
): Place | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw problem(400, "badCursor", "The cursor is not one of this list.", "cursor");
  }
}
