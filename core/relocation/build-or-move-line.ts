import type { BuildOrMoveLine, BuildPiece } from "../contract/build-or-move.ts";
import { adviceOf, differenceYuan, piecesOf, reasonOf, type Comparison } from "./build-or-move.ts";
import { movingCosts } from "./moving-costs.ts";
import { HAZARD, KARST, RED_LINE } from "./service-lines.ts";
import { serviceYuan, type PricedService } from "./priced-service.ts";
import { shareOf, type NeededPiece } from "./needed-pieces.ts";
import type { Link } from "./share-lines.ts";

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

/** The pieces of a service that a village pays for, the dearest share first, with those who pay with it. */
export function piecesOfService(on: Comparison, service: number, village: number): Piece[] {
  const priced = on.services[service]!;
  const { lines, costs } = priced;
  const prices = on.prices.services[lines.sector];
  const households = on.heads[village]?.households ?? 1;
  const possible = piecesOf(on, service, village).filter(({ link }) => link.yuan < Infinity);
  const pieces = possible.map((piece): Piece => {
    const { link, before, after } = piece;
    const point = pointOf(link, costs);
    const classCode = point < 0 ? lines.line : lines.points[point]!.class;
    const unitYuan = point < 0 ? prices.lineYuanPerKm : prices.pointYuan[classCode]!;
    const lengthM = lengthOf(priced, link);
    const payers = payersOf(priced, piece, village);
    return {
      way: point < 0 ? "line" : classCode,
      class: classCode,
      lengthM,
      factor: lengthM * unitYuan > 0 ? link.yuan / ((lengthM / 1000) * unitYuan) : 1,
      unitYuan,
      yuan: link.yuan,
      households: households + (after === Infinity ? before : after),
      shareYuan: shareOf(piece, households),
      others: payers.length,
      with: payers,
      path: pathOf(priced, link),
    };
  });
  return pieces.sort((a, b) => b.shareYuan - a.shareYuan);
}

/** Number of the point that a link is, -1 for a line. */
function pointOf({ a, kind }: Link, { feed, alone }: PricedService["costs"]): number {
  return kind === "point" ? feed[a]! : kind === "alone" ? alone[a]! : -1;
}

function lengthOf({ lines }: PricedService, { a, kind, pieces }: Link): number {
  if (kind === "direct") return lines.directM[a]!;
  return pieces.reduce((sum, element) => sum + lines.lengthM[element]!, 0);
}

/** Where a link runs: from and to of each of its straight pieces; a point is one of no length. */
export function pathOf({ lines }: PricedService, { a, kind, pieces }: Link): Piece["path"] {
  const at = (ends: Float64Array, element: number): Piece["path"][number] => [
    [ends[4 * element]!, ends[4 * element + 1]!],
    [ends[4 * element + 2]!, ends[4 * element + 3]!],
  ];
  if (kind === "tree") return pieces.map((element) => at(lines.ends, element));
  const path = at(lines.directEnds, a);
  return kind === "direct" ? [path] : [[path[1], path[1]]];
}

/** Other villages that pay for a piece. */
function payersOf(
  { lines, shared }: PricedService,
  { group }: NeededPiece,
  village: number,
): number[] {
  if (group < 0) return [];
  const payers: number[] = [];
  for (let i = 0; i < shared.count; i++) {
    if (!(shared.households[i]! > 0) || lines.village[i] === village) continue;
    let at = i;
    while (at >= 0 && at < group) at = shared.within[at]!;
    if (at === group) payers.push(lines.village[i]!);
  }
  return payers;
}
