import type { HardKind } from "./cause.ts";
import type { ElasticSolver, Level } from "./elastic-solver.ts";

/** A set of members that contradict each other. */
export interface Conflict {
  readonly members: ReadonlySet<number>;
  /** True where every family was tried and none could be spared. */
  readonly isIrreducible: boolean;
}

/** What is tried first to do without, so that a cause names the plainest rows there are. */
const SPARED_FIRST: readonly HardKind[] = [
  "mustOpen",
  "leadTime",
  "frozenYear",
  "lock",
  "mustAct",
  "noSite",
  "notCandidate",
  "notWilling",
  "budget",
  "land",
  "capacity",
  "countyHigh",
  "regionHigh",
  "regionLow",
  "countyLow",
];
/** Kinds that look at no year: where only these stand against the persons asked for, it is those of all years together. */
const WITHOUT_YEAR: ReadonlySet<HardKind> = new Set([
  "capacity",
  "land",
  "countyLow",
  "regionLow",
  "notWilling",
  "notCandidate",
  "noSite",
]);
/** Demands come first when families are narrowed down: which year asks too much decides what stands against it. */
const NARROWED_FIRST: readonly HardKind[] = [
  "countyLow",
  "regionLow",
  "lock",
  "mustAct",
  "mustOpen",
  "budget",
  "frozenYear",
  "countyHigh",
  "regionHigh",
  "leadTime",
  "capacity",
];
/** Families of more members than this are halved before they are tried one by one. */
const ONE_BY_ONE = 40;

/**
 * A set of rows within `kept` that contradict each other: families of rows (of a kind and county) of which none can be spared, and within
 * these the single year, site or village where one is enough. Null where `kept` shows no contradiction in the time given.
 */
export function findConflict(
  solver: ElasticSolver,
  kept: ReadonlySet<number>,
  level: Level,
  seconds: number,
): Conflict | null {
  if (solver.secondsLeft <= 0) return null;
  const members = solver.model.members;
  const isContradiction = (set: ReadonlySet<number>, at = level): boolean | null =>
    solver.contradicts(set, at, seconds);
  if (isContradiction(kept) !== true) return null;
  let isIrreducible = true;
  let set: ReadonlySet<number> = kept;
  if (isContradiction(kept, "relaxed") === true) {
    const support = intersection(solver.support(), kept);
    if (support.size < set.size && isContradiction(support) === true) set = support;
  }

  const families = new Map<string, Set<number>>();
  for (const m of set) {
    const { kind, county } = members[m]!.row;
    const key = `${kind} ${county}`;
    const family = families.get(key);
    if (family === undefined) families.set(key, new Set([m]));
    else family.add(m);
  }
  const kindOf = (family: ReadonlySet<number>): HardKind => members[first(family)]!.row.kind;
  const order = [...families.values()].sort(
    (a, b) => SPARED_FIRST.indexOf(kindOf(a)) - SPARED_FIRST.indexOf(kindOf(b)),
  );
  const needed: Set<number>[] = [];
  for (const family of order) {
    const rest = minus(set, family);
    const answer = isContradiction(rest);
    if (answer === true) set = rest;
    else needed.push(family);
    if (answer === null) isIrreducible = false;
  }

  const isOfYears = !needed.every((family) => WITHOUT_YEAR.has(kindOf(family)));
  needed.sort((a, b) => NARROWED_FIRST.indexOf(kindOf(a)) - NARROWED_FIRST.indexOf(kindOf(b)));
  for (const family of needed) {
    const kind = kindOf(family);
    if (family.size === 1 || !NARROWED_FIRST.includes(kind)) continue;
    const others = minus(set, family);
    const one = single(family, others, isContradiction);
    if (one !== null) set = new Set([...others, one]);
    else if (isOfYears) {
      const fewer = fewest([...family], others, isContradiction);
      set = new Set([...others, ...fewer.members]);
      isIrreducible &&= fewer.isIrreducible;
    }
  }
  if (!isOfYears) {
    const whole = needed.filter((family) => intersection(family, set).size > 1);
    const keys = new Set(
      whole.map((family) => `${kindOf(family)} ${members[first(family)]!.row.county}`),
    );
    set = new Set([
      ...set,
      ...[...kept].filter((m) => keys.has(`${members[m]!.row.kind} ${members[m]!.row.county}`)),
    ]);
  }
  return { members: set, isIrreducible };
}

function single(
  family: ReadonlySet<number>,
  others: ReadonlySet<number>,
  isContradiction: (set: ReadonlySet<number>) => boolean | null,
): number | null {
  if (family.size > ONE_BY_ONE) return null;
  for (const m of family) if (isContradiction(new Set([...others, m])) === true) return m;
  return null;
}

/** Members of which none can be spared, by halves: QuickXplain (Junker, 2004). */
function fewest(
  family: readonly number[],
  others: ReadonlySet<number>,
  isContradiction: (set: ReadonlySet<number>) => boolean | null,
): { members: readonly number[]; isIrreducible: boolean } {
  let isIrreducible = true;
  const explain = (
    background: ReadonlySet<number>,
    isChanged: boolean,
    candidates: readonly number[],
  ): readonly number[] => {
    if (isChanged) {
      const answer = isContradiction(background);
      if (answer === true) return [];
      if (answer === null) isIrreducible = false;
    }
    if (candidates.length === 1) return candidates;
    const half = candidates.length >> 1;
    const [left, right] = [candidates.slice(0, half), candidates.slice(half)];
    const ofRight = explain(new Set([...background, ...left]), left.length > 0, right);
    const ofLeft = explain(new Set([...background, ...ofRight]), ofRight.length > 0, left);
    return [...ofLeft, ...ofRight];
  };
  return { members: explain(others, false, family), isIrreducible };
}

function first(set: ReadonlySet<number>): number {
  for (const item of set) return item;
  throw new Error("an empty family");
}

function minus(set: ReadonlySet<number>, less: ReadonlySet<number>): Set<number> {
  return new Set([...set].filter((item) => !less.has(item)));
}

function intersection(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  return new Set([...a].filter((item) => b.has(item)));
}
