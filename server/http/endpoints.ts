import { z } from "zod";
import { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import {
  CoverageAnswer,
  GapsAnswer,
  RulesAnswer,
  SearchAnswer,
  VillageAnswer,
} from "../../core/contract/coverage.ts";
import {
  AreaVerdictsAnswer,
  ColumnsQuery,
  CoverageQuery,
  GapsQuery,
  NoQuery,
  SearchQuery,
} from "../../core/contract/request.ts";
import { areaAnswer, metaAnswer } from "../boundaries/answers.ts";
import { columnsAnswer } from "../coverage/columns-answer.ts";
import { coverageAnswer } from "../coverage/coverage-answer.ts";
import { gapFilter, gapList, gapsAnswer } from "../coverage/gaps-answer.ts";
import { gapsCsv } from "../coverage/gaps-csv.ts";
import { isDemonstration } from "../coverage/gaps-origin.ts";
import { indexOfId } from "../coverage/load-villages.ts";
import { findPlace, findRule } from "../coverage/questions.ts";
import { searchAnswer } from "../villages/search.ts";
import { areaVerdictsAnswer, villageAnswer } from "../villages/village-answer.ts";
import { Binary, Download, endpoint, type Endpoint } from "./endpoint.ts";
import { problem } from "./problem.ts";

/** Every address of the API that reads. */
export const ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: "/api/meta",
    summary: "Regions, their datasets and runs, and what the server is busy with",
    query: NoQuery,
    answer: MetaAnswer,
    changesWith: "content",
    answerOf: ({ regions }) => metaAnswer(regions),
  }),
  endpoint({
    path: "/api/areas/{code}",
    summary: "An area with its ancestors, children and totals",
    query: NoQuery,
    answer: AreaAnswer,
    changesWith: "state",
    answerOf: ({ regions, params }) => {
      const { state, area } = findPlace(regions, params["code"]);
      return areaAnswer(state, area);
    },
  }),
  endpoint({
    path: "/api/areas/{code}/verdicts",
    summary: "The verdicts on an administrative village or township, with their reasons and links",
    query: NoQuery,
    answer: AreaVerdictsAnswer,
    changesWith: "state",
    answerOf: ({ regions, params }) => {
      const { state, area } = findPlace(regions, params["code"]);
      return areaVerdictsAnswer(state, area);
    },
  }),
  endpoint({
    path: "/api/areas/{code}/columns",
    summary:
      "The area's villages, areas and features of some sectors in typed columns, as bytes (core/coverage/pack-columns.ts)",
    query: ColumnsQuery,
    answer: z.unknown(),
    changesWith: "state",
    answerOf: async ({ regions, params, query }) => {
      const { state, area } = findPlace(regions, params["code"]);
      return new Binary(await columnsAnswer(state, area, query.sectors));
    },
  }),
  endpoint({
    path: "/api/rules",
    summary: "Coverage rules in force, in order of display",
    query: NoQuery,
    answer: RulesAnswer,
    changesWith: "state",
    answerOf: ({ regions }) => {
      const newest = regions.all().reduce((a, b) => ((b.run?.id ?? 0) > (a.run?.id ?? 0) ? b : a));
      return { rules: [...newest.rules] };
    },
  }),
  endpoint({
    path: "/api/coverage",
    summary: "Rates of a rule in an area and in the areas below it",
    query: CoverageQuery,
    answer: CoverageAnswer,
    changesWith: "state",
    answerOf: ({ regions, query }) => {
      const { state, area } = findPlace(regions, query.area);
      return coverageAnswer(state, findRule(state, query.rule, query), area, query.by);
    },
  }),
  endpoint({
    path: "/api/gaps",
    summary: "The units of a rule by status, searched, sorted and paged, or as a CSV file",
    query: GapsQuery,
    answer: GapsAnswer,
    changesWith: "state",
    answerOf: async ({ regions, query }) => {
      const { state, area } = findPlace(regions, query.area);
      const rule = findRule(state, query.rule, query);
      const filter = gapFilter(query, area);
      if (query.format === "json") return gapsAnswer(state, rule, filter, query);
      const list = await gapList(state, rule, filter);
      const code = state.snapshot.areas.code[area]!.replace(/[^\w-]/g, "_");
      const name = `gaps-${isDemonstration(state) ? "demo-" : ""}${rule.id}-${code}.csv`;
      return new Download("text/csv; charset=utf-8", name, gapsCsv(state, list, query.lang));
    },
  }),
  endpoint({
    path: "/api/villages/{id}",
    summary: "The card of a natural village: counts, verdicts, reasons and links",
    query: NoQuery,
    answer: VillageAnswer,
    changesWith: "state",
    answerOf: ({ regions, params }) => {
      const id = params["id"]!;
      if (!/^\d{1,9}$/.test(id))
        throw problem(400, "badParameter", "A village is named by a whole number.", "id", { id });
      for (const state of regions.all()) {
        const village = indexOfId(state.snapshot.villages.id, Number(id));
        if (village >= 0) return villageAnswer(state, village);
      }
      throw problem(404, "unknownVillage", "There is no village with this id.", "id", { id });
    },
  }),
  endpoint({
    path: "/api/search",
    summary: "Areas and villages by name, code, pinyin or its initials",
    query: SearchQuery,
    answer: SearchAnswer,
    changesWith: "state",
    answerOf: ({ regions, query }) =>
      searchAnswer(
        query.area === undefined
          ? regions.all().map((state) => ({ state, area: 0 }))
          : [findPlace(regions, query.area)],
        query.q,
      ),
  }),
];
