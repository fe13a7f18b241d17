import { COUNTIES, type CountyFacts } from "../facts/counties.ts";
import { REGION } from "../facts/cities.ts";
import { STATISTIC_ITEMS } from "../standards/statistic-items.ts";
import { randomFrom, type Random } from "./random.ts";

/** What the made-up villages of a county add up to. */
export interface CountySums {
  readonly code: string;
  readonly persons: number;
  readonly poorPersons: number;
}

/** A figure in the unit of its item. */
export interface MadeStatistic {
  readonly area: string;
  readonly year: number;
  readonly item: string;
  readonly value: number;
}

const YEARS = [2014, 2015, 2016, 2017] as const;
/** Shares of poor persons of each class before the first year, where the villages record none. */
const USUAL_POVERTY = { 1: 0.2, 2: 0.12, 3: 0.06 } as const;
/** Of a hundred figures of the last year so many are not in yet. */
const MISSING = 0.02;

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));

/** What a county's figures of all years begin with. */
interface Course {
  readonly facts: CountyFacts;
  readonly random: Random;
  readonly income: number[];
  readonly growth: number[];
  readonly revenue: number[];
}

function courseOf(facts: CountyFacts): Course {
  const random = randomFrom(`statistics ${facts.code}`);
  const { countyClass } = facts;
  const [lowIncome, highIncome] = { 1: [5600, 7600], 2: [6900, 8800], 3: [8100, 12_600] }[
    countyClass
  ] as [number, number];
  const [lowRevenue, highRevenue] = { 1: [700, 1900], 2: [1100, 2700], 3: [1700, 6800] }[
    countyClass
  ] as [number, number];
  const growth = YEARS.map(() =>
    round(random.between(0.075, countyClass === 3 ? 0.115 : 0.135), 3),
  );
  const income = grown(random.between(lowIncome, highIncome), growth);
  const revenue = grown(
    random.between(lowRevenue, highRevenue),
    YEARS.map(() => random.between(0.03, 0.1)),
  );
  return { facts, random, income, growth, revenue };
}

function grown(start: number, growth: readonly number[]): number[] {
  let value = start;
  return growth.map((rate, y) => Math.round((value = y === 0 ? value : value * (1 + rate))));
}

const mean = (values: readonly number[]): number =>
  Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);

/**
 * Statistics of the counties given and of the region, 2014 to 2017: made up, of the size of real ones, the same on every machine. The means
 * are those of all 111 counties. Some figures of the last year are left out, so that cards show what is not known.
 */
export function demonstrationStatistics(counties: readonly CountySums[]): MadeStatistic[] {
  const courses = new Map(COUNTIES.map((facts) => [facts.code, courseOf(facts)]));
  const all = [...courses.values()];
  const found: MadeStatistic[] = YEARS.flatMap((year, y) => [
    {
      area: REGION.code,
      year,
      item: "rural-income-per-head",
      value: mean(all.map(({ income }) => income[y]!)),
    },
    {
      area: REGION.code,
      year,
      item: "county-mean-budget-revenue-per-head",
      value: mean(all.map(({ revenue }) => revenue[y]!)),
    },
  ]);
  for (const sums of counties) {
    const course = courses.get(sums.code);
    if (course !== undefined) found.push(...countyStatistics(course, sums));
  }
  return found;
}

function countyStatistics(
  { facts, random, income, growth, revenue }: Course,
  sums: CountySums,
): MadeStatistic[] {
  const found: MadeStatistic[] = [];
  const registered = sums.persons;
  let ratio =
    sums.poorPersons > 0 && registered > 0
      ? sums.poorPersons / registered
      : USUAL_POVERTY[facts.countyClass];
  const houses = Math.round((registered / 4) * random.between(0.05, 0.14));
  let remaining = random.between(0.35, 0.75);
  let schools = random.chance(0.5) ? random.whole(1, 24) : 0;
  let retention = random.between(0.88, 0.955);
  let skills = random.between(0.6, 1.3);
  let insured = random.between(0.94, 0.99);
  let industry = random.chance(facts.countyClass === 1 ? 0.55 : 0.8);
  let score = random.between(62, 90);
  YEARS.forEach((year, y) => {
    const before = ratio;
    ratio *= random.between(0.66, 0.84);
    remaining *= y === 0 ? 1 : random.between(0.25, 0.6);
    schools = y === 0 ? schools : Math.floor(schools * random.between(0.2, 0.7));
    retention = clamp(retention + random.between(0, 0.018), 0, 0.985);
    skills = clamp(skills + random.between(0, 0.2), 0, 2);
    insured = clamp(insured + random.between(-0.002, 0.012), 0, 0.998);
    industry ||= random.chance(0.3);
    score = clamp(score + random.gauss() * 4, 55, 98);
    const poor = Math.round(registered * ratio);
    const figures: Readonly<Record<string, number>> = {
      "rural-income-per-head": income[y]!,
      "budget-revenue-per-head": revenue[y]!,
      "poor-persons": poor,
      "rural-registered-persons": registered,
      "dilapidated-houses-registered": houses,
      "dilapidated-houses-remaining": Math.round(houses * remaining),
      "pillar-industry": industry ? 1 : 0,
      "d-grade-school-buildings": schools,
      "compulsory-education-retention": round(retention, 3),
      "skills-per-household": round(skills, 1),
      "medical-insurance-rate": round(insured, 3),
      "relief-for-all": random.chance(0.93) ? 1 : 0,
      "income-growth": growth[y]!,
      "poverty-ratio-fall": round(before - ratio, 4),
      "evaluation-score": round(score, 1),
    };
    for (const [item, value] of Object.entries(figures)) {
      const isMissing = random.chance(MISSING) && year === YEARS.at(-1);
      if (!isMissing) found.push({ area: facts.code, year, item, value });
    }
  });
  return found;
}

/** Unit of an item. */
export function unitOf(item: string): string {
  const found = STATISTIC_ITEMS.find(({ id }) => id === item);
  if (found === undefined) throw new Error(`no item ${item}`);
  return found.unit;
}
