import react from "@vitejs/plugin-react";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const server = "http://127.0.0.1:3000";

/**
 * `virtual:noto-sans-sc.css`: the font's faces in both weights, WOFF2 only (every browser that can draw the map reads it). The weights
 * of a slice stand side by side, so that gzip sees that their unicode-ranges are the same: half the bytes of the two files.
 */
const bundledFont: Plugin = {
  name: "bundled-font",
  resolveId: (id) => (id === "virtual:noto-sans-sc.css" ? "\0noto-sans-sc.css" : null),
  load(id) {
    if (id !== "\0noto-sans-sc.css") return null;
    const folder = fileURLToPath(
      new URL("../node_modules/@fontsource/noto-sans-sc/", import.meta.url),
    );
    const [regular = [], bold = []] = ["400.css", "700.css"].map((file) =>
      readFileSync(`${folder}${file}`, "utf8")
        .replace(/,\s*url\([^)]*\.woff\) format\('woff'\)/g, "")
        .replaceAll("url(./", `url(${folder}`)
        .split(/(?=@font-face)/)
        .filter((part) => part.startsWith("@font-face")),
    );
    return regular.flatMap((face, i) => [face, bold[i] ?? ""]).join("\n");
  },
};

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), bundledFont],
  build: {
    outDir: "../dist/client",
    emptyOutDir: true,
    // Which file loads which: the test of what a first look loads reads it.
    manifest: true,
    // Fonts stay files: inlined slices would be loaded whether or not a character of theirs is shown.
    assetsInlineLimit: 0,
    // MapLibre alone is larger than vite's default warning.
    chunkSizeWarningLimit: 1200,
  },
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy: { "/api": server, "/tiles": server, "/readyz": server },
  },
});
