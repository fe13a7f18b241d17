import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NewReturn, ProgressState } from "../../../core/contract/progress.ts";
import { forecastYear, type PipelineSite } from "../../../core/progress/forecast.ts";
import { tallySubject } from "../../../core/progress/tally.ts";

function site(
  months: Readonly<Record<string, number>>,
  state: ProgressState = "movedIn",
): ReturnType<typeof tallySubject> {
  return tallySubject(
    Object.entries(months).map(([period, persons]): NewReturn => ({
      subject: "settlement",
      key: "s",
      period,
      state,
      households: 0,
      persons,
      oldHousesDown: 0,
    })),
  );
}

const year = (of: number, persons: readonly number[]): Record<string, number> =>
  Object.fromEntries(persons.map((each, i) => [`${of}-${String(i + 1).padStart(2, "0")}`, each]));
const ask = (subjects: ReturnType<typeof tallySubject>[], sites: PipelineSite[] = []) =>
  forecastYear({ year: 2016, planned: 1000, subjects, sites });

describe("the forecast of a year's end", () => {
  it("is not made of nothing", () => {
    expect(ask([])).toMatchObject({
      none: "noReturns",
      low: null,
      likely: null,
      high: null,
      parts: [],
    });
    expect(ask([site(year(2015, [5, 5]))])).toMatchObject({ none: "noReturns" });
  });
  it("is not made of two months alone, but of three", () => {
    expect(ask([site(year(2016, [30, 30]))])).toMatchObject({ none: "tooLittle" });
    const three = ask([site(year(2016, [30, 30, 60]))]);
    expect(three).toMatchObject({ none: null, low: 120, likely: 480, high: 480 });
    expect(three.parts.map(({ code, persons }) => [code, persons])).toEqual([
      ["returned", 120],
      ["paceThisYear", 480],
    ]);
  });
  it("is not made where nobody moved in and nothing is being built", () => {
    expect(ask([site(year(2016, [0, 0, 0]), "notStarted")])).toMatchObject({ none: "nothingYet" });
  });
  it("is not needed where the year is closed, by its yearly return or by twelve months", () => {
    expect(ask([site({ "2016": 700 })])).toMatchObject({ none: "closed" });
    expect(
      ask([
        site(
          year(
            2016,
            Array.from({ length: 12 }, () => 10),
          ),
        ),
      ]),
    ).toMatchObject({ none: "closed" });
    expect(ask([site({ "2016": 700 }), site(year(2016, [10, 10, 10]))])).toMatchObject({
      none: null,
      likely: 820,
    });
  });
  it("goes on as last year did after the same months", () => {
    const before = year(2015, [10, 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 70]);
    const answer = ask([site({ ...before, ...year(2016, [20, 20]) })]);
    // 20 of last year's 100 came in these two months; 40 this year make 200.
    expect(answer).toMatchObject({ none: null, low: 40, likely: 200, high: 200 });
    expect(answer.parts[1]).toEqual({
      code: "paceLastYear",
      persons: 200,
      params: { persons: 40, lastSame: 20, lastYear: 100, year: 2015, subjects: 1, all: 1 },
    });
  });
  it("tells how many of those that returned last year it goes by, for the others are in no month", () => {
    const before = year(2015, [10, 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 70]);
    const answer = ask([
      site({ ...before, ...year(2016, [20, 20]) }),
      site({ "2015": 900 }),
      site(year(2015, [5, 5])),
      site(year(2016, [1, 1])),
    ]);
    expect(answer.parts.find(({ code }) => code === "paceLastYear")?.params).toEqual({
      persons: 42,
      lastSame: 20,
      lastYear: 100,
      year: 2015,
      subjects: 1,
      all: 3,
    });
  });
  it("does not go by a last year that was not returned in full", () => {
    const before = year(2015, [10, 10, 10, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(ask([site({ ...before, ...year(2016, [20, 20]) })])).toMatchObject({
      none: "tooLittle",
    });
  });
  it("counts the people to come to homes that are done, and to those that are being built", () => {
    const moving = site(year(2016, [50, 50, 50]));
    const done = site(year(2016, [0, 0, 0]), "structureDone");
    const building = site(year(2016, [0, 0, 0]), "building");
    const answer = ask(
      [moving, done, building],
      [
        { tally: moving, plannedSoFar: 200, readyYear: 2015 },
        { tally: done, plannedSoFar: 80, readyYear: 2016 },
        { tally: building, plannedSoFar: 300, readyYear: 2016 },
        { tally: site(year(2016, [0]), "building"), plannedSoFar: 999, readyYear: 2017 },
        { tally: null, plannedSoFar: 999, readyYear: 2016 },
      ],
    );
    expect(answer.parts.map(({ code, persons }) => [code, persons])).toEqual([
      ["returned", 150],
      ["paceThisYear", 600],
      ["pipelineDone", 280],
      ["pipelineBuilding", 580],
    ]);
    expect(answer).toMatchObject({ low: 280, likely: 580, high: 600 });
  });
  it("tells months that nobody returned and leaves them out of the pace", () => {
    const answer = ask([site({ "2016-01": 10, "2016-02": 10, "2016-05": 10 })]);
    expect(answer.missingMonths).toEqual(["2016-03", "2016-04"]);
    expect(answer.likely).toBe(120);
  });
  it("never lies below what was returned, and low <= likely <= high", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(100), { minLength: 1, maxLength: 12 }), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.array(fc.nat(100), { minLength: 12, maxLength: 12 }),
        fc.nat(500),
        (months, last, plannedSoFar) => {
          const subjects = months.map((each) => site({ ...year(2015, last), ...year(2016, each) }));
          const answer = ask(
            subjects,
            subjects.map((tally) => ({ tally, plannedSoFar, readyYear: 2016 })),
          );
          if (answer.none !== null) return;
          const returned = months.flat().reduce((sum, each) => sum + each, 0);
          expect(answer.parts[0]!.persons).toBe(returned);
          expect(answer.low).toBeGreaterThanOrEqual(returned);
          expect(answer.likely).toBeGreaterThanOrEqual(answer.low!);
          expect(answer.high).toBeGreaterThanOrEqual(answer.likely!);
        },
      ),
    );
  });
});
