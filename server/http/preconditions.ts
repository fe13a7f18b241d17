import type { Request } from "express";
import { problem } from "./problem.ts";

/** What a write says of the version that it was made on. */
export interface IfMatch {
  version: number;
  /** Renamings counted beside the version, where the client gives back the whole ETag. */
  revision: number | null;
}

/** The ETag of a plan: its version, and how often it was renamed or put away where that has happened. */
export function etagOf({ version, revision }: { version: number; revision: number }): string {
  return revision === 0 ? `"${version}"` : `"${version}-${revision}"`;
}

/** The version in If-Match. Throws a problem 428 without one, and 400 for one that names no version. */
export function readIfMatch(request: Request): IfMatch {
  const header = request.get("If-Match")?.trim();
  if (header === undefined || header === "")
    throw problem(
      428,
      "ifMatchRequired",
      "Say with If-Match which version this was made on.",
      "If-Match",
    );
  const found = /^(?:W\/)?"(\d{1,9})(?:-(\d{1,9}))?"$/.exec(header);
  if (!found) throw problem(400, "badIfMatch", 'If-Match names one version: "12".', "If-Match");
  return { version: Number(found[1]), revision: found[2] === undefined ? null : Number(found[2]) };
}

/** The idempotency key of a write. Throws a problem 400 when it is missing or not 1 to 128 visible characters. */
export function readIdempotencyKey(request: Request): string {
  const key = request.get("Idempotency-Key")?.trim() ?? "";
  if (!/^[\x21-\x7e]{1,128}$/.test(key))
    throw problem(
      400,
      key === "" ? "idempotencyKeyRequired" : "badIdempotencyKey",
      "Send an Idempotency-Key of 1 to 128 visible ASCII characters, a new one for each edit.",
      "Idempotency-Key",
    );
  return key;
}
