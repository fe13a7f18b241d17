import { LEVELS } from "../../core/contract/area.ts";
import type { PlanChange } from "../../core/contract/plan.ts";
import type { ProgressSubject, SummaryAnswer } from "../../core/contract/progress.ts";
import { villageKey, type PlanData } from "../../core/relocation/context.ts";
import { countParts } from "../../core/relocation/persons.ts";

/** A settlement or a village that returns are made of, with what the plan says of it. */
export interface Subject {
  subject: ProgressSubject;
  key: string;
  name: string;
  /** County and township of a village, the area of a settlement. */
  where: string;
  /** Persons by year of the plan. */
  plannedByYear: ReadonlyMap<number, number>;
  plannedPersons: number;
}

/** Names the area among `areas` that another area is or lies in, told by its code; nothing where none is. */
export const areaNamer =
  (areas: readonly { code: string; name: string }[]) =>
  (code: string): string =>
    areas.find((area) => code.startsWith(area.code))?.name ?? "";

/** The settlements of a summary, in the order given. */
export function settlementSubjects(
  { settlements, planYears }: Pick<SummaryAnswer, "settlements" | "planYears">,
  areaName: (code: string) => string,
): Subject[] {
  return settlements.map(({ id, name, area, planned, plannedPersons }) => ({
    subject: "settlement",
    key: id,
    name,
    where: area === null ? "" : areaName(area),
    plannedByYear: new Map(planYears.map((year, at) => [year, planned[at] ?? 0])),
    plannedPersons,
  }));
}

/** Levels whose names say where a village is. */
const NAMED: ReadonlySet<number> = new Set([LEVELS.indexOf("county"), LEVELS.indexOf("township")]);

/** The villages of an area that the plan moves, by county, township and name. Villages that the data no longer hold are left out. */
export function villageSubjects(
  document: Pick<PlanChange, "moves">,
  data: PlanData,
  area: string,
): Subject[] {
  const { areas, villages } = data;
  const root = areas.code.indexOf(area);
  const isInside = new Uint8Array(areas.count);
  for (let at = 0; at < areas.count; at++) {
    const parent = areas.parent[at]!;
    if (at === root || (parent >= 0 && isInside[parent] === 1)) isInside[at] = 1;
  }
  const found: { order: string; village: Subject }[] = [];
  for (let at = 0; at < villages.count; at++) {
    const place = villages.area[at]!;
    if (isInside[place] !== 1) continue;
    const key = villageKey(data, at);
    const move = document.moves?.[key];
    if (move === undefined || move === null) continue;
    const plannedByYear = new Map<number, number>();
    let plannedPersons = 0;
    for (const part of countParts(move, villages.households[at]!, villages.persons[at]!)) {
      plannedByYear.set(part.year, (plannedByYear.get(part.year) ?? 0) + part.persons);
      plannedPersons += part.persons;
    }
    const name = villages.name[at]!;
    const names: string[] = [];
    for (let up = place; up >= 0; up = areas.parent[up]!)
      if (NAMED.has(areas.level[up]!)) names.unshift(areas.name[up]!);
    const where = names.join(" ");
    const order = `${areas.code[place]} ${name}`;
    found.push({
      order,
      village: { subject: "village", key, name, where, plannedByYear, plannedPersons },
    });
  }
  return found
    .toSorted((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
    .map(({ village }) => village);
}

/** Which subjects are shown: those that the plan moves in a year, or all; with a text in name or place; without a return. */
export interface SubjectFilter {
  year: number | null;
  q: string;
  /** Names of those that already have a return of the period, to show only the others; null shows all. */
  returned: ReadonlySet<string> | null;
  /** Those with something unsaved: of any year, returned or not. */
  typed: Pick<ReadonlySet<string>, "has">;
}

/** Subjects that fit, in the order given. */
export function filterSubjects(
  subjects: readonly Subject[],
  { year, q, returned, typed }: SubjectFilter,
): Subject[] {
  const wanted = q.trim().toLowerCase();
  return subjects.filter(
    ({ key, name, where, plannedByYear }) =>
      (typed.has(key) ||
        ((year === null || (plannedByYear.get(year) ?? 0) > 0) &&
          (returned === null || !returned.has(key)))) &&
      (wanted === "" ||
        name.toLowerCase().includes(wanted) ||
        where.toLowerCase().includes(wanted) ||
        key.toLowerCase().includes(wanted)),
  );
}
