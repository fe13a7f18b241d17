import type { FacilityProblem } from "./problem.ts";
import { splitNumbers, type Token, type Tokens } from "./tokens.ts";

/**
 * How a file says the same thing. All begin with the numbers of sites and customers, and all have as many numbers, so that only the
 * lines tell them apart.
 * - orLibrary: a line with capacity and fixed cost for each site; then for each customer its demand and the costs from each site.
 * - holmberg: the same lines for the sites; then all demands; then for each site the costs to each customer.
 * - demandsFirst: all demands; all capacities; all fixed costs; then for each site the costs to each customer.
 */
export const FACILITY_FORMATS = ["orLibrary", "holmberg", "demandsFirst"] as const;
export type FacilityFormat = (typeof FACILITY_FORMATS)[number];

/** What is wrong with a file, where (line counted from 1), in which field, and what stands there. */
export interface FacilityFault {
  readonly code:
    | "empty"
    | "notANumber"
    | "negative"
    | "notWhole"
    | "tooBig"
    | "tooFew"
    | "tooMany"
    | "capacityNeeded"
    | "capacityNotNeeded"
    | "formatUnclear";
  readonly line: number;
  readonly field: string;
  readonly found: string;
  readonly expected?: string;
}

export type ReadFacility =
  | {
      readonly ok: true;
      readonly problem: FacilityProblem;
      readonly format: FacilityFormat;
      /** Where the file ends with the cost of the best plan known. */
      readonly optimum: number | null;
    }
  | { readonly ok: false; readonly problems: readonly FacilityFault[] };

export interface ReadFacilityOptions {
  /** Stands for the word "capacity" in files that leave it open. */
  readonly capacity?: number;
  /** Told apart by the lines where not given. */
  readonly format?: FacilityFormat;
}

/** Costs that are read at most: 25 million, 200 MB. */
const MOST_COSTS = 25_000_000;
/** Greatest number in a file: sums of 25 million of them are still told apart. */
const MOST = 1e12;
const MOST_FAULTS = 20;

/** Reads a published instance. Everything wrong with it is told at once, up to 20 faults. */
export function readFacility(text: string, options: ReadFacilityOptions = {}): ReadFacility {
  const faults: FacilityFault[] = [];
  const refused = (): ReadFacility => ({ ok: false, problems: faults });
  const head = splitNumbers(text, 2);
  if (head.length === 0) {
    faults.push({ code: "empty", line: 1, field: "sites", found: "" });
    return refused();
  }
  const [sites, customers] = (["sites", "customers"] as const).map((field, k) =>
    readCount(head.at(k), field, faults),
  );
  if (sites === undefined || customers === undefined || faults.length > 0) return refused();
  if (sites * customers > MOST_COSTS || sites > MOST_COSTS || customers > MOST_COSTS) {
    faults.push({
      code: "tooBig",
      line: head.at(0)!.line,
      field: "sites x customers",
      found: `${sites} x ${customers}`,
      expected: `at most ${MOST_COSTS}`,
    });
    return refused();
  }
  const need = 2 + 2 * sites + customers + sites * customers;
  // One more may be the optimum; a second more is a fault.
  const tokens = splitNumbers(text, need + 2);
  if (tokens.length < need) {
    const last = tokens.at(tokens.length - 1)!;
    faults.push({
      code: "tooFew",
      line: last.line,
      field: "end of the file",
      found: `${tokens.length} numbers`,
      expected: `${need} for ${sites} sites and ${customers} customers`,
    });
    return refused();
  }
  if (tokens.length > need + 1) {
    faults.push({
      code: "tooMany",
      line: tokens.at(need + 1)!.line,
      field: "end of the file",
      found: tokens.at(need + 1)!.text,
      expected: `${need} numbers for ${sites} sites and ${customers} customers, and the optimum at most`,
    });
    return refused();
  }
  const fitting = FACILITY_FORMATS.filter((format) => fits(format, tokens, sites, customers));
  const format = options.format ?? formatOf(fitting, tokens, sites, customers);
  if (format === null) {
    faults.push({
      code: "formatUnclear",
      line: tokens.at(2)?.line ?? 1,
      field: "layout",
      found: fitting.length === 0 ? "lines of no known format" : fitting.join(" or "),
      expected: FACILITY_FORMATS.join(", "),
    });
    return refused();
  }

  const problem: FacilityProblem = {
    capacity: new Float64Array(sites),
    fixedCost: new Float64Array(sites),
    demand: new Float64Array(customers),
    cost: new Float64Array(sites * customers),
  };
  const hasDemandsFirst = format === "demandsFirst";
  const afterSites = 2 + 2 * sites;
  let words = 0;
  const value = (at: number, field: () => string): number => {
    const token = tokens.at(at)!;
    const fault = faultOf(token);
    if (fault === null) return Number(token.text);
    if (faults.length < MOST_FAULTS) faults.push({ ...fault, field: field(), line: token.line });
    return 0;
  };
  for (let j = 0; j < sites; j++) {
    const at = hasDemandsFirst ? 2 + customers + j : 2 + 2 * j;
    const field = `capacity of site ${j + 1}`;
    const token = tokens.at(at)!;
    if (token.text.toLowerCase() === "capacity") {
      words++;
      problem.capacity[j] = options.capacity ?? 0;
      if (options.capacity === undefined && words === 1)
        faults.push({ code: "capacityNeeded", line: token.line, field, found: token.text });
    } else problem.capacity[j] = value(at, () => field);
    problem.fixedCost[j] = value(
      hasDemandsFirst ? at + sites : at + 1,
      () => `fixed cost of site ${j + 1}`,
    );
  }
  if (options.capacity !== undefined && words === 0 && sites > 0)
    faults.push({
      code: "capacityNotNeeded",
      line: tokens.at(2)!.line,
      field: "capacity of site 1",
      found: tokens.at(2)!.text,
    });
  for (let i = 0; i < customers; i++) {
    const at =
      format === "orLibrary"
        ? afterSites + i * (1 + sites)
        : (hasDemandsFirst ? 2 : afterSites) + i;
    problem.demand[i] = value(at, () => `demand of customer ${i + 1}`);
  }
  for (let j = 0; j < sites; j++) {
    for (let i = 0; i < customers; i++) {
      const at =
        format === "orLibrary"
          ? afterSites + i * (1 + sites) + 1 + j
          : afterSites + customers + j * customers + i;
      problem.cost[j * customers + i] = value(
        at,
        () => `cost of customer ${i + 1} from site ${j + 1}`,
      );
    }
  }
  const optimum = tokens.length > need ? value(need, () => "optimum") : null;
  return faults.length > 0 ? refused() : { ok: true, problem, format, optimum };
}

function readCount(
  token: Token | undefined,
  field: string,
  faults: FacilityFault[],
): number | undefined {
  if (token === undefined) {
    faults.push({ code: "tooFew", line: 1, field, found: "", expected: "a whole number" });
    return undefined;
  }
  const fault = faultOf(token);
  const count = Number(token.text);
  if (fault !== null) faults.push({ ...fault, field, line: token.line });
  else if (!Number.isSafeInteger(count))
    faults.push({ code: "notWhole", line: token.line, field, found: token.text });
  else return count;
  return undefined;
}

function faultOf(token: Token): Pick<FacilityFault, "code" | "found" | "expected"> | null {
  // "0x1f", "1e" and "" are no numbers of such a file, though some of them are for `Number`.
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/.test(token.text) || /[dD]/.test(token.text))
    return { code: "notANumber", found: shortened(token.text) };
  const number = Number(token.text);
  if (number < 0) return { code: "negative", found: token.text };
  if (number > MOST)
    return { code: "tooBig", found: shortened(token.text), expected: `at most ${MOST}` };
  return null;
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);

/**
 * The format that the lines tell; null where they tell none or several. Files of the OR-Library give each demand a line of its own. Where
 * nobody is to be served or nothing to serve from, the formats say the same.
 */
function formatOf(
  fitting: readonly FacilityFormat[],
  { starts }: Pick<Tokens, "starts">,
  sites: number,
  customers: number,
): FacilityFormat | null {
  if (sites === 0) return "orLibrary";
  if (fitting.length <= 1) return fitting[0] ?? null;
  const areSame = customers <= 1 && !fitting.includes("demandsFirst");
  if (areSame) return "orLibrary";
  const after = 2 + 2 * sites;
  let isAlone = fitting.includes("orLibrary");
  let isListed = false;
  for (let i = 0; i < customers && isAlone; i++) {
    const at = after + i * (1 + sites);
    isAlone = starts(at + 1);
    for (let j = 1; j < sites; j++) isListed ||= !starts(at + 1 + j);
  }
  if (isAlone) return isListed ? "orLibrary" : null;
  const others = fitting.filter((format) => format !== "orLibrary");
  return others.length === 1 ? others[0]! : null;
}

/** True when every part of the format begins where a line begins. */
function fits(
  format: FacilityFormat,
  { starts }: Pick<Tokens, "starts">,
  sites: number,
  customers: number,
): boolean {
  const after = 2 + 2 * sites;
  if (!starts(2)) return sites + customers === 0;
  if (format === "demandsFirst") {
    // Lines of two numbers each are pairs, not a broken list of demands.
    let isPairs = customers !== 2;
    for (let j = 0; j < sites && isPairs; j++) isPairs = starts(2 + 2 * j) && !starts(3 + 2 * j);
    if (isPairs) return false;
    if (!starts(2 + customers) || !starts(2 + customers + sites)) return false;
  } else {
    for (let j = 0; j <= sites; j++) if (!starts(2 + 2 * j)) return false;
  }
  const blocks = format === "orLibrary" ? customers : sites;
  const size = format === "orLibrary" ? 1 + sites : customers;
  const first = format === "orLibrary" ? after : after + customers;
  for (let k = 0; k < blocks; k++) if (!starts(first + k * size)) return false;
  return true;
}
