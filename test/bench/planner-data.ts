import type {
  PlannerArc,
  PlannerCounty,
  PlannerProblem,
  PlannerSite,
  PlannerVillage,
} from "../../core/planner/problem.ts";
import { randomFrom } from "../../geodata/demonstration/random.ts";

/** What makes an instance: how much of everything. */
export interface PlannerScale {
  readonly villages: number;
  readonly sites: number;
  readonly counties: number;
  /** Persons of all villages. */
  readonly persons: number;
  /** Persons to move each year. */
  readonly yearly: number;
}

export const REGION: PlannerScale = {
  villages: 25_000,
  sites: 655,
  counties: 80,
  persons: 850_000,
  yearly: 100_000,
};

/** One county of a seed's own size, 150 to 900 villages, with the shares of the region. */
export function countyScale(seed: number): PlannerScale {
  const random = randomFrom(`county size ${seed}`);
  const villages = 150 + Math.floor(random.next() * 751);
  const share = villages / REGION.villages;
  return {
    villages,
    sites: Math.max(4, Math.round(REGION.sites * share)),
    counties: 1,
    persons: Math.round(REGION.persons * share),
    yearly: Math.round(REGION.yearly * share),
  };
}

const YEARS = 7;
/** Sites that a village may go to: the nearest of its county. */
const ARCS = 6;
/** Yuan-equivalents that are weighed: a person-kilometre, leaving the township, another site of an administrative village, a year of waiting at full risk, nothing done at all. */
const WEIGHTS = { km: 60, township: 2500, split: 60_000, wait: 900, leave: 100_000 };

interface Point {
  readonly x: number;
  readonly y: number;
}
const kmBetween = (a: Point, b: Point): number => 1.4 * Math.hypot(a.x - b.x, a.y - b.y);

/**
 * An instance of the auto-planner from a seed: hamlets in the administrative villages of townships, of which about 85 % can be taken by the
 * years' bands and the rest has its services built or waits; candidate sites that cost money, land and a year or two of building beside
 * sites that stand; budgets with little to spare. The same seed gives the same instance.
 */
export function plannerInstance(seed: number, scale: PlannerScale): PlannerProblem {
  const random = randomFrom(`planner instance ${seed}`);
  const uniform = (from: number, to: number): number => from + random.next() * (to - from);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(random.next() + 1e-12)) * Math.cos(2 * Math.PI * random.next());
  const pick = (count: number): number => Math.min(count - 1, Math.floor(random.next() * count));

  const weights = Array.from({ length: scale.counties }, () => Math.exp(0.6 * normal()));
  const villageCounts = shares(scale.villages, weights, scale.counties === 1 ? 1 : 40);
  const siteCounts = shares(scale.sites, weights, 3);

  const counties: PlannerCounty[] = [];
  const sites: PlannerSite[] = [];
  const villages: PlannerVillage[] = [];
  const drafts = villageCounts.map((count, c) => {
    const centre = { x: uniform(10, 490), y: uniform(10, 490) };
    const near = (of: Point, spread: number): Point => ({
      x: of.x + spread * normal(),
      y: of.y + spread * normal(),
    });
    const townships = Array.from({ length: 8 + pick(6) }, () => ({
      x: centre.x + uniform(-25, 25),
      y: centre.y + uniform(-25, 25),
    }));
    const groups = Array.from({ length: Math.ceil(count / 1.8) }, () => {
      const township = pick(townships.length);
      return { township, ...near(townships[township]!, 5) };
    });
    const hamlets = Array.from({ length: count }, () => {
      const group = pick(groups.length);
      const households = Math.max(2, Math.round(Math.exp(1.9 + 0.55 * normal())));
      const roadKm = Math.exp(0.9 + 0.8 * normal());
      const buildYuan =
        roadKm * 450_000 +
        (random.next() < 0.3 ? uniform(120_000, 520_000) : 0) +
        (random.next() < 0.6 ? households * 9000 : 0) +
        uniform(30_000, 120_000);
      return {
        group,
        township: groups[group]!.township,
        ...near(groups[group]!, 2),
        persons: Math.max(6, Math.round(households * 4.1)),
        buildYuan: Math.round(buildYuan),
        risk: Math.min(1, Math.max(0, 0.4 + 0.25 * normal())),
      };
    });
    const places = Array.from({ length: siteCounts[c]! }, (_, k) => {
      const township = pick(townships.length);
      return {
        township,
        ...near(townships[township]!, 4),
        // The first of each county stands: somebody can be received in the first year.
        stands: k === 0 || random.next() < 0.3,
        weight: Math.exp(0.5 * normal()),
        openYuan: Math.round(uniform(3e6, 12e6)),
        perHeadYuan: Math.round(uniform(38_000, 54_000)),
        leadYears: random.next() < 0.35 ? 2 : 1,
      };
    });
    return { groups, hamlets, places };
  });

  const all = drafts.flatMap(({ hamlets }) => hamlets);
  const perPerson = scale.persons / all.reduce((sum, { persons }) => sum + persons, 0);
  let groupsBefore = 0;
  /** What all counties can be asked for, by year. */
  const most = Array.from({ length: YEARS }, () => 0);
  const total = { persons: 0 };
  const sized = drafts.map((draft) => ({
    ...draft,
    hamlets: draft.hamlets.map((one) => {
      const persons = Math.max(4, Math.round(one.persons * perPerson));
      total.persons += persons;
      return { ...one, persons };
    }),
  }));

  sized.forEach(({ groups, hamlets, places }, c) => {
    const persons = hamlets.reduce((sum, one) => sum + one.persons, 0);
    const firstSite = sites.length;
    const weight = places.reduce((sum, one) => sum + one.weight, 0);
    let landMu = 0;
    for (const [k, one] of places.entries()) {
      const capacityPersons = Math.round((1.3 * persons * one.weight) / weight);
      const siteLandMu = one.stands ? 0 : capacityPersons * 0.12;
      landMu += siteLandMu;
      sites.push({
        key: `S${c}-${k}`,
        county: c,
        capacityPersons,
        landMu: siteLandMu,
        openYuan: one.stands ? 0 : one.openYuan,
        earliest: one.stands ? 0 : one.leadYears,
        leadYears: one.stands ? 0 : one.leadYears,
        isOpen: one.stands,
      });
    }
    const yearly = (scale.yearly * persons) / total.persons;
    // Nobody asks a county for more than the sites that its land allows can take, nor in its first years than those that stand.
    const own = sites.slice(firstSite).sort((a, b) => b.capacityPersons - a.capacityPersons);
    const quotaMu = Math.max(landMu * 0.85, ...own.map((site) => site.landMu));
    const worksYuan = own.reduce((sum, { openYuan }) => sum + openYuan, 0);
    const dearestYuan = Math.max(...own.map(({ openYuan }) => openYuan));
    let [standing, reachable, takenMu] = [0, 0, 0];
    for (const site of own) {
      if (site.isOpen) standing += site.capacityPersons;
      if (takenMu + site.landMu > quotaMu) continue;
      takenMu += site.landMu;
      reachable += site.capacityPersons;
    }
    const mostOf = most.map((sum, y) => {
      const own = Math.min((0.9 * reachable) / YEARS, y < 2 ? standing * 0.35 : Infinity);
      most[y] = sum + own;
      return own;
    });
    counties.push({
      key: `C${c}`,
      band: {
        low: mostOf.map((own) => Math.floor(Math.min(yearly * 0.75, own))),
        high: Array.from({ length: YEARS }, () => Math.ceil(yearly * 1.25)),
      },
      // Homes with an eighth to spare, services of every twentieth, and the works of most sites, mostly in the first two years, when any
      // one of them can be paid: else there may be no plan at all in a small county.
      budgetYuan: Array.from({ length: YEARS }, (_, y) =>
        Math.round(
          1.12 * yearly * 50_000 +
            0.05 * persons * 12_000 +
            (y < 2 ? Math.max(0.3 * worksYuan, dearestYuan) : 0.05 * worksYuan),
        ),
      ),
      landMu: quotaMu,
    });
    for (const one of hamlets) {
      const arcs: PlannerArc[] = places
        .map((place, k) => ({ place, site: firstSite + k, km: kmBetween(one, place) }))
        .sort((a, b) => a.km - b.km)
        .slice(0, ARCS)
        .map(({ place, site, km }) => ({
          site,
          moneyYuan: one.persons * place.perHeadYuan,
          softYuan: Math.round(
            one.persons *
              (WEIGHTS.km * km + (place.township === one.township ? 0 : WEIGHTS.township)),
          ),
        }));
      villages.push({
        key: `V${villages.length}`,
        county: c,
        group: groupsBefore + one.group,
        persons: one.persons,
        arcs,
        buildYuan: one.buildYuan,
        waitYuan: Math.round(WEIGHTS.wait * one.persons * one.risk),
        leaveYuan: WEIGHTS.leave * one.persons,
        mayIn: Array.from({ length: YEARS }, () => true),
        locked: null,
        current: null,
        stayYuan: 0,
      });
    }
    groupsBefore += groups.length;
  });
  const share = scale.counties === 1 ? 0.05 : 0.03;
  return {
    years: { from: 2014, count: YEARS },
    band: {
      low: most.map((all) => Math.floor(Math.min(scale.yearly * (1 - share), all))),
      high: Array.from({ length: YEARS }, () => Math.ceil(scale.yearly * (1 + share))),
    },
    counties,
    sites,
    villages,
    splitYuan: WEIGHTS.split,
  };
}

/** Whole shares of a total by weight, each at least `least`; together about the total. */
function shares(total: number, weights: readonly number[], least: number): number[] {
  const sum = weights.reduce((one, other) => one + other, 0);
  return weights.map((weight) => Math.max(least, Math.round((total * weight) / sum)));
}
