import { runCommand } from "./cli.ts";

// `npm start` is `qiantu serve`.
process.exitCode = await runCommand(["serve", ...process.argv.slice(2)]);
