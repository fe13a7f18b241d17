import { KAM_COUNTIES, NAME_STYLES, type NameStyle, ZHUANG_CITIES } from "../facts/toponyms.ts";
import type { Random } from "./random.ts";

/** Makes names in the style of a county; every name is given once per set. */
export interface Namer {
  township(random: Random): string;
  administrativeVillage(random: Random): string;
  /** Unique in the set of names already given in the township. */
  hamlet(random: Random, taken: Set<string>): string;
}

/** The namer of a county (six-digit code). */
export function namerOf(countyCode: string): Namer {
  const style = KAM_COUNTIES.has(countyCode)
    ? NAME_STYLES.kam
    : ZHUANG_CITIES.has(countyCode.slice(0, 4))
      ? NAME_STYLES.zhuang
      : NAME_STYLES.han;
  const townships = new Set<string>();
  const villages = new Set<string>();
  return {
    township: (random) =>
      once(townships, () =>
        random.chance(0.55) ? pair(style, random) : headAndStem(style, random),
      ),
    administrativeVillage: (random) =>
      once(villages, () => (random.chance(0.3) ? pair(style, random) : headAndStem(style, random))),
    hamlet: (random, taken) => once(taken, () => hamletName(style, random)),
  };
}

function once(taken: Set<string>, make: () => string): string {
  let name = make();
  for (let trial = 0; taken.has(name); trial++) {
    if (trial > 10_000) throw new Error("no free name is left");
    name = make();
  }
  taken.add(name);
  return name;
}

/** A character of the text; a surrogate pair counts as one. */
function characterOf(text: string, random: Random): string {
  return random.pick(Array.from(text));
}

/** Two characters that differ. */
function different(first: () => string, second: () => string): string {
  const a = first();
  let b = second();
  while (b === a) b = second();
  return a + b;
}

function pair(style: NameStyle, random: Random): string {
  return different(
    () => characterOf(style.pairs, random),
    () => characterOf(style.pairs, random),
  );
}

function headAndStem(style: NameStyle, random: Random): string {
  return different(
    () => characterOf(style.heads, random),
    () => characterOf(style.stems, random),
  );
}

function hamletName(style: NameStyle, random: Random): string {
  const draw = random.next();
  const tail = random.pick(style.tails);
  if (draw < 0.74) return endedOnce(headAndStem(style, random), tail, random);
  if (draw < 0.86)
    return endedOnce(
      random.pick(["上", "下", "大", "小", "老", "新", "里", "外"]) + headAndStem(style, random),
      tail,
      random,
    );
  return endedOnce(pair(style, random), tail, random);
}

/** Never "塘塘": a name that already ends as the tail begins takes 屯 instead, or nothing. */
function endedOnce(stem: string, tail: string, random: Random): string {
  if (tail !== "" && stem.endsWith(tail.slice(0, 1)))
    return stem + (random.chance(0.5) ? "屯" : "");
  return stem + tail;
}
