import { describe, expect, it, test } from "vitest";
import { PALETTES } from "../../../core/contract/thematic.ts";
import {
  BELOW_TARGET,
  coloursOf,
  divergingColours,
  MEETS_TARGET,
  NO_VALUE_COLOUR,
} from "../../../core/thematic/palettes.ts";

type Triple = readonly [number, number, number];

const channels = (hex: string): Triple =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Triple;
const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const times = (matrix: readonly Triple[], [a, b, c]: Triple): Triple =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;

/** Linear RGB as the eye sees it. Source: Machado, Oliveira & Fernandes (2009), severity 1. */
const SIGHT: Record<string, readonly Triple[]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};

/** CIE L*a*b* under D65. */
function lab(hex: string, sight: readonly Triple[]): Triple {
  const seen = times(sight, channels(hex).map(linear) as unknown as Triple).map((value) =>
    Math.min(1, Math.max(0, value)),
  ) as unknown as Triple;
  const [x, y, z] = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    seen,
  );
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}
const apart = (a: Triple, b: Triple): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
const isFalling = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value < values[i - 1]!);

const POLICY = [...BELOW_TARGET.map(({ colour }) => colour), MEETS_TARGET];
const STEPS = [3, 4, 5, 6, 7, 8, 9];
/** Two colours side by side are told apart from about 2.3 on (just noticeable difference); a legend needs more. */
const LEAST_APART = 5;

describe.each(Object.entries(SIGHT))("seen with %s sight", (_name, sight) => {
  test.each(PALETTES.flatMap((palette) => STEPS.map((n) => [palette, n] as const)))(
    "neighbours of %s in %s classes are told apart",
    (palette, n) => {
      const seen = coloursOf(palette, n).map((colour) => lab(colour, sight));
      for (let i = 1; i < n; i++)
        expect(apart(seen[i - 1]!, seen[i]!)).toBeGreaterThan(LEAST_APART);
    },
  );

  test.each(
    PALETTES.filter((palette) => palette !== "orange-blue").flatMap((palette) =>
      STEPS.map((n) => [palette, n] as const),
    ),
  )("%s in %s classes only gets darker", (palette, n) => {
    expect(isFalling(coloursOf(palette, n).map((colour) => lab(colour, sight)[0]))).toBe(true);
  });

  test.each(STEPS)("orange-blue in %s classes gets lighter up to the middle, then darker", (n) => {
    const lightness = divergingColours(n).map((colour) => lab(colour, sight)[0]);
    const half = Math.floor(n / 2);
    expect(isFalling(lightness.slice(0, half).toReversed())).toBe(true);
    expect(isFalling(lightness.slice(-half))).toBe(true);
    const lightest = lightness.indexOf(Math.max(...lightness));
    expect([half - 1, half]).toContain(lightest);
  });

  it("the two sides of orange-blue are far from each other at the same step", () => {
    for (const n of STEPS) {
      const seen = divergingColours(n).map((colour) => lab(colour, sight));
      for (let i = 0; i < Math.floor(n / 2); i++)
        expect(apart(seen[i]!, seen.at(-1 - i)!)).toBeGreaterThan(20);
    }
  });

  it("every class of policy is told apart from every other, and grows lighter towards the target", () => {
    const seen = POLICY.map((colour) => lab(colour, sight));
    seen.forEach((one, i) =>
      seen.slice(i + 1).forEach((other) => expect(apart(one, other)).toBeGreaterThan(10)),
    );
    const below = seen.slice(0, -1).map(([lightness]) => lightness);
    expect(isFalling(below.toReversed())).toBe(true);
  });
});

test("the classes of policy have the colours that the coverage map has", () => {
  expect(POLICY).toEqual(["#b35806", "#e08214", "#fdb863", "#fee0b6", "#5aa2cf"]);
});

test("there are as many colours as asked for, all of them colours, none of them that of no value", () => {
  for (const palette of PALETTES)
    for (let n = 1; n <= 9; n++) {
      const colours = coloursOf(palette, n);
      expect(new Set(colours).size).toBe(n);
      for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
      expect(colours).not.toContain(NO_VALUE_COLOUR);
    }
});
