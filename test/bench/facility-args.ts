import { parseArgs } from "node:util";
import { FACILITY_FORMATS, type FacilityFormat } from "../../core/planner/facility/read.ts";

export interface FacilityArgs {
  readonly file: string;
  readonly singleSource: boolean;
  readonly json: boolean;
  readonly seconds: number;
  readonly capacity: number | undefined;
  readonly format: FacilityFormat | undefined;
}

export const FACILITY_USAGE = `Usage: npm run bench -- facility <file> [--single-source] [--json]
  <file>            OR-Library (cap41 ... capc) or Holmberg type; <file> with .opt beside it: the published optimum
  --single-source   each customer from one site
  --seconds N       ends with the best so far after N seconds (default 120)
  --capacity N      for files that leave it open (capa, capb, capc)
  --format F        ${FACILITY_FORMATS.join(" | ")}, where the lines do not tell`;

/** The arguments, or what is wrong with them. */
export function readFacilityArgs(args: readonly string[]): FacilityArgs | string {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "single-source": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        seconds: { type: "string", default: "120" },
        capacity: { type: "string" },
        format: { type: "string" },
      },
    });
  } catch (error) {
    return (error as Error).message;
  }
  const { values, positionals } = parsed;
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) return "Give one file.";
  const seconds = Number(values.seconds);
  if (!(seconds > 0 && seconds <= 86_400)) return "--seconds must be a number from 0 to 86400.";
  const capacity = values.capacity === undefined ? undefined : Number(values.capacity);
  if (capacity !== undefined && !(capacity >= 0 && capacity <= 1e12))
    return "--capacity must be a number from 0 to 1e12.";
  const format = FACILITY_FORMATS.find((name) => name === values.format);
  if (values.format !== undefined && format === undefined)
    return `--format must be one of ${FACILITY_FORMATS.join(", ")}.`;
  return {
    file,
    singleSource: values["single-source"],
    json: values.json,
    seconds,
    capacity,
    format,
  };
}
