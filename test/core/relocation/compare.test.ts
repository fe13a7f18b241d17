import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editPlan, type AssessedPlan } from "../../../core/relocation/assess.ts";
import { comparePlans, mergeMoves, personKm } from "../../../core/relocation/compare.ts";
import { equalPlans, equalValues } from "../../../core/relocation/plan.ts";
import { geodesicBetween } from "../../../core/geodesy/geodesic.ts";
import { settlement } from "./support/arbitrary-changes.ts";
import { assessed, context, edited, parts, whole } from "./support/world.ts";
import { anyEdit, FIRST } from "./support/world-edits.ts";

const ON = context();
const SITES = { settlements: { s1: settlement({ position: [108, 24.1] }), s2: settlement() } };
const A = assessed(ON, SITES, { moves: { v1: whole("s1", 2016), v2: whole("s2", 2016) } });
const B = edited(A, {
  settlements: { s3: settlement({ name: "丙", position: [108.5, 24] }) },
  moves: { v1: whole("s3", 2017), v5: parts(["s1", 2018, 3]) },
  targets: { "45:2016": 1 },
  settings: { "severity:farAway": "off" },
});

describe("two plans side by side", () => {
  const { a, b, areas, villages, others } = comparePlans(A, B);
  test("tell the villages whose moves differ, with both moves", () => {
    expect(villages.map(({ key, persons }) => [key, persons])).toEqual([
      ["v1", 80],
      ["v5", 64],
    ]);
    expect(villages[1]).toMatchObject({ a: null, b: parts(["s1", 2018, 3]), name: "village v5" });
  });
  test("tell every other entry that differs", () => {
    expect(others).toEqual([
      { collection: "settlements", key: "s3" },
      { collection: "targets", key: "45:2016" },
      { collection: "settings", key: "severity:farAway" },
    ]);
  });
  test("tell persons and money of the areas just below the plan's by year", () => {
    expect(areas).toHaveLength(7);
    expect(areas[2]).toMatchObject({ code: "4512", year: 2016, personsA: 131, personsB: 51 });
    expect(areas.reduce((sum, { yuanA }) => sum + yuanA, 0)).toBe(a.totalYuan);
    expect(areas.reduce((sum, { yuanB }) => sum + yuanB, 0)).toBe(b.totalYuan);
  });
  test("tell person-kilometres, straight on WGS 84", () => {
    const { distanceM } = geodesicBetween(108, 24, 108, 24.1);
    const one = assessed(ON, SITES, { moves: { v1: whole("s1") } });
    expect(personKm(one)).toBeCloseTo((80 * distanceM) / 1000, 1);
    expect(b.personKm).not.toBe(a.personKm);
  });
  test("are equal to themselves", () => {
    const same = comparePlans(A, A);
    expect([same.villages, same.others]).toEqual([[], []]);
  });
});

describe("merging moves", () => {
  test("brings along the settlements that the moves need, and nothing else", () => {
    expect(mergeMoves(B.plan, A.plan, ["v1"])).toEqual({
      settlements: { s3: B.plan.settlements.get("s3") },
      moves: { v1: whole("s3", 2017) },
    });
  });
  test("lets stay whom the other plan lets stay, and leaves out what is equal", () => {
    expect(mergeMoves(A.plan, B.plan, ["v2", "v5"])).toEqual({ moves: { v5: null } });
  });
  test("keeps a settlement that both have as it is", () => {
    const renamed = edited(A, { settlements: { s1: { name: "改" } }, moves: { v5: whole("s1") } });
    expect(mergeMoves(renamed.plan, A.plan, ["v5"]).settlements).toBeUndefined();
  });
  test("of all villages that differ makes the moves of both plans equal, in any plan", () => {
    const edits = fc.array(anyEdit, { maxLength: 12 });
    const run = (list: Parameters<typeof editPlan>[1][]): AssessedPlan =>
      list.reduce(
        (now, edit) => {
          const next = edit.locks || edit.settings ? null : editPlan(now, edit);
          return next?.ok ? next.assessed : now;
        },
        assessed(ON, FIRST),
      );
    fc.assert(
      fc.property(edits, edits, (one, other) => {
        const [from, into] = [run(one), run(other)];
        const unlocked = { ...into, plan: { ...into.plan, locks: into.plan.locks.clear() } };
        const keys = comparePlans(from, unlocked).villages.map(({ key }) => key);
        const merged = editPlan(unlocked, mergeMoves(from.plan, unlocked.plan, keys));
        if (!merged.ok) throw new Error(JSON.stringify(merged.problems));
        expect(comparePlans(from, merged.assessed).villages).toEqual([]);
        expect(equalValues(mergeMoves(from.plan, from.plan, keys), { moves: {} })).toBe(true);
        expect(equalPlans(from.plan, from.plan)).toBe(true);
      }),
    );
  });
});
