import { parseArgs } from "node:util";
import { LEVELS, Level } from "../../core/contract/area.ts";
import type { AreaRates, CoverageAnswer, Rate, Rates } from "../../core/contract/coverage.ts";
import type { Unit } from "../../core/contract/rule.ts";
import { percentText, targetText } from "../../core/policy/rate-text.ts";
import { missingOf } from "../../core/policy/target.ts";
import type { Command } from "../command.ts";
import { CommandRefused, numberOption, withQuestion } from "./command-question.ts";
import { coverageAnswer } from "./coverage-answer.ts";

export const coverageCommand: Command = {
  name: "coverage",
  usage:
    "coverage --rule <id|file.json> [--area CODE] [--by region|city|county|township|administrativeVillage] [--reach METRES] [--min-households N] [--json]    rates of a rule",
  async run(args, { config, out, log }) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rule: { type: "string" },
        area: { type: "string" },
        by: { type: "string" },
        reach: { type: "string" },
        "min-households": { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    try {
      const by = Level.optional().safeParse(values.by);
      if (!by.success) throw new CommandRefused(`--by must be one of ${LEVELS.join(", ")}.`, 2);
      if (values.rule === undefined) throw new CommandRefused("Name a rule with --rule.", 2);
      const question = {
        rule: values.rule,
        area: values.area,
        reachM: numberOption("reach", values.reach),
        minHouseholds: numberOption("min-households", values["min-households"]),
      };
      const answer = await withQuestion(config, question, log, (place, rule) =>
        coverageAnswer(place.state, rule, place.area, by.data),
      );
      out(values.json ? JSON.stringify(asContract(answer)) : table(answer));
      return 0;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      log(error.message);
      return error.exitCode;
    }
  },
};

/** The shape that other programs rely on: rule and area by code, the run by id. */
function asContract(answer: CoverageAnswer): unknown {
  return {
    rule: answer.rule.id,
    area: answer.area.code,
    run: answer.run?.id ?? null,
    total: answer.total,
    areas: answer.areas.map(({ code, name, level, villages, households, persons }) => ({
      code,
      name,
      level,
      villages,
      households,
      persons,
    })),
  };
}

function table(answer: CoverageAnswer): string {
  const { rule, area, run, total } = answer;
  const target = rule.target === null ? "no target" : `target ${targetText(rule.target)} %`;
  const lines = [
    `${rule.name?.en ?? rule.id} (${rule.id}, version ${rule.version}), ${target}`,
    `${area.name} (${area.code}); ${run ? `run ${run.id} of ${run.finishedAt}` : "measured now, not stored"}`,
    "",
    row("area", ["", ...MEASURES.map((measure) => measure)]),
    row("", ["", ...MEASURES.map(() => "rate      served  not served     unknown")]),
    ratesRow("total", total),
    ...answer.areas.map((each) => ratesRow(nameOf(each), each)),
  ];
  const missing = missingText(answer);
  if (missing !== null) lines.push("", missing);
  return lines.join("\n");
}

/** What is missing to the target: a number, or at best and at worst where statuses are unknown. Null without a target. */
function missingText({ rule, total }: CoverageAnswer): string | null {
  const rate = total[rule.headline];
  const missing = missingOf(rate, rule.target);
  if (missing === null) return null;
  const unit = rule.headline === "villages" ? UNIT_NAMES[rule.unit] : rule.headline;
  if (rate.eligible === 0) return `Missing to the target: cannot be told, no ${unit} count here`;
  const [least, most] = [missing.least, missing.most].map((count) => count.toLocaleString("en"));
  if (least === most) return `Missing to the target: ${most} ${unit}`;
  return `Missing to the target: ${least} to ${most} ${unit} (${rate.unknown.toLocaleString("en")} unknown)`;
}

const UNIT_NAMES = {
  naturalVillage: "natural villages",
  administrativeVillage: "administrative villages",
  township: "townships",
} as const satisfies Record<Unit, string>;

const MEASURES = ["villages", "households", "persons"] as const;
const nameOf = ({ code, name }: AreaRates): string => (code === name ? code : `${code} ${name}`);

function ratesRow(name: string, rates: Rates): string {
  return row(name, ["", ...MEASURES.map((measure) => rateText(rates[measure]))]);
}

function rateText({ rate, served, unserved, unknown }: Rate): string {
  const figures = [served, unserved, unknown].map((count) =>
    count.toLocaleString("en").padStart(12),
  );
  return `${percent(rate).padStart(7)}${figures.join("")}`;
}

const percent = (rate: number | null): string => (rate === null ? "-" : `${percentText(rate)} %`);

function row(name: string, cells: readonly string[]): string {
  return `${padded(name, 28)}${cells.map((cell) => cell.padEnd(44)).join(" ")}`.trimEnd();
}

/** Chinese characters take two columns of a terminal. */
function padded(text: string, width: number): string {
  const wide = Array.from(text).reduce((sum, character) => sum + (character > "\u2e80" ? 2 : 1), 0);
  return text + " ".repeat(Math.max(1, width - wide));
}
