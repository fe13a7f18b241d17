import type { Sector } from "../../core/contract/rule.ts";
import { NO, NOT_RECORDED, YES, type FeatureColumns } from "../../core/coverage/snapshot.ts";
import { decodeEwkb, type GeometrySink } from "./decode-ewkb.ts";
import { GrowingFloat64, GrowingInt32 } from "./growing-columns.ts";
import type { TextRow } from "./snapshot-queries.ts";

/** Distinct texts as small numbers; 0 is "" = not recorded. Throws above 255 distinct values: that is a name column, not a class. */
class Dictionary {
  readonly names: string[] = [""];
  private readonly numbers = new Map<string, number>([["", 0]]);
  private readonly column: string;

  constructor(column: string) {
    this.column = column;
  }

  numberOf(name: string | null): number {
    const known = this.numbers.get(name ?? "");
    if (known !== undefined) return known;
    if (this.names.length > 255)
      throw new Error(`more than 255 different values of ${this.column}`);
    this.numbers.set(name!, this.names.length);
    return this.names.push(name!) - 1;
  }
}

/** Reads the features of one sector into columns, in the order of the rows. */
export async function loadFeatures(
  rows: AsyncIterable<TextRow>,
  sector: Sector,
): Promise<FeatureColumns> {
  const id = new GrowingInt32();
  const name: (string | null)[] = [];
  const classes = new Dictionary("class");
  const surfaces = new Dictionary("surface");
  const classOf = new GrowingInt32();
  const surfaceOf = new GrowingInt32();
  const allSeason = new GrowingInt32();
  const geometry = new GrowingInt32();
  const numbers = new Map<string, GrowingFloat64>();
  const acceptance = new AcceptanceBuilder();
  const parts = new PartBuilder();
  let count = 0;
  for await (const row of rows) {
    id.push(Number(row[0]));
    name.push(row[1] ?? null);
    classOf.push(classes.numberOf(row[2] ?? null));
    surfaceOf.push(surfaces.numberOf(row[3] ?? null));
    allSeason.push(row[4] == null ? NOT_RECORDED : row[4] === "t" ? YES : NO);
    readNumbers(row[5] ?? "{}", numbers, count);
    geometry.push(parts.add(row[6]!));
    acceptance.add(row[7] ?? "", row[8] === "t");
    count++;
  }
  for (const column of numbers.values()) while (column.length < count) column.push(NaN);
  return {
    sector,
    count,
    id: id.finish(),
    name,
    class: Uint8Array.from(classOf.finish()),
    classes: classes.names,
    surface: Uint8Array.from(surfaceOf.finish()),
    surfaces: surfaces.names,
    allSeason: Uint8Array.from(allSeason.finish()),
    ...acceptance.finish(),
    numbers: Object.fromEntries(
      [...numbers].map(([field, column]) => [field, Float32Array.from(column.finish())]),
    ),
    geometry: Uint8Array.from(geometry.finish()),
    ...parts.finish(),
  };
}

function readNumbers(json: string, columns: Map<string, GrowingFloat64>, row: number): void {
  if (json === "{}") return;
  for (const [field, value] of Object.entries(JSON.parse(json) as Record<string, unknown>)) {
    if (typeof value !== "number") continue;
    let column = columns.get(field);
    if (!column) columns.set(field, (column = new GrowingFloat64()));
    while (column.length < row) column.push(NaN);
    column.push(value);
  }
}

/** A dataset that records the acceptance of any feature records it of all; in the others it is not recorded. */
class AcceptanceBuilder {
  private readonly datasetOf: string[] = [];
  private readonly accepted = new GrowingInt32();
  private readonly recording = new Set<string>();

  add(dataset: string, accepted: boolean): void {
    this.datasetOf.push(dataset);
    this.accepted.push(accepted ? YES : NO);
    if (accepted) this.recording.add(dataset);
  }

  finish(): Pick<FeatureColumns, "accepted"> {
    if (this.recording.size === 0) return {};
    const accepted = Uint8Array.from(this.accepted.finish());
    return {
      accepted: accepted.map((value, i) =>
        this.recording.has(this.datasetOf[i]!) ? value : NOT_RECORDED,
      ),
    };
  }
}

class PartBuilder implements GeometrySink {
  private readonly partOf = new GrowingInt32();
  private readonly vertexOf = new GrowingInt32();
  private readonly role = new GrowingInt32();
  private readonly coordinates = new GrowingFloat64();

  add(hex: string): number {
    this.partOf.push(this.vertexOf.length);
    return decodeEwkb(hex, this);
  }

  part(role: 0 | 1 | 2): void {
    this.vertexOf.push(this.coordinates.length / 2);
    this.role.push(role);
  }

  vertex(x: number, y: number): void {
    this.coordinates.push(x);
    this.coordinates.push(y);
  }

  finish(): Pick<FeatureColumns, "partOf" | "vertexOf" | "role" | "coordinates"> {
    this.partOf.push(this.vertexOf.length);
    this.vertexOf.push(this.coordinates.length / 2);
    return {
      partOf: this.partOf.finish(),
      vertexOf: this.vertexOf.finish(),
      role: Uint8Array.from(this.role.finish()),
      coordinates: this.coordinates.finish(),
    };
  }
}
