import { expect, test } from "vitest";
import {
  editsOf,
  EMPTY_HISTORY,
  redone,
  stepTo,
  undone,
  withoutTrial,
  withTrial,
  type Trial,
} from "../../client/what-if/draft.ts";
import type { Works } from "../../core/contract/plan.ts";

function trial(id: string, part: Partial<Works> = {}): Trial {
  const works: Works = {
    name: "",
    sector: "road",
    action: "build",
    featureId: null,
    geometry: {
      type: "LineString",
      coordinates: [
        [108, 23],
        [108.1, 23],
      ],
    },
    class: "village",
    surface: "cement",
    allSeason: true,
    accepted: true,
    numbers: {},
    year: 2015,
    costYuan: null,
    fund: "specialFund",
    ...part,
  };
  return { id, works, lengthM: 1000 };
}
const cut = (id: string, featureId: number) =>
  trial(id, { action: "close", featureId, geometry: null });

test("every step can be undone and done again, until another step is made", () => {
  const one = stepTo(EMPTY_HISTORY, [trial("a")]);
  const two = stepTo(one, [...one.now, trial("b")]);
  expect(undone(two).now).toEqual(one.now);
  expect(undone(undone(undone(two)))).toMatchObject({ past: [], now: [] });
  expect(redone(redone(undone(undone(two))))).toEqual(two);
  expect(stepTo(undone(two), [trial("c")]).future).toEqual([]);
  expect(redone(two)).toBe(two);
  expect(stepTo(two, two.now)).toEqual(two);
});

test("an existing feature is tried in one way at a time, new ones are all kept", () => {
  const draft = withTrial(withTrial([trial("a")], cut("x", 7)), trial("b"));
  const changed = withTrial(draft, trial("y", { action: "change", featureId: 7, class: "track" }));
  expect(changed.map(({ id }) => id)).toEqual(["a", "y", "b"]);
  expect(withTrial(draft, cut("z", 8)).map(({ id }) => id)).toEqual(["a", "x", "b", "z"]);
  expect(withoutTrial(draft, "x").map(({ id }) => id)).toEqual(["a", "b"]);
});

test("what is changed is gone and stands anew; what is cut is gone; other sectors do not count", () => {
  const draft = [
    trial("a"),
    cut("x", 7),
    trial("y", { action: "change", featureId: 8, class: "track" }),
    trial("w", { sector: "water", class: "pipe" }),
  ];
  const { built, closed } = editsOf(draft, "road");
  expect(built.map((each) => [each.id, each.class])).toEqual([
    ["a", "village"],
    ["y", "track"],
  ]);
  expect(closed).toEqual([7, 8]);
  expect(editsOf(draft, "water").built).toHaveLength(1);
});
