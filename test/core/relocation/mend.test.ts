import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MendCode, PlanCheck } from "../../../core/contract/plan-check.ts";
import { MEND_CODES } from "../../../core/contract/plan-check.ts";
import { PlanChange } from "../../../core/contract/plan.ts";
import {
  checkName,
  editPlan,
  listChecks,
  type AssessedPlan,
} from "../../../core/relocation/assess.ts";
import { touchedBy } from "../../../core/relocation/combine.ts";
import { MENDS } from "../../../core/relocation/finding.ts";
import { mendOf } from "../../../core/relocation/mend.ts";
import { settlement, works } from "./support/arbitrary-changes.ts";
import {
  assessed,
  context,
  edited,
  parts,
  serves,
  site,
  VILLAGES,
  whole,
  type PlanVillage,
} from "./support/world.ts";
import { ALL_FACTS, anyEdit, FIRST } from "./support/world-edits.ts";
import { siteKey, worksKey } from "../../../core/relocation/context.ts";

/** How much a check fails by, to tell whether it fails less. */
function failing(check: PlanCheck | undefined): number {
  if (check === undefined) return -1;
  const { actual, limit, params } = check;
  if (check.code === "beforeReady") return Number(params["villages"]);
  if (check.code === "villageSplit") return Number(params["settlements"]);
  return actual === null || limit === null ? 0 : Math.abs(actual - limit);
}

const named = (plan: AssessedPlan, name: string): PlanCheck | undefined =>
  listChecks(plan.checks).find((check) => checkName(check) === name);

/** What a way of mending must not make fail that did not: room where it looks for room, targets where it looks at years. */
const NEVER: Readonly<Partial<Record<MendCode, readonly string[]>>> = {
  moveOutLast: ["overCapacity", "beforeReady"],
  nearerSettlement: ["overCapacity", "beforeReady"],
  gatherVillage: ["overCapacity", "beforeReady"],
  moveUp: ["targetShort", "targetOver", "beforeReady", "overCapacity"],
  moveBack: ["targetShort", "targetOver", "beforeReady", "overCapacity"],
};
/** Checks that fail by more after a mend; of targets of other areas only those that were met. */
function worse(before: AssessedPlan, after: AssessedPlan, code: MendCode, area: string): string[] {
  return listChecks(after.checks)
    .filter((check) => NEVER[code]?.includes(check.code))
    .filter((check) => {
      const was = named(before, checkName(check));
      const isOther = check.subject.startsWith("target:") && check.params["area"] !== area;
      return failing(check) > failing(was) && (was === undefined || !isOther);
    })
    .map(checkName);
}

/** Settlements with room for the mends that look for it, targets and moves of many years. */
const RICH: PlanChange = {
  ...FIRST,
  settlements: {
    ...FIRST.settlements,
    s4: settlement({ position: [108.01, 24.01], capacityPersons: 1000 }),
  },
  moves: {
    v1: whole("s1", 2018),
    v2: whole("s1", 2016),
    v3: parts(["s2", 2016, 10], ["s4", 2018, 20]),
    v5: whole("s3", 2018),
  },
};

describe("for any plan, the mend of a failing check", () => {
  const made = new Map<MendCode, number>();
  test("is an edit within the contract after which it no longer fails, or fails by less", () => {
    const start = assessed(context({ facts: ALL_FACTS }), RICH);
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 12 }), (edits) => {
        let now = start;
        for (const edit of edits) {
          const next = editPlan(now, edit);
          if (next.ok) now = next.assessed;
        }
        for (const check of listChecks(now.checks))
          for (const code of MENDS[check.code]) {
            const mend = mendOf(check, now, { code });
            if (mend === null) continue;
            made.set(code, (made.get(code) ?? 0) + 1);
            expect(PlanChange.parse(mend.change)).toEqual(mend.change);
            const next = editPlan(now, mend.change);
            if (!next.ok) throw new Error(JSON.stringify(next.problems));
            const still = named(next.assessed, checkName(check));
            expect(failing(still), `${code} of ${checkName(check)}`).toBeLessThan(failing(check));
            const back = editPlan(next.assessed, next.inverse);
            expect(back.ok && listChecks(back.assessed.checks)).toEqual(listChecks(now.checks));
            expect(touchedBy(mend.change).some((one) => one.startsWith("locks."))).toBe(false);
            const area = String(check.params["area"]);
            expect(worse(now, next.assessed, code, area), `${code} of ${checkName(check)}`).toEqual(
              [],
            );
          }
      }),
      { numRuns: 300 },
    );
  });

  test("was tried for every way of mending", () => {
    const tried = MEND_CODES.filter((code) => (made.get(code) ?? 0) > 3);
    expect(MEND_CODES.filter((code) => !tried.includes(code))).toEqual([
      "leaveZone",
      "dropOutline",
    ]);
  });
});

/** Villages of one person a household in one administrative village: v1 has 10 persons, v2 has 20, and so on. */
const sized = (...persons: number[]): PlanVillage[] =>
  persons.map((count, i) => ({
    key: `v${i + 1}`,
    area: "451201100201",
    households: count,
    persons: count,
    willing: count,
  }));
const target = (code: string, plan: AssessedPlan): PlanCheck =>
  listChecks(plan.checks).find(
    (check) => check.code === code && check.subject.startsWith("target:451201:"),
  )!;
const room = { s1: settlement({ position: [108, 24], capacityPersons: 10_000 }) };

describe("moving up", () => {
  const years = (targets: PlanChange["targets"], moves: PlanChange["moves"], ...sizes: number[]) =>
    assessed(context({ villages: sized(...sizes) }), {
      settlements: room,
      moves: moves!,
      targets: targets!,
    });
  const later = {
    v1: whole("s1", 2018),
    v2: whole("s1", 2018),
    v3: whole("s1", 2018),
    v4: whole("s1", 2019),
  };

  test("takes as few villages as reach the target, and of these the closest to it", () => {
    const plan = years({ "451201:2016": 100 }, later, 104, 97, 101, 60);
    expect(mendOf(target("targetShort", plan), plan)).toEqual({
      code: "moveUp",
      change: { moves: { v3: whole("s1", 2016) } },
      villages: 1,
      persons: 101,
      amount: null,
    });
  });
  test("takes the largest first where one is not enough", () => {
    const plan = years({ "451201:2016": 100 }, later, 40, 30, 20, 59);
    expect(Object.keys(mendOf(target("targetShort", plan), plan)!.change.moves!).sort()).toEqual([
      "v1",
      "v4",
    ]);
  });
  test("leaves a later year its own target", () => {
    const plan = years({ "451201:2016": 100, "451201:2018": 200 }, later, 80, 60, 70, 5);
    expect(mendOf(target("targetShort", plan), plan)!.change.moves).toEqual({
      v4: whole("s1", 2016),
    });
  });
  test("makes no other area's year too full", () => {
    const plan = years({ "451201:2016": 100, "451201100:2016": 50 }, later, 80, 60, 45, 5);
    expect(Object.keys(mendOf(target("targetShort", plan), plan)!.change.moves!)).toEqual([
      "v3",
      "v4",
    ]);
  });
  test("brings nobody before the homes are ready, and nobody who is locked", () => {
    const plan = years({ "451201:2016": 100 }, later, 100, 100, 100, 100);
    const late = edited(plan, { settlements: { s1: { readyYear: 2017 } } });
    expect(mendOf(target("targetShort", late), late)).toBeNull();
    const locked = edited(plan, { locks: { "village:v1": true, "year:2018": true } });
    expect(Object.keys(mendOf(target("targetShort", locked), locked)!.change.moves!)).toEqual([
      "v4",
    ]);
    const year = edited(plan, { locks: { "year:2016": true } });
    expect(mendOf(target("targetShort", year), year)).toBeNull();
  });
  test("does nothing where nobody moves later", () => {
    const plan = years({ "451201:2016": 100 }, { v1: whole("s1", 2014) }, 50);
    expect(mendOf(target("targetShort", plan), plan)).toBeNull();
  });
});

describe("moving back", () => {
  const over = (targets: PlanChange["targets"]) =>
    assessed(context({ villages: sized(50, 40, 30) }), {
      settlements: room,
      moves: { v1: whole("s1", 2016), v2: whole("s1", 2016), v3: whole("s1", 2016) },
      targets: { "451201:2016": 80, ...targets },
    });
  test("lets the village that comes closest to the target go a year later", () => {
    const plan = over({});
    expect(mendOf(target("targetOver", plan), plan)!.change.moves).toEqual({
      v2: whole("s1", 2017),
    });
  });
  test("passes over a year that would be too full", () => {
    const plan = over({ "451201:2017": 0 });
    expect(mendOf(target("targetOver", plan), plan)!.change.moves).toEqual({
      v2: whole("s1", 2018),
    });
  });
});

describe("a full settlement", () => {
  const full = (...capacities: number[]) =>
    assessed(context({ villages: sized(50, 40, 30) }), {
      settlements: {
        s1: settlement({ position: [108, 24], capacityPersons: 100 }),
        s2: settlement({ position: [108, 24.1], capacityPersons: capacities[0]! }),
        s3: settlement({ position: [108, 24.2], capacityPersons: capacities[1]! }),
      },
      moves: { v1: whole("s1", 2015), v2: whole("s1", 2018), v3: whole("s1", 2018) },
    });
  const check = (plan: AssessedPlan): PlanCheck =>
    listChecks(plan.checks).find(({ code }) => code === "overCapacity")!;
  test("sends the fewest who come last to the nearest with room", () => {
    const plan = full(100, 100);
    expect(mendOf(check(plan), plan)!.change.moves).toEqual({ v3: whole("s2", 2018) });
  });
  test("passes over a nearer one without room", () => {
    const plan = full(29, 30);
    expect(mendOf(check(plan), plan)!.change.moves).toEqual({ v3: whole("s3", 2018) });
  });
  test("grows to those who go there, if that is preferred or nobody has room", () => {
    const plan = full(0, 0);
    expect(mendOf(check(plan), plan)).toBeNull();
    expect(mendOf(check(plan), plan, { code: "raiseCapacity" })).toMatchObject({
      change: { settlements: { s1: { capacityPersons: 120 } } },
      amount: 120,
    });
    const locked = edited(plan, { locks: { "settlement:s1": true } });
    expect(mendOf(check(locked), locked, { code: "raiseCapacity" })).toBeNull();
  });
});

describe("other ways of mending", () => {
  const mend = (plan: AssessedPlan, code: string, way?: MendCode): PlanChange | undefined => {
    const check = listChecks(plan.checks).find((one) => one.code === code)!;
    return mendOf(check, plan, way ? { code: way } : {})?.change;
  };
  const one = (set: Parameters<typeof settlement>[0], village: Partial<PlanVillage> = {}) =>
    assessed(context({ villages: [{ ...VILLAGES[0]!, ...village }] }), {
      settlements: { s1: settlement({ position: [108, 24], ...set }) },
      moves: { v1: whole("s1", 2016) },
    });
  test("move in when the homes are ready", () => {
    expect(mend(one({ readyYear: 2018 }), "beforeReady")).toEqual({
      moves: { v1: whole("s1", 2018) },
    });
    expect(mend(one({ readyYear: 2021 }), "beforeReady")).toBeUndefined();
  });
  test("only the willing, or nobody where nobody is", () => {
    expect(mend(one({}, { willing: 7 }), "unwilling")).toEqual({
      moves: { v1: parts(["s1", 2016, 7]) },
    });
    expect(mend(one({}, { willing: 0 }), "unwilling")).toEqual({ moves: { v1: null } });
  });
  test("only those who are there, the last parts cut first", () => {
    const plan = edited(one({}), { moves: { v1: parts(["s1", 2016, 15], ["s1", 2017, 15]) } });
    expect(mend(plan, "tooManyHouseholds")).toEqual({
      moves: { v1: parts(["s1", 2016, 15], ["s1", 2017, 5]) },
    });
  });
  test("as much land, floor area and money as it takes", () => {
    expect(mend(one({ landQuotaMu: 1 }), "landShort")).toEqual({
      settlements: { s1: { landQuotaMu: 9.6 } },
    });
    expect(mend(one({ floorAreaM2: 20_000, readyYear: 2016 }), "floorAreaOver")).toEqual({
      settlements: { s1: { floorAreaM2: 12_500 } },
    });
    const poor = edited(one({}), { budgets: { "45:centralBudget:2016": 3 } });
    expect(mend(poor, "budgetOver")).toEqual({ budgets: { "45:centralBudget:2016": 640_000 } });
  });
  test("all villages of an administrative village to where most of them go", () => {
    const plan = assessed(context(), {
      settlements: { ...room, s2: settlement({ position: [108, 24] }) },
      moves: { v1: whole("s2", 2016), v2: whole("s1", 2017) },
    });
    expect(mend(plan, "villageSplit")).toEqual({ moves: { v2: whole("s2", 2017) } });
    const narrow = edited(plan, { settlements: { s2: { capacityPersons: 80 } } });
    expect(mend(narrow, "villageSplit")).toEqual({ moves: { v1: whole("s1", 2016) } });
  });
  test("another settlement of the same township, when the facts tell of one", () => {
    const place = { position: [108.05, 24] as [number, number], outline: null };
    const far = { position: [108.2, 24] as [number, number], outline: null };
    const facts = {
      sites: new Map([
        [siteKey(place), site()],
        [siteKey(far), site({ township: "451201101" })],
      ]),
      works: new Map(),
    };
    const plan = assessed(context({ facts }), {
      settlements: {
        near: settlement(place),
        far: settlement(far),
        unknown: settlement({ position: [108, 24] }),
      },
      moves: { v1: whole("far", 2016) },
    });
    expect(mend(plan, "crossesTownship")).toEqual({ moves: { v1: whole("near", 2016) } });
    expect(mend(plan, "crossesTownship", "cancelMove")).toEqual({ moves: { v1: null } });
  });
  test("no works for a village that moves, if the move is to stand", () => {
    const road = works();
    const facts = { sites: new Map(), works: new Map([[worksKey(road), serves("v1")]]) };
    const plan = assessed(context({ facts }), {
      settlements: { s1: settlement({ position: [108, 24] }) },
      works: { w1: road },
      moves: { v1: whole("s1", 2016) },
    });
    expect(mend(plan, "doubleSpending")).toEqual({ moves: { v1: null } });
    expect(mend(plan, "doubleSpending", "cancelWorks")).toEqual({ works: { w1: null } });
    expect(mend(plan, "worksForMovers")).toEqual({ works: { w1: null } });
  });
});

describe("a site that is no site", () => {
  const crossed: [number, number][] = [
    [108, 24],
    [108.01, 24.01],
    [108.01, 24],
    [108, 24.01],
    [108, 24],
  ];
  const bow = settlement({ position: [108, 24], outline: [crossed] });
  const facts = (set: Parameters<typeof site>[0]) => ({
    sites: new Map([[siteKey(bow), site(set)]]),
    works: new Map(),
  });
  const plan = (set: Parameters<typeof site>[0], more: PlanChange = {}) =>
    assessed(context({ facts: facts(set) }), {
      ...more,
      settlements: { s1: bow, s2: settlement({ position: [108.2, 24] }) },
    });
  const only = (code: string, now: AssessedPlan): PlanCheck =>
    listChecks(now.checks).find((check) => check.code === code)!;

  test("for its outline keeps the place alone", () => {
    const now = plan({ crossed: true, areaM2: 10 });
    expect(mendOf(only("siteNotAnArea", now), now)?.change).toEqual({
      settlements: { s1: { outline: null } },
    });
  });
  test("for its place is cancelled with who was to go there; who goes elsewhere too still does", () => {
    const moves = { v1: whole("s1", 2016), v3: parts(["s1", 2016, 10], ["s2", 2018, 20]) };
    const now = plan({ county: null, counties: [] }, { moves });
    const mend = mendOf(only("siteOutside", now), now);
    expect(mend).toMatchObject({ code: "cancelSettlement", villages: 2 });
    expect(mend?.change).toEqual({
      settlements: { s1: null },
      moves: { v1: null, v3: parts(["s2", 2018, 20]) },
    });
  });
  test("stays while a village that goes there is locked", () => {
    const now = plan(
      { county: null, counties: [] },
      { moves: { v1: whole("s1", 2016) }, locks: { "village:v1": true } },
    );
    expect(mendOf(only("siteOutside", now), now)).toBeNull();
  });
});

test("a village whose persons are not recorded may stay until they are", () => {
  const now = assessed(context(), { settlements: room, moves: { v4: whole("s1", 2016) } });
  const check = listChecks(now.checks).find(({ code }) => code === "countsUnknown")!;
  expect(mendOf(check, now)?.change).toEqual({ moves: { v4: null } });
});
