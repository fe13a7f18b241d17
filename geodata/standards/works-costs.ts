import type { Sector } from "../../core/contract/rule.ts";
import type { PolicyParameter } from "../../core/policy/parameter.ts";
import { terrainFactorId, worksCostId } from "../../core/policy/plan-policy.ts";
import { classNameOf } from "../../core/policy/classes.ts";
import { defaults } from "./default-parameter.ts";

const SOURCE =
  "Default of this system, an order of magnitude for first plans and no price of any place; to be replaced by the county's own unit costs";

type Cost = readonly [sector: Sector, classCode: string, yuan: number, unit: "yuan/km" | "yuan"];

const BY_CLASS: readonly Cost[] = [
  ["road", "provincial", 8_000_000, "yuan/km"],
  ["road", "county", 2_500_000, "yuan/km"],
  ["road", "township", 1_000_000, "yuan/km"],
  ["road", "village", 350_000, "yuan/km"],
  ["road", "track", 80_000, "yuan/km"],
  ["electricity", "highVoltage", 600_000, "yuan/km"],
  ["electricity", "mediumVoltage", 150_000, "yuan/km"],
  ["electricity", "lowVoltage", 80_000, "yuan/km"],
  ["electricity", "substation", 15_000_000, "yuan"],
  ["electricity", "transformer", 60_000, "yuan"],
  ["electricity", "transformerArea", 150_000, "yuan"],
  ["water", "supplyArea", 600_000, "yuan"],
  ["water", "pipe", 100_000, "yuan/km"],
  ["water", "plant", 1_500_000, "yuan"],
  ["water", "source", 80_000, "yuan"],
  ["water", "tank", 30_000, "yuan"],
  ["broadband", "fibre", 30_000, "yuan/km"],
  ["broadband", "node", 50_000, "yuan"],
  ["broadband", "baseStation", 300_000, "yuan"],
  ["facility", "clinic", 150_000, "yuan"],
  ["facility", "hospital", 3_000_000, "yuan"],
  ["facility", "school", 2_000_000, "yuan"],
  ["facility", "kindergarten", 1_000_000, "yuan"],
];

/** Costs of sectors for classes without a figure of their own. */
const BY_SECTOR: readonly (readonly [Sector, zh: string, en: string, yuan: number])[] = [
  ["road", "其他道路", "Other roads", 350_000],
  ["electricity", "其他电力线路", "Other power lines", 80_000],
  ["water", "其他供水管线", "Other water lines", 100_000],
  ["broadband", "其他宽带线路", "Other broadband lines", 30_000],
];

const TERRAIN_SOURCE =
  "Default of this system: rock to blast and slopes to hold, an order of magnitude for comparing routes and no survey of any place; to be replaced by the county's own factors";

/** What terrain makes of these costs, for all sectors and for those where it weighs more. */
const BY_TERRAIN: readonly (readonly [
  terrain: "karst" | "hazard",
  sector: Sector | null,
  zh: string,
  en: string,
  factor: number,
])[] = [
  ["karst", null, "石山地区", "karst", 1.3],
  ["karst", "road", "石山地区道路", "roads in karst", 1.6],
  ["hazard", null, "地质灾害隐患地区", "hazard areas", 1.1],
  ["hazard", "road", "地质灾害隐患地区道路", "roads in hazard areas", 1.2],
];

/** What works cost where a plan gives no figure of its own: by the kilometre, or by the piece. */
export const WORKS_COSTS: readonly PolicyParameter[] = defaults("2011-01-01", null, [
  ...BY_CLASS.map(([sector, classCode, yuan, unit]) => {
    const name = classNameOf(sector, classCode)!;
    const [zh, en] = [`建设成本:${name.zh}`, `Cost of works: ${name.en}`];
    return [worksCostId(sector, classCode), zh, en, yuan, unit, SOURCE] as const;
  }),
  ...BY_SECTOR.map(
    ([sector, zh, en, yuan]) =>
      [
        worksCostId(sector, null),
        `建设成本:${zh}`,
        `Cost of works: ${en}`,
        yuan,
        "yuan/km",
        SOURCE,
      ] as const,
  ),
  ...BY_TERRAIN.map(
    ([terrain, sector, zh, en, factor]) =>
      [
        terrainFactorId(terrain, sector),
        `地形系数:${zh}`,
        `Terrain factor: ${en}`,
        factor,
        "times",
        TERRAIN_SOURCE,
      ] as const,
  ),
]);
