import type { PrintLanguage } from "./sheet-input.ts";

/** A cell in words and, for spreadsheets, as a number. */
export interface ReportCell {
  text: string;
  /** Null for words, and for what is not known. */
  value: number | null;
  /** How a spreadsheet shows the number: a count, or a rate 0..1 in per cent. */
  format: "text" | "count" | "rate";
}

/** A table; columns from `leftColumns` on hold figures. */
export interface ReportTable {
  columns: readonly string[];
  leftColumns: number;
  rows: readonly (readonly ReportCell[])[];
}

export interface ReportSection {
  heading: string;
  /** Paragraphs before the table. */
  texts: readonly string[];
  table: ReportTable | null;
}

/** A report of an area as words and tables, the same for PDF, Word and spreadsheets; its maps are pages of their own. */
export interface Report {
  language: PrintLanguage;
  title: string;
  subtitle: string;
  organisation: string;
  demonstration: boolean;
  figures: readonly { label: string; text: string }[];
  sections: readonly ReportSection[];
  /** Sources, dates and remarks at the foot. */
  imprint: readonly string[];
}

/** A cell of words. */
export const wordCell = (text: string): ReportCell => ({ text, value: null, format: "text" });
