/** Figures that are read together, in the order of the page. */
export const GROUPS = ["coverage", "plan", "people"] as const;
export type Group = (typeof GROUPS)[number];

const PEOPLE: ReadonlySet<string> = new Set([
  "villages",
  "households",
  "persons",
  "poor-persons",
  "poverty-share",
]);

/** Rates are coverage, what the data count are people, and the rest comes from a plan. */
export const groupOf = (id: string): Group =>
  id.startsWith("rate:") ? "coverage" : PEOPLE.has(id) ? "people" : "plan";
