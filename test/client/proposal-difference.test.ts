import { expect, test } from "vitest";
import { groupDifference } from "../../client/proposal/group-difference.ts";
import type { DifferenceAnswer } from "../../core/contract/proposal.ts";

const counts = { added: 0, changed: 0, removed: 0, persons: 0, amountYuan: 0 };
const village = (key: string, county: string, township: string | null) => ({
  key,
  name: key,
  position: null,
  county,
  township,
  households: 5,
  persons: 20,
  kind: "added" as const,
  before: null,
  after: { parts: [{ settlement: "s1", year: 2016, households: null }], reason: null },
});
const answer: DifferenceAnswer = {
  total: { ...counts, added: 4 },
  counties: [
    { ...counts, code: "1", name: "甲", added: 3 },
    { ...counts, code: "2", name: "乙", added: 1 },
  ],
  townships: [
    { ...counts, code: "11", name: "甲一", county: "1", added: 2 },
    { ...counts, code: "21", name: "乙一", county: "2", added: 1 },
  ],
  villages: [
    village("a", "1", "11"),
    village("b", "1", "11"),
    village("c", "1", null),
    village("d", "2", "21"),
  ],
  more: false,
  opened: [],
  built: [],
  breaks: [],
  change: {},
};

test("every village of a difference stands in one township of its county, those in none in a group of their own", () => {
  const groups = groupDifference(answer);
  expect(
    groups.map(({ name, townships }) => [
      name,
      townships.map((each) => [each.name, each.isArea, each.villages.map(({ key }) => key)]),
    ]),
  ).toEqual([
    [
      "甲",
      [
        ["甲一", true, ["a", "b"]],
        [null, false, ["c"]],
      ],
    ],
    ["乙", [["乙一", true, ["d"]]]],
  ]);
  expect(groups[0]!.townships[1]!.added).toBe(1);
});
