import type { Problem } from "../../core/contract/dataset.ts";

/** At most this many row numbers are listed per problem; `count` holds how many there are in all. */
const MAX_LISTED_ROWS = 1_000;

/** The same for all problems together: a report stays below a megabyte whatever the file holds. */
const MAX_LISTED_ROWS_IN_ALL = 50_000;
/** At most this many different problems of a severity are listed, and one for all others of it. */
const MAX_LISTED_PROBLEMS = 200;

export interface ProblemParts {
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

/** Thrown when a file or a dataset cannot be taken in at all; nothing of it stays. Becomes the report's problems. */
export class DatasetRefused extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((each) => each.message).join(" "));
    this.name = "DatasetRefused";
    this.problems = problems;
  }
}

/** Refuses the file with one error. */
export function refuse(code: string, parts: ProblemParts): DatasetRefused {
  return new DatasetRefused([problem(code, "error", parts)]);
}

/** Collects what is found row by row: one problem per code and field, with its rows. */
export class ProblemLog {
  readonly #problems = new Map<string, Problem>();
  readonly #listed = { error: 0, warning: 0, info: 0 };
  /** Rows from which on lines are this much further than rows. */
  readonly #shifts: { row: number; shift: number }[] = [];
  #rowsLeft = MAX_LISTED_ROWS_IN_ALL;
  /** Errors told so far, one for every row and code. */
  errorCount = 0;

  /** Says on which line of the file a row begins; rows come in order. Where this is said, problems are listed by lines too. */
  placeRow(row: number, line: number): void {
    const shift = line - row;
    if (this.#shifts.at(-1)?.shift !== shift) this.#shifts.push({ row, shift });
  }

  #lineOf(row: number): number {
    let [low, high] = [0, this.#shifts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#shifts[middle]!.row <= row) low = middle;
      else high = middle - 1;
    }
    return row + this.#shifts[low]!.shift;
  }

  /** Adds a problem, or this row to the same problem found before (whose words stay as first said). */
  add(
    code: string,
    severity: Problem["severity"],
    row: number | null,
    parts: Omit<ProblemParts, "rows">,
  ): void {
    if (severity === "error") this.errorCount++;
    const key = `${code}\n${parts.field ?? ""}`;
    let found = this.#problems.get(key);
    if (found === undefined && this.#listed[severity] >= MAX_LISTED_PROBLEMS)
      found = this.#others(severity);
    if (found === undefined) {
      this.#listed[severity]++;
      found = problem(code, severity, parts);
      this.#problems.set(key, found);
    }
    if (row === null) return;
    if (found.rows.at(-1) === row) return;
    found.count++;
    if (found.rows.length >= MAX_LISTED_ROWS || this.#rowsLeft === 0) return;
    this.#rowsLeft--;
    found.rows.push(row);
  }

  /** The one problem that counts all of a severity beyond those that are listed. */
  #others(severity: Problem["severity"]): Problem {
    const key = `more-problems\n${severity}`;
    let found = this.#problems.get(key);
    if (found === undefined) {
      found = problem("more-problems", severity, {
        message: `Further problems than the first ${MAX_LISTED_PROBLEMS}; their rows are counted here, and they are not listed one by one.`,
        mend: "Mend those listed, then check the file again.",
      });
      this.#problems.set(key, found);
    }
    return found;
  }

  take(problems: Iterable<Problem>): void {
    for (const each of problems) this.#problems.set(`${each.code}\n${each.field ?? ""}`, each);
  }

  has(code: string): boolean {
    for (const each of this.#problems.values()) if (each.code === code) return true;
    return false;
  }

  countOf(code: string): number {
    let sum = 0;
    for (const each of this.#problems.values()) if (each.code === code) sum += each.count;
    return sum;
  }

  /** Takes problems back that another one explains better. */
  remove(...codes: readonly string[]): void {
    for (const [key, each] of this.#problems)
      if (codes.includes(each.code)) {
        this.#problems.delete(key);
        this.#listed[each.severity]--;
      }
  }

  get refuses(): boolean {
    for (const each of this.#problems.values()) if (each.severity === "error") return true;
    return false;
  }

  /** Errors first, then warnings, then remarks; in each the order in which they were found. */
  list(): Problem[] {
    const order = { error: 0, warning: 1, info: 2 };
    const found = [...this.#problems.values()].sort(
      (a, b) => order[a.severity] - order[b.severity],
    );
    if (this.#shifts.length === 0) return found;
    return found.map((each) => ({ ...each, lines: each.rows.map((row) => this.#lineOf(row)) }));
  }
}
