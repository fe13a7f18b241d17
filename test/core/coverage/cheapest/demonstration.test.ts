import { beforeAll, describe, expect, test } from "vitest";
import type { CheapestAnswer, Counted } from "../../../../core/contract/cheapest.ts";
import type { Snapshot } from "../../../../core/coverage/snapshot.ts";
import { SHIPPED_RULES } from "../../../../geodata/standards/indicator-rules.ts";
import { makeBenchRegion } from "../../../bench/tiles-data.ts";
import { askCheapest, ratesWith } from "./support.ts";

let snapshot: Snapshot;
beforeAll(async () => {
  ({ snapshot } = await makeBenchRegion("hechi"));
}, 300_000);

const QUESTIONS: readonly (readonly [
  rule: string,
  county: string,
  counted: Counted,
  target: number,
])[] = [
  ["village-road", "451224", "villages", 0.95],
  ["village-road", "451223", "households", 0.95],
  ["village-road", "451227", "persons", 0.9],
  ["accepted-village-road", "451223", "villages", 0.8],
  ["electricity", "451221", "villages", 1],
  ["broadband-natural-village", "451225", "villages", 0.9],
  ["hardened-road", "451228", "villages", 1],
];

describe("the cheapest way in counties of the demonstration region", () => {
  test.each(QUESTIONS)(
    "%s in %s: reaches the target by %s in a coverage run over the whole data, for less than greedy expansion",
    (id, county, counted, target) => {
      const rule = SHIPPED_RULES.find((each) => each.id === id)!;
      const area = snapshot.areas.code.indexOf(county);
      const answer = askCheapest(snapshot, rule, { area, target, counted }) as CheapestAnswer;
      expect(answer.outcome).toBe("reached");
      const rate = ratesWith(snapshot, rule, answer, answer.optimum.lines, area)[counted];
      expect(rate.low).toBeGreaterThanOrEqual(target);
      expect(rate.served).toBe(answer.verified.served);
      expect(answer.optimum.total.yuan).toBeLessThan(answer.greedy.yuan);
      // No line goes on to the door of a village that it ends at.
      expect(answer.picks.at(-1)!.cumulative.served).toBe(
        answer.today.served + answer.today.reachable,
      );
    },
    300_000,
  );
});
