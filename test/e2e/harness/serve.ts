import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, mergeConfig, preview } from "vite";
import clientConfig from "../../../client/vite.config.ts";

/** Builds the page that shows the plan map alone and serves it beside the tiles and answers of `server`; no part of the application. */
export async function startHarness(
  server: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const outDir = mkdtempSync(join(tmpdir(), "qiantu-harness-"));
  const config = mergeConfig(clientConfig, {
    configFile: false,
    root: fileURLToPath(new URL(".", import.meta.url)),
    publicDir: false,
    logLevel: "warn",
    build: { outDir, emptyOutDir: true, minify: false },
    preview: {
      host: "127.0.0.1",
      port: 0,
      proxy: { "/api": server, "/tiles": server },
    },
  });
  // The test runner's own setting would build React for development, which is many times slower.
  const { NODE_ENV } = process.env;
  process.env["NODE_ENV"] = "production";
  try {
    await build(config);
  } finally {
    process.env["NODE_ENV"] = NODE_ENV ?? "test";
  }
  const page = await preview(config);
  const url = page.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("the page of the plan map is not served");
  return {
    url: url.replace(/\/$/, ""),
    stop: async () => {
      await page.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
