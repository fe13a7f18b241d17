// Both are there in Node, browsers and workers alike; core is compiled without the types of any of them.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

const ARRAYS = { Uint8Array, Int32Array, Float32Array, Float64Array } as const;
type Name = keyof typeof ARRAYS;
type Column = InstanceType<(typeof ARRAYS)[Name]>;

const REFERENCE = "$column";
interface Reference {
  readonly [REFERENCE]: Name;
  readonly at: number;
  readonly length: number;
}

const roundUp = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function nameOf(value: object): Name | null {
  return (Object.keys(ARRAYS) as Name[]).find((name) => value.constructor === ARRAYS[name]) ?? null;
}

/**
 * Plain objects, lists, texts, numbers, null and typed arrays as bytes, for sending a snapshot to a browser: the length of the head, a
 * head of JSON in which every typed array is a reference, and the arrays, each on a multiple of 8 bytes. Little-endian, as every machine
 * that runs this is. Reading copies nothing: the arrays are views of the bytes.
 */
export function packColumns(value: unknown): Uint8Array<ArrayBuffer> {
  const columns: { column: Column; at: number }[] = [];
  let bytes = 0;
  const head = JSON.stringify(value, (_, each: unknown) => {
    if (typeof each !== "object" || each === null) return each;
    const name = nameOf(each);
    if (name === null) return each;
    const column = each as Column;
    const reference: Reference = { [REFERENCE]: name, at: bytes, length: column.length };
    columns.push({ column, at: bytes });
    bytes += roundUp(column.byteLength);
    return reference;
  });
  const text = new TextEncoder().encode(head);
  const start = roundUp(8 + text.length);
  const packed = new Uint8Array(start + bytes);
  new DataView(packed.buffer).setUint32(0, text.length, true);
  packed.set(text, 8);
  for (const { column, at } of columns)
    packed.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), start + at);
  return packed;
}

/** What `packColumns` packed. Throws a RangeError or SyntaxError on bytes that it did not write whole. */
export function unpackColumns(packed: ArrayBuffer): unknown {
  const length = new DataView(packed).getUint32(0, true);
  const start = roundUp(8 + length);
  const head: unknown = JSON.parse(new TextDecoder().decode(new Uint8Array(packed, 8, length)));
  return withColumns(head, (name, at, items) => new ARRAYS[name](packed, start + at, items));
}

/** A value with its references read. Lists of texts and numbers are long and hold none: they are not walked through. */
function withColumns(
  value: unknown,
  read: (name: Name, at: number, items: number) => Column,
): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return value.some((each) => typeof each === "object" && each !== null)
      ? value.map((each) => withColumns(each, read))
      : value;
  if (Object.hasOwn(value, REFERENCE)) {
    const { [REFERENCE]: name, at, length } = value as Reference;
    return read(name, at, length);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withColumns(each, read)]),
  );
}
