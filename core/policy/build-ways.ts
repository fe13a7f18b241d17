import type { IndicatorRule, Sector, SimpleTest } from "../contract/rule.ts";

/** A place of service that can be built in a village without a line to it. */
interface PointWay {
  readonly class: string;
  /** Lines to further villages may start there. */
  readonly feeds: boolean;
}

/** How a missing service is brought to a village. */
interface BuildWay {
  /** Class of the line that is laid. */
  readonly line: string;
  /** Classes of existing features that the line may start from; null = all that the rule accepts. */
  readonly from: readonly string[] | null;
  /** Built instead of a line where that is cheaper and the rule accepts it. */
  readonly points: readonly PointWay[];
}

/** The ways by sector. Classes are those of CLASSES_BY_SECTOR; each is priced by the figure of its works. */
const BUILD_WAYS: Readonly<Partial<Record<Sector, BuildWay>>> = {
  road: { line: "village", from: null, points: [] },
  electricity: { line: "lowVoltage", from: null, points: [] },
  water: {
    line: "pipe",
    from: ["supplyArea", "source"],
    points: [
      { class: "source", feeds: true },
      { class: "tank", feeds: false },
    ],
  },
  broadband: { line: "fibre", from: ["fibre", "node"], points: [] },
};

/** Sectors that can be built, in the order in which services are told. */
export const BUILD_SECTORS = ["road", "water", "electricity", "broadband"] as const;

/** Classes of which the works of a sector consist, the line first; for prices. */
export function classesBuilt(sector: Sector): readonly string[] {
  const way = BUILD_WAYS[sector];
  return way === undefined ? [] : [way.line, ...way.points.map((point) => point.class)];
}

/** A point of a way, and which villages the rule lets it serve: all, or those that carry one of some attributes. */
interface PointOfRule extends PointWay {
  readonly onlyFor: readonly string[] | null;
}

/** A way as a rule accepts it. */
export interface WayOfRule {
  readonly line: string;
  /** Metres before the village at which the line may end. 0 where the rule asks for the service in the village itself. */
  readonly reachM: number;
  readonly points: readonly PointOfRule[];
  /** The rule by which the existing features are found that a line may start from. */
  readonly start: IndicatorRule;
}

const testsIn = ({ test }: IndicatorRule): readonly SimpleTest[] =>
  test.kind === "any" ? test.of : [test];
const accepts = (test: SimpleTest, classCode: string): boolean =>
  test.classes === undefined || test.classes.includes(classCode);

/** How the service of a rule is brought to a village that lacks it; null for a sector that is not built. */
export function wayOf(rule: IndicatorRule): WayOfRule | null {
  const way = BUILD_WAYS[rule.sector];
  if (way === undefined) return null;
  const tests = testsIn(rule);
  const reaches = tests.map((test) =>
    test.kind === "distance" && test.onlyFor === undefined && accepts(test, way.line)
      ? test.reachM
      : 0,
  );
  const { from } = way;
  const starts = tests.filter((test) => from === null || from.some((each) => accepts(test, each)));
  return {
    line: way.line,
    reachM: Math.max(0, ...reaches),
    points: way.points.flatMap((point) => {
      const serving = tests.filter(
        (test) => test.kind === "distance" && test.classes?.includes(point.class) === true,
      );
      if (serving.length === 0) return [];
      const only = serving.map((test) => test.onlyFor);
      const onlyFor = only.includes(undefined) ? null : [...new Set(only as string[])];
      return [{ ...point, onlyFor }];
    }),
    start: {
      ...withoutBounds(rule),
      attested: false,
      test: starts.length > 0 ? { kind: "any", of: starts } : rule.test,
    },
  };
}

/** A rule that counts every unit: who lacks a service lacks it, whether the rule asks for it or not. */
export function withoutBounds(rule: IndicatorRule): IndicatorRule {
  return { ...rule, eligible: {} };
}

/** Of some rules those by which services are brought: of each sector the first that judges natural villages and has a target. */
export function buildRules(rules: readonly IndicatorRule[]): IndicatorRule[] {
  return BUILD_SECTORS.flatMap((sector) => {
    const first = rules.find(
      (rule) => rule.sector === sector && rule.unit === "naturalVillage" && rule.target !== null,
    );
    return first === undefined ? [] : [first];
  });
}
