import type { Reason, Status } from "../contract/coverage.ts";
import type { ClassName } from "./classes.ts";

/** A status as one word, for tables and files. */
export const STATUS_NAMES = {
  notEligible: { zh: "不计入", en: "not counted" },
  unserved: { zh: "未通", en: "not served" },
  unknown: { zh: "不明", en: "unknown" },
  served: { zh: "已通", en: "served" },
} as const satisfies Readonly<Record<Status, ClassName>>;

/** A reason in a few words, for tables and files; pages say it as a sentence with its figures. */
export const REASON_NAMES = {
  notEligible: { zh: "不在计入范围", en: "outside what the rule counts" },
  eligibilityUnknown: { zh: "是否计入不明", en: "not known whether it counts" },
  noData: { zh: "没有该行业数据", en: "no data of this sector" },
  withinReach: { zh: "在规定距离内", en: "within reach" },
  beyondReach: { zh: "超过规定距离", en: "beyond reach" },
  inside: { zh: "在服务范围内", en: "inside a service area" },
  outside: { zh: "不在服务范围内", en: "inside no service area" },
  withinRadius: { zh: "在服务半径内", en: "within a service radius" },
  attributeUnknown: { zh: "设施属性不明", en: "an attribute of the facility is not recorded" },
  attestedServed: { zh: "上报已通", en: "reported as served" },
  attestedUnserved: { zh: "上报未通", en: "reported as not served" },
  throughNeighbour: { zh: "经相邻已通村连通", en: "through a served neighbour" },
} as const satisfies Readonly<Record<Reason, ClassName>>;
