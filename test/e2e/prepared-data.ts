import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the first story leaves the data folder that it had loaded, for the stories after it to begin with. */
    preparedData: string;
  }
}

/** One place for all stories of a run, gone after it; stage.ts fills it. */
export default function preparedData(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "qiantu-stories-"));
  project.provide("preparedData", join(folder, "data"));
  return () => rmSync(folder, { recursive: true, force: true });
}
