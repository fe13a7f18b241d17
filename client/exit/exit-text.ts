import type { TFunction } from "i18next";
import type { ExitLine, ExitPart } from "../../core/contract/exit-card.ts";
import type { StatisticItem } from "../../core/contract/statistics.ts";
import { formatCount, formatRate, formatTarget, inLanguage } from "../format.ts";
import type { Language } from "../view-state.ts";

/** A value of the exit card or of the statistics with its unit; a dash for what is not known. */
export function exitValue(
  value: number | null,
  unit: string,
  t: TFunction,
  language: Language,
): string {
  if (value === null) return "—";
  if (unit === "rate") return formatRate(value);
  if (unit === "yes/no") return t(value === 1 ? "exit.yes" : "exit.no");
  const n = value.toLocaleString(language, { maximumFractionDigits: 2 });
  const word = t(`exit.unit.${unit}`, { defaultValue: "" });
  return word === "" ? n : `${n} ${word}`;
}

/** What a line asks for: "≥ 95%", "< 8%", "yes". */
export function thresholdText(
  { comparison, threshold, unit }: Pick<ExitLine, "comparison" | "threshold" | "unit">,
  t: TFunction,
  language: Language,
): string {
  if (comparison === "isYes") return t("exit.yes");
  if (threshold === null) return "—";
  const value = unit === "rate" ? formatTarget(threshold) : exitValue(threshold, unit, t, language);
  return `${SIGNS[comparison]} ${value}`;
}

const SIGNS = { atLeast: "≥", atMost: "≤", below: "<" } as const;

/** What a part of a line is called: an item of the statistics by its own name, a count of coverage by its word. */
export function partName(
  { code }: Pick<ExitPart, "code">,
  items: readonly StatisticItem[],
  t: TFunction,
  language: Language,
): string {
  const item = items.find(({ id }) => id === code);
  return item === undefined
    ? t(`exit.part.${code}`, { defaultValue: code })
    : inLanguage(item.name, language);
}

/** Why a line cannot be told, as a sentence; null where it can be. */
export function whyText(
  line: Pick<ExitLine, "why">,
  items: readonly StatisticItem[],
  t: TFunction,
  language: Language,
): string | null {
  if (line.why === null) return null;
  const { code, params } = line.why;
  const item = params["item"];
  const [low, high] = [params["low"], params["high"]];
  return t(`exit.why.${code}`, {
    ...params,
    ...(typeof item === "string" ? { item: partName({ code: item }, items, t, language) } : {}),
    ...(typeof low === "number" ? { low: formatRate(low) } : {}),
    ...(typeof high === "number" ? { high: formatRate(high) } : {}),
  });
}

/** How many units a failing line still lacks: one number, or the least and the most where some are unknown. */
export function missingText(
  coverage: NonNullable<ExitLine["coverage"]>,
  t: TFunction,
  language: Language,
): string {
  const { missing, missingLeast, unit, counts } = coverage;
  const what = t(`counted.${counts === "villages" ? unit : counts}`, { count: missing });
  return missingLeast === missing
    ? t("exit.missing", { n: formatCount(missing, language), what })
    : t("exit.missingRange", {
        least: formatCount(missingLeast, language),
        most: formatCount(missing, language),
        what,
      });
}
