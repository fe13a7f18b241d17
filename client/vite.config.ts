import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const server = "http://127.0.0.1:3000";

/** Every browser that can draw the map reads WOFF2: without the second format the style sheet and dist are half the size. */
const onlyWoff2: Plugin = {
  name: "only-woff2",
  enforce: "pre",
  transform(code, id) {
    if (!/@fontsource.*\.css$/.test(id)) return null;
    return { code: code.replace(/,\s*url\([^)]*\.woff\) format\('woff'\)/g, ""), map: null };
  },
};

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), onlyWoff2],
  build: {
    outDir: "../dist/client",
    emptyOutDir: true,
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
