import { parseArgs } from "node:util";
import { GapsQuery } from "../../core/contract/request.ts";
import type { Command } from "../command.ts";
import { CommandRefused, numberOption, withQuestion } from "./command-question.ts";
import { gapFilter, gapList, gapsAnswer } from "./gaps-answer.ts";
import { gapsCsv } from "./gaps-csv.ts";

export const gapsCommand: Command = {
  name: "gaps",
  usage:
    "gaps --rule <id|file.json> [--area CODE] [--status unserved,unknown,served,notEligible] [--sort [-]households|persons|distanceM|name|code] [--reach METRES] [--min-households N] [--lang en|zh-CN] [--json|--csv]    the units behind a rate",
  async run(args, { config, out, log }) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rule: { type: "string" },
        area: { type: "string" },
        status: { type: "string" },
        sort: { type: "string" },
        reach: { type: "string" },
        "min-households": { type: "string" },
        lang: { type: "string" },
        json: { type: "boolean", default: false },
        csv: { type: "boolean", default: false },
      },
    });
    try {
      if (values.rule === undefined) throw new CommandRefused("Name a rule with --rule.", 2);
      const options = GapsQuery.pick({ status: true, sort: true, lang: true }).safeParse({
        status: values.status,
        sort: values.sort,
        lang: values.lang,
      });
      if (!options.success) {
        const names = options.error.issues.map((issue) => `--${issue.path.join(".")}`);
        throw new CommandRefused(`Not understood: ${names.join(", ")}.`, 2);
      }
      const question = {
        rule: values.rule,
        area: values.area,
        reachM: numberOption("reach", values.reach),
        minHouseholds: numberOption("min-households", values["min-households"]),
      };
      const text = await withQuestion(config, question, log, async ({ state, area }, rule) => {
        const filter = gapFilter(options.data, area);
        if (values.csv)
          return [...gapsCsv(state, await gapList(state, rule, filter), options.data.lang)]
            .join("")
            .trimEnd();
        const all = await gapsAnswer(state, rule, filter, { limit: Number.MAX_SAFE_INTEGER });
        const { total, households, persons, items } = all;
        const run = state.run && state.rules.includes(rule) ? state.run.id : null;
        if (values.json)
          return JSON.stringify({
            rule: rule.id,
            area: state.snapshot.areas.code[area],
            run,
            total,
            households,
            persons,
            items,
          });
        const rows = items.map(
          (item) =>
            `${item.code ?? item.id}\t${item.name}\t${item.areas.map((each) => each.name).join(" ")}\t${item.households ?? "-"}\t${item.persons ?? "-"}\t${item.status}\t${item.reason}\t${item.distanceM ?? "-"}`,
        );
        return [
          "code\tname\tarea\thouseholds\tpersons\tstatus\treason\tdistance_m",
          ...rows,
          `${total} units, ${households} households, ${persons} persons`,
        ].join("\n");
      });
      out(text);
      return 0;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      log(error.message);
      return error.exitCode;
    }
  },
};
