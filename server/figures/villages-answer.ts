import type { z } from "zod";
import type { FigureVillagesAnswer, FigureVillagesQuery } from "../../core/contract/figures.ts";
import { villageKey } from "../../core/relocation/context.ts";
import { areaOfSite } from "../../core/relocation/ledger.ts";
import { countParts } from "../../core/relocation/persons.ts";
import { areaName, maskBelow, placeNames } from "../boundaries/area-tree.ts";
import type { RegionState } from "../coverage/state.ts";
import { problem } from "../http/problem.ts";
import type { FigurePlan } from "./ground.ts";

type Asked = z.infer<typeof FigureVillagesQuery>;
type Line = FigureVillagesAnswer["items"][number];
type FigureId = Asked["figure"];

const TODAY: ReadonlySet<FigureId> = new Set([
  "villages",
  "households",
  "persons",
  "poor-persons",
  "poverty-share",
]);
const OF_SETTLEMENTS: ReadonlySet<FigureId> = new Set(["settlements", "settlement-fill"]);
/** Figures that are the sum of what their villages add. */
const SUMS: ReadonlySet<FigureId> = new Set([
  "villages",
  "households",
  "persons",
  "poor-persons",
  "moved-persons",
  "moved-households",
  "moved-villages",
]);

/** The villages behind a figure, those that add most first. Throws a problem 422 where a figure of a plan is asked for without one. */
export function figureVillagesAnswer(
  state: RegionState,
  area: number,
  plan: FigurePlan | null,
  { figure, limit, offset }: Asked,
): FigureVillagesAnswer {
  if (plan === null && !TODAY.has(figure))
    throw problem(422, "missingParameter", "This figure is of a plan; name one.", "plan", {
      figure,
    });
  const { areas, villages } = state.snapshot;
  const mask = maskBelow(areas, area);
  const lines: { village: number; moves: Line["moves"]; value: number | null }[] = [];
  if (TODAY.has(figure)) {
    for (let village = 0; village < villages.count; village++)
      if (mask[villages.area[village]!] === 1)
        lines.push({ village, moves: [], value: valueToday(state, village, figure) });
  } else
    for (const line of movers(plan!, mask, figure))
      lines.push({ ...line, value: valueOfMove(line.moves, figure) });
  lines.sort((a, b) => (b.value ?? -1) - (a.value ?? -1) || a.village - b.village);
  return {
    area: areaName(areas, area),
    figure,
    total: lines.length,
    sum: SUMS.has(figure) ? lines.reduce((sum, { value }) => sum + (value ?? 0), 0) : null,
    items: lines.slice(offset, offset + limit).map(({ village, moves, value }) => ({
      ...describe(state, village),
      value,
      moves,
    })),
  };
}

function valueToday({ snapshot }: RegionState, village: number, figure: FigureId): number | null {
  const { households, persons, poorPersons } = snapshot.villages;
  if (figure === "villages") return 1;
  const column =
    figure === "households" ? households : figure === "persons" ? persons : poorPersons;
  return column[village]! < 0 ? null : column[village]!;
}

function valueOfMove(moves: Line["moves"], figure: FigureId): number {
  if (figure === "moved-villages") return 1;
  const kind = figure === "moved-households" ? "households" : "persons";
  return moves.reduce((sum, each) => sum + each[kind], 0);
}

/** Villages that leave an area; of figures of settlements, those that move to one in it. */
function* movers(
  { on, state }: FigurePlan,
  mask: Uint8Array,
  figure: FigureId,
): Generator<{ village: number; moves: Line["moves"] }> {
  const { villages } = state.snapshot;
  const isArriving = OF_SETTLEMENTS.has(figure);
  const isThere = (id: string): boolean => {
    const site = on.plan.settlements.get(id);
    const place = site === undefined ? -1 : areaOfSite(site, on.context);
    return mask[place < 0 ? on.context.area : place] === 1;
  };
  for (const [key, move] of on.plan.moves) {
    const village = on.context.villageIndex.get(key);
    if (village === undefined) continue;
    const moves = countParts(move, villages.households[village]!, villages.persons[village]!)
      .filter(({ settlement }) => !isArriving || isThere(settlement))
      .map((part) => ({
        ...part,
        settlementName: on.plan.settlements.get(part.settlement)?.name ?? part.settlement,
      }));
    if (isArriving ? moves.length > 0 : mask[villages.area[village]!] === 1)
      yield { village, moves };
  }
}

function describe({ snapshot }: RegionState, village: number): Omit<Line, "value" | "moves"> {
  const { areas, villages } = snapshot;
  const known = (value: number): number | null => (value < 0 ? null : value);
  const [lng, lat] = [villages.lng[village]!, villages.lat[village]!];
  return {
    id: villages.id[village]!,
    key: villageKey(snapshot, village),
    name: villages.name[village]!,
    position: Number.isNaN(lng + lat) ? null : [lng, lat],
    areas: placeNames(areas, villages.area[village]!),
    households: known(villages.households[village]!),
    persons: known(villages.persons[village]!),
    poorPersons: known(villages.poorPersons[village]!),
  };
}
