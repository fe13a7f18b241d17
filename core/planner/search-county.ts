import type { Choices } from "./choices.ts";
import { searchOpenings } from "./other-openings.ts";
import type { Prices } from "./prices.ts";
import { search, type Found, type SearchSettings } from "./search.ts";
import { vertexStart } from "./vertex.ts";
import { settingsOf, type Searched, type Work } from "./work.ts";

/** A linear program that takes longer is done without. */
const PROGRAM_SECONDS = 20;

/** Searches one scope as a whole, opening after opening until one keeps every row. */
export function searchCounty(
  work: Work,
  prices: Prices,
  start: Choices,
  openings: readonly Int32Array[],
): Searched {
  const { c, options, perVillage, heat, shouldStop, tell } = work;
  const run = (planned: Int32Array, settings: SearchSettings): Found =>
    search(
      c,
      prices,
      planned,
      settings,
      (done, cost) => tell("search", 0.45 + 0.55 * done, { objective: cost }),
      shouldStop,
    );
  const along = (planned: Int32Array, isGiven: boolean): Found => {
    if (options.start !== undefined)
      return bestNear(work, (seed) => run(planned, { ...nearSettings(work, start), seed }));
    const corner =
      isGiven && options.highs !== undefined
        ? vertexStart(options.highs, c, prices, planned, PROGRAM_SECONDS)
        : null;
    return run(
      planned,
      settingsOf(work, {
        // A corner of the linear program is near the end.
        perVillage: corner === null ? perVillage : perVillage / 2,
        heat: corner === null ? heat : heat / 3,
        start: corner ?? start,
      }),
    );
  };
  return searchOpenings(c, openings, along, shouldStop);
}

/** Changes tried in all around what stands: in a small county by several searches, for each may end where only more villages would change. */
const NEAR_CHANGES = 2_000_000;
const MOST_NEAR = 10;

const nearSettings = (
  { perVillage, heat }: Work,
  start: Choices,
): Omit<SearchSettings, "seed"> => ({
  perVillage: perVillage / 4,
  heat,
  start,
});

/** The best of several searches that begin with what stands. */
function bestNear(
  { c, options, perVillage, shouldStop }: Work,
  run: (seed: number) => Found,
): Found {
  const each = (perVillage / 4) * Math.max(1, c.villages);
  const times = Math.max(1, Math.min(MOST_NEAR, Math.floor(NEAR_CHANGES / each)));
  let best = run(options.seed);
  for (let n = 1; n < times && !shouldStop(); n++) {
    const found = run(options.seed + n);
    if (found.cost !== null && found.cost < (best.cost ?? Infinity)) best = found;
  }
  return best;
}
