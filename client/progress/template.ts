import type { Subject } from "./subjects.ts";

/** A cell of CSV: quoted where it holds what separates cells. A cell that a spreadsheet would reckon is kept a text. */
function cell(text: string): string {
  const kept = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(kept) ? `"${kept.replaceAll('"', '""')}"` : kept;
}

/** The columns of a table of returns, in order; the import knows their names in both languages. */
export const TEMPLATE_COLUMNS = [
  "subject",
  "key",
  "name",
  "period",
  "state",
  "households",
  "persons",
  "oldHousesDown",
] as const;

/**
 * A table of returns to be filled in: a row per settlement or village, named and of one period. What happened is left open, for an empty
 * cell says nothing and 0 would. UTF-8 with a byte order mark, so that a spreadsheet reads Chinese.
 */
export function returnsTemplate(
  subjects: readonly Pick<Subject, "subject" | "key" | "name">[],
  period: string,
  head: (column: (typeof TEMPLATE_COLUMNS)[number]) => string,
  subjectWord: (subject: Subject["subject"]) => string,
): string {
  const rows = subjects.map(({ subject, key, name }) =>
    [subjectWord(subject), key, name, period, "", "", "", ""].map(cell).join(","),
  );
  return `\uFEFF${TEMPLATE_COLUMNS.map(head).join(",")}\r\n${rows.map((row) => `${row}\r\n`).join("")}`;
}
