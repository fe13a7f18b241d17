import type {
  PlannerArc,
  PlannerProblem,
  PlannerSite,
  PlannerVillage,
} from "../../../core/planner/problem.ts";

const YEARS = 7;
const NEAREST = 6;

export interface RandomCounties {
  readonly seed: number;
  /** Villages of each county. */
  readonly villages: readonly number[];
}

/**
 * Counties of the size of real ones, each with sites for its own villages, a third of which stand: about four fifths of all people shall
 * move in seven years, within bands of 5 %, with a tenth more money, homes and land than that takes.
 */
export function randomCounties({ seed, villages: counts }: RandomCounties): PlannerProblem {
  const random = generator(seed);
  const sites: PlannerSite[] = [];
  const villages: PlannerVillage[] = [];
  const counties = counts.map((count, c) => {
    const siteCount = Math.max(3, Math.round(count / 38));
    const own = Array.from({ length: siteCount }, () => ({
      x: random() * 60,
      y: random() * 60,
      stands: random() < 0.3,
      weight: 0.5 + random(),
      yuanPerPerson: 38_000 + Math.round(random() * 16_000),
    }));
    const firstSite = sites.length;
    let persons = 0;
    for (let v = 0; v < count; v++) {
      const [x, y] = [random() * 60, random() * 60];
      const size = Math.max(6, Math.round(8 + 60 * random() ** 2));
      persons += size;
      const arcs: PlannerArc[] = own
        .map((site, s) => ({ s, km: Math.hypot(site.x - x, site.y - y), site }))
        .sort((a, b) => a.km - b.km)
        .slice(0, NEAREST)
        .map(({ s, km, site }) => ({
          site: firstSite + s,
          moneyYuan: size * site.yuanPerPerson,
          softYuan: Math.round(size * km * 60),
        }));
      villages.push({
        key: `village ${c}.${v}`,
        county: c,
        group: villages.length >> 1,
        persons: size,
        arcs,
        buildYuan: Math.round(200_000 + random() * 2e6),
        waitYuan: size * 500,
        leaveYuan: 100_000 * size,
        mayIn: Array.from({ length: YEARS }, () => true),
        locked: null,
        current: null,
        stayYuan: 0,
      });
    }
    const weights = own.reduce((sum, { weight }) => sum + weight, 0);
    let landMu = 0;
    for (const [s, site] of own.entries()) {
      const capacityPersons = Math.round((1.2 * persons * site.weight) / weights);
      const takes = site.stands ? 0 : Math.round(capacityPersons * 12) / 100;
      landMu += takes;
      sites.push({
        key: `site ${c}.${s}`,
        county: c,
        capacityPersons,
        landMu: takes,
        openYuan: site.stands ? 0 : 3_000_000 + Math.round(random() * 9e6),
        earliest: site.stands ? 0 : Math.floor(random() * 2),
        leadYears: 1,
        isOpen: false,
      });
    }
    const perYear = (0.8 * persons) / YEARS;
    return {
      key: `county ${c}`,
      band: {
        low: Array.from({ length: YEARS }, () => Math.floor(perYear * 0.95)),
        high: Array.from({ length: YEARS }, () => Math.ceil(perYear * 1.05)),
      },
      budgetYuan: Array.from({ length: YEARS }, () => Math.round(perYear * 62_000 + 12e6)),
      landMu: Math.round(landMu * 0.9),
    };
  });
  const low = counties.reduce((sum, { band }) => sum + band.low[0]!, 0);
  const high = counties.reduce((sum, { band }) => sum + band.high[0]!, 0);
  return {
    years: { from: 2014, count: YEARS },
    band: {
      low: Array.from({ length: YEARS }, () => (counts.length > 1 ? low : 0)),
      high: Array.from({ length: YEARS }, () => (counts.length > 1 ? high : Infinity)),
    },
    counties,
    sites,
    villages,
    splitYuan: 50_000,
  };
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
