import type { AreaName } from "../../core/contract/area.ts";
import type { ExitCardAnswer, ExitCardsAnswer, ExitLine } from "../../core/contract/exit-card.ts";
import { lineWorksOf } from "../../core/coverage/cheapest/line-works.ts";
import { exitLines, overallOf, type BareLine } from "../../core/policy/exit-card.ts";
import { allOf, placeOf, warningOf } from "../../core/policy/exit-ranking.ts";
import { resolvePolicy, type Policy } from "../../core/policy/plan-policy.ts";
import { EXIT_CRITERIA, RANKING_POLICY } from "../../geodata/standards/exit-criteria.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import { listParameters } from "../indicators/queries.ts";
import type { StatisticArea } from "../statistics/queries.ts";
import { pagesOf } from "./addresses.ts";
import { groundOf, rankedBy, yearOf, type ExitData } from "./ground.ts";

/** The card of one county. Throws a problem 422 for an area that is none. */
export async function exitCardAnswer(
  db: Db,
  data: ExitData,
  code: string,
  asked: number | undefined,
): Promise<ExitCardAnswer> {
  const county = data.areas.get(code);
  if (county?.level !== "county")
    throw problem(422, "notACounty", "Only counties have an exit card.", "area", { area: code });
  const year = yearOf(data, asked);
  const policy = resolvePolicy(await listParameters(db), data.region);
  const bare = exitLines(EXIT_CRITERIA, groundOf(data, code, year));
  const standings = bare.map(({ standing }) => standing);
  const city = cityOf(data, county);
  return {
    area: nameOf(county),
    city: city && nameOf(city),
    year,
    years: [...data.years],
    classes: { city: city?.cityClass ?? null, county: county.countyClass },
    overall: overallOf(standings),
    passed: standings.filter((each) => each === "pass").length,
    failed: standings.filter((each) => each === "fail").length,
    unknown: standings.filter((each) => each === "unknown").length,
    lines: bare.map((line) => withAddresses(line, code, year, data, policy)),
    progress: progressOf(data, code, year),
    warning: warningAnswer(data, code, year),
    demonstration: data.isDemonstration,
    dataVersion: data.state.snapshot.dataVersion,
    measuredAt: data.state.run?.finishedAt ?? null,
  };
}

/** Every county of an area, by code. */
export function exitCardsAnswer(
  data: ExitData,
  area: AreaName,
  asked: number | undefined,
): ExitCardsAnswer {
  const year = yearOf(data, asked);
  const inside = data.counties.filter((county) => isInside(data, county, area.code));
  const lines = new Map(
    inside.map(({ code }) => [code, exitLines(EXIT_CRITERIA, groundOf(data, code, year))]),
  );
  const [first = []] = lines.values();
  return {
    area,
    year,
    years: [...data.years],
    criteria: first.map(({ id, name, kind }) => ({ id, name, kind })),
    items: inside.map((county) => {
      const own = lines.get(county.code)!;
      const city = cityOf(data, county);
      const of = (standing: BareLine["standing"]): string[] =>
        own.filter((line) => line.standing === standing).map(({ id }) => id);
      return {
        area: nameOf(county),
        city: city && nameOf(city),
        countyClass: county.countyClass,
        overall: overallOf(own.map(({ standing }) => standing)),
        passed: of("pass").length,
        failed: of("fail").length,
        unknown: of("unknown").length,
        standings: own.map(({ standing }) => standing),
        failing: of("fail"),
        unknownLines: of("unknown"),
        isProgressCounty: progressOf(data, county.code, year).isProgressCounty,
        warning: warningAnswer(data, county.code, year).level,
      };
    }),
    demonstration: data.isDemonstration,
  };
}

function nameOf({ code, name, pinyin, level }: StatisticArea): AreaName {
  return { code, name, pinyin, level };
}

/** The city that a county lies in; null where it lies in none. */
function cityOf(data: ExitData, county: StatisticArea): StatisticArea | null {
  const parent = data.areas.get(county.parentCode ?? "");
  return parent?.level === "city" ? parent : null;
}

function isInside(data: ExitData, county: StatisticArea, code: string): boolean {
  for (let at: StatisticArea | undefined = county; at; at = data.areas.get(at.parentCode ?? ""))
    if (at.code === code) return true;
  return false;
}

/** Art. 19. */
function progressOf(data: ExitData, code: string, year: number): ExitCardAnswer["progress"] {
  const { places, items } = RANKING_POLICY;
  const lists = items.map((item) =>
    placeOf(rankedBy(data, item, year), code, { item, first: places }),
  );
  return { isProgressCounty: allOf(lists.map(({ isAmong }) => isAmong)), places, lists };
}

/** Art. 23: the card's year and the two before it. */
function warningAnswer(data: ExitData, code: string, year: number): ExitCardAnswer["warning"] {
  const { lastPlaces, warningItem } = RANKING_POLICY;
  const years = [year, year - 1, year - 2].map((each) => {
    const place = placeOf(rankedBy(data, warningItem, each), code, {
      item: warningItem,
      first: lastPlaces,
      fromEnd: true,
    });
    return { year: each, isLast: place.isAmong, place };
  });
  return { level: warningOf(years.map(({ isLast }) => isLast)), places: lastPlaces, years };
}

function withAddresses(
  line: BareLine,
  county: string,
  year: number,
  { state }: ExitData,
  policy: Policy,
): ExitLine {
  if (line.coverage === null) return { ...line, coverage: null };
  const rule = state.rule(line.coverage.rule)!;
  const pages = pagesOf(county, rule.id);
  const isOpen = line.standing !== "pass" && line.coverage.missing > 0;
  const hasLines = isOpen && lineWorksOf(rule, policy, year) !== null;
  const query = new URLSearchParams({ area: county, criterion: line.id, year: String(year) });
  return {
    ...line,
    coverage: {
      ...line.coverage,
      gaps: pages.gaps,
      page: pages.page,
      works: hasLines ? `/api/exit-card/works?${query.toString()}` : null,
      solver: hasLines ? pages.solver : null,
    },
  };
}
