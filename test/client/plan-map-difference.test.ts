import fc from "fast-check";
import { Map as PersistentMap } from "immutable";
import { expect, test } from "vitest";
import { differenceBetween } from "../../client/map/plan-difference.ts";

const NONE = PersistentMap<string, never>();

test("from nothing everything is new, from a state to itself nothing is", () => {
  const state = PersistentMap({ a: {}, b: {} });
  const { set, removed } = differenceBetween(NONE, state);
  expect(set.map(([key]) => key).sort()).toEqual(["a", "b"]);
  expect(removed).toEqual([]);
  expect(differenceBetween(state, state)).toEqual({ set: [], removed: [] });
  expect(differenceBetween(state, NONE).removed.toSorted()).toEqual(["a", "b"]);
});

test("entries are told apart by identity: equal ones that are not the same count as changed", () => {
  const state = PersistentMap({ a: { x: 1 }, b: { x: 2 } });
  const again = { x: 1 };
  expect(differenceBetween(state, state.set("a", again))).toEqual({
    set: [["a", again]],
    removed: [],
  });
});

/** Keys with equal hashes too ("Aa" and "BB" in immutable's), so that every kind of node occurs. */
const key = fc.oneof(
  fc.integer({ min: 0, max: 2000 }).map((n) => `45122${n}`),
  fc.array(fc.constantFrom("Aa", "BB"), { minLength: 1, maxLength: 5 }).map((all) => all.join("")),
);
const step = fc.record({
  set: fc.dictionary(key, fc.integer({ min: 0, max: 3 }), { maxKeys: 80 }),
  remove: fc.array(key, { maxLength: 60 }),
});

test("the difference leads from any state to any other, and says nothing that is not one", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const states = [PersistentMap<string, number>()];
      for (const { set, remove } of steps) states.push(states.at(-1)!.merge(set).deleteAll(remove));
      for (const before of states)
        for (const now of states) {
          const { set, removed } = differenceBetween(before, now);
          expect(set.filter(([each, value]) => before.get(each) === value)).toEqual([]);
          expect(removed.filter((each) => !before.has(each))).toEqual([]);
          const next = before.merge(Object.fromEntries(set)).deleteAll(removed);
          expect(next.toObject()).toEqual(now.toObject());
        }
    }),
    { numRuns: 60 },
  );
});

test("one edit among 30,000 entries is found without walking them", () => {
  const codes = Array.from({ length: 30_000 }, (_, i) => `45${String(i * 7919).padStart(13, "0")}`);
  let state = NONE.merge(Object.fromEntries(codes.map((code) => [code, {}]))) as PersistentMap<
    string,
    object
  >;
  const times = codes.slice(0, 60).map((code, i) => {
    const before = state;
    state = i % 3 === 0 ? state.delete(code) : state.set(i % 3 === 1 ? code : `new ${i}`, {});
    const start = performance.now();
    const { set, removed } = differenceBetween(before, state);
    const took = performance.now() - start;
    expect(set.length + removed.length).toBe(1);
    return took;
  });
  // Some 0.02 ms; walking them all takes 5 ms and more.
  expect(Math.min(...times)).toBeLessThan(0.5);
});
