import { englishExit } from "./exit.en.ts";
import { englishFigures } from "./figures.en.ts";
import { englishProgress } from "./progress.en.ts";
import { englishAtlas } from "./atlas.en.ts";
import { englishBuild } from "./build.en.ts";
import { englishCheapest } from "./cheapest.en.ts";
import { englishPlan } from "./plan.en.ts";
import { englishProposal } from "./proposal.en.ts";
import type { chinesePlanning } from "./planning.zh-CN.ts";

/** The same in English. */
export const englishPlanning: typeof chinesePlanning = {
  cheapest: englishCheapest,
  plan: englishPlan,
  proposal: englishProposal,
  build: englishBuild,
  atlas: englishAtlas,
  progress: englishProgress,
  figures: englishFigures,
  exit: englishExit,
};
