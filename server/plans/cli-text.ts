import type { CheckLine, ChecksAnswer, CompareAnswer } from "../../core/contract/plan-service.ts";
import { COLLECTIONS } from "../../core/contract/plan.ts";
import { PLAN_CHECKS } from "../../core/policy/plan-checks.ts";
import { percentText } from "../../core/policy/rate-text.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import type { CliProblem, PlanRefused } from "./cli-refusal.ts";
import type { PlanRow } from "./queries.ts";

/** Checks shown to people; --json has all. */
const SHOWN_CHECKS = 20;
const SHOWN_PROBLEMS = 20;

const NAMES = new Map<string, string>(PLAN_CHECKS.map(({ code, name }) => [code, name.en]));
/** A number with separators. */
export const count = (value: number): string => value.toLocaleString("en");
const quantity = (value: number, unit: string | null): string =>
  unit === "year" ? String(value) : count(value);
const millions = (yuan: number): string => `${(yuan / 1e6).toFixed(1)} M yuan`;

/** Rows as columns of equal width, the first to the left and the others to the right. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  "),
  );
}

/** Plans as a list, one line each. */
export function plansText(rows: readonly PlanRow[]): string {
  if (rows.length === 0) return "There is no plan yet; plan new makes one.";
  return rows
    .map(({ id, version, areaCode, areaName, name, changedAt, archived }) =>
      [id, `v${version}`, changedAt.slice(0, 16), areaCode, areaName, name]
        .concat(archived ? ["(put away)"] : [])
        .join("  "),
    )
    .join("\n");
}

/** What a plan holds, adds up to and fails in. */
export function reportText(row: PlanRow, plan: Plan, { years, checks }: ChecksAnswer): string {
  const held = COLLECTIONS.filter((name) => plan[name].size > 0).map(
    (name) => `${count(plan[name].size)} ${name}`,
  );
  const hard = checks.filter(({ severity }) => severity === "hard").length;
  const more = checks.length - SHOWN_CHECKS;
  return [
    `${row.name}, version ${row.version}${row.demonstration ? ", a demonstration" : ""}`,
    `${row.id}, ${row.areaName} (${row.areaCode}), ${held.join(", ") || "empty"}`,
    "",
    ...columns([
      ["year", "persons", "target", "households", "villages", "cost"],
      ...years.map((year) => [
        String(year.year),
        count(year.persons),
        year.target === null ? "-" : count(year.target),
        count(year.households),
        count(year.villages),
        millions(year.amountYuan),
      ]),
    ]),
    "",
    `${hard} hard and ${checks.length - hard} soft checks fail`,
    ...checks.slice(0, SHOWN_CHECKS).map((check) => checkText(check, plan)),
    ...(more > 0 ? [`  and ${count(more)} more: --json tells all`] : []),
  ].join("\n");
}

function checkText(check: CheckLine, plan: Plan): string {
  const { code, severity, place, amount, action, params } = check;
  const [, id = ""] = /^(?:settlement|works):(.+)$/.exec(place.subject) ?? [];
  const called = plan.settlements.get(id)?.name ?? plan.works.get(id)?.name ?? params["name"];
  const name = called === undefined ? "" : ` ${called}`;
  const how =
    amount === null || amount.actual === null
      ? ""
      : `: ${quantity(amount.actual, amount.unit)}${amount.limit === null ? "" : ` against ${quantity(amount.limit, amount.unit)}`} ${amount.unit}`;
  const mend = action === null ? "" : ` (mend: ${action})`;
  return `  ${severity.toUpperCase()} ${code}, ${NAMES.get(code)}: ${place.subject}${name}${how}${mend}`;
}

/** Two plans side by side. */
export function compareText({ a, b, villages, others }: CompareAnswer): string {
  const sum = (side: CompareAnswer["a"], what: "persons" | "households" | "villages"): number =>
    side.byYear.reduce((total, year) => total + year[what], 0);
  const rate = (side: CompareAnswer["a"], rule: string): string => {
    const found = side.rates.find((each) => each.rule === rule)?.rates.villages.rate ?? null;
    return found === null ? "-" : `${percentText(found)} %`;
  };
  const differing = COLLECTIONS.map((name) => ({
    name,
    of: others.filter(({ collection }) => collection === name).length,
  })).filter(({ of }) => of > 0);
  return [
    `A: ${a.plan.name}, version ${a.plan.version} (${a.plan.id})`,
    `B: ${b.plan.name}, version ${b.plan.version} (${b.plan.id})`,
    "",
    ...columns([
      ["", "A", "B"],
      ...a.byYear.map((year, i) => [
        `persons ${year.year}`,
        count(year.persons),
        count(b.byYear[i]?.persons ?? 0),
      ]),
      ["persons", count(sum(a, "persons")), count(sum(b, "persons"))],
      ["households", count(sum(a, "households")), count(sum(b, "households"))],
      ["villages", count(sum(a, "villages")), count(sum(b, "villages"))],
      ["cost", millions(a.totalYuan), millions(b.totalYuan)],
      ["person-km", count(Math.round(a.personKm)), count(Math.round(b.personKm))],
      ["hard checks", count(a.hardChecks), count(b.hardChecks)],
      ["soft checks", count(a.softChecks), count(b.softChecks)],
      ...a.rates.map(({ rule }) => [rule, rate(a, rule), rate(b, rule)]),
    ]),
    "",
    [
      `${count(villages.length)} villages`,
      ...differing.map(({ name, of }) => `${count(of)} ${name}`),
    ].join(", ") + " differ",
  ].join("\n");
}

/** Why a command was refused: every fault with row, field and mend. */
export function refusalText({ problems, count: all }: PlanRefused): string {
  const more = all - Math.min(problems.length, SHOWN_PROBLEMS);
  return [
    ...problems.slice(0, SHOWN_PROBLEMS).map(problemText),
    ...(more > 0 ? [`and ${count(more)} more`] : []),
    "Refused; nothing was stored.",
  ].join("\n");
}

function problemText({ row, field, code, message, mend }: CliProblem): string {
  const where = [row === null ? "" : `row ${row}`, field ?? ""].filter((part) => part !== "");
  return `${where.length > 0 ? `${where.join(", ")}: ` : ""}${code}: ${message}\n    ${mend}`;
}
