import type { PlannerProblem } from "./problem.ts";

/**
 * A problem in flat arrays, as bound and search read it. Arcs are sorted by site and, within a site, by administrative village, so that
 * all that shares a fixed cost lies side by side.
 */
export interface Compiled {
  readonly problem: PlannerProblem;
  readonly years: number;
  readonly villages: number;
  readonly sites: number;
  readonly counties: number;
  readonly persons: Float64Array;
  readonly countyOf: Int32Array;
  readonly wait: Float64Array;
  /** NaN where a village can't be built for. */
  readonly build: Float64Array;
  readonly leave: Float64Array;
  /** 1 for a village and year in which something may be done: mayIn[v * years + t]. */
  readonly mayIn: Uint8Array;

  readonly arcs: number;
  /** By arc: village, site, money, soft cost, and its place in the village's own list. */
  readonly arcVillage: Int32Array;
  readonly arcSite: Int32Array;
  readonly arcMoney: Float64Array;
  readonly arcSoft: Float64Array;
  readonly arcPlace: Int32Array;
  /** 1 for an arc and year that may be chosen, as mayIn, locks and the earliest year of the site have it: arcMay[k * years + t]. */
  readonly arcMay: Uint8Array;
  /** Arcs of site s: siteStart[s] to siteStart[s + 1]. */
  readonly siteStart: Int32Array;
  /** Runs of arcs of one site and one administrative village: runStart[r] to runStart[r + 1]; of site s runs siteRuns[s] to siteRuns[s + 1]. */
  readonly runs: number;
  readonly runStart: Int32Array;
  readonly siteRuns: Int32Array;
  readonly runOfArc: Int32Array;
  /** Arcs of a village, by number: villageArcs[villageStart[v] ...]. */
  readonly villageStart: Int32Array;
  readonly villageArcs: Int32Array;
  /** 1 where build or leave may be chosen. */
  readonly mayBuild: Uint8Array;
  readonly mayLeave: Uint8Array;
  /** What another choice than the one that stands costs; that one's place among the arcs (or BUILD, LEAVE, NONE) and its year. */
  readonly stay: Float64Array;
  readonly currentArc: Int32Array;
  readonly currentYear: Int32Array;

  readonly capacity: Float64Array;
  readonly open: Float64Array;
  readonly siteLand: Float64Array;
  readonly siteCounty: Int32Array;
  readonly earliest: Int32Array;
  readonly lead: Int32Array;
  readonly isOpen: Uint8Array;
  /** By county and year: [c * years + t]. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly budget: Float64Array;
  readonly land: Float64Array;
  readonly regionLow: Float64Array;
  readonly regionHigh: Float64Array;
  readonly split: number;
}

/** In `currentArc`: the village has its services built, is left as it is, or nothing is settled about it yet. */
export const BUILD = -1;
export const LEAVE = -2;
export const NONE = -3;

/** The year in which a site that first receives in year `t` is paid. */
export const paidIn = (t: number, lead: number): number => (t - lead > 0 ? t - lead : 0);

/** Flattens a problem. Locks leave a village only the choice that they name. */
export function compile(problem: PlannerProblem): Compiled {
  const years = problem.years.count;
  const { villages, sites, counties } = problem;
  const list: { v: number; place: number; site: number; group: number }[] = [];
  villages.forEach((village, v) =>
    village.arcs.forEach(({ site }, place) => {
      const { locked } = village;
      if (locked !== null && !(locked.kind === "move" && locked.arc === place)) return;
      list.push({ v, place, site, group: village.group });
    }),
  );
  list.sort((a, b) => a.site - b.site || a.group - b.group || a.v - b.v || a.place - b.place);
  const arcs = list.length;
  const arcVillage = new Int32Array(arcs);
  const arcSite = new Int32Array(arcs);
  const arcPlace = new Int32Array(arcs);
  const arcMoney = new Float64Array(arcs);
  const arcSoft = new Float64Array(arcs);
  const arcMay = new Uint8Array(arcs * years);
  const runOfArc = new Int32Array(arcs);
  const siteStart = new Int32Array(sites.length + 1);
  const siteRuns = new Int32Array(sites.length + 1);
  const starts: number[] = [];
  list.forEach(({ v, place, site, group }, k) => {
    const village = villages[v]!;
    const arc = village.arcs[place]!;
    const before = list[k - 1];
    if (before === undefined || before.site !== site || before.group !== group) starts.push(k);
    arcVillage[k] = v;
    arcSite[k] = site;
    arcPlace[k] = place;
    arcMoney[k] = arc.moneyYuan;
    arcSoft[k] = arc.softYuan;
    runOfArc[k] = starts.length - 1;
    siteStart[site + 1]!++;
    const { locked } = village;
    for (let t = 0; t < years; t++)
      arcMay[k * years + t] = Number(
        t >= sites[site]!.earliest &&
          (locked === null ? village.mayIn[t] : locked.kind === "move" && locked.year === t),
      );
  });
  for (const k of starts) siteRuns[arcSite[k]! + 1]!++;
  for (let s = 0; s < sites.length; s++) {
    siteStart[s + 1]! += siteStart[s]!;
    siteRuns[s + 1]! += siteRuns[s]!;
  }
  const villageStart = new Int32Array(villages.length + 1);
  for (let k = 0; k < arcs; k++) villageStart[arcVillage[k]! + 1]!++;
  for (let v = 0; v < villages.length; v++) villageStart[v + 1]! += villageStart[v]!;
  const next = villageStart.slice();
  const villageArcs = new Int32Array(arcs);
  for (let k = 0; k < arcs; k++) villageArcs[next[arcVillage[k]!]!++] = k;

  const of = (value: (v: number) => number): Float64Array =>
    Float64Array.from(villages, (_, v) => value(v));
  const mayIn = new Uint8Array(villages.length * years);
  villages.forEach(({ mayIn: may, locked }, v) => {
    for (let t = 0; t < years; t++)
      mayIn[v * years + t] = Number(
        locked === null ? may[t] : locked.kind !== "leave" && locked.year === t,
      );
  });
  const perYear = (value: (c: number, t: number) => number): Float64Array =>
    Float64Array.from({ length: counties.length * years }, (_, i) =>
      value(Math.floor(i / years), i % years),
    );
  return {
    problem,
    years,
    villages: villages.length,
    sites: sites.length,
    counties: counties.length,
    persons: of((v) => villages[v]!.persons),
    countyOf: Int32Array.from(villages, ({ county }) => county),
    wait: of((v) => villages[v]!.waitYuan),
    build: of((v) => villages[v]!.buildYuan ?? NaN),
    leave: of((v) => villages[v]!.leaveYuan),
    mayIn,
    arcs,
    arcVillage,
    arcSite,
    arcMoney,
    arcSoft,
    arcPlace,
    arcMay,
    siteStart,
    runs: starts.length,
    runStart: Int32Array.from([...starts, arcs]),
    siteRuns,
    runOfArc,
    villageStart,
    villageArcs,
    mayBuild: Uint8Array.from(villages, ({ buildYuan, locked }) =>
      Number(buildYuan !== null && (locked === null || locked.kind === "build")),
    ),
    mayLeave: Uint8Array.from(villages, ({ leaveYuan, locked }) =>
      Number(Number.isFinite(leaveYuan) && (locked === null || locked.kind === "leave")),
    ),
    stay: of((v) => villages[v]!.stayYuan),
    currentArc: Int32Array.from(villages, ({ current }) =>
      current === null
        ? NONE
        : current.kind === "move"
          ? current.arc
          : current.kind === "build"
            ? BUILD
            : LEAVE,
    ),
    currentYear: Int32Array.from(villages, ({ current }) =>
      current === null || current.kind === "leave" ? -1 : current.year,
    ),
    capacity: Float64Array.from(sites, ({ capacityPersons }) => capacityPersons),
    open: Float64Array.from(sites, ({ openYuan }) => openYuan),
    siteLand: Float64Array.from(sites, ({ landMu }) => landMu),
    siteCounty: Int32Array.from(sites, ({ county }) => county),
    earliest: Int32Array.from(sites, ({ earliest }) => earliest),
    lead: Int32Array.from(sites, ({ leadYears }) => leadYears),
    isOpen: Uint8Array.from(sites, ({ isOpen }) => Number(isOpen)),
    low: perYear((c, t) => counties[c]!.band.low[t]!),
    high: perYear((c, t) => counties[c]!.band.high[t]!),
    budget: perYear((c, t) => counties[c]!.budgetYuan[t]!),
    land: Float64Array.from(counties, ({ landMu }) => landMu),
    regionLow: Float64Array.from(problem.band.low),
    regionHigh: Float64Array.from(problem.band.high),
    split: problem.splitYuan,
  };
}
