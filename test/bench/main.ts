/** `npm run bench -- <name> [options]`: each benchmark compares with a named peer on the same data in one run. */
const BENCHMARKS: Record<string, () => Promise<(args: readonly string[]) => Promise<void>>> = {
  cheapest: async () => (await import("./cheapest.ts")).benchCheapest,
  coverage: async () => (await import("./coverage.ts")).benchCoverage,
  facility: async () => (await import("./facility.ts")).benchFacility,
  pages: async () => (await import("./pages.ts")).benchPages,
  plan: async () => (await import("./plan.ts")).benchPlan,
  planner: async () => (await import("./planner.ts")).benchPlanner,
  prints: async () => (await import("./prints.ts")).benchPrints,
  thematic: async () => (await import("./thematic.ts")).benchThematic,
  tiles: async () => (await import("./tiles.ts")).benchTiles,
  whatif: async () => (await import("./what-if.ts")).benchWhatIf,
};

const [name = "", ...args] = process.argv.slice(2);
const load = BENCHMARKS[name];
if (load) {
  await (
    await load()
  )(args);
} else {
  console.error(`Usage: npm run bench -- <${Object.keys(BENCHMARKS).join("|")}> [--json]`);
  process.exitCode = 2;
}
