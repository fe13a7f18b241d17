import type { Endpoint } from "./endpoint.ts";
import type { DescribedOperation } from "./operation.ts";

/** A page that lists the addresses of the API, with no script. */
export function apiPage(
  endpoints: readonly Endpoint[],
  operations: readonly DescribedOperation[] = [],
): string {
  const reading = endpoints.map((each) => ({ ...each, method: "get" }));
  const rows = [...reading, ...operations]
    .map((each) => {
      const shape = (each.query as { shape?: Record<string, { isOptional(): boolean }> }).shape;
      const parameters = Object.entries(shape ?? {})
        .map(([name, schema]) => `<code>${escape(name)}</code>${schema.isOptional() ? "" : "*"}`)
        .join(" ");
      return `<tr><td>${each.method.toUpperCase()}</td><td><code>${escape(each.path)}</code></td><td>${escape(each.summary)}</td><td>${parameters}</td></tr>`;
    })
    .join("\n");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Qiantu API</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1f2933 }
table { border-collapse: collapse } td, th { border-bottom: 1px solid #cbd2d9; padding: .4rem .8rem; text-align: left; vertical-align: top }
</style>
<h1>Qiantu API</h1>
<p>Answers are JSON, errors <code>application/problem+json</code> with a <code>code</code>. Parameters with * are required.
Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).</p>
<table><thead><tr><th></th><th>Address</th><th>Gives or does</th><th>Parameters</th></tr></thead><tbody>
${rows}
</tbody></table>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
