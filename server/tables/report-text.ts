import type { TableReport } from "../../core/contract/table-report.ts";
import { describeProblem } from "../datasets/cli.ts";

/** The report of a table for people: what was read, every problem with its mend, and what came of it. */
export function tableText(
  report: TableReport & { added: number; replaced: number; unchanged: number },
): string {
  const { reading, added, replaced, unchanged } = report;
  const from = [reading.format, reading.encoding, reading.sheet].filter(Boolean).join(", ");
  const mapping = Object.entries(reading.mapping).map(([field, column]) => `${field} = ${column}`);
  const isRefused = report.problems.some(({ severity }) => severity === "error");
  const counts = `${added} new, ${replaced} replaced, ${unchanged} as before`;
  return [
    `${report.file}: ${report.rows} rows, ${from}`,
    `Columns: ${mapping.join(", ") || "none"}`,
    ...report.problems.map(describeProblem),
    isRefused
      ? "Refused; nothing was taken in."
      : report.accepted
        ? `Taken in: ${counts}.`
        : `Checked only (${counts}); add --accept to take it in.`,
  ].join("\n");
}
