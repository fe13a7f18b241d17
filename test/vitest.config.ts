import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/e2e/**", "**/node_modules/**"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: "test/support/migrated-database.ts",
    pool: "forks",
    maxWorkers: 2,
  },
});
