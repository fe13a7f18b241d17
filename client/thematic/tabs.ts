import { lazy, type ComponentType } from "react";
import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Language } from "../view-state.ts";

/** What every page of the workspace is given. */
export interface ThematicPageProps {
  meta: MetaAnswer;
  region: MetaAnswer["regions"][number];
  /** Changes with the data of any region: part of every key of a question. */
  version: string;
  /** The chosen area; the region before one is chosen. */
  area: AreaAnswer;
  rules: readonly IndicatorRule[];
  language: Language;
}

/**
 * The pages of the workspace, in the order of its header. A page is one row: its name is a text of `thematic.tab`, its path stands
 * behind /thematic, and it is loaded when it is opened.
 */
export const THEMATIC_TABS: readonly {
  name: string;
  path: string;
  page: ComponentType<ThematicPageProps>;
}[] = [
  { name: "map", path: "", page: lazy(() => import("./map-page.tsx")) },
  { name: "figures", path: "figures", page: lazy(() => import("../figures/page.tsx")) },
  { name: "exit", path: "exit", page: lazy(() => import("../exit/page.tsx")) },
  { name: "progress", path: "progress", page: lazy(() => import("../progress/page.tsx")) },
  { name: "atlas", path: "atlas", page: lazy(() => import("./atlas-page.tsx")) },
];
