import type { DescribedOperation, Operation } from "../http/operation.ts";
import type { PlanContext } from "../plans/context.ts";

/** Nothing is written by a question. */
const NO_WRITE = { key: "", hash: "", ifMatch: { version: -1, revision: null } };

/**
 * Asks one of the service's own addresses that read, without HTTP: the same checks, the same answer. Throws what it throws, and where there is
 * no such address.
 */
export async function ask<Answer>(
  context: PlanContext,
  operations: readonly Operation<PlanContext>[],
  path: string,
  query: Readonly<Record<string, string>>,
  params: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const found = operations.find(isRead(path));
  if (!found) throw new Error(`there is no address ${path}`);
  const reply = await found.answerOf({
    context,
    query: found.query.parse(query),
    body: undefined,
    params,
    write: NO_WRITE,
    from: "",
    signal: new AbortController().signal,
  });
  const { answer } = reply;
  return (typeof answer === "function" ? await answer() : answer) as Answer;
}

/** True where the service answers an address that reads. */
export const hasAddress = (operations: readonly DescribedOperation[], path: string): boolean =>
  operations.some(isRead(path));

const isRead =
  (path: string) =>
  (operation: DescribedOperation): boolean =>
    operation.method === "get" && operation.path === path;
