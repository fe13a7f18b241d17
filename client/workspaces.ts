import { withPlanning } from "./i18n/start.ts";

/** The workspaces, each loaded when it is first opened. */
export const WORKSPACES = {
  coverage: () => withPlanning(() => import("./coverage/workspace.tsx")),
  plan: () => withPlanning(() => import("./plan/workspace.tsx")),
  thematic: () => import("./thematic/workspace.tsx"),
};

/** The workspace that a path names. */
export const workspaceOf = (path: string): keyof typeof WORKSPACES =>
  path.startsWith("/plan") ? "plan" : path.startsWith("/thematic") ? "thematic" : "coverage";
