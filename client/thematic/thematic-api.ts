import type { z } from "zod";
import { v4 as newId } from "uuid";
import {
  AtlasesAnswer,
  Atlas,
  BuildOrMoveColumnsAnswer,
  FlowsAnswer,
  MapsAnswer,
  PlanColumnsAnswer,
  RuleYearsAnswer,
  SavedMap,
  TodayAnswer,
  type AtlasPatch,
  type MapLevel,
  type MapPatch,
  type NewAtlas,
  type NewMap,
} from "../../core/contract/thematic.ts";
import type { AtlasDesk } from "./change-pages.ts";
import { addressOf, ask, askFor } from "../api.ts";

const writing = (version: number) => ({ "if-match": `"${version}"` });
/** A key of one's own for each thing that is made, so that it is made once however often it is sent. */
const making = () => ({ "idempotency-key": newId() });

/** Reads an atlas and writes its pages, as somebody. */
export const deskOf = (author: string): AtlasDesk => ({
  read: (id) => thematicApi.atlas(id),
  write: (atlas, pages) => thematicApi.changeAtlas(atlas, { pages, author }),
});

/** The service's addresses about thematic maps; see core/contract/thematic.ts. */
export const thematicApi = {
  today: (area: string, by: MapLevel, signal?: AbortSignal) =>
    askFor(TodayAnswer, addressOf("/api/thematic/today", { area, by }), { signal }),
  plan: (plan: string, by: MapLevel, signal?: AbortSignal) =>
    askFor(PlanColumnsAnswer, addressOf("/api/thematic/plan", { plan, by }), { signal }),
  ruleYears: (plan: string, rule: string, by: MapLevel, signal?: AbortSignal) =>
    askFor(RuleYearsAnswer, addressOf("/api/thematic/rule-years", { plan, rule, by }), { signal }),
  flows: (plan: string, by: MapLevel, signal?: AbortSignal) =>
    askFor(FlowsAnswer, addressOf("/api/thematic/flows", { plan, by }), { signal }),
  buildOrMove: (area: string, by: MapLevel, signal?: AbortSignal) =>
    askFor(BuildOrMoveColumnsAnswer, addressOf("/api/thematic/build-or-move", { area, by }), {
      signal,
    }),
  maps: (area: string, signal?: AbortSignal) =>
    askFor(MapsAnswer, addressOf("/api/maps", { area }), { signal }),
  map: (id: string, signal?: AbortSignal) => askFor(SavedMap, `/api/maps/${id}`, { signal }),
  saveMap: (body: z.infer<typeof NewMap>) =>
    askFor(SavedMap, "/api/maps", { method: "POST", body, headers: making() }),
  changeMap: (map: { id: string; version: number }, body: z.infer<typeof MapPatch>) =>
    askFor(SavedMap, `/api/maps/${map.id}`, {
      method: "PATCH",
      body,
      headers: writing(map.version),
    }),
  /** Takes it out of the atlases that hold it, too. */
  removeMap: (map: { id: string; version: number }, author: string) =>
    ask(addressOf(`/api/maps/${map.id}`, { author, force: "true" }), {
      method: "DELETE",
      headers: writing(map.version),
    }),
  atlases: (area: string, signal?: AbortSignal) =>
    askFor(AtlasesAnswer, addressOf("/api/atlases", { area }), { signal }),
  atlas: (id: string, signal?: AbortSignal) => askFor(Atlas, `/api/atlases/${id}`, { signal }),
  makeAtlas: (body: z.infer<typeof NewAtlas>) =>
    askFor(Atlas, "/api/atlases", { method: "POST", body, headers: making() }),
  changeAtlas: (atlas: { id: string; version: number }, body: z.infer<typeof AtlasPatch>) =>
    askFor(Atlas, `/api/atlases/${atlas.id}`, {
      method: "PATCH",
      body,
      headers: writing(atlas.version),
    }),
  removeAtlas: (atlas: { id: string; version: number }, author: string) =>
    ask(addressOf(`/api/atlases/${atlas.id}`, { author }), {
      method: "DELETE",
      headers: writing(atlas.version),
    }),
};
