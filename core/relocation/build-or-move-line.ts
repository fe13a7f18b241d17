import type { BuildOrMoveLine, BuildPiece } from "../contract/build-or-move.ts";
import {
  adviceOf,
  differenceYuan,
  piecesOf,
  reasonOf,
  serviceYuan,
  type Comparison,
} from "./build-or-move.ts";
import { movingCosts } from "./moving-costs.ts";
import { HAZARD, KARST, RED_LINE } from "./service-lines.ts";
import { LINE_WAY, lineFactor, POINT_WAY, type NeededPiece } from "./share-lines.ts";

/** Keys of neighbours told with a shared piece. */
const NEIGHBOURS_TOLD = 20;

/** What the data say of the village at a place of the geometry. */
export type NamesOfVillage = (
  village: number,
) => Pick<BuildOrMoveLine, "key" | "name" | "position" | "area" | "moves">;

type Piece = Omit<BuildPiece, "sharedWith"> & {
  /** Other villages that use it, by their place in the geometry. */
  readonly with: readonly number[];
};

const whole = (yuan: number): number | null => (Number.isFinite(yuan) ? Math.round(yuan) : null);
const counted = (count: number): number | null => (count < 0 ? null : count);

/** All that is told of one village, in whole yuan. `rank` counts from 1. */
export function villageLine(
  on: Comparison,
  village: number,
  rank: number,
  namesOf: NamesOfVillage,
  withPieces: boolean,
): BuildOrMoveLine {
  const { geometry, prices } = on;
  const head = on.heads[village]!;
  const households = head?.households ?? 0;
  const perHousehold = (yuan: number): number | null =>
    households > 0 ? whole(yuan / households) : null;
  const yearly = (yuan: number): number | null => whole(yuan / prices.annuity);
  const known = (yuan: number | undefined): number | null =>
    yuan === undefined ? null : whole(yuan);
  const moving = head === null ? null : movingCosts(head, prices);
  const build = on.buildYuan[village]!;
  const flags = geometry.flags[village]!;
  return {
    rank,
    ...namesOf(village),
    households: counted(geometry.households[village]!),
    persons: counted(geometry.persons[village]!),
    estimated: head?.estimated ?? false,
    willingHouseholds: counted(geometry.willingHouseholds[village]!),
    flags: (
      [
        ["hazard", HAZARD],
        ["karst", KARST],
        ["redLine", RED_LINE],
      ] as const
    ).flatMap(([name, flag]) => ((flags & flag) === 0 ? [] : [name])),
    advice: adviceOf(on, village),
    reason: reasonOf(on, village),
    build: {
      worksYuan: whole(on.worksYuan[village]!),
      totalYuan: whole(build),
      yearlyYuan: yearly(build),
      perHouseholdYuan: perHousehold(build),
      services: serviceParts(on, village).map(({ service, worksYuan, totalYuan }) => {
        const { ruleId, sector } = geometry.services[service]!;
        return {
          rule: ruleId,
          sector,
          due: (geometry.due[village]! & (1 << service)) !== 0,
          worksYuan: whole(worksYuan),
          totalYuan: whole(totalYuan),
          ...(withPieces && {
            pieces: piecesOfService(on, service, village).map(({ with: others, ...piece }) => ({
              ...piece,
              sharedWith: others.slice(0, NEIGHBOURS_TOLD).map((each) => namesOf(each).key),
            })),
          }),
        };
      }),
      unknown: geometry.services.flatMap(({ ruleId }, s) =>
        (geometry.unknown[village]! & (1 << s)) === 0 ? [] : [ruleId],
      ),
    },
    move: {
      totalYuan: known(moving?.totalYuan),
      yearlyYuan: moving === null ? null : yearly(moving.totalYuan),
      perHouseholdYuan: moving === null ? null : perHousehold(moving.totalYuan),
      homeYuan: known(moving?.homeYuan),
      landYuan: known(moving?.landYuan),
      followUpYuan: known(moving?.followUpYuan),
      rewardYuan: known(moving?.rewardYuan),
      reliefYuan: known(moving?.reliefYuan),
      subsidyYuan: known(moving?.subsidyYuan),
    },
    creditYuan: moving === null ? null : whole(on.creditYuan[village]!),
    differenceYuan: moving === null ? null : whole(differenceYuan(on, village)),
    differencePerHouseholdYuan: moving === null ? null : perHousehold(differenceYuan(on, village)),
    breakEvenHouseholds: tenth(on.breakEvenHouseholds[village]!),
  };
}

const tenth = (value: number): number | null =>
  Number.isFinite(value) ? Math.round(value * 100) / 100 : null;

/** What a village pays for each service that it lacks: works, and works with their maintenance. */
export function serviceParts(
  on: Comparison,
  village: number,
): { service: number; worksYuan: number; totalYuan: number }[] {
  const households = on.heads[village]?.households ?? 1;
  return on.services.flatMap((priced, service) => {
    const element = priced.elementOf[village]!;
    if (element < 0) return [];
    const worksYuan = serviceYuan(priced, element, households);
    return [{ service, worksYuan, totalYuan: worksYuan * priced.lifeFactor }];
  });
}

/** The pieces of a service that a village needs, from its door outwards, with those who share them. */
export function piecesOfService(on: Comparison, service: number, village: number): Piece[] {
  const { lines, shared } = on.services[service]!;
  const { prices } = on;
  const households = on.heads[village]?.households ?? 1;
  const unit = prices.services[lines.sector];
  return piecesOf(on, service, village).map((piece) => {
    const { element, way, yuan, othersHouseholds } = piece;
    const isLine = way === LINE_WAY;
    const classCode = isLine ? lines.line : lines.points[way - POINT_WAY]!.class;
    const flags = on.geometry.flags[lines.village[element]!]!;
    const at = lines.ends.subarray(4 * element, 4 * element + 4);
    const end: [number, number] = [at[2]!, at[3]!];
    const all = households + othersHouseholds;
    const others = shared.users[element]! > 0 ? usersOf(on, service, piece, village) : [];
    return {
      way: isLine ? "line" : classCode,
      class: classCode,
      lengthM: isLine ? lines.lengthM[element]! : 0,
      factor: isLine ? lineFactor(prices, lines.sector, flags) : 1,
      unitYuan: isLine ? unit.lineYuanPerKm : unit.pointYuan[classCode]!,
      yuan,
      households: all,
      shareYuan: all > 0 ? (yuan * households) / all : 0,
      others: others.length,
      with: others,
      from: isLine ? [at[0]!, at[1]!] : end,
      to: end,
    };
  });
}

/** Other villages that use a piece: those for whom it is built and whose lines hang on it. */
function usersOf(
  on: Comparison,
  service: number,
  { element, othersHouseholds }: NeededPiece,
  village: number,
): number[] {
  if (othersHouseholds <= 0) return [];
  const { lines, shared, isUser } = on.services[service]!;
  const hangs = new Uint8Array(lines.village.length);
  hangs[element] = 1;
  const users: number[] = [];
  for (let i = element; i < lines.village.length; i++) {
    const parent = lines.parent[i]!;
    if (i > element && parent >= 0 && hangs[parent] === 1 && shared.way[i] === LINE_WAY)
      hangs[i] = 1;
    if (hangs[i] === 1 && isUser[i] === 1 && lines.village[i] !== village)
      users.push(lines.village[i]!);
  }
  return users;
}
