import type { PlanSummary } from "../../core/contract/plan-service.ts";
import type { ProposalResult, Relaxation } from "../../core/contract/proposal.ts";
import { columns } from "../plans/cli-text.ts";
import type { PlanRow } from "../plans/queries.ts";

const SHOWN_ROWS = 10;
const count = (value: number): string => Math.round(value).toLocaleString("en");
const millions = (yuan: number): string => `${(yuan / 1e6).toFixed(1)} M yuan`;

/** A proposal for people: what was found, the years, what binds; or why nothing was. */
export function proposalText(
  row: PlanRow,
  result: ProposalResult,
  accepted: PlanSummary | null,
): string {
  const { status, objective, bound, gap, candidates, areas, difference, binding, omitted } = result;
  const [whole] = areas;
  const lines = [
    `${row.name}, version ${row.version}: ${status}, ${result.seconds.toFixed(1)} s`,
    `${count(candidates.villages)} candidate villages with ${count(candidates.persons)} persons, ${count(candidates.sites)} settlements`,
  ];
  if (objective !== null && difference !== null && whole !== undefined) {
    const within = gap === null ? "" : `, gap ${(100 * gap).toFixed(2)} %`;
    lines.push(
      `objective ${millions(objective)}, bound ${bound === null ? "-" : millions(bound)}${within} within the candidate set`,
      `${count(omitted.arcs)} ways were left out; by the prices they could save ${millions(omitted.mostSavingYuan)} at most`,
      `${count(whole.moved)} move, ${count(whole.built)} get their services, ${count(whole.left)} are left`,
      `against the plan: ${count(difference.added)} moves more, ${count(difference.changed)} others, ${count(difference.removed)} fewer; ${count(difference.persons)} persons, ${millions(difference.amountYuan)}`,
    );
  }
  if (whole !== undefined)
    lines.push(
      "",
      ...columns([
        ["year", "persons", "asked", "cost", "budget"],
        ...whole.years.map((year) => [
          String(year.year),
          count(year.persons),
          year.low === null || year.high === null ? "-" : `${count(year.low)}-${count(year.high)}`,
          millions(year.spentYuan),
          year.budgetYuan === null ? "-" : millions(year.budgetYuan),
        ]),
      ]),
    );
  if (binding.length > 0) lines.push("", "What binds, and what one unit more of it would save:");
  for (const one of binding.slice(0, SHOWN_ROWS))
    lines.push(
      `  ${one.kind} ${placeOf(one)}: ${count(one.used)} of ${one.limit === null ? "-" : count(one.limit)} ${one.unit}, ${one.priceYuan.toFixed(2)} yuan`,
    );
  for (const cause of result.causes)
    lines.push(
      "",
      `Cause: ${cause.code}: ${count(cause.needed)} ${cause.unit} needed, ${count(cause.available)} there, ${count(cause.short)} missing`,
      ...cause.parts.map(
        (part) =>
          `  ${part.kind} ${[part.areaName, ...part.settlements.map(({ name }) => name), ...part.years].filter(Boolean).join(", ")}`,
      ),
    );
  result.relaxations.forEach((way, i) => lines.push("", `Way out ${i + 1}:`, ...stepsOf(way)));
  for (const { code, subject, actual, limit, unit } of result.refusedBy.slice(0, SHOWN_ROWS))
    lines.push(`  would fail ${code} ${subject}: ${actual} against ${limit} ${unit ?? ""}`);
  for (const { code, params } of result.notes)
    lines.push(
      `note: ${code} ${Object.entries(params)
        .map(([name, value]) => `${name} ${value}`)
        .join(", ")}`,
    );
  if (accepted !== null)
    lines.push("", `Written: ${accepted.name}, ${accepted.id}, version ${accepted.version}`);
  return lines.join("\n");
}

function placeOf(about: {
  areaName: string | null;
  settlementName: string | null;
  villageName: string | null;
  year: number | null;
}): string {
  const { areaName, settlementName, villageName, year } = about;
  return [areaName, settlementName, villageName, year].filter((part) => part !== null).join(", ");
}

function stepsOf({ steps }: Relaxation): string[] {
  return steps.map(
    (step) =>
      `  ${step.kind} ${placeOf(step)}` +
      (step.amount === null ? "" : `: by ${count(step.amount)} ${step.unit ?? ""}`),
  );
}
