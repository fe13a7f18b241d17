import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command, CommandContext } from "./command.ts";
import { readConfig } from "./config.ts";
import { coverageCommand } from "./coverage/coverage-command.ts";
import { gapsCommand } from "./coverage/gaps-command.ts";
import { migrateCommand } from "./database/cli.ts";
import { importCommand } from "./datasets/cli.ts";
import { demoCommand } from "./demonstration/cli.ts";
import { serveCommand } from "./http/serve-command.ts";
import { exportCommand } from "./exports/cli.ts";
import { planCommand } from "./plans/cli.ts";
import { progressCommand } from "./progress/cli.ts";
import { statisticsCommand } from "./statistics/cli.ts";

const COMMANDS: readonly Command[] = [
  serveCommand,
  migrateCommand,
  demoCommand,
  importCommand,
  coverageCommand,
  gapsCommand,
  planCommand,
  exportCommand,
  progressCommand,
  statisticsCommand,
];

const USAGE = `Usage: npm run qiantu -- <command>\n\n${[
  ...COMMANDS.map((command) => command.usage),
  "help    this text",
].join("\n")}\n`;

/** Runs `qiantu <command> ...`. Gives the exit code: 0 done, 1 refused, 2 wrong usage. */
export async function runCommand(
  args: readonly string[],
  context: Partial<CommandContext> = {},
): Promise<number> {
  const out = context.out ?? ((text: string) => process.stdout.write(`${text}\n`));
  const log = context.log ?? ((text: string) => process.stderr.write(`${text}\n`));
  const [name, ...rest] = args;
  if (name === "help" || name === "--help" || name === "-h") {
    out(USAGE);
    return 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) {
    log(name === undefined ? USAGE : `There is no command "${name}".\n\n${USAGE}`);
    return 2;
  }
  try {
    return await command.run(rest, { config: context.config ?? readConfig(), out, log });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (isWrongUsage(error)) {
      log(`${message}\n\nUsage: ${command.usage}`);
      return 2;
    }
    log(message);
    return 1;
  }
}

/** node:util parseArgs refuses what it does not know with such a code. */
function isWrongUsage(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
}

const started = process.argv[1];
if (started && realpathSync(started) === fileURLToPath(import.meta.url))
  process.exitCode = await runCommand(process.argv.slice(2));
