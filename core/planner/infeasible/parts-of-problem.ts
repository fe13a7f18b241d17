import type { PlannerProblem, PlannerVillage } from "../problem.ts";
import type { Cause, Relaxation } from "./cause.ts";

/** Counties whose villages and sites have nothing to do with those of others but for the bands of all: a problem of its own. */
export interface ProblemPart {
  readonly problem: PlannerProblem;
  /** By index in the part: the index in the whole. */
  readonly counties: readonly number[];
  readonly sites: readonly number[];
  readonly villages: readonly number[];
  readonly excluded: readonly number[];
}

/** Splits a problem where no village may go to a site of another county; each part has the bands given for it, else none of all counties. */
export function partsOfProblem(
  problem: PlannerProblem,
  bandOf?: (counties: readonly number[]) => PlannerProblem["band"],
): ProblemPart[] {
  const { excluded = [] } = problem;
  const leader = problem.counties.map((_, c) => c);
  const find = (c: number): number => {
    let at = c;
    while (leader[at] !== at) at = leader[at]!;
    return at;
  };
  const join = ({ county, arcs }: PlannerVillage): void => {
    for (const { site } of arcs) leader[find(problem.sites[site]!.county)] = find(county);
  };
  problem.villages.forEach(join);
  for (const { village } of excluded) if (village !== undefined) join(village);

  const heads = [...new Set(problem.counties.map((_, c) => find(c)))];
  const none = {
    low: problem.band.low.map(() => 0),
    high: problem.band.high.map(() => Number.POSITIVE_INFINITY),
  };
  const among = (list: readonly { readonly county: number }[], head: number): number[] =>
    list.flatMap(({ county }, i) => (find(county) === head ? [i] : []));
  return heads.map((head) => {
    const counties = problem.counties.flatMap((_, c) => (find(c) === head ? [c] : []));
    const sites = among(problem.sites, head);
    const villages = among(problem.villages, head);
    const out = among(excluded, head);
    const countyAt = new Map(counties.map((c, i) => [c, i]));
    const siteAt = new Map(sites.map((s, i) => [s, i]));
    const moved = (village: PlannerVillage): PlannerVillage => ({
      ...village,
      county: countyAt.get(village.county)!,
      arcs: village.arcs.map((arc) => ({ ...arc, site: siteAt.get(arc.site)! })),
    });
    return {
      problem: {
        ...problem,
        band: bandOf?.(counties) ?? none,
        counties: counties.map((c) => problem.counties[c]!),
        sites: sites.map((s) => ({
          ...problem.sites[s]!,
          county: countyAt.get(problem.sites[s]!.county)!,
        })),
        villages: villages.map((v) => moved(problem.villages[v]!)),
        excluded: out.map((e) => {
          const { village, ...rest } = excluded[e]!;
          return {
            ...rest,
            county: countyAt.get(rest.county)!,
            ...(village === undefined ? {} : { village: moved(village) }),
          };
        }),
      },
      counties,
      sites,
      villages,
      excluded: out,
    };
  });
}

/** A cause of a part, told with the indexes of the whole. */
export function causeOfWhole(
  { counties, sites, villages, excluded }: ProblemPart,
  cause: Cause,
): Cause {
  return {
    ...cause,
    parts: cause.parts.map((part) => ({
      ...part,
      county: part.county === null ? null : counties[part.county]!,
      sites: part.sites.map((s) => sites[s]!),
      villages: part.villages.map((v) => villages[v]!),
      excluded: part.excluded.map((e) => excluded[e]!),
    })),
  };
}

/** A change of a part, as one of the whole. */
export function changeOfWhole(part: ProblemPart, change: Relaxation): Relaxation {
  const at = change as Relaxation &
    Partial<Record<"county" | "site" | "village" | "excluded", number>>;
  return {
    ...change,
    ...(at.county === undefined ? {} : { county: part.counties[at.county]! }),
    ...(at.site === undefined ? {} : { site: part.sites[at.site]! }),
    ...(at.village === undefined ? {} : { village: part.villages[at.village]! }),
    ...(at.excluded === undefined ? {} : { excluded: part.excluded[at.excluded]! }),
  };
}
