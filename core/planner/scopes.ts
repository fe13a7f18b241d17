import type { Compiled } from "./compile.ts";
import type { Scope } from "./relax.ts";

/** Parts of a problem that share no village, site or county: counties, put together where villages may cross their border. */
export function scopesOf(c: Compiled): Scope[] {
  const root = Int32Array.from({ length: c.counties }, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (root[at] !== at) at = root[at] = root[root[at]!]!;
    return at;
  };
  for (let k = 0; k < c.arcs; k++)
    root[find(c.countyOf[c.arcVillage[k]!]!)] = find(c.siteCounty[c.arcSite[k]!]!);
  const parts = new Map<number, { sites: number[]; villages: number[]; counties: number[] }>();
  const partOf = (county: number): { sites: number[]; villages: number[]; counties: number[] } => {
    const key = find(county);
    let part = parts.get(key);
    if (part === undefined) parts.set(key, (part = { sites: [], villages: [], counties: [] }));
    return part;
  };
  for (let i = 0; i < c.counties; i++) partOf(i).counties.push(i);
  for (let s = 0; s < c.sites; s++) partOf(c.siteCounty[s]!).sites.push(s);
  for (let v = 0; v < c.villages; v++) partOf(c.countyOf[v]!).villages.push(v);
  return [...parts.values()].map(({ sites, villages, counties }) => ({
    sites: Int32Array.from(sites),
    villages: Int32Array.from(villages),
    counties: Int32Array.from(counties),
  }));
}

/** All of a problem as one part. */
export function wholeScope(c: Compiled): Scope {
  return {
    sites: Int32Array.from({ length: c.sites }, (_, s) => s),
    villages: Int32Array.from({ length: c.villages }, (_, v) => v),
    counties: Int32Array.from({ length: c.counties }, (_, i) => i),
  };
}
