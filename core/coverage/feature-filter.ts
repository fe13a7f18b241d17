import type { SimpleTest } from "../contract/rule.ts";
import { NO, NOT_RECORDED, YES, type FeatureColumns } from "./snapshot.ts";

/** The conditions of a test on the features that may serve. */
export type FeatureFilter = Pick<
  SimpleTest,
  "classes" | "surfaces" | "facilityKinds" | "where" | "allSeason" | "accepted"
>;

/** The same text for filters that choose the same features; key of what is remembered per filter. */
export function filterKey(filter: FeatureFilter): string {
  const where = Object.entries(filter.where ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    [...(filter.classes ?? [])].sort(),
    [...(filter.surfaces ?? [])].sort(),
    [...(filter.facilityKinds ?? [])].sort(),
    where.map(([name, range]) => [name, range.min, range.max]),
    filter.allSeason ?? null,
    filter.accepted ?? null,
  ]);
}

/** Answers per code of a word list: the wanted words YES, "" (not recorded) NOT_RECORDED, others NO. */
function answersOf(words: readonly string[], wanted: readonly string[]): Uint8Array {
  return Uint8Array.from(words, (word) =>
    wanted.includes(word) ? YES : word === "" ? NOT_RECORDED : NO,
  );
}

/**
 * Per feature: YES when every condition of the filter holds, NO when one fails, NOT_RECORDED when none fails but one asks for something
 * that is not recorded of the feature.
 */
export function matchFeatures(features: FeatureColumns, filter: FeatureFilter): Uint8Array {
  const answer = new Uint8Array(features.count).fill(YES);
  const also = (of: (feature: number) => number): void => {
    for (let i = 0; i < features.count; i++) {
      const one = of(i);
      if (one === NO) answer[i] = NO;
      else if (one === NOT_RECORDED && answer[i] === YES) answer[i] = NOT_RECORDED;
    }
  };
  for (const wanted of [filter.classes, filter.facilityKinds]) {
    if (!wanted) continue;
    const byClass = answersOf(features.classes, wanted);
    also((i) => byClass[features.class[i]!] ?? NOT_RECORDED);
  }
  if (filter.surfaces) {
    const bySurface = answersOf(features.surfaces, filter.surfaces);
    also((i) => bySurface[features.surface[i]!] ?? NOT_RECORDED);
  }
  for (const [name, { min = -Infinity, max = Infinity }] of Object.entries(filter.where ?? {})) {
    const column = Object.hasOwn(features.numbers, name) ? features.numbers[name] : undefined;
    // Numbers are stored in single precision: compare bounds of the same precision, so that 3.6 >= 3.6 holds.
    const [low, high] = [Math.fround(min), Math.fround(max)];
    also((i) => {
      const value = column?.[i] ?? NaN;
      return Number.isNaN(value) ? NOT_RECORDED : value >= low && value <= high ? YES : NO;
    });
  }
  const flags: readonly (readonly [boolean | undefined, Uint8Array | undefined])[] = [
    [filter.allSeason, features.allSeason],
    [filter.accepted, features.accepted],
  ];
  for (const [wanted, column] of flags) {
    if (wanted === undefined) continue;
    also((i) => {
      const value = column?.[i] ?? NOT_RECORDED;
      return value === NOT_RECORDED ? NOT_RECORDED : (value === YES) === wanted ? YES : NO;
    });
  }
  return answer;
}
