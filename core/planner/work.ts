import type { Highs } from "highs";
import { yuanPerPerson } from "./ascend.ts";
import { compile, type Compiled } from "./compile.ts";
import type { PlannerPlan, PlannerProblem, PlannerProgress } from "./problem.ts";
import type { Scope } from "./relax.ts";
import { wholeScope } from "./scopes.ts";
import type { Found, SearchSettings } from "./search.ts";

export interface SolveOptions {
  /** The same seed gives the same plan, if nothing stops it. */
  readonly seed: number;
  /** Changes tried for each village: more is slower and better. */
  readonly effort?: number;
  readonly onProgress?: (progress: PlannerProgress) => void;
  /** Asked often; when true, the best so far is given back. */
  readonly shouldStop?: () => boolean;
  /** The loaded solver of linear programs, for a better first plan of a county. */
  readonly highs?: Highs;
  /** Villages are first put on these choices: what stands, when only little changed. */
  readonly start?: PlannerPlan;
}

const EFFORT = 6000;
/** Changes tried in all, however few villages there are. */
const LEAST_CHANGES = 200_000;
/** What all steps of a solve share. */
export interface Work {
  readonly c: Compiled;
  readonly whole: Scope;
  /** Yuan-equivalents of a person's move, as usual: the measure of steps and of heat. */
  readonly unitYuan: number;
  readonly options: SolveOptions;
  readonly perVillage: number;
  readonly heat: number;
  readonly shouldStop: () => boolean;
  readonly tell: (
    stage: string,
    done: number,
    news?: { bound?: number | null; objective?: number | null },
  ) => void;
}

/** What a search ended with, and the opening that it went along. */
export interface Searched {
  readonly found: Found;
  readonly planned: Int32Array;
}

/** What the steps of a solve share, of a problem. */
export function workOf(problem: PlannerProblem, options: SolveOptions): Work {
  const c = compile(problem);
  const unitYuan = yuanPerPerson(c);
  let best: { bound: number | null; objective: number | null } = { bound: null, objective: null };
  return {
    c,
    whole: wholeScope(c),
    unitYuan,
    options,
    perVillage: options.effort ?? EFFORT,
    // What stands is changed little: less heat.
    heat: options.start === undefined ? unitYuan / 5 : unitYuan / 40,
    shouldStop: options.shouldStop ?? (() => false),
    tell: (stage, done, news = {}) => {
      best = { ...best, ...news };
      options.onProgress?.({ stage, done, ...best });
    },
  };
}

/** Settings of a search, with changes enough for a small problem. */
export function settingsOf(
  { c, options }: Work,
  settings: Omit<SearchSettings, "seed">,
): SearchSettings {
  const least = LEAST_CHANGES / Math.max(1, c.villages);
  return { ...settings, perVillage: Math.max(settings.perVillage, least), seed: options.seed };
}
