import type { Problem } from "../../core/contract/dataset.ts";

/** At most this many row numbers are listed per problem; `count` holds how many there are in all. */
export const MAX_LISTED_ROWS = 1_000;

interface ProblemParts {
  rows?: readonly number[];
  field?: string | null;
  message: string;
  mend: string;
  params?: Record<string, string | number>;
}

/** One problem about the file as a whole, or about rows that are known at once. */
export function problem(code: string, severity: Problem["severity"], parts: ProblemParts): Problem {
  const rows = parts.rows ?? [];
  return {
    code,
    severity,
    rows: rows.slice(0, MAX_LISTED_ROWS),
    count: rows.length,
    field: parts.field ?? null,
    message: parts.message,
    mend: parts.mend,
    params: parts.params ?? {},
  };
}
