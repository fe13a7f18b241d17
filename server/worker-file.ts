/**
 * The compiled file of a worker thread, named as its source relative to the caller: `workerFile("./worker.ts",
 * import.meta.url)`. Node 20 cannot run TypeScript, so a caller that runs as TypeScript (a test) gets the build in dist.
 */
export function workerFile(source: string, callerUrl: string): URL {
  const compiled = source.replace(/\.ts$/, ".js");
  if (!callerUrl.endsWith(".ts")) return new URL(compiled, callerUrl);
  const root = new URL("../", import.meta.url).href;
  const inRoot = new URL(compiled, callerUrl).href.slice(root.length);
  return new URL(`dist/${inRoot}`, root);
}
