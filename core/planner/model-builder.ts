import type { ModelData } from "highs";

/** Collects the columns and rows of a linear model, column by column, and gives the arrays that the solver takes. */
export class ModelBuilder {
  readonly cost: number[] = [];
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly rowLower: number[] = [];
  readonly rowUpper: number[] = [];
  readonly #starts: number[] = [0];
  readonly #rows: number[] = [];
  readonly #values: number[] = [];

  /** A row between these bounds; its number. */
  row(lower: number, upper: number): number {
    this.rowUpper.push(upper);
    return this.rowLower.push(lower) - 1;
  }

  /** A column of cost 0 between these bounds, with a coefficient in each of some different rows (row, value, row, value, ...); its number. */
  column(lower: number, upper: number, entries: readonly number[]): number {
    for (let i = 0; i < entries.length; i += 2) {
      if (entries[i + 1] === 0) continue;
      this.#rows.push(entries[i]!);
      this.#values.push(entries[i + 1]!);
    }
    this.#starts.push(this.#rows.length);
    this.cost.push(0);
    this.upper.push(upper);
    return this.lower.push(lower) - 1;
  }

  /** The model, with integers in the columns given. */
  data(integers: readonly number[]): ModelData {
    const numCols = this.cost.length;
    const numRows = this.rowLower.length;
    const integrality = new Int32Array(numCols);
    for (const column of integers) integrality[column] = 1;
    return {
      numCols,
      numRows,
      colCost: Float64Array.from(this.cost),
      colLower: Float64Array.from(this.lower),
      colUpper: Float64Array.from(this.upper),
      rowLower: Float64Array.from(this.rowLower),
      rowUpper: Float64Array.from(this.rowUpper),
      matrix: {
        format: "csc",
        numRows,
        numCols,
        starts: Int32Array.from(this.#starts),
        indices: Int32Array.from(this.#rows),
        values: Float64Array.from(this.#values),
      },
      ...(integers.length > 0 ? { integrality } : {}),
    };
  }
}
