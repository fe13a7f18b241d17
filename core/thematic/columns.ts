import type {
  BuildOrMoveColumnsAnswer,
  PlanColumnsAnswer,
  RuleYearsAnswer,
  TodayAnswer,
} from "../contract/thematic.ts";

/** What a map is painted from: what has been asked for and has come. Whatever is missing leaves the indicators that need it without values. */
export interface MapColumns {
  readonly today: TodayAnswer;
  readonly plan?: PlanColumnsAnswer | null;
  /** By rule id. */
  readonly ruleYears?: Readonly<Record<string, RuleYearsAnswer>>;
  readonly buildOrMove?: BuildOrMoveColumnsAnswer | null;
}

/** Parts of the columns by name. */
export type Need = Exclude<keyof MapColumns, never>;

const positions = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** Where an area stands in a list of codes, -1 where it does not. Lists are looked through once. */
export function positionOf(codes: readonly string[], code: string): number {
  let known = positions.get(codes);
  if (known === undefined)
    positions.set(codes, (known = new Map(codes.map((each, i) => [each, i]))));
  return known.get(code) ?? -1;
}
