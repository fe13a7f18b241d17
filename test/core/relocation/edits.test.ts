import { describe, expect, test } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { applyChange } from "../../../core/relocation/apply.ts";
import {
  assignVillages,
  changeMoves,
  removeSettlement,
  setLocks,
  unassignVillages,
} from "../../../core/relocation/edits.ts";
import { emptyPlan, type Plan } from "../../../core/relocation/plan.ts";
import { FRAME, settlement } from "./support/arbitrary-changes.ts";

const after = (plan: Plan, change: PlanChange): Plan => {
  const applied = applyChange(plan, change);
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  return applied.plan;
};
const SITES = after(emptyPlan(FRAME), { settlements: { s1: settlement(), s2: settlement() } });
const part = (to: string, year: number, households: number | null = null) => ({
  settlement: to,
  year,
  households,
});

describe("villages", () => {
  const assigned = after(SITES, assignVillages(["v1", "v2"], { settlement: "s1", year: 2016 }));
  const split = after(SITES, {
    moves: { v1: { parts: [part("s1", 2015, 7), part("s2", 2016, 5)], reason: "other" } },
  });

  test("go as a whole to a settlement in a year", () => {
    expect(assigned.moves.get("v2")).toEqual({ parts: [part("s1", 2016)], reason: null });
  });
  test("change their year together, and those without a move stay without", () => {
    const later = after(assigned, changeMoves(assigned, ["v1", "v9"], { year: 2018 }));
    expect(later.moves.get("v1")!.parts).toEqual([part("s1", 2018)]);
    expect(later.moves.has("v9")).toBe(false);
  });
  test("keep their parts apart while year or settlement differs, and join them when both are the same", () => {
    const year = after(split, changeMoves(split, ["v1"], { year: 2017 }));
    expect(year.moves.get("v1")!.parts).toEqual([part("s1", 2017, 7), part("s2", 2017, 5)]);
    const joined = after(year, changeMoves(year, ["v1"], { settlement: "s2" }));
    expect(joined.moves.get("v1")).toEqual({ parts: [part("s2", 2017, 12)], reason: "other" });
  });
  test("may get another reason, or none", () => {
    const reason = changeMoves(split, ["v1"], { reason: null });
    expect(reason.moves!["v1"]).toMatchObject({ reason: null });
  });
  test("stay when they are unassigned", () => {
    expect(after(assigned, unassignVillages(["v1", "v2"])).moves.size).toBe(0);
  });
  test("lose only what went to a settlement that is taken away", () => {
    const gone = after(split, removeSettlement(split, "s1"));
    expect(gone.moves.get("v1")!.parts).toEqual([part("s2", 2016, 5)]);
    expect(after(assigned, removeSettlement(assigned, "s1")).moves.size).toBe(0);
    expect(removeSettlement(SITES, "s2").moves).toEqual({});
  });
});

test("locks come and go together", () => {
  const locked = after(SITES, setLocks(["village:v1", "year:2015"], true));
  expect([...locked.locks.keys()].sort()).toEqual(["village:v1", "year:2015"]);
  expect(after(locked, setLocks(["village:v1", "year:2015"], false)).locks.size).toBe(0);
});
