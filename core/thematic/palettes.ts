import type { ThematicView } from "../contract/thematic.ts";

export type Palette = ThematicView["palette"];

/** Classes of policy for a rate that has a target: lower limit and colour of those below it. The one that meets it is blue. */
export const BELOW_TARGET: readonly { readonly from: number; readonly colour: string }[] = [
  { from: 0, colour: "#b35806" },
  { from: 0.7, colour: "#e08214" },
  { from: 0.8, colour: "#fdb863" },
  { from: 0.9, colour: "#fee0b6" },
];
export const MEETS_TARGET = "#5aa2cf";

/** Areas without a value. */
export const NO_VALUE_COLOUR = "#c9d0d7";

/** Colours on the way of each sequential palette, light to dark; between them it is mixed in OKLab. */
const RAMPS = {
  blue: ["#deebf7", "#6baed6", "#08306b"],
  violet: ["#e9e6f2", "#9e8fc7", "#3f0a7a"],
  green: ["#e0f1dc", "#66b27a", "#00391b"],
} as const satisfies Partial<Record<Palette, readonly string[]>>;

/** The two halves of the diverging palette, outer colour first, and what lies between them. */
const ORANGE = ["#8c4403", "#e08214", "#fee0b6"];
const BLUE = ["#0b3f73", "#4393c3", "#d1e5f0"];
const MIDDLE = "#f1f1ee";

/**
 * Colours of a number of classes (1 to 9), lowest first. Sequential palettes go from light to dark; orange-blue from dark orange over light
 * to dark blue, with a neutral middle when the number is odd. Lightness alone tells neighbours apart, so colour blindness does not matter.
 * Source: the hues follow PuOr and Blues of ColorBrewer (Harrower & Brewer 2003); mixing by Ottosson, OKLab (2020).
 */
export function coloursOf(palette: Palette, classes: number): string[] {
  if (palette === "orange-blue") return divergingColours(classes);
  const ramp = RAMPS[palette];
  if (classes === 1) return [mixRamp(ramp, 0.5)];
  return Array.from({ length: classes }, (_, i) => mixRamp(ramp, i / (classes - 1)));
}

const MOST_OF_A_SIDE = 4;

/** Orange to blue, the same number of classes on either side. */
export function divergingColours(classes: number): string[] {
  const side = Math.floor(classes / 2);
  // Few classes need neither the darkest nor the lightest colours to be told apart.
  const [from, to] = [(MOST_OF_A_SIDE - side) / 6, 1 - (MOST_OF_A_SIDE - side) / 12];
  const half = (ramp: readonly string[]): string[] =>
    Array.from({ length: side }, (_, i) =>
      mixRamp(ramp, side === 1 ? 0.5 : from + ((to - from) * i) / (side - 1)),
    );
  return [...half(ORANGE), ...(classes % 2 === 1 ? [MIDDLE] : []), ...half(BLUE).toReversed()];
}

/** The colour at a place 0..1 of a way through some colours. */
function mixRamp(ramp: readonly string[], place: number): string {
  const at = place * (ramp.length - 1);
  const before = Math.min(Math.floor(at), ramp.length - 2);
  return mix(ramp[before]!, ramp[before + 1]!, at - before);
}

function mix(a: string, b: string, share: number): string {
  if (share === 0) return a;
  if (share === 1) return b;
  const [one, other] = [toOklab(a), toOklab(b)];
  return toHex(one.map((value, i) => value + (other[i]! - value) * share));
}

const toLinear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
const toGamma = (channel: number): number =>
  channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;

function toOklab(hex: string): number[] {
  const [r, g, b] = [1, 3, 5].map((at) => toLinear(parseInt(hex.slice(at, at + 2), 16) / 255)) as [
    number,
    number,
    number,
  ];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toHex([lightness = 0, a = 0, b = 0]: readonly number[]): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((channel) => Math.round(255 * toGamma(Math.min(1, Math.max(0, channel)))));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
