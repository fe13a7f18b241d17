import type { NewReturn } from "../contract/progress.ts";
import { periodParts } from "./period.ts";

/** What makes a return impossible, with the field to mend. */
export interface ReturnFault {
  readonly code: "fewerPersonsThanHouseholds" | "movedBeforeStart" | "yearOutside" | "periodAhead";
  readonly field: keyof NewReturn;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What bounds the returns of a plan. */
export interface ReturnBounds {
  /** Years of the plan. */
  readonly from: number;
  readonly to: number;
  /** The day on which the return is made, "2016-06-03": a period that begins later has not happened. */
  readonly today: string;
}

/** Every fault of a return by itself. Counts and form are the contract's. */
export function checkReturn(
  { period, state, households, persons }: Omit<NewReturn, "subject" | "key">,
  { from, to, today }: ReturnBounds,
): ReturnFault[] {
  const faults: ReturnFault[] = [];
  const { year } = periodParts(period)!;
  if (year < from || year > to)
    faults.push({ code: "yearOutside", field: "period", params: { year, from, to } });
  if (period > today.slice(0, period.length))
    faults.push({ code: "periodAhead", field: "period", params: { period, today } });
  if (persons < households)
    faults.push({
      code: "fewerPersonsThanHouseholds",
      field: "persons",
      params: { persons, households },
    });
  if (state === "notStarted" && (households > 0 || persons > 0))
    faults.push({ code: "movedBeforeStart", field: "state", params: { persons, households } });
  return faults;
}
