import Flatbush from "flatbush";
import type { Policy } from "../../policy/plan-policy.ts";
import { terrainFactorId } from "../../policy/plan-policy.ts";
import { YES, type VillageColumns } from "../snapshot.ts";
import type { Plane, Spot } from "./plane.ts";

const CELL_M = 250;
const MARGIN_M = 2000;
/** More cells than this along a side are made larger instead. */
const MOST_CELLS = 400;

/** Attributes of villages that tell their terrain. */
const TERRAINS = ["karst", "hazard"] as const;

/** What a metre of line costs from place to place: the terrain of a place is that of the nearest village. */
export interface Ground {
  /** Yuan of a straight line. */
  yuan(a: Spot, b: Spot): number;
  /** What no metre costs less than. */
  readonly leastYuanPerM: number;
}

/** The same everywhere. */
function evenGround(yuanPerM: number): Ground {
  return {
    leastYuanPerM: yuanPerM,
    yuan: (a, b) => yuanPerM * Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2),
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly factor: number;
}

/** Villages with their factor, in the order of place; of several at one place the dearest. */
function placesOf(
  villages: VillageColumns,
  plane: Plane,
  factorOf: (village: number) => number,
): Place[] {
  const places: Place[] = [];
  for (let v = 0; v < villages.count; v++) {
    const spot = plane.spotOf(villages.lng[v]!, villages.lat[v]!);
    if (Number.isFinite(spot.x) && Number.isFinite(spot.y))
      places.push({ ...spot, factor: factorOf(v) });
  }
  return places.sort((a, b) => a.x - b.x || a.y - b.y || b.factor - a.factor);
}

/**
 * The ground that lines of a sector are built on: `yuanPerM` times the factors of the terrain of the nearest village (karst, hazard), of
 * villages that have both times both. Even where no village is of such terrain or no factor is in force.
 */
export function groundOf(
  villages: VillageColumns,
  plane: Plane,
  yuanPerM: number,
  sector: string,
  policy: Policy,
  year: number,
): Ground {
  const factors = TERRAINS.map((terrain) => ({
    column: Object.hasOwn(villages.attributes, terrain) ? villages.attributes[terrain] : undefined,
    factor:
      (
        policy.at(terrainFactorId(terrain, sector), year) ??
        policy.at(terrainFactorId(terrain, null), year)
      )?.value ?? 1,
  })).filter(({ column, factor }) => column?.includes(YES) === true && factor !== 1);
  if (factors.length === 0) return evenGround(yuanPerM);
  const places = placesOf(villages, plane, (v) =>
    factors.reduce((all, { column, factor }) => (column![v] === YES ? all * factor : all), 1),
  );
  return places.length === 0 ? evenGround(yuanPerM) : new CellGround(places, yuanPerM);
}

class CellGround implements Ground {
  readonly leastYuanPerM: number;
  readonly #west: number;
  readonly #south: number;
  readonly #cellM: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #yuanPerM: Float64Array;

  constructor(places: readonly Place[], yuanPerM: number) {
    const xs = places.map(({ x }) => x);
    const ys = places.map(({ y }) => y);
    const least = (all: readonly number[]): number => all.reduce((a, b) => Math.min(a, b));
    const most = (all: readonly number[]): number => all.reduce((a, b) => Math.max(a, b));
    this.#west = least(xs) - MARGIN_M;
    this.#south = least(ys) - MARGIN_M;
    const width = most(xs) + MARGIN_M - this.#west;
    const height = most(ys) + MARGIN_M - this.#south;
    this.#cellM = Math.max(CELL_M, Math.max(width, height) / MOST_CELLS);
    this.#columns = Math.ceil(width / this.#cellM);
    this.#rows = Math.ceil(height / this.#cellM);
    const tree = new Flatbush(places.length);
    for (const { x, y } of places) tree.add(x, y);
    tree.finish();
    this.#yuanPerM = new Float64Array(this.#columns * this.#rows);
    for (let cell = 0; cell < this.#yuanPerM.length; cell++) {
      const x = this.#west + ((cell % this.#columns) + 0.5) * this.#cellM;
      const y = this.#south + (Math.floor(cell / this.#columns) + 0.5) * this.#cellM;
      this.#yuanPerM[cell] = yuanPerM * places[tree.neighbors(x, y, 1)[0]!]!.factor;
    }
    this.leastYuanPerM = this.#yuanPerM.reduce((a, b) => Math.min(a, b));
  }

  #at(column: number, row: number): number {
    const c = column < 0 ? 0 : column < this.#columns ? column : this.#columns - 1;
    const r = row < 0 ? 0 : row < this.#rows ? row : this.#rows - 1;
    return this.#yuanPerM[r * this.#columns + c]!;
  }

  /** Walks from cell to cell: pieces of a line cost together what the line costs. */
  yuan(a: Spot, b: Spot): number {
    const metres = Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2);
    if (metres === 0) return 0;
    const cell = this.#cellM;
    const ax = (a.x - this.#west) / cell;
    const ay = (a.y - this.#south) / cell;
    const dx = (b.x - a.x) / cell;
    const dy = (b.y - a.y) / cell;
    let column = Math.floor(ax);
    let row = Math.floor(ay);
    const stepX = dx > 0 ? 1 : -1;
    const stepY = dy > 0 ? 1 : -1;
    let nextX = dx === 0 ? Infinity : (dx > 0 ? column + 1 - ax : column - ax) / dx;
    let nextY = dy === 0 ? Infinity : (dy > 0 ? row + 1 - ay : row - ay) / dy;
    const overX = dx === 0 ? Infinity : Math.abs(1 / dx);
    const overY = dy === 0 ? Infinity : Math.abs(1 / dy);
    let done = 0;
    let sum = 0;
    while (done < 1) {
      const until = Math.min(1, nextX, nextY);
      sum += (until - done) * this.#at(column, row);
      done = until;
      if (nextX <= nextY) {
        column += stepX;
        nextX += overX;
      } else {
        row += stepY;
        nextY += overY;
      }
    }
    return sum * metres;
  }
}
