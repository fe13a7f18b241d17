import type { CauseCode, CauseUnit, HardKind, Relaxation } from "./cause.ts";

/** What is said, as a code whose text stands with each language, and what is filled in: plain numbers, years of the calendar, names. */
export interface Words {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A cause as it is told: with names and years of the calendar instead of indexes. */
export interface ToldCause {
  readonly code: CauseCode;
  readonly needed: number;
  readonly available: number;
  readonly short: number;
  readonly unit: CauseUnit;
  readonly parts: readonly {
    readonly kind: HardKind;
    readonly areaName: string | null;
    readonly years: readonly number[];
    readonly settlements: readonly { readonly name: string }[];
    readonly villages: readonly { readonly name: string }[];
    readonly villagesInAll: number;
    readonly limit: number | null;
  }[];
}

/** One change as it is told. `amount`: by how much; null where it is made or not. */
export interface ToldStep {
  readonly kind: Relaxation["kind"];
  readonly areaName: string | null;
  readonly settlementName: string | null;
  readonly villageName: string | null;
  readonly year: number | null;
  readonly amount: number | null;
}

/** Names, and villages that are treated alike, told one by one; of more the number is told. */
const TOLD_SINGLY = 3;
const YEARLY: readonly HardKind[] = [
  "countyLow",
  "countyHigh",
  "regionLow",
  "regionHigh",
  "budget",
  "frozenYear",
];
const AGAINST: readonly HardKind[] = ["capacity", "leadTime", "land", "budget"];
const BANDS: readonly HardKind[] = ["countyLow", "countyHigh", "regionLow", "regionHigh"];

/**
 * A cause as one sentence: its code, and for locks, villages that must not be left and sites that must open with what stands against them
 * ("lockCapacity"). Params: place, years, needed, available, short, site, sites, village, villages, persons, firstYear; `list` joins names.
 */
export function causeWords(cause: ToldCause, list: (names: readonly string[]) => string): Words {
  const { parts, needed, available, short } = cause;
  const of = (...kinds: HardKind[]): ToldCause["parts"] =>
    parts.filter(({ kind }) => kinds.includes(kind));
  const names = (all: readonly { readonly name: string }[]): string =>
    list([...new Set(all.map(({ name }) => name))].slice(0, TOLD_SINGLY));
  const sites = of("leadTime", "mustOpen").flatMap(({ settlements }) => settlements);
  const rooms = of("capacity").flatMap(({ settlements }) => settlements);
  const held = of("lock", "mustAct", "notWilling", "notCandidate", "noSite");
  const named = sites.length > 0 ? sites : rooms;
  const places = new Set(parts.flatMap(({ areaName }) => (areaName === null ? [] : [areaName])));
  return {
    code: causeText(cause),
    params: {
      place: list([...places].slice(0, TOLD_SINGLY)),
      years: yearsText(of(...YEARLY).flatMap(({ years }) => years)),
      needed,
      available,
      short,
      site: names(named),
      sites: named.length,
      village: names(held.flatMap(({ villages }) => villages)),
      villages: held.reduce((sum, { villagesInAll }) => sum + villagesInAll, 0),
      persons: held.reduce((sum, { limit }) => sum + (limit ?? 0), 0),
      firstYear: of("leadTime").reduce((first, { years }) => Math.min(first, ...years), Infinity),
    },
  };
}

function causeText({ code, parts }: ToldCause): string {
  const kinds = new Set(parts.map(({ kind }) => kind));
  if (code === "budget" && kinds.has("mustAct")) return "mustActBudget";
  if (code !== "lock" && code !== "mustAct" && code !== "mustOpen") return code;
  const against = AGAINST.find((kind) => kinds.has(kind));
  if (against !== undefined) return `${code}${against[0]!.toUpperCase()}${against.slice(1)}`;
  return BANDS.some((kind) => kinds.has(kind)) ? `${code}Band` : `${code}Alone`;
}

/**
 * The changes of a way out as sentences; more than three villages that are treated alike in one ("includeMany"). Params: place, site,
 * village, year, amount; for many: villages, and the first of them by name.
 */
export function stepWords(
  steps: readonly ToldStep[],
  list: (names: readonly string[]) => string,
): Words[] {
  const alike = new Map<string, ToldStep[]>();
  steps.forEach((step, i) => {
    const key = step.villageName === null ? String(i) : step.kind;
    alike.set(key, [...(alike.get(key) ?? []), step]);
  });
  return [...alike.values()].flatMap((same): Words[] =>
    same.length <= TOLD_SINGLY
      ? same.map(({ kind, areaName, settlementName, villageName, year, amount }) => ({
          code: kind,
          params: {
            place: areaName ?? "",
            site: settlementName ?? "",
            village: villageName ?? "",
            year: year ?? "",
            amount: amount ?? "",
          },
        }))
      : [
          {
            code: `${same[0]!.kind}Many`,
            params: {
              villages: same.length,
              village: list(same.slice(0, TOLD_SINGLY).map(({ villageName }) => villageName!)),
            },
          },
        ],
  );
}

/** Years in a row as their first and last: "2014-2016, 2019". */
function yearsText(years: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const year of [...years].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && year <= last[1] + 1) last[1] = year;
    else runs.push([year, year]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(", ");
}
