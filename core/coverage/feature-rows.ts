import { flagOf, type FeatureAttributes } from "./drawn-feature.ts";
import { NOT_RECORDED, type FeatureColumns } from "./snapshot.ts";
import { WordList } from "./word-list.ts";

type Numbers = FeatureColumns["numbers"];

/** One row as columns of their own; the figures are shared, not copied. */
export function rowOf(features: FeatureColumns, row: number): FeatureColumns {
  const firstPart = features.partOf[row]!;
  const endPart = features.partOf[row + 1]!;
  const firstVertex = features.vertexOf[firstPart]!;
  const endVertex = features.vertexOf[endPart]!;
  const numbers: Record<string, Float32Array> = {};
  for (const [field, column] of Object.entries(features.numbers)) {
    numbers[field] = column.subarray(row, row + 1);
  }
  const { accepted } = features;
  return {
    ...features,
    count: 1,
    id: features.id.subarray(row, row + 1),
    name: [features.name[row] ?? null],
    class: features.class.subarray(row, row + 1),
    surface: features.surface.subarray(row, row + 1),
    allSeason: features.allSeason.subarray(row, row + 1),
    ...(accepted && { accepted: accepted.subarray(row, row + 1) }),
    numbers,
    geometry: features.geometry.subarray(row, row + 1),
    partOf: Int32Array.of(0, endPart - firstPart),
    vertexOf: features.vertexOf.slice(firstPart, endPart + 1).map((v) => v - firstVertex),
    role: features.role.subarray(firstPart, endPart),
    coordinates: features.coordinates.subarray(2 * firstVertex, 2 * endVertex),
  };
}

/** Attributes of some rows replaced; see `FeatureAttributes`. Columns that no change touches are shared. */
export function withAttributes(
  features: FeatureColumns,
  changes: ReadonlyMap<number, FeatureAttributes>,
): FeatureColumns {
  const rows = [...changes];
  const column = <Column extends Uint8Array | Float32Array>(
    old: Column,
    of: (attributes: FeatureAttributes) => number | undefined,
  ): Column => {
    const touched = rows.filter(([, attributes]) => of(attributes) !== undefined);
    if (touched.length === 0) return old;
    const copy = old.slice() as Column;
    for (const [row, attributes] of touched) copy[row] = of(attributes)!;
    return copy;
  };
  const classes = new WordList(features.classes);
  const surfaces = new WordList(features.surfaces);
  const word = (list: WordList, name: string | null | undefined): number | undefined =>
    name === undefined ? undefined : list.codeOf(name);
  const flag = (value: boolean | null | undefined): number | undefined =>
    value === undefined ? undefined : flagOf(value);
  const numbers: Record<string, Float32Array> = { ...features.numbers };
  for (const field of new Set(rows.flatMap(([, one]) => Object.keys(one.numbers ?? {})))) {
    numbers[field] = column(numberColumn(features.numbers, field, features.count), (one) => {
      const value =
        one.numbers && Object.hasOwn(one.numbers, field) ? one.numbers[field] : undefined;
      return value === null ? NaN : value;
    });
  }
  const recorded = features.accepted ?? notRecorded(features.count);
  const accepted = column(recorded, (one) => flag(one.accepted));
  return {
    ...features,
    class: column(features.class, (one) => word(classes, one.class)),
    surface: column(features.surface, (one) => word(surfaces, one.surface)),
    allSeason: column(features.allSeason, (one) => flag(one.allSeason)),
    ...(rows.some(([, one]) => one.accepted !== undefined) && { accepted }),
    numbers,
    classes: classes.words,
    surfaces: surfaces.words,
  };
}

/**
 * Some rows without their geometry, so that nothing finds them. The rows stay: every index means the same feature before and after.
 */
export function withoutGeometry(
  features: FeatureColumns,
  rows: ReadonlySet<number>,
): FeatureColumns {
  const partOf = new Int32Array(features.count + 1);
  const vertexOf = [0];
  const role: number[] = [];
  const coordinates = new Float64Array(features.coordinates.length);
  let vertices = 0;
  for (let i = 0; i < features.count; i++) {
    const end = features.partOf[i + 1]!;
    for (let part = features.partOf[i]!; part < end && !rows.has(i); part++) {
      const [first, last] = [features.vertexOf[part]!, features.vertexOf[part + 1]!];
      coordinates.set(features.coordinates.subarray(2 * first, 2 * last), 2 * vertices);
      vertices += last - first;
      vertexOf.push(vertices);
      role.push(features.role[part]!);
    }
    partOf[i + 1] = role.length;
  }
  return {
    ...features,
    partOf,
    vertexOf: Int32Array.from(vertexOf),
    role: Uint8Array.from(role),
    coordinates: coordinates.subarray(0, 2 * vertices),
  };
}

function notRecorded(count: number): Uint8Array {
  return new Uint8Array(count).fill(NOT_RECORDED);
}

function numberColumn(numbers: Numbers, field: string, count: number): Float32Array {
  return (
    (Object.hasOwn(numbers, field) ? numbers[field] : undefined) ??
    new Float32Array(count).fill(NaN)
  );
}

/** Two columns of the same kind, one after the other. */
function joined<Column extends Int32Array | Uint8Array | Float32Array | Float64Array>(
  one: Column,
  other: Column,
): Column {
  const both = new (one.constructor as new (length: number) => Column)(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** The rows of `more` after those of `features`; words and fields of both. Throws a RangeError above 256 words of a kind. */
export function append(features: FeatureColumns, more: FeatureColumns): FeatureColumns {
  const classes = new WordList(features.classes);
  const surfaces = new WordList(features.surfaces);
  const classCode = more.classes.map((word) => classes.codeOf(word));
  const surfaceCode = more.surfaces.map((word) => surfaces.codeOf(word));
  const fields = new Set([...Object.keys(features.numbers), ...Object.keys(more.numbers)]);
  const parts = features.partOf[features.count]!;
  const vertices = features.vertexOf[parts]!;
  return {
    ...features,
    count: features.count + more.count,
    id: joined(features.id, more.id),
    name: [...features.name, ...more.name],
    class: joined(
      features.class,
      more.class.map((code) => classCode[code]!),
    ),
    classes: classes.words,
    surface: joined(
      features.surface,
      more.surface.map((code) => surfaceCode[code]!),
    ),
    surfaces: surfaces.words,
    allSeason: joined(features.allSeason, more.allSeason),
    accepted: joined(
      features.accepted ?? notRecorded(features.count),
      more.accepted ?? notRecorded(more.count),
    ),
    numbers: Object.fromEntries(
      [...fields].map((field) => [
        field,
        joined(
          numberColumn(features.numbers, field, features.count),
          numberColumn(more.numbers, field, more.count),
        ),
      ]),
    ),
    geometry: joined(features.geometry, more.geometry),
    partOf: joined(
      features.partOf,
      more.partOf.subarray(1).map((part) => part + parts),
    ),
    vertexOf: joined(
      features.vertexOf,
      more.vertexOf.subarray(1).map((v) => v + vertices),
    ),
    role: joined(features.role, more.role),
    coordinates: joined(features.coordinates.subarray(0, 2 * vertices), more.coordinates),
  };
}
