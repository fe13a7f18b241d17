import {
  Atlas,
  AtlasesAnswer,
  AtlasPatch,
  DeleteQuery,
  MapPatch,
  MapsAnswer,
  NewAtlas,
  NewMap,
  SavedMap,
  SavedQuery,
} from "../../core/contract/thematic.ts";
import { NoQuery } from "../../core/contract/request.ts";
import { bodyOf, operation, type Operation } from "../http/operation.ts";
import type { PlanContext } from "../plans/context.ts";
import {
  changeAtlas,
  checkAsked,
  findAtlas,
  listAtlases,
  makeAtlas,
  removeAtlas,
} from "./atlases.ts";
import { placeOf } from "./place.ts";
import { listMaps } from "./queries.ts";
import { nameMap } from "./read-query.ts";
import { changeMap, findSaved, removeMap, saveMap } from "./saved-maps.ts";

const MAP_BYTES = 16 * 1024;
const ATLAS_BYTES = 64 * 1024;

const etagOf = ({ version }: { version: number }): string => `"${version}"`;
const regionOf = (context: PlanContext, area: string): string =>
  placeOf(context, area).state.snapshot.regionCode;

/** Saved thematic maps and the atlases that put them in order. */
export const SAVED_OPERATIONS: readonly Operation<PlanContext>[] = [
  operation({
    method: "get",
    path: "/api/maps",
    summary: "Saved thematic maps, last made first",
    query: SavedQuery,
    answer: MapsAnswer,
    async answerOf({ context, query: { area } }) {
      const region = area === undefined ? null : regionOf(context, area);
      return { answer: { items: await listMaps(context.database(), region) } };
    },
  }),
  operation({
    method: "post",
    path: "/api/maps",
    summary: "Saves a thematic map: a name and the query of its address",
    query: NoQuery,
    body: bodyOf(NewMap, MAP_BYTES),
    needs: "key",
    answer: SavedMap,
    status: 201,
    async answerOf({ context, body, write }) {
      const named = await nameMap(context, body.query);
      const map = await saveMap(context.database(), body, named, write);
      return { answer: map, etag: etagOf(map), location: `/api/maps/${map.id}` };
    },
  }),
  operation({
    method: "get",
    path: "/api/maps/{id}",
    summary: "A saved thematic map",
    query: NoQuery,
    answer: SavedMap,
    async answerOf({ context, params }) {
      const map = await findSaved(context.database(), params["id"]!);
      return { answer: map, etag: etagOf(map) };
    },
  }),
  operation({
    method: "patch",
    path: "/api/maps/{id}",
    summary: "Renames a saved map or gives it another view",
    query: NoQuery,
    body: bodyOf(MapPatch, MAP_BYTES),
    needs: "version",
    answer: SavedMap,
    async answerOf({ context, params, body, write }) {
      checkAsked(body, ["name", "query"]);
      const named = body.query === undefined ? null : await nameMap(context, body.query);
      const db = context.database();
      const map = await changeMap(db, params["id"]!, write.ifMatch, body, named);
      return { answer: map, etag: etagOf(map) };
    },
  }),
  operation({
    method: "delete",
    path: "/api/maps/{id}",
    summary: "Deletes a saved map; with force=true also one that stands in an atlas",
    query: DeleteQuery,
    needs: "version",
    answer: null,
    async answerOf({ context, params, query: { author, force }, write }) {
      const asked = { author, force: force === "true" };
      await removeMap(context.database(), params["id"]!, write.ifMatch, asked);
      return { answer: null };
    },
  }),
  operation({
    method: "get",
    path: "/api/atlases",
    summary: "Atlases with their pages, first made first",
    query: SavedQuery,
    answer: AtlasesAnswer,
    async answerOf({ context, query: { area } }) {
      const region = area === undefined ? null : regionOf(context, area);
      return { answer: { items: await listAtlases(context.database(), region) } };
    },
  }),
  operation({
    method: "post",
    path: "/api/atlases",
    summary: "Makes an atlas of saved maps, in order",
    query: NoQuery,
    body: bodyOf(NewAtlas, ATLAS_BYTES),
    needs: "key",
    answer: Atlas,
    status: 201,
    async answerOf({ context, body, write }) {
      const region = regionOf(context, body.area);
      const atlas = await makeAtlas(context.database(), body, region, write);
      return { answer: atlas, etag: etagOf(atlas), location: `/api/atlases/${atlas.id}` };
    },
  }),
  operation({
    method: "get",
    path: "/api/atlases/{id}",
    summary: "An atlas with its pages",
    query: NoQuery,
    answer: Atlas,
    async answerOf({ context, params }) {
      return { answer: await findAtlas(context.database(), params["id"]!) };
    },
  }),
  operation({
    method: "patch",
    path: "/api/atlases/{id}",
    summary: "Renames an atlas or puts its pages in another order",
    query: NoQuery,
    body: bodyOf(AtlasPatch, ATLAS_BYTES),
    needs: "version",
    answer: Atlas,
    async answerOf({ context, params, body, write }) {
      checkAsked(body, ["name", "pages"]);
      const atlas = await changeAtlas(context.database(), params["id"]!, write.ifMatch, body);
      return { answer: atlas, etag: etagOf(atlas) };
    },
  }),
  operation({
    method: "delete",
    path: "/api/atlases/{id}",
    summary: "Deletes an atlas; its maps stay",
    query: DeleteQuery.omit({ force: true }),
    needs: "version",
    answer: null,
    async answerOf({ context, params, query: { author }, write }) {
      await removeAtlas(context.database(), params["id"]!, write.ifMatch, author);
      return { answer: null };
    },
  }),
];
