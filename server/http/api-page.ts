import { ImportQuestion } from "../datasets/options.ts";
import type { Endpoint } from "./endpoint.ts";
import type { DescribedOperation } from "./operation.ts";

/** Addresses that are no endpoints: they take files, or list what files brought. */
const DATASETS = [
  {
    method: "GET",
    path: "/api/datasets",
    summary: "Versions of datasets in force; with history=true the earlier ones too",
    parameters: "<code>kind</code> <code>area</code> <code>history</code>",
  },
  {
    method: "POST",
    path: "/api/datasets/import",
    summary:
      "Checks the file that the body is, as it is; with accept=true takes it in as the new version. Answers a report of every problem",
    parameters: `<code>file</code>* ${parametersOf(ImportQuestion.shape)}`,
  },
] as const;

/** A page that lists the addresses of the API, with no script. */
export function apiPage(
  endpoints: readonly Endpoint[],
  operations: readonly DescribedOperation[] = [],
): string {
  const reading = endpoints.map((each) => ({ ...each, method: "get" }));
  const all = [
    ...[...reading, ...operations].map(({ method, path, summary, query }) => ({
      method: method.toUpperCase(),
      path,
      summary,
      parameters: parametersOf((query as { shape?: Shape }).shape ?? {}),
    })),
    ...DATASETS,
  ];
  const rows = all
    .map(
      ({ method, path, summary, parameters }) =>
        `<tr><td>${method}</td><td><code>${escape(path)}</code></td><td>${escape(summary)}</td><td>${parameters}</td></tr>`,
    )
    .join("\n");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Qiantu API</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1f2933 }
table { border-collapse: collapse } td, th { border-bottom: 1px solid #cbd2d9; padding: .4rem .8rem; text-align: left; vertical-align: top }
pre { background: #f4f6f8; padding: .6rem .8rem; overflow: auto }
</style>
<h1>Qiantu API</h1>
<p>Answers are JSON, errors <code>application/problem+json</code> with a <code>code</code>. Parameters with * are required.
Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).</p>
<table><thead><tr><th></th><th>Address</th><th>Gives or does</th><th>Parameters</th></tr></thead><tbody>
${rows}
</tbody></table>
<h2>Sending a file</h2>
<pre>curl --data-binary @villages.csv "http://127.0.0.1:3000/api/datasets/import?kind=villages&amp;file=villages.csv&amp;area=45&amp;datum=cgcs2000"</pre>
<p>Nothing is stored until <code>accept=true</code> is given. An area that is new is named with <code>name</code>; boundaries need <code>level</code>.
<code>map=field=COLUMN,field=COLUMN</code> says which column holds what.</p>
</html>
`;
}

type Shape = Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>>;

/** Names of query parameters, with a star where one may not be left out. */
function parametersOf(shape: Shape): string {
  return Object.entries(shape)
    .map(
      ([name, schema]) =>
        `<code>${escape(name)}</code>${schema.safeParse(undefined).success ? "" : "*"}`,
    )
    .join(" ");
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
