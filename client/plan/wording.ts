import type { TFunction } from "i18next";
import type { PlanCheck } from "../../core/contract/plan-check.ts";
import type { PlanEvent } from "../../core/contract/plan-service.ts";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";
import type { SessionProblem } from "./session.ts";

/** What stands against an edit, in a sentence; of many faults of one kind the number. */
export function problemText(problems: readonly SessionProblem[], t: TFunction): string {
  const byCode = new Map<string, SessionProblem[]>();
  for (const each of problems) byCode.set(each.code, [...(byCode.get(each.code) ?? []), each]);
  return [...byCode]
    .map(([code, list]) => t(`plan.problem.${code}`, { ...list[0]!.params, n: list.length }))
    .join(" ");
}

/** Yuan in ten thousands, as budgets are written. */
export function formatWan(yuan: number, language: Language): string {
  return (yuan / 10_000).toLocaleString(language, { maximumFractionDigits: 1 });
}

/** An amount of a check with its unit. */
function formatAmount(
  value: number,
  unit: PlanCheck["unit"],
  t: TFunction,
  language: Language,
): string {
  if (unit === null || unit === "year") return String(value);
  if (unit === "yuan") return t("plan.unit.wan", { n: formatWan(value, language) });
  const n =
    unit === "km" || unit === "mu" || unit === "m2"
      ? value.toLocaleString(language, { maximumFractionDigits: unit === "m2" ? 1 : 2 })
      : formatCount(value, language);
  return t(`plan.unit.${unit}`, { n });
}

const COUNTED = ["persons", "villages", "households", "missing", "excess", "target"];

/** A check as a sentence. */
export function checkText(check: PlanCheck, t: TFunction, language: Language): string {
  const { code, params, actual, limit, unit } = check;
  const words: Record<string, string | number> = { ...params };
  for (const name of COUNTED)
    if (typeof params[name] === "number") words[name] = formatCount(params[name], language);
  if (typeof params["fund"] === "string") words["fund"] = t(`plan.fund.${params["fund"]}`);
  if (code === "siteUnserved") words["service"] = t(`plan.service.${params["kind"]}`);
  if (code === "siteInZone") words["zone"] = t(`plan.zone.${params["kind"]}`);
  if (code === "siteOutside") words["where"] = t(`plan.where.${params["where"]}`);
  return t(`plan.check.${code}`, {
    ...words,
    actual: actual === null ? "—" : formatAmount(actual, unit, t, language),
    limit: limit === null ? "—" : formatAmount(limit, unit, t, language),
  });
}

/** What an edit did, from its counts: "3 villages assigned, 1 settlement changed". */
export function countsText(counts: PlanEvent["counts"], t: TFunction, language: Language): string {
  const parts = counts.flatMap(({ collection, added, changed, removed }) =>
    (
      [
        ["added", added],
        ["changed", changed],
        ["removed", removed],
      ] as const
    )
      .filter(([, n]) => n > 0)
      .map(([what, n]) =>
        t(`plan.did.${what}`, {
          n: formatCount(n, language),
          what: t(`plan.collection.${collection}`),
        }),
      ),
  );
  return parts.length === 0 ? t("plan.did.nothing") : parts.join(t("plan.did.and"));
}
