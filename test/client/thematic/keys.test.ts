import { expect, test } from "vitest";
import { pageAfter, presentAct } from "../../../client/thematic/keys.ts";
import { movedTo } from "../../../client/thematic/order.ts";
import { nextYear } from "../../../client/thematic/use-play.ts";

test("arrows and page keys turn pages, Home and End go to the ends, Space plays, Esc ends", () => {
  expect(["ArrowRight", "PageDown"].map(presentAct)).toEqual(["next", "next"]);
  expect(["ArrowLeft", "PageUp"].map(presentAct)).toEqual(["previous", "previous"]);
  expect(["Home", "End", " ", "Escape", "Backspace", "Enter"].map(presentAct)).toEqual([
    "first",
    "last",
    "play",
    "end",
    "out",
    "into",
  ]);
  expect(presentAct("a")).toBeNull();
});

test("pages are turned no further than the first and the last", () => {
  expect(pageAfter("next", 0, 3)).toBe(1);
  expect(pageAfter("next", 2, 3)).toBe(2);
  expect(pageAfter("previous", 0, 3)).toBe(0);
  expect(pageAfter("first", 2, 3)).toBe(0);
  expect(pageAfter("last", 0, 3)).toBe(2);
  expect(pageAfter("next", 0, 0)).toBe(0);
  expect(pageAfter("last", 0, 1)).toBe(0);
});

test("a page is put elsewhere and no other page is lost", () => {
  expect(movedTo(["a", "b", "c", "d"], 0, 2)).toEqual(["b", "c", "a", "d"]);
  expect(movedTo(["a", "b", "c", "d"], 3, 0)).toEqual(["d", "a", "b", "c"]);
  expect(movedTo(["a", "b"], 0, 9)).toEqual(["b", "a"]);
  expect(movedTo(["a", "b"], 1, -1)).toEqual(["b", "a"]);
  expect(movedTo(["a", "b"], 5, 0)).toEqual(["a", "b"]);
});

test("the whole span is followed by the first year, the last year by the first again", () => {
  expect(nextYear([2014, 2015, 2016], null)).toBe(2014);
  expect(nextYear([2014, 2015, 2016], 2014)).toBe(2015);
  expect(nextYear([2014, 2015, 2016], 2016)).toBe(2014);
  expect(nextYear([], 2016)).toBeNull();
});
