import type { TFunction } from "i18next";
import type { PlanCheck } from "../../core/contract/plan-check.ts";
import type {
  BindingRow,
  InfeasibleCause,
  ProposalNote,
  Relaxation,
  WhyAnswer,
} from "../../core/contract/proposal.ts";
import { causeWords, stepWords, type Words } from "../../core/planner/infeasible/words.ts";
import type { ApiError } from "../api.ts";
import { formatCount } from "../format.ts";
import { checkText, formatWan } from "../plan/wording.ts";
import type { Language } from "../view-state.ts";

type Unit = keyof typeof UNITS;
const UNITS = { persons: 0, mu: 1, yuan: 1, years: 0, sites: 0, villages: 0 } as const;

/** A gap as per cent with two decimals, rounded up: it is never told smaller than it is. */
export const formatGap = (gap: number): string => `${(Math.ceil(gap * 10_000) / 100).toFixed(2)}%`;

/** An amount with its unit; money in ten thousands. */
function amountText(value: number, unit: Unit, t: TFunction, language: Language): string {
  const n =
    unit === "yuan"
      ? formatWan(value, language)
      : value.toLocaleString(language, { maximumFractionDigits: UNITS[unit] });
  return t(`proposal.measure.${unit}`, { n });
}

interface About {
  areaName: string | null;
  settlementName: string | null;
  villageName: string | null;
  year: number | null;
}

/** What a row or a step is about, in one line. */
function placeOf({ areaName, settlementName, villageName, year }: About): string {
  return [settlementName ?? villageName ?? areaName, year]
    .filter((each) => each !== null)
    .join(" ");
}

export const rowText = (row: Pick<BindingRow, "kind"> & About, t: TFunction): string =>
  [t(`proposal.row.${row.kind}`), placeOf(row)].filter((each) => each !== "").join(" · ");

/** Amounts of a sentence with thousands separators; years and names as they are. */
function filled(params: Words["params"], language: Language): Words["params"] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "number" && name !== "year" && name !== "firstYear"
        ? value.toLocaleString(language, { maximumFractionDigits: 1 })
        : value,
    ]),
  );
}
const listed = (names: readonly string[]): string => names.join("、");

/** A cause as a sentence with its figures. */
export function causeText(cause: InfeasibleCause, t: TFunction, language: Language): string {
  const { code, params } = causeWords(cause, listed);
  return t(`proposal.cause.${code}`, filled(params, language));
}

/** The changes of a way out as sentences. */
export const stepTexts = ({ steps }: Relaxation, t: TFunction, language: Language): string[] =>
  stepWords(steps, listed).map(({ code, params }) =>
    t(`proposal.change.${code}`, filled(params, language)),
  );

const MOST_NAMES = 5;

/** One of the rows that contradict each other. */
export function causePartText(
  part: InfeasibleCause["parts"][number],
  t: TFunction,
  language: Language,
): string {
  const names = part.villages.slice(0, MOST_NAMES).map(({ name }) => name);
  const villages =
    part.villagesInAll > names.length
      ? t("proposal.villagesNamed", {
          names: names.join("、"),
          n: formatCount(part.villagesInAll, language),
        })
      : names.join("、");
  const figures =
    part.limit === null || part.needed === null
      ? ""
      : t("proposal.partFigures", {
          limit: amountText(part.limit, part.unit, t, language),
          needed: amountText(part.needed, part.unit, t, language),
        });
  const where = [
    part.areaName,
    part.settlements.map(({ name }) => name).join("、"),
    part.years.join("、"),
    villages,
    figures,
  ];
  return [t(`proposal.row.${part.kind}`), ...where].filter(Boolean).join(" · ");
}

const KNOWN_NOTES: Readonly<Record<ProposalNote["code"], true>> = {
  budgetSharedOut: true,
  areaNotPlanned: true,
  costByYear: true,
  budgetNarrowed: true,
  alreadyBroken: true,
  siteLeftOut: true,
  buildCostUnknown: true,
};

export function noteText({ code, params }: ProposalNote, t: TFunction, language: Language): string {
  const words: Record<string, string | number> = { ...params, code };
  if (typeof params["amountYuan"] === "number")
    words["amount"] = formatCount(params["amountYuan"], language);
  if (code === "siteLeftOut") words["fault"] = t(`proposal.fault.${params["fault"]}`);
  return t(`proposal.note.${code in KNOWN_NOTES ? code : "other"}`, words);
}

/** Why a village was not thought about. */
export const leftOutText = ({ code, params }: WhyAnswer["leftOut"][number], t: TFunction): string =>
  t(`proposal.whyOut.${code}`, params);

const STAGES = new Set([
  "queued",
  "candidates",
  "problem",
  "prices",
  "openings",
  "choices",
  "search",
  "narrowing",
  "checking",
  "summary",
  "causes",
]);
export const stageText = (stage: string, t: TFunction): string =>
  t(`proposal.stage.${STAGES.has(stage) ? stage : "other"}`);

const REFUSALS = new Set([
  "saving",
  "stale",
  "tooManyProposals",
  "busy",
  "changedMeanwhile",
  "nothingToAccept",
  "unknownProposal",
  "unreachable",
]);
const MOST_CHECKS = 3;

/** Why the server did not do what was asked, in a sentence. */
export function refusalText(error: ApiError, t: TFunction, language: Language): string {
  if (error.code === "breaksHardChecks") {
    const listed = error.problem?.["errors"];
    const checks = (Array.isArray(listed) ? listed : []).slice(0, MOST_CHECKS).map((each) => {
      const { params, path } = each as { params: Record<string, unknown>; path: string };
      const { check, actual, limit, unit, ...rest } = params;
      const said = { code: check, subject: path, actual, limit, unit, params: rest };
      return checkText(said as unknown as PlanCheck, t, language);
    });
    return t("proposal.refusal.breaksHardChecks", { checks: checks.join(" ") });
  }
  return t(`proposal.refusal.${REFUSALS.has(error.code) ? error.code : "other"}`, {
    code: error.code,
  });
}
