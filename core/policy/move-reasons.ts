import type { MoveReason } from "../contract/plan.ts";
import type { ClassName } from "./classes.ts";

/** Why villages move. Source: relocation opinions, coded reasons. */
export const MOVE_REASON_NAMES = {
  lackingLivingConditions: { zh: "缺乏生存条件", en: "Lacking living conditions" },
  fragileEcology: { zh: "生态脆弱", en: "Fragile ecology" },
  hazardAvoidance: { zh: "避灾避险", en: "Hazard avoidance" },
  natureReserve: { zh: "自然保护区", en: "Nature reserve" },
  servicesTooCostly: { zh: "公共服务成本过高", en: "Services too costly" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Readonly<Record<MoveReason, ClassName>>;
