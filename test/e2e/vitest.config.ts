import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Browser stories: each runs in Chromium against a real server with the demonstration region. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/e2e/**/*.story.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
  },
});
