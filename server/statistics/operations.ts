import { z } from "zod";
import { NoQuery } from "../../core/contract/request.ts";
import {
  StatisticItemsAnswer,
  StatisticRequest,
  StatisticsAnswer,
  StatisticsQuery,
  StatisticWritten,
  TemplateQuery,
} from "../../core/contract/statistics.ts";
import { STATISTIC_ITEMS } from "../../geodata/standards/statistic-items.ts";
import type { Db } from "../database/open.ts";
import { Download } from "../http/endpoint.ts";
import { bodyOf, operation, type Operation } from "../http/operation.ts";
import type { PlanContext } from "../plans/context.ts";
import { listStatisticAreas, listStatisticYears, listStatistics } from "./queries.ts";
import { findArea, writeStatistic } from "./service.ts";
import { statisticsTemplate } from "./template.ts";

const MAX_BYTES = 16 * 1024;

/** Figures of an area and of the areas in it. Throws a problem 404 for an area that the data do not hold. */
export async function statisticsAnswer(
  db: Db,
  asked: { area: string; year?: number | undefined; item?: string | undefined },
): Promise<StatisticsAnswer> {
  const { code, name, pinyin, level } = await findArea(db, asked.area);
  const areas = await listStatisticAreas(db, code);
  const names = new Map(areas.map((each) => [each.code, each.name]));
  const codes = [...names.keys()];
  const filter = { year: asked.year ?? null, item: asked.item ?? null };
  return {
    area: { code, name, pinyin, level },
    years: await listStatisticYears(db, codes),
    items: (await listStatistics(db, codes, filter)).map((each) => ({
      ...each,
      areaName: names.get(each.area)!,
    })),
  };
}

/** Statistics of counties. */
export const STATISTIC_OPERATIONS: readonly Operation<Pick<PlanContext, "database">>[] = [
  operation({
    method: "get",
    path: "/api/statistics/items",
    summary: "Items of the statistics: what each counts, its unit and its bounds",
    query: NoQuery,
    answer: StatisticItemsAnswer,
    answerOf: () => ({ answer: { items: [...STATISTIC_ITEMS] } }),
  }),
  operation({
    method: "get",
    path: "/api/statistics",
    summary: "Figures of an area and of the areas in it, with who brought them and when",
    query: StatisticsQuery,
    answer: StatisticsAnswer,
    async answerOf({
      context,
      query,
    }: {
      context: Pick<PlanContext, "database">;
      query: z.infer<typeof StatisticsQuery>;
    }) {
      return { answer: await statisticsAnswer(context.database(), query) };
    },
  }),
  operation({
    method: "post",
    path: "/api/statistics",
    summary: "Writes one figure, or takes it back",
    query: NoQuery,
    body: bodyOf(StatisticRequest, MAX_BYTES),
    needs: "key and version",
    answer: StatisticWritten,
    async answerOf({ context, body, write }) {
      const once = { key: write.key, hash: write.hash, madeOn: write.ifMatch.version };
      const answer = await writeStatistic(context.database(), body, once);
      return { answer, etag: `"${answer.version}"` };
    },
  }),
  operation({
    method: "get",
    path: "/api/statistics/template",
    summary: "A table to fill in, as CSV: a row for each county, a column for each item",
    query: TemplateQuery,
    answer: z.string(),
    async answerOf({ context, query: { area, year, lang } }) {
      const areas = await listStatisticAreas(
        context.database(),
        (await findArea(context.database(), area)).code,
      );
      const text = statisticsTemplate(areas, year, lang);
      return {
        answer: new Download(
          "text/csv; charset=utf-8",
          `statistics-${area.replace(/[^\w.-]/g, "_")}-${year}.csv`,
          [text],
        ),
      };
    },
  }),
];
