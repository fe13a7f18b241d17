import { chineseExit } from "./exit.zh-CN.ts";
import { chineseFigures } from "./figures.zh-CN.ts";
import { chineseProgress } from "./progress.zh-CN.ts";
import { chineseAtlas } from "./atlas.zh-CN.ts";
import { chineseBuild } from "./build.zh-CN.ts";
import { chineseCheapest } from "./cheapest.zh-CN.ts";
import { chinesePlan } from "./plan.zh-CN.ts";
import { chineseProposal } from "./proposal.zh-CN.ts";

/** Texts in Chinese of what a first look at coverage or a thematic map does without: plans, and the pages beside the map. Loaded when they are first needed. */
export const chinesePlanning = {
  cheapest: chineseCheapest,
  plan: chinesePlan,
  proposal: chineseProposal,
  build: chineseBuild,
  atlas: chineseAtlas,
  progress: chineseProgress,
  figures: chineseFigures,
  exit: chineseExit,
};
