import type { Endpoint } from "./endpoint.ts";

/** A page that lists the addresses of the API, with no script. */
export function apiPage(endpoints: readonly Endpoint[]): string {
  const rows = endpoints
    .map((each) => {
      const shape = (each.query as { shape?: Record<string, { isOptional(): boolean }> }).shape;
      const parameters = Object.entries(shape ?? {})
        .map(([name, schema]) => `<code>${escape(name)}</code>${schema.isOptional() ? "" : "*"}`)
        .join(" ");
      return `<tr><td><code>${escape(each.path)}</code></td><td>${escape(each.summary)}</td><td>${parameters}</td></tr>`;
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
<table><thead><tr><th>GET</th><th>Gives</th><th>Parameters</th></tr></thead><tbody>
${rows}
</tbody></table>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
