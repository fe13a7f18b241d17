import type { Atlas } from "../../core/contract/thematic.ts";
import type { PlanContext } from "../plans/context.ts";
import { problem } from "../http/problem.ts";

export async function atlasById(_context: PlanContext, id: string): Promise<Atlas> {
  throw problem(404, "unknownAtlas", "There is no atlas with this id.", "id", { id });
}
