import type { FontFile } from "./sfnt.ts";

/**
 * A closed contour of quadratic curves, flat x, y with y up: a point on the curve, then pairs of a control and the next point on the curve,
 * the last of them the first again. The control of a straight piece is its middle.
 */
export type Contour = number[];

/** Bits of a part of a composite glyph. Source: OpenType specification, table glyf. */
const WORDS = 0x1;
const ARE_OFFSETS = 0x2;
const SCALE = 0x8;
const MORE = 0x20;
const TWO_SCALES = 0x40;
const MATRIX = 0x80;
/** Glyphs made of glyphs made of glyphs: no font needs more. */
const MOST_DEPTH = 5;

/** A part of a composite glyph, laid by x' = a x + c y + dx, y' = b x + d y + dy. */
interface Part {
  glyph: number;
  matrix: readonly [a: number, b: number, c: number, d: number, dx: number, dy: number];
}

/** The outline of a glyph in units of its font; empty for a blank. */
export function outlineOf(font: FontFile, glyph: number, depth = 0): Contour[] {
  const data = font.dataOf(glyph);
  if (data.length === 0 || depth > MOST_DEPTH) return [];
  if (data.readInt16BE(0) >= 0) return simpleOutline(data);
  return partsOf(data).flatMap((part) => {
    const [a, b, c, d, dx, dy] = part.matrix;
    return outlineOf(font, part.glyph, depth + 1).map((contour) => {
      const laid: Contour = [];
      for (let i = 0; i < contour.length; i += 2) {
        const [x, y] = [contour[i]!, contour[i + 1]!];
        laid.push(a * x + c * y + dx, b * x + d * y + dy);
      }
      return laid;
    });
  });
}

function partsOf(data: Buffer): Part[] {
  const parts: Part[] = [];
  let at = 10;
  const fraction = (): number => {
    at += 2;
    return data.readInt16BE(at - 2) / 16384;
  };
  for (;;) {
    const flags = data.readUInt16BE(at);
    const glyph = data.readUInt16BE(at + 2);
    at += 4;
    const areWords = (flags & WORDS) !== 0;
    let [dx, dy] = [0, 0];
    if ((flags & ARE_OFFSETS) !== 0)
      [dx, dy] = areWords
        ? [data.readInt16BE(at), data.readInt16BE(at + 2)]
        : [data.readInt8(at), data.readInt8(at + 1)];
    at += areWords ? 4 : 2;
    let [a, b, c, d] = [1, 0, 0, 1];
    if ((flags & SCALE) !== 0) a = d = fraction();
    else if ((flags & TWO_SCALES) !== 0) [a, d] = [fraction(), fraction()];
    else if ((flags & MATRIX) !== 0)
      [a, b, c, d] = [fraction(), fraction(), fraction(), fraction()];
    parts.push({ glyph, matrix: [a, b, c, d, dx, dy] });
    if ((flags & MORE) === 0) return parts;
  }
}

function simpleOutline(data: Buffer): Contour[] {
  const contours = data.readInt16BE(0);
  const ends = Array.from({ length: contours }, (_, i) => data.readUInt16BE(10 + i * 2));
  let at = 10 + contours * 2;
  at += 2 + data.readUInt16BE(at);
  const points = (ends.at(-1) ?? -1) + 1;
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = data[at++]!;
    flags.push(flag);
    if ((flag & 8) !== 0) for (let again = data[at++]!; again > 0; again--) flags.push(flag);
  }
  const read = (shortBit: number, sameBit: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if ((flag & shortBit) !== 0) value += (flag & sameBit) !== 0 ? data[at++]! : -data[at++]!;
      else if ((flag & sameBit) === 0) {
        value += data.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = read(2, 16);
  const ys = read(4, 32);
  return ends.map((end, k) => {
    const first = k === 0 ? 0 : ends[k - 1]! + 1;
    return asCurves(
      Array.from({ length: end - first + 1 }, (_, i) => ({
        x: xs[first + i]!,
        y: ys[first + i]!,
        isOn: (flags[first + i]! & 1) !== 0,
      })),
    );
  });
}

interface Point {
  x: number;
  y: number;
  isOn: boolean;
}

const middle = (a: Point, b: Point): Point => ({
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2,
  isOn: true,
});

/** Adds the points on the curve that TrueType leaves out between two controls, and controls on straight pieces. */
function asCurves(points: readonly Point[]): Contour {
  const size = points.length;
  if (size === 0) return [];
  const firstOn = points.findIndex((point) => point.isOn);
  const start = firstOn >= 0 ? points[firstOn]! : middle(points[size - 1]!, points[0]!);
  const [from, count] = firstOn >= 0 ? [firstOn + 1, size - 1] : [0, size];
  const contour: Contour = [start.x, start.y];
  let last = start;
  let control: Point | null = null;
  const curveTo = (to: Point): void => {
    const by = control ?? middle(last, to);
    contour.push(by.x, by.y, to.x, to.y);
    last = to;
    control = null;
  };
  for (let k = 0; k < count; k++) {
    const point = points[(from + k) % size]!;
    if (point.isOn) curveTo(point);
    else {
      if (control) curveTo(middle(control, point));
      control = point;
    }
  }
  curveTo(start);
  return contour;
}

/**
 * A glyph's description in table glyf, from its outline in units of the em; empty for a blank. Points that lie in the middle of their
 * neighbours are left out where TrueType knows them without.
 */
export function encodeGlyph(contours: readonly Contour[]): Buffer {
  const drawn = contours.map(pointsOf).filter((points) => points.length > 0);
  if (drawn.length === 0) return Buffer.alloc(0);
  const points = drawn.flat();
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const head = Buffer.alloc(10 + drawn.length * 2 + 2);
  head.writeInt16BE(drawn.length, 0);
  [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].forEach((value, i) =>
    head.writeInt16BE(value, 2 + i * 2),
  );
  let end = -1;
  drawn.forEach((contour, i) => head.writeUInt16BE((end += contour.length), 10 + i * 2));
  const flags = points.map((point) => (point.isOn ? 1 : 0));
  const x = encodeAxis(xs, flags, 2, 16);
  const y = encodeAxis(ys, flags, 4, 32);
  return Buffer.concat([head, Buffer.from(flags), Buffer.from(x), Buffer.from(y)]);
}

/** Steps from point to point; sets the bits of `flags` that say how each is written. */
function encodeAxis(
  values: readonly number[],
  flags: number[],
  shortBit: number,
  sameBit: number,
): number[] {
  const bytes: number[] = [];
  let last = 0;
  values.forEach((value, i) => {
    const step = value - last;
    last = value;
    if (step === 0) flags[i]! |= sameBit;
    else if (Math.abs(step) < 256) {
      flags[i]! |= shortBit | (step > 0 ? sameBit : 0);
      bytes.push(Math.abs(step));
    } else bytes.push((step >> 8) & 0xff, step & 0xff);
  });
  return bytes;
}

/** Points of a contour, rounded, without those that are known without. */
function pointsOf(contour: Contour): Point[] {
  const curves = (contour.length - 2) / 4;
  const isMiddle = (m: number, a: number, b: number): boolean =>
    contour[m] === (contour[a]! + contour[b]!) / 2 &&
    contour[m + 1] === (contour[a + 1]! + contour[b + 1]!) / 2;
  const at = (i: number): { x: number; y: number } => ({
    x: Math.round(contour[i]!),
    y: Math.round(contour[i + 1]!),
  });
  const isStraight = (k: number): boolean => isMiddle(k * 4 + 2, k * 4, k * 4 + 4);
  const points: Point[] = [];
  for (let k = 0; k < curves; k++) {
    const before = (k + curves - 1) % curves;
    const isKnown =
      curves > 1 &&
      !isStraight(k) &&
      !isStraight(before) &&
      isMiddle(k * 4, before * 4 + 2, k * 4 + 2);
    if (!isKnown) points.push({ ...at(k * 4), isOn: true });
    if (!isStraight(k)) points.push({ ...at(k * 4 + 2), isOn: false });
  }
  return points;
}
