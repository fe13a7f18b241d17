import { expect, test } from "vitest";
import { englishProposal } from "../../../client/i18n/proposal.en.ts";
import { chineseProposal } from "../../../client/i18n/proposal.zh-CN.ts";
import type { CauseCode, HardKind } from "../../../core/planner/infeasible/cause.ts";
import {
  causeWords,
  stepWords,
  type ToldCause,
  type ToldStep,
} from "../../../core/planner/infeasible/words.ts";
import { causeSentence, stepSentences } from "../../../server/plans/proposal-text.ts";

const part = (
  kind: HardKind,
  change: Partial<ToldCause["parts"][number]> = {},
): ToldCause["parts"][number] => ({
  kind,
  areaName: "Longlin",
  years: [],
  settlements: [],
  villages: [],
  villagesInAll: 0,
  limit: 0,
  ...change,
});
const cause = (code: CauseCode, parts: ToldCause["parts"]): ToldCause => ({
  code,
  needed: 5200000,
  available: 4000000,
  short: 1200000,
  unit: "yuan",
  parts,
});
const step = (change: Partial<ToldStep>): ToldStep => ({
  kind: "unlock",
  areaName: null,
  settlementName: null,
  villageName: null,
  year: null,
  amount: null,
  ...change,
});

test("a budget is told with its year, its place and its figures", () => {
  expect(
    causeSentence(
      cause("budget", [part("countyLow", { years: [2015] }), part("budget", { years: [2015] })]),
    ),
  ).toBe(
    "Longlin: what is asked for in 2015 costs at least 5,200,000 yuan, the budget has 4,000,000; 1,200,000 yuan short",
  );
});

test("years in a row are told as their first and last", () => {
  const { params } = causeWords(
    cause("capacity", [
      part("countyLow", { years: [2014, 2015, 2016, 2018] }),
      part("capacity", { settlements: [{ name: "Xinzhou" }] }),
    ]),
    (names) => names.join(),
  );
  expect(params).toMatchObject({ years: "2014-2016, 2018", site: "Xinzhou", place: "Longlin" });
});

test("a lead time tells the first year in which somebody can be received", () => {
  expect(
    causeSentence({
      ...cause("leadTime", [
        part("countyLow", { years: [2014] }),
        part("leadTime", { years: [2017, 2016], settlements: [{ name: "A" }, { name: "B" }] }),
      ]),
      needed: 100,
      available: 0,
    }),
  ).toBe(
    "Longlin: 100 persons are asked for in 2014, 0 can be received; A, B (2 in all) can take nobody before 2016",
  );
});

test("more than three villages that are treated alike are told together, three by name", () => {
  const villages = ["Dongkeng", "Naxiao", "Pingshan", "Longtan"].map((villageName) =>
    step({ villageName }),
  );
  expect(
    stepSentences([...villages, step({ kind: "land", areaName: "Longlin", amount: 0.6 })]),
  ).toEqual([
    "unlock 4 villages (Dongkeng, Naxiao, Pingshan and others)",
    "0.6 mu more land in Longlin",
  ]);
  expect(stepSentences(villages.slice(1))).toEqual([
    "unlock Naxiao",
    "unlock Pingshan",
    "unlock Longtan",
  ]);
});

const CODES: readonly CauseCode[] = [
  "lock",
  "willing",
  "candidates",
  "noSite",
  "frozenYear",
  "leadTime",
  "mustOpen",
  "mustAct",
  "land",
  "budget",
  "capacity",
  "band",
  "persons",
];
const AGAINST: readonly HardKind[][] = [
  ["capacity"],
  ["leadTime"],
  ["land"],
  ["budget"],
  ["countyHigh"],
  [],
];
const holes = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!);

test.each([
  ["zh-CN", chineseProposal],
  ["en", englishProposal],
])("every cause and change has a text in %s whose blanks are filled", (_, texts) => {
  const said = CODES.flatMap((code) =>
    AGAINST.map((kinds) =>
      causeWords(
        cause(
          code,
          kinds.map((kind) => part(kind)),
        ),
        (names) => names.join(),
      ),
    ),
  );
  for (const { code, params } of said)
    expect(Object.keys(params)).toEqual(
      expect.arrayContaining(holes((texts.cause as Record<string, string>)[code]!)),
    );
  const many = ["unlock", "mayLeave", "include"] as const;
  const kinds = Object.keys(texts.change).filter((code) => !code.endsWith("Many"));
  const steps = [
    ...kinds.map((kind) => step({ kind: kind as ToldStep["kind"] })),
    ...many.flatMap((kind) => [1, 2, 3, 4].map((n) => step({ kind, villageName: String(n) }))),
  ];
  const words = stepWords(steps, (names) => names.join());
  expect(new Set(words.map(({ code }) => code))).toEqual(new Set(Object.keys(texts.change)));
  for (const { code, params } of words)
    expect(Object.keys(params)).toEqual(
      expect.arrayContaining(holes((texts.change as Record<string, string>)[code]!)),
    );
});
