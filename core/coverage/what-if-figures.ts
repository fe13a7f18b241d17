import type { Unit } from "../contract/rule.ts";
import type { StatusChange } from "./live-verdicts.ts";
import { SERVED, type Snapshot } from "./snapshot.ts";
import { unitsOf } from "./units.ts";

/** A unit that became served, or is served no more; counts are null where they are not recorded. */
interface TurnedUnit {
  readonly position: number;
  readonly index: number;
  readonly households: number | null;
  readonly persons: number | null;
}

/** Units that turned, those of most households first, and the sums of what is recorded of them. */
export interface Turned {
  readonly units: readonly TurnedUnit[];
  readonly households: number;
  readonly persons: number;
}

function turned(snapshot: Snapshot, unit: Unit, changes: readonly StatusChange[]): Turned {
  const { households, persons } = unitsOf(snapshot, unit);
  const recorded = (count: number): number | null => (count < 0 ? null : count);
  const units = changes.map(({ position, index }): TurnedUnit => ({
    position,
    index,
    households: recorded(households[position]!),
    persons: recorded(persons[position]!),
  }));
  units.sort((a, b) => (b.households ?? -1) - (a.households ?? -1) || a.position - b.position);
  return {
    units,
    households: units.reduce((sum, one) => sum + (one.households ?? 0), 0),
    persons: units.reduce((sum, one) => sum + (one.persons ?? 0), 0),
  };
}

/**
 * Which units the edits serve that were not served, and which they no longer serve, with their households and persons. `changes` are
 * those of one edit or, as `WhatIf.changes` tells them, of all; `unit` is that of the rule.
 */
export function turnedBy(
  snapshot: Snapshot,
  unit: Unit,
  changes: readonly StatusChange[],
): { readonly gained: Turned; readonly lost: Turned } {
  const became = changes.filter(({ from, to }) => to === SERVED && from !== SERVED);
  const ceased = changes.filter(({ from, to }) => from === SERVED && to !== SERVED);
  return { gained: turned(snapshot, unit, became), lost: turned(snapshot, unit, ceased) };
}
