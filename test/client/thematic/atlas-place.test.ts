import { expect, test } from "vitest";
import { placeIn } from "../../../client/thematic/atlas-place.ts";

const pages = (text: string) => text.split("").map((id) => ({ id }));

test("a page is found by its map wherever it stands now", () => {
  expect(placeIn(pages("abcde"), "d", 3)).toEqual({ page: 3, isThere: true });
  // The page before it was taken out, or it was moved to the front.
  expect(placeIn(pages("acde"), "d", 3)).toEqual({ page: 2, isThere: true });
  expect(placeIn(pages("dabce"), "d", 3)).toEqual({ page: 0, isThere: true });
});

test("a map on more than one page is the page nearest to where it stood", () => {
  expect(placeIn(pages("abacada"), "a", 5).page).toBe(4);
  expect(placeIn(pages("abacada"), "a", 6).page).toBe(6);
});

test("a page that is gone is said to be, and the nearest is given", () => {
  expect(placeIn(pages("abc"), "d", 1)).toEqual({ page: 1, isThere: false });
  expect(placeIn(pages("abc"), "d", 3)).toEqual({ page: 2, isThere: false });
  expect(placeIn([], "d", 3)).toEqual({ page: 0, isThere: false });
});

test("an address without a map means the page of its number", () => {
  expect(placeIn(pages("abc"), null, 2)).toEqual({ page: 2, isThere: true });
  expect(placeIn(pages("abc"), null, 5)).toEqual({ page: 2, isThere: false });
});
