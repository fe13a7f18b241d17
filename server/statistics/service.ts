import type { Knex } from "knex";
import type { StatisticRequest, StatisticWritten } from "../../core/contract/statistics.ts";
import { STATISTIC_ITEMS } from "../../geodata/standards/statistic-items.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import { keyReused } from "../plans/refusals.ts";
import type { Once } from "../plans/service.ts";
import { thisYear, valueFault } from "./check-value.ts";
import {
  findStatistic,
  findStatisticWrite,
  insertStatisticWrite,
  listStatisticAreas,
  takeTurn,
  upsertStatistics,
  type StatisticArea,
} from "./queries.ts";

/** An area that statistics are about. Throws a problem 404 where the data hold none with the code. */
export async function findArea(db: Db, code: string): Promise<StatisticArea> {
  const area = (await listStatisticAreas(db, code)).find((each) => each.code === code);
  if (area !== undefined) return area;
  throw problem(404, "unknownArea", "There is no county, city or region with this code.", "area", {
    area: code,
  });
}

/**
 * Writes one figure, or takes it back, once for each key. Throws a problem: 404 unknown area, 412 where the figure is at another version than
 * `madeOn` (0: there never was one), 422 unknown item or a value that cannot be.
 */
export async function writeStatistic(
  db: Knex,
  asked: StatisticRequest,
  once: Once & { madeOn: number },
): Promise<StatisticWritten> {
  const area = await findArea(db, asked.area);
  const item = STATISTIC_ITEMS.find(({ id }) => id === asked.item);
  if (item === undefined)
    throw problem(422, "unknownItem", "There is no item with this id.", "item", {
      item: asked.item,
      items: STATISTIC_ITEMS.map(({ id }) => id).join(", "),
    });
  const fault =
    asked.value === null ? null : valueFault(item, asked.value, area.level, asked.year, thisYear());
  if (fault !== null)
    throw problem(422, fault, "The figure cannot be.", fault === "yearAhead" ? "year" : "value", {
      least: item.least,
      most: item.most,
      unit: item.unit,
      levels: item.levels.join(", "),
    });
  return db.transaction(async (trx) => {
    await takeTurn(trx);
    const known = await findStatisticWrite(trx, once.key);
    if (known !== null) {
      if (known.hash !== once.hash) throw keyReused();
      return known.answer as StatisticWritten;
    }
    const before = await findStatistic(trx, area.code, asked.year, item.id);
    if ((before?.version ?? 0) !== once.madeOn)
      throw problem(412, "stale", "Somebody else wrote this figure meanwhile.", "If-Match", {
        version: before?.version ?? 0,
        value: before?.value ?? null,
      });
    const { year, value, source } = asked;
    if (before !== null || value !== null)
      await upsertStatistics(
        trx,
        [{ area: area.code, year, item: item.id, value, unit: item.unit, source }],
        { author: asked.author, demonstration: false },
      );
    const after = await findStatistic(trx, area.code, year, item.id);
    const answer: StatisticWritten = {
      statistic:
        after === null || after.value === null
          ? null
          : { ...after, value: after.value, areaName: area.name },
      version: after?.version ?? 0,
    };
    await insertStatisticWrite(trx, once.key, once.hash, answer);
    return answer;
  });
}
