import fc from "fast-check";
import { expect, test } from "vitest";
import { CHECK_CODES } from "../../../core/contract/plan-check.ts";
import type { PlanChange } from "../../../core/contract/plan.ts";
import {
  assessPlan,
  checkName,
  checkPlan,
  editPlan,
  learnFacts,
  listChecks,
  openPlan,
  type AssessedPlan,
} from "../../../core/relocation/assess.ts";
import type { PlanFacts } from "../../../core/relocation/context.ts";
import { documentOf } from "../../../core/relocation/plan.ts";
import { assessed, context } from "./support/world.ts";
import { anyEdit, anyFacts, FIRST } from "./support/world-edits.ts";

type Step = { readonly edit: PlanChange } | { readonly facts: PlanFacts };
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: anyEdit.map((edit) => ({ edit })) },
  { weight: 1, arbitrary: anyFacts.map((facts) => ({ facts })) },
);
const sequence = fc.array(anyStep, { maxLength: 25 });

function step(now: AssessedPlan, next: Step): AssessedPlan {
  if ("facts" in next) return learnFacts(now, next.facts);
  const result = editPlan(now, next.edit);
  return result.ok ? result.assessed : now;
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : 1);

/** An assessed plan as plain values, to compare. */
function plain({ checks, ledger }: AssessedPlan): unknown {
  return {
    checks: listChecks(checks),
    ledger: Object.fromEntries(
      Object.entries(ledger).map(([name, rows]) => [
        name,
        [...rows.entries()]
          .map(([key, row]): [string, unknown[]] => [String(key), [...row]])
          .map(([key, row]) => [
            key,
            typeof row[0] === "string" ? row.map(String).toSorted(compareTexts) : row,
          ])
          .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      ]),
    ),
  };
}

const START = assessed(context(), FIRST);

test("after any sequence of edits and facts, what was kept up equals what is computed anew", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(sequence, (steps) => {
      let now = START;
      for (const next of steps) now = step(now, next);
      expect(plain(now)).toEqual(plain(assessPlan(now)));
      for (const { code } of listChecks(now.checks)) seen.add(code);
    }),
    { numRuns: 600 },
  );
  expect(CHECK_CODES.filter((code) => !seen.has(code))).toEqual([]);
});

test("every single step keeps up", () => {
  fc.assert(
    fc.property(sequence, (steps) => {
      let now = START;
      for (const next of steps) {
        now = step(now, next);
        expect(plain(now)).toEqual(plain(assessPlan(now)));
      }
    }),
    { numRuns: 150 },
  );
});

test("undoing every edit leaves no trace", () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 15 }), (edits) => {
      const undo: PlanChange[] = [];
      let now = START;
      for (const edit of edits) {
        const result = editPlan(now, edit);
        if (!result.ok) continue;
        undo.push(result.inverse);
        now = result.assessed;
      }
      for (const inverse of undo.reverse()) {
        const result = editPlan(now, inverse);
        if (!result.ok) throw new Error(JSON.stringify(result.problems));
        now = result.assessed;
      }
      expect(plain(now)).toEqual(plain(START));
    }),
    { numRuns: 200 },
  );
});

test("the order of edits to different villages never matters", () => {
  const moves = anyEdit.filter((edit) => edit.moves !== undefined && edit.locks === undefined);
  fc.assert(
    fc.property(moves, moves, (a, b) => {
      const [one, other] = [{ moves: a.moves! }, { moves: b.moves! }];
      if (Object.keys(one.moves).some((key) => key in other.moves)) return;
      const run = (...edits: PlanChange[]) =>
        edits.reduce((now, edit) => step(now, { edit }), START);
      const [ab, ba] = [run(one, other), run(other, one)];
      expect(documentOf(ab.plan)).toEqual(documentOf(ba.plan));
      expect(plain(ab)).toEqual(plain(ba));
    }),
    { numRuns: 300 },
  );
});

test("a check is named by its code, subject and kind, and no two have one name", () => {
  fc.assert(
    fc.property(sequence, (steps) => {
      const names = listChecks(steps.reduce(step, START).checks).map(checkName);
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test("checks come with the hard ones first", () => {
  const list = listChecks(assessed(context(), FIRST, { moves: {} }).checks);
  const severities = list.map(({ severity }) => severity);
  expect(severities).toEqual(severities.toSorted());
});

test("a whole plan at once equals the plan entry by entry", () => {
  fc.assert(
    fc.property(sequence, (steps) => {
      const { plan, context: on } = steps.reduce(step, START);
      const document = documentOf(plan);
      const once = assessed(on, document);
      const opened = openPlan(document, on);
      expect(opened.ok && plain(opened.assessed)).toEqual(plain(once));
      expect(plain(once)).toEqual(plain(assessPlan({ plan, context: on })));
      expect(listChecks(checkPlan(once))).toEqual(listChecks(once.checks));
    }),
    { numRuns: 100 },
  );
});

test("a document with faults opens no plan and tells them", () => {
  const opened = openPlan({ targets: { "45:2013": 1 } }, context());
  expect(opened).toMatchObject({ ok: false, problems: [{ code: "yearOutside" }] });
});
