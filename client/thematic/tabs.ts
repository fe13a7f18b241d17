import { lazy, type ComponentType } from "react";
import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { withPlanning } from "../i18n/start.ts";
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

type LoadPage = () => Promise<{ default: ComponentType<ThematicPageProps> }>;

/** A page that shows messages, loaded with what shows them when it is opened. */
const inApp =
  (load: LoadPage): LoadPage =>
  async () => {
    const [{ withApp }, { default: page }] = await Promise.all([
      import("./with-app.tsx"),
      withPlanning(load),
    ]);
    return { default: withApp(page) };
  };

/**
 * The pages of the workspace, in the order of its header. A page is one row: its name is a text of `thematic.tab`, its path stands
 * behind /thematic, and it is loaded when it is opened. Pages that call `App.useApp` stand in `inApp`.
 */
export const THEMATIC_TABS = (
  [
    { name: "map", path: "", load: () => import("./map-page.tsx") },
    { name: "figures", path: "figures", load: inApp(() => import("../figures/page.tsx")) },
    { name: "exit", path: "exit", load: inApp(() => import("../exit/page.tsx")) },
    { name: "progress", path: "progress", load: inApp(() => import("../progress/page.tsx")) },
    { name: "atlas", path: "atlas", load: inApp(() => import("./atlas-page.tsx")) },
  ] satisfies readonly { name: string; path: string; load: LoadPage }[]
).map((tab) => ({ ...tab, page: lazy<ComponentType<ThematicPageProps>>(tab.load) }));

/** Begins to load the page that a path names, before its data are there. */
export function startPage(pathname: string): void {
  const path = pathname.replace(/^\/thematic\/?/, "");
  void THEMATIC_TABS.find((tab) => tab.path === path)?.load();
}
