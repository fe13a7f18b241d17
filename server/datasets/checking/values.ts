import type { ProblemLog } from "../problems.ts";
import type { Cell } from "../reading/reader.ts";
import { MAX_TEXT_CHARACTERS } from "../reading/limits.ts";

const NOT_RECORDED = new Set([
  "na",
  "n/a",
  "null",
  "nan",
  "none",
  "-",
  "--",
  "—",
  "/",
  "无",
  "不详",
  "未知",
  "空",
  "#n/a",
]);
const YES = new Set(["是", "有", "通", "已通", "yes", "y", "true", "t", "1", "√", "已", "达标"]);
const NO = new Set([
  "否",
  "无",
  "没有",
  "未通",
  "不通",
  "no",
  "n",
  "false",
  "f",
  "0",
  "×",
  "未",
  "未达标",
]);
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const DATE = /^(\d{4})(?:[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2})日?)?月?)?年?$/;

/** Reads the cells of one row as the types that fields need, and tells the log what does not fit. */
export class CellReader {
  readonly #log: ProblemLog;
  constructor(log: ProblemLog) {
    this.#log = log;
  }

  /** Text without space around it; null when the cell is empty. */
  text(value: Cell, row: number, field: string): string | null {
    if (value === null) return null;
    const text = `${value}`.trim();
    if (text === "") return null;
    if (CONTROL.test(text) || LONE_SURROGATE.test(text)) {
      this.#log.add("control-character", "error", row, {
        field,
        message: `${field} holds characters that are not text (NUL, control characters or half of a character).`,
        mend: "Delete these characters.",
      });
      return null;
    }
    if (text.includes("\uFFFD")) {
      this.#log.add("replacement-character", "error", row, {
        field,
        message: `${field} holds the replacement character \uFFFD: the text was damaged by a wrong encoding before.`,
        mend: "Export the data again from the source in UTF-8 or GBK, or correct these names.",
      });
      return null;
    }
    if (text.length > MAX_TEXT_CHARACTERS) {
      this.#log.add("text-too-long", "error", row, {
        field,
        message: `${field} is longer than ${MAX_TEXT_CHARACTERS} characters.`,
        mend: "Shorten it.",
      });
      return null;
    }
    return text;
  }

  /** A code as text: 450102, 450102.0 and "４５０１０２" are the same. Scientific notation has lost digits and is an error. */
  code(value: Cell, row: number, field: string): string | null {
    if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      this.#log.add("code-rounded", "error", row, {
        field,
        message: `${field} is a number of more than 15 digits, of which readers of JSON keep only the first; two codes could become one.`,
        mend: "Write the codes as texts, in quotes.",
      });
      return null;
    }
    const text = this.text(
      typeof value === "number" && Number.isInteger(value) ? value.toFixed(0) : value,
      row,
      field,
    );
    if (text === null) return null;
    const plain = text.normalize("NFKC").replace(/^'/, "");
    if (/^\d+(\.\d+)?e[+-]?\d+$/i.test(plain)) {
      this.#log.add("code-in-scientific-notation", "error", row, {
        field,
        message: `${field} is written like 4.51E+11, so its last digits are lost.`,
        mend: "Format the column as text in the table program and export it again from the source.",
      });
      return null;
    }
    return plain.replace(/^(\d+)\.0+$/, "$1");
  }

  /** A whole number from 0 to `max`; null when it is not recorded or (told as an error) cannot be one. */
  count(value: Cell, row: number, field: string, max: number): number | null {
    const number = this.measure(value, row, field, max);
    return number === null || Number.isInteger(number)
      ? number
      : this.#refuse("fractional-number", row, field, `${field} must be a whole number.`);
  }

  /** A number from 0 to `max`; null when it is not recorded or (told as an error) cannot be one. */
  measure(value: Cell, row: number, field: string, max: number): number | null {
    const number = this.decimal(value, row, field);
    if (number === null) return null;
    if (number < 0) return this.#refuse("negative-number", row, field, `${field} is below 0.`);
    if (number > max)
      return this.#refuse(
        "number-too-large",
        row,
        field,
        `${field} is above ${max}, which no single record can have.`,
      );
    return number;
  }

  /** A number; full-width digits and thousands commas are read and told. */
  decimal(value: Cell, row: number, field: string): number | null {
    if (value === null) return null;
    if (typeof value === "number") {
      return Number.isFinite(value)
        ? value
        : this.#refuse("not-a-number", row, field, `${field} is not a number.`);
    }
    if (typeof value === "boolean")
      return this.#refuse("not-a-number", row, field, `${field} is not a number.`);
    const raw = `${value}`.trim();
    if (raw === "") return null;
    if (NOT_RECORDED.has(raw.toLowerCase())) {
      this.#log.add("not-recorded", "info", row, {
        field,
        message: `${field} holds words such as NA, 无 or - and is taken as not recorded.`,
        mend: "Nothing to do if the number is really not known.",
      });
      return null;
    }
    const plain = raw
      .normalize("NFKC")
      .replace(/^(\d{1,3})((?:,\d{3})+)(\.\d+)?$/, (all) => all.replaceAll(",", ""));
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain) || !Number.isFinite(Number(plain)))
      return this.#refuse(
        "not-a-number",
        row,
        field,
        `${field} is not a number (such as "约30", "***" or "3户").`,
      );
    if (plain !== raw)
      this.#log.add("number-rewritten", "info", row, {
        field,
        message: `${field} is written with full-width digits or thousands commas and was read as the number meant.`,
        mend: "Nothing to do if the numbers in the preview are right.",
      });
    return Number(plain);
  }

  yesNo(value: Cell, row: number, field: string): boolean | null {
    if (typeof value === "boolean") return value;
    const text = this.text(value, row, field)?.normalize("NFKC").toLowerCase();
    if (text === undefined) return null;
    if (YES.has(text)) return true;
    if (NO.has(text)) return false;
    if (!NOT_RECORDED.has(text))
      this.#log.add("not-yes-no", "warning", row, {
        field,
        message: `${field} is neither yes nor no and is taken as not recorded.`,
        mend: "Write 是/否, yes/no, true/false or 1/0.",
      });
    return null;
  }

  /** "YYYY-MM-DD"; a year or a month alone is its first day. */
  date(value: Cell, row: number, field: string): string | null {
    const text = this.text(value, row, field);
    if (text === null || NOT_RECORDED.has(text.toLowerCase())) return null;
    const found = DATE.exec(text.normalize("NFKC").replace(/[T ]\d{2}:.*$/, ""));
    const [year, month, day] = [
      Number(found?.[1]),
      Number(found?.[2] ?? 1),
      Number(found?.[3] ?? 1),
    ];
    const date = new Date(Date.UTC(year, month - 1, day));
    if (
      found !== null &&
      year >= 1900 &&
      year <= 2100 &&
      date.getUTCMonth() === month - 1 &&
      date.getUTCDate() === day
    )
      return date.toISOString().slice(0, 10);
    this.#log.add("not-a-date", "warning", row, {
      field,
      message: `${field} is not a date and is taken as not recorded.`,
      mend: "Write 2014-05-31 or 2014年5月31日.",
    });
    return null;
  }

  #refuse(code: string, row: number, field: string, message: string): null {
    this.#log.add(code, "error", row, {
      field,
      message,
      mend: "Correct the number in these rows, or leave the cell empty when it is not known.",
    });
    return null;
  }
}
