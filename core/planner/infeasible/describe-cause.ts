import type { Cause, CauseCode, CausePart, CauseUnit, HardKind } from "./cause.ts";
import type { Conflict } from "./conflict.ts";
import type { ElasticSolver, Level } from "./elastic-solver.ts";

/** The first kind of these that stands in a conflict says what it is about. */
const CODES: readonly (readonly [HardKind, CauseCode])[] = [
  ["lock", "lock"],
  ["notWilling", "willing"],
  ["notCandidate", "candidates"],
  ["noSite", "noSite"],
  ["frozenYear", "frozenYear"],
  ["mustOpen", "mustOpen"],
  ["leadTime", "leadTime"],
  ["land", "land"],
  ["budget", "budget"],
  ["mustAct", "mustAct"],
  ["capacity", "capacity"],
  ["countyHigh", "band"],
  ["regionHigh", "band"],
];
/** Whose figures tell most, by code; the first that stands in the conflict and has figures. */
const DEMANDS: readonly HardKind[] = ["countyLow", "regionLow", "mustAct"];
const SUPPLIES: readonly HardKind[] = ["capacity", "land", "budget", "countyHigh", "regionHigh"];
const TELLING: Record<CauseCode, readonly HardKind[]> = {
  lock: [...SUPPLIES, ...DEMANDS, "lock"],
  willing: DEMANDS,
  candidates: DEMANDS,
  noSite: [...DEMANDS, "noSite"],
  frozenYear: DEMANDS,
  leadTime: DEMANDS,
  mustOpen: [...SUPPLIES, ...DEMANDS, "mustOpen"],
  mustAct: [...SUPPLIES, "mustAct"],
  land: ["land"],
  budget: ["budget"],
  capacity: [...DEMANDS, "capacity"],
  band: DEMANDS,
  persons: DEMANDS,
};
const DEMANDING: ReadonlySet<HardKind> = new Set([
  "countyLow",
  "regionLow",
  "mustAct",
  "mustOpen",
  "lock",
]);
const UNITS: Partial<Record<HardKind, CauseUnit>> = {
  budget: "yuan",
  land: "mu",
  frozenYear: "years",
  leadTime: "years",
  mustOpen: "sites",
};

/** A conflict with its figures: what each kind of its rows would have to be for the rest to be kept. */
export function describeCause(
  solver: ElasticSolver,
  conflict: Conflict,
  level: Level,
  seconds: number,
): Cause {
  const members = solver.model.members;
  const groups = new Map<string, number[]>();
  for (const m of [...conflict.members].sort((a, b) => a - b)) {
    const { kind, county } = members[m]!.row;
    const key = `${kind} ${county}`;
    groups.set(key, [...(groups.get(key) ?? []), m]);
  }
  const parts = [...groups.values()].map((group) =>
    partOf(solver, conflict, group, level, seconds),
  );
  const kinds = new Set(parts.map(({ kind }) => kind));
  const code = CODES.find(([kind]) => kinds.has(kind))?.[1] ?? "persons";
  const telling =
    TELLING[code]
      .map((kind) => parts.find((part) => part.kind === kind && part.short !== null))
      .find((part) => part !== undefined) ??
    parts.find(({ short }) => short !== null) ??
    parts[0]!;
  const short = telling.short ?? 0;
  const isDemand = DEMANDING.has(telling.kind);
  return {
    code,
    parts,
    needed: isDemand ? telling.limit : telling.limit + short,
    available: isDemand ? telling.limit - short : telling.limit,
    short,
    unit: telling.unit,
    isIrreducible: conflict.isIrreducible,
  };
}

function partOf(
  solver: ElasticSolver,
  { members: kept }: Conflict,
  group: readonly number[],
  level: Level,
  seconds: number,
): CausePart {
  const { members, extended } = solver.model;
  const { problem, original } = extended;
  const own = new Set(group);
  const prices = members.map((_, m) => (own.has(m) ? 1 : kept.has(m) ? null : 0));
  const { values, cost } = solver.minimise({ prices, level, seconds, inAmounts: true });
  const rows = group.map((m) => members[m]!.row);
  const { kind, county } = rows[0]!;
  const unit = UNITS[kind] ?? "persons";
  const limits = rows.map(({ year, site, village, excluded }) => {
    switch (kind) {
      case "budget":
        return problem.counties[county!]!.budgetYuan[year!]!;
      case "land":
        return problem.counties[county!]!.landMu;
      case "capacity":
        return problem.sites[site!]!.capacityPersons;
      case "countyLow":
        return problem.counties[county!]!.band.low[year!]!;
      case "countyHigh":
        return problem.counties[county!]!.band.high[year!]!;
      case "regionLow":
        return problem.band.low[year!]!;
      case "regionHigh":
        return problem.band.high[year!]!;
      case "lock":
      case "mustAct":
        return problem.villages[village!]!.persons;
      case "notWilling":
      case "notCandidate":
        return original.excluded![excluded!]!.persons;
      case "noSite":
        return 0;
      case "leadTime":
        return problem.sites[site!]!.earliest;
      case "frozenYear":
      case "mustOpen":
        return 1;
    }
  });
  const stranded = original.villages.flatMap((village, v) =>
    village.county === county && village.arcs.length === 0 ? [v] : [],
  );
  const limit = limits.reduce((sum, value) => sum + value, 0);
  const short = values === null ? null : roundedUp(cost, unit);
  const places = (list: readonly (number | undefined)[]): number[] => [
    ...new Set(list.filter((item) => item !== undefined)),
  ];
  return {
    kind,
    county,
    years:
      kind === "leadTime"
        ? places(rows.map(({ site }) => problem.sites[site!]!.earliest))
        : places(rows.map(({ year }) => year)),
    sites: places(rows.map(({ site }) => site)),
    villages: kind === "noSite" ? stranded : places(rows.map(({ village }) => village)),
    excluded: places(rows.map(({ excluded }) => excluded)),
    limit,
    needed: short === null ? null : DEMANDING.has(kind) ? limit - short : limit + short,
    short,
    unit,
  };
}

function roundedUp(amount: number, unit: CauseUnit): number {
  return unit === "mu" ? Math.ceil(amount * 100 - 1e-3) / 100 : Math.ceil(amount - 1e-3);
}
