import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

/** True where the real input lies beside the project; tests on it are left out, loudly, where it does not. */
export const hasSharedData = existsSync(FOLDER);
if (!hasSharedData)
  console.warn("No ../shared/data beside the project: tests on real input are left out.");

export function sharedData(name: string): string {
  return `${FOLDER}${name}`;
}
