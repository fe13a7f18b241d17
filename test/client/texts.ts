import { english as englishBase } from "../../client/i18n/en.ts";
import { englishPlanning } from "../../client/i18n/planning.en.ts";
import { chinesePlanning } from "../../client/i18n/planning.zh-CN.ts";
import { englishSingular } from "../../client/i18n/singular.en.ts";
import { chinese as chineseBase } from "../../client/i18n/zh-CN.ts";

/** Every text of the pages, whenever it is loaded. */
export const chinese = { ...chineseBase, ...chinesePlanning };
/** Forms of one thing, which English has beside its texts of several. */
export { englishSingular as singular };
export const english = { ...englishBase, ...englishPlanning };
