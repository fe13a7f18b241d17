import { chineseAtlas } from "./atlas.zh-CN.ts";
import { chineseBuild } from "./build.zh-CN.ts";
import { chineseCheapest } from "./cheapest.zh-CN.ts";
import { chinesePlan } from "./plan.zh-CN.ts";
import { chineseProposal } from "./proposal.zh-CN.ts";

/** Texts of planning in Chinese: what people see who make plans, not who only look. Loaded when they are first needed. */
export const chinesePlanning = {
  cheapest: chineseCheapest,
  plan: chinesePlan,
  proposal: chineseProposal,
  build: chineseBuild,
  atlas: chineseAtlas,
};
