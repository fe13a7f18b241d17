import type { ProgressSubject, ProgressWarning } from "../contract/progress.ts";
import { PROGRESS_STATES } from "../contract/progress.ts";
import { periodOf } from "./period.ts";
import type { Happened, SubjectTally } from "./tally.ts";

/** What a subject's returns are held against. */
export interface SubjectFacts {
  readonly name: string;
  /** Of a settlement: persons that the plan sends there in all years. */
  readonly plannedPersons: number | null;
  readonly capacityPersons: number | null;
  /** Of a village; null where it is not recorded. */
  readonly registeredPersons: number | null;
  readonly registeredHouseholds: number | null;
  /** False for a village that the plan moves nobody from, or a settlement that it sends nobody to. */
  readonly isPlanned: boolean;
}

const MONTHS = 12;
/** More persons than this to a household are a slip of the pen: the largest households of a census have fewer. */
const MOST_PER_HOUSEHOLD = 20;
/** So many times what there is room for, planned or registered is no late comer, but a slip of the pen. */
const PAST_BELIEF = 2;

/** Everything about one subject's returns that does not fit. `facts` null: the plan or the data no longer hold it. */
export function warnOf(
  subject: ProgressSubject,
  key: string,
  tally: SubjectTally,
  facts: SubjectFacts | null,
): ProgressWarning[] {
  const found: ProgressWarning[] = [];
  const warn = (code: ProgressWarning["code"], params: ProgressWarning["params"]): void =>
    void found.push({ code, subject, key, name: facts?.name ?? key, params });
  if (facts === null) warn("subjectGone", {});
  const { persons, households, oldHousesDown } = tally;
  if (facts !== null && subject === "village" && !facts.isPlanned && persons > 0)
    warn("notPlanned", { persons, households });
  const { plannedPersons = null, capacityPersons = null } = facts ?? {};
  if (plannedPersons !== null && persons > plannedPersons)
    warn("overPlanned", { persons, planned: plannedPersons });
  if (capacityPersons !== null && persons > capacityPersons)
    warn("overCapacity", { persons, capacity: capacityPersons });
  const { registeredPersons = null, registeredHouseholds = null } = facts ?? {};
  const isOver =
    (registeredPersons !== null && persons > registeredPersons) ||
    (registeredHouseholds !== null && households > registeredHouseholds);
  if (isOver)
    warn("overRegistered", {
      persons,
      households,
      registeredPersons: registeredPersons ?? "",
      registeredHouseholds: registeredHouseholds ?? "",
    });
  if (oldHousesDown > households) warn("moreHousesThanHouseholds", { households, oldHousesDown });
  for (const [year, { yearly, monthly, months }] of tally.years) {
    const told: [string, Happened][] = [...months].map(([month, of]) => [
      periodOf({ year, month }),
      of,
    ]);
    if (yearly !== null) told.push([String(year), yearly]);
    for (const [period, of] of told)
      // Somebody who follows a household that came earlier is a person without a household.
      if (of.persons > MOST_PER_HOUSEHOLD * Math.max(1, of.households))
        warn("manyPerHousehold", { period, persons: of.persons, households: of.households });
    if (yearly === null || monthly === null) continue;
    const differs =
      monthly.persons > yearly.persons ||
      (months.size === MONTHS && monthly.persons !== yearly.persons);
    if (differs) warn("monthsDiffer", { year, months: monthly.persons, yearly: yearly.persons });
  }
  tally.states.forEach(({ period, state }, i) => {
    const before = tally.states[i - 1];
    if (before === undefined) return;
    if (PROGRESS_STATES.indexOf(state) < PROGRESS_STATES.indexOf(before.state))
      warn("stateGoesBack", { from: before.state, to: state, period, earlier: before.period });
  });
  return found;
}

/** The count that a warning doubts, where it is past belief: to be asked about before it is written. Null where it is only to be told. */
export function doubtedField({
  code,
  params,
}: Pick<ProgressWarning, "code" | "params">): "persons" | "households" | "oldHousesDown" | null {
  const isPastBelief = (count: string, bound: string): boolean => {
    const [is, most] = [params[count], params[bound]];
    // What is not recorded bounds nothing.
    return typeof is === "number" && typeof most === "number" && is > PAST_BELIEF * most;
  };
  switch (code) {
    case "manyPerHousehold":
      return "persons";
    case "overPlanned":
      return isPastBelief("persons", "planned") ? "persons" : null;
    case "overCapacity":
      return isPastBelief("persons", "capacity") ? "persons" : null;
    case "overRegistered":
      return isPastBelief("persons", "registeredPersons")
        ? "persons"
        : isPastBelief("households", "registeredHouseholds")
          ? "households"
          : null;
    case "monthsDiffer":
      return isPastBelief("months", "yearly") ? "persons" : null;
    case "moreHousesThanHouseholds":
      return isPastBelief("oldHousesDown", "households") ? "oldHousesDown" : null;
    case "notPlanned":
    case "stateGoesBack":
    case "subjectGone":
      return null;
  }
}
