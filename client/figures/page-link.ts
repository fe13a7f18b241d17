import type { Language } from "../view-state.ts";

/** An address of one of the pages as the service names it, in the language that is read. */
export function pageLink(page: string, language: Language): string {
  const [path = "", query = ""] = page.split("?");
  const given = new URLSearchParams(query);
  given.set("lang", language);
  return `${path}?${given.toString()}`;
}
