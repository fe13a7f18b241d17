import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { applyEdit, moveTo, refsOf } from "../../../client/thematic/page-edits.ts";

const ids = (text: string) => text.split("");
const move = (before: string, from: number, to: number, now = before) => {
  const changed = applyEdit(ids(now), moveTo(ids(before), from, to)!);
  return changed && [changed.ids.join(""), changed.at];
};

describe("a page that is moved", () => {
  it("goes to where the other stood, up and down", () => {
    expect(move("abcd", 2, 1)).toEqual(["acbd", 1]);
    expect(move("abcd", 0, 3)).toEqual(["bcda", 3]);
  });

  it("goes beside the same page when others have moved meanwhile, and tells where that is", () => {
    // c before b; somebody put d first.
    expect(move("abcd", 2, 1, "dabc")).toEqual(["dacb", 2]);
    // a behind b; somebody took c out.
    expect(move("abcd", 0, 1, "abd")).toEqual(["bad", 1]);
  });

  it("goes to the number that was meant when its neighbour is gone, kept in the list", () => {
    expect(move("abcd", 0, 3, "abc")).toEqual(["bca", 2]);
  });

  it("is told as gone when somebody took it out", () => {
    expect(move("abcd", 2, 1, "abd")).toBeNull();
  });

  it("is itself and not another page with the same map", () => {
    expect(move("abac", 2, 3)).toEqual(["abca", 3]);
  });
});

test("a page is taken out by its map wherever it stands, and a map is added at the end", () => {
  const page = refsOf(ids("aba"))[2]!;
  expect(applyEdit(ids("bcaa"), { type: "take", page })).toEqual({ ids: ids("bca"), at: 3 });
  expect(applyEdit(ids("ab"), { type: "take", page })).toBeNull();
  expect(applyEdit(ids("ab"), { type: "add", id: "a" })).toEqual({ ids: ids("aba"), at: 2 });
});

test("moving keeps every page, puts the page where it says, and is what was asked while nobody else writes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a", "b", "c"), { minLength: 2, maxLength: 8 }),
      fc.nat(7),
      fc.nat(7),
      (pages, one, other) => {
        const [from, to] = [one % pages.length, other % pages.length];
        const edit = moveTo(pages, from, to);
        fc.pre(edit !== null);
        const changed = applyEdit(pages, edit!)!;
        expect(changed.ids.toSorted()).toEqual(pages.toSorted());
        expect(changed.at).toBe(to);
        expect(changed.ids[to]).toBe(pages[from]);
      },
    ),
  );
});
