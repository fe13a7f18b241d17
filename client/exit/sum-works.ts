import type { ExitWorksAnswer } from "../../core/contract/exit-card.ts";

export type WorksOfLine = Pick<
  NonNullable<ExitWorksAnswer["works"]>,
  "units" | "lines" | "lengthM" | "yuan"
>;

/** The works of several lines together. Units are sums over lines: a village that lacks two services is served twice. */
export const sumWorks = (works: readonly WorksOfLine[]): WorksOfLine =>
  works.reduce(
    (sum, each) => ({
      units: sum.units + each.units,
      lines: sum.lines + each.lines,
      lengthM: sum.lengthM + each.lengthM,
      yuan: sum.yuan + each.yuan,
    }),
    { units: 0, lines: 0, lengthM: 0, yuan: 0 },
  );
