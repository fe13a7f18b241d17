/** Codes of PostgreSQL for a server that is going, gone or not yet there, and a statement ended with its connection. */
const GONE = /^(08...|57P01|57P02|57P03|53300)$/;
const BROKEN = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND"]);
/** Said without a code; knex writes the statement before it. */
const SAID =
  /(?:^| - )(?:Connection terminated(?: unexpectedly| due to connection timeout)?|timeout expired|Client [\w ]+ not queryable)$/;

/**
 * True for errors that say nothing of the statement: the database could not be reached, or the connection broke. Whether a transaction
 * that was about to commit did is then unknown.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && (GONE.test(code) || BROKEN.has(code))) return true;
  return error.name === "KnexTimeoutError" || SAID.test(error.message);
}
