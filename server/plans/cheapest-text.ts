import type { CheapestAnswer, CheapestPick, CheapestTotal } from "../../core/contract/cheapest.ts";
import { percentText, targetText } from "../../core/policy/rate-text.ts";
import type { Accepted } from "./cheapest-command.ts";
import { columns } from "./cli-text.ts";

/** Steps of the nested list shown to people: the first, and those about the target; --json has all. */
const FIRST_PICKS = 15;
const ABOUT_TARGET = 8;
const SHOWN_NAMES = 3;

const count = (value: number): string => value.toLocaleString("en");
const kilometres = (lengthM: number): string => (lengthM / 1000).toFixed(2);
const millions = (yuan: number): string => (yuan / 1e6).toFixed(3);
const rate = (low: number | null): string => (low === null ? "-" : `${percentText(low, 2)} %`);
const saving = (yuan: number, than: number): string =>
  than > 0 ? `${(100 * (1 - yuan / than)).toFixed(1)} %` : "-";
const totalText = ({ units, lengthM, yuan, low }: CheapestTotal): string =>
  `${count(units)} villages, ${kilometres(lengthM)} km, ${millions(yuan)} M yuan -> ${rate(low)}`;

/** Numbers of the steps that are shown. */
function shownSteps({ picks }: CheapestAnswer): number[] {
  const goal = picks.findIndex(({ reachesTarget }) => reachesTarget);
  const isShown = (n: number): boolean =>
    n < FIRST_PICKS || (goal >= 0 && Math.abs(n - goal) <= ABOUT_TARGET);
  return [...picks.keys()].filter(isShown);
}

function stepRow(pick: CheapestPick, n: number): string[] {
  const names = pick.units.slice(0, SHOWN_NAMES).map(({ name }) => name);
  return [
    `${n + 1} ${names.join(", ")}${pick.units.length > SHOWN_NAMES ? " ..." : ""}`,
    count(pick.units.length),
    kilometres(pick.lengthM),
    millions(pick.yuan),
    millions(pick.cumulative.yuan),
    rate(pick.cumulative.low),
    pick.reachesTarget ? "target" : "",
  ];
}

/** The cheapest way for people: what it takes, how good it is known to be, county by county, and the nested list. */
export function cheapestText(answer: CheapestAnswer, accepted: Accepted | null): string {
  const { area, today, optimum, greedy, bound, picks, budget, counties, verified } = answer;
  const outcome = {
    met: "The target is met; nothing needs to be built.",
    reached: "These lines reach the target, by the full coverage run.",
    outOfReach: "Lines cannot serve enough; these serve all that they can.",
  }[answer.outcome];
  return [
    `${area.name} (${area.code}), ${answer.rule}, ${targetText(answer.target)} % of ${answer.counts}`,
    `today ${rate(today.low)}: ${count(today.served)} of ${count(today.eligible)}, ${count(today.missing)} missing; lines can serve ${count(today.reachable)}`,
    "",
    outcome,
    `cheapest found: ${totalText(optimum.total)}`,
    `full run with them: ${count(verified.served)} of ${count(verified.eligible)}, ${rate(verified.low)}`,
    `greedy expansion: ${millions(greedy.yuan)} M yuan; saved ${saving(optimum.total.yuan, greedy.yuan)}`,
    bound === null
      ? "bound: not computed"
      : `bound over ${count(bound.candidates)} candidate lines: ${millions(bound.yuan)} M yuan, gap ${(100 * bound.gap).toFixed(2)} %${bound.isProven ? " (to the end)" : " (stopped by time)"}`,
    ...(counties.length === 0
      ? []
      : [
          "",
          ...columns([
            [
              "county",
              "missing",
              "alone km",
              "alone M yuan",
              "greedy M yuan",
              "in the whole M yuan",
            ],
            ...counties.map((one) => [
              `${one.area.code} ${one.area.name}`,
              count(one.missing),
              kilometres(one.optimum.lengthM),
              millions(one.optimum.yuan),
              millions(one.greedy.yuan),
              millions(one.inWhole.yuan),
            ]),
          ]),
        ]),
    "",
    "Nested list: a larger budget keeps the earlier steps.",
    ...columns([
      ["step", "villages", "km", "M yuan", "all M yuan", "rate", ""],
      ...shownSteps(answer).map((n) => stepRow(picks[n]!, n)),
    ]),
    `${count(picks.length)} steps in all; --json has them.`,
    ...(budget === null
      ? []
      : [
          "",
          `with ${millions(budget.yuan)} M yuan: ${budget.picks} steps, ${totalText(budget.total)}`,
        ]),
    ...(accepted === null
      ? []
      : [
          "",
          `put into plan ${accepted.plan}: ${count(accepted.works)} works, ${millions(accepted.yuan)} M yuan; it is at version ${accepted.version}`,
        ]),
  ].join("\n");
}
