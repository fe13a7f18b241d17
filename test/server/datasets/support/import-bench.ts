import type { ImportReport, Problem } from "../../../../core/contract/dataset.ts";
import type { Db } from "../../../../server/database/open.ts";
import { importFile, type ImportOptions } from "../../../../server/datasets/service.ts";
import { Folder } from "./files.ts";

/** Imports texts and bytes as files of a folder, for a region of its own. */
export class ImportBench {
  readonly folder = new Folder();
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** A dry run over a file with this content, unless `accept` is set. */
  take(
    name: string,
    content: string | Uint8Array,
    options: Partial<ImportOptions> = {},
  ): Promise<ImportReport> {
    return this.run({ path: this.folder.write(name, content), ...options });
  }

  run(options: Partial<ImportOptions> & { path: string }): Promise<ImportReport> {
    return importFile(this.#db, {
      kind: "villages",
      area: "T",
      name: "Testland",
      datum: "wgs84",
      accept: false,
      ...options,
    });
  }
}

export function problemOf(report: ImportReport, code: string): Problem | undefined {
  return report.problems.find((each) => each.code === code);
}

export function errorCodes(report: ImportReport): string[] {
  return report.problems.filter((each) => each.severity === "error").map((each) => each.code);
}
