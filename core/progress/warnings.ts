import type { ProgressSubject, ProgressWarning } from "../contract/progress.ts";
import { PROGRESS_STATES } from "../contract/progress.ts";
import type { SubjectTally } from "./tally.ts";

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
