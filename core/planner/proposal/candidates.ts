import { LEVELS } from "../../contract/area.ts";
import type { MoveReason } from "../../contract/plan.ts";
import type { LeftOutCode, ProposalQuestion, WhyAnswer } from "../../contract/proposal.ts";
import { villageOf, villagePosition, type PlanContext } from "../../relocation/context.ts";
import type { CountedPlan } from "../../relocation/finding.ts";
import { severityOf } from "../../relocation/finding.ts";
import { countParts } from "../../relocation/persons.ts";

/** What the data say of villages beyond their counts, by their index. What is not asked for by the question need not be known. */
export interface VillageFacts {
  /** Recorded to be in hazard. */
  isAtRisk(village: number): boolean;
  /** Kinds of zones that the village's place lies in. */
  zonesOf(village: number): readonly string[];
  /** Unserved today by a rule, whether the rule counts villages of its size or not. */
  isUnserved(village: number, rule: string): boolean;
  /** Whole yuan to bring what it lacks; 0 when it lacks nothing, null when that is not known. */
  buildYuan(village: number): number | null;
  /** Bringing what it lacks, with its upkeep, costs more than moving it. */
  isBuildingDearer(village: number): boolean;
}

/** The plan that is thought over, what is asked, and what the data say. */
export interface ProposalInputs {
  readonly on: CountedPlan;
  readonly question: ProposalQuestion;
  readonly facts: VillageFacts;
}

/** A village that is thought about. It holds all that answers need, so that the data need not be kept with them. */
export interface Candidate {
  readonly key: string;
  readonly name: string;
  readonly position: readonly [number, number];
  /** Codes of its county and, where it lies in one, its township. */
  readonly county: string;
  readonly township: string | null;
  /** Index of the administrative village, or -1 where it lies in none. */
  readonly home: number;
  /** Who goes: null for the whole village, and how many that are. */
  readonly households: number | null;
  readonly householdsGoing: number;
  readonly persons: number;
  readonly isAtRisk: boolean;
  /** Null where nothing is to be built, or it would not help. */
  readonly buildYuan: number | null;
  readonly reason: MoveReason | null;
  /** Where and when it goes in the plan. */
  readonly planned: { readonly settlement: string; readonly year: number } | null;
  readonly isLocked: boolean;
}

type LeftOut = WhyAnswer["leftOut"][number];

/** A candidate, or every reason why a village is none. */
export type Judged =
  | { readonly candidate: Candidate }
  | { readonly candidate: null; readonly leftOut: readonly LeftOut[] };

/** What is asked, in forms that are quick to look up. */
export class CandidateJudge {
  readonly #inputs: ProposalInputs;
  readonly #counties: ReadonlySet<string> | null;
  readonly #include: ReadonlySet<string>;
  readonly #exclude: ReadonlySet<string>;
  readonly #frozen: ReadonlySet<number>;
  readonly #isDoubleSpendingHard: boolean;

  constructor(inputs: ProposalInputs) {
    const { question, on } = inputs;
    this.#inputs = inputs;
    this.#counties = question.counties && new Set(question.counties);
    this.#include = new Set(question.candidates.include);
    this.#exclude = new Set(question.candidates.exclude);
    this.#frozen = frozenYears(on);
    this.#isDoubleSpendingHard = severityOf(on.plan, "doubleSpending") === "hard";
  }

  /** Judges a village of the plan's area by its key. */
  judge(key: string): Judged {
    const { on, question, facts } = this.#inputs;
    const { plan, context } = on;
    const { villages, areas } = context.data;
    const v = villageOf(context, key);
    if (v < 0) return leftOut("outside");
    const home = villages.area[v]!;
    const county = context.countyOf[home]!;
    const countyCode = county < 0 ? null : areas.code[county]!;
    if (countyCode === null || (this.#counties && !this.#counties.has(countyCode)))
      return leftOut("outside", { county: countyCode ?? "" });
    const move = plan.moves.get(key);
    const isLocked =
      plan.locks.has(`village:${key}`) ||
      (move?.parts.some(({ year }) => this.#frozen.has(year)) ?? false);
    if (isLocked && move === undefined) return leftOut("locked");
    if (move !== undefined && move.parts.length > 1)
      return leftOut("kept", { parts: move.parts.length });
    if (move !== undefined && !isLocked && question.existing === "keep") return leftOut("kept");
    const households = villages.households[v]!;
    const persons = villages.persons[v]!;
    const position = villagePosition(context, v);
    const going = move?.parts[0]!.households ?? this.#going(v, move !== undefined);
    if (!isLocked) {
      const reasons = this.#against(key, v, move !== undefined);
      if (reasons.length > 0) return { candidate: null, leftOut: reasons };
    }
    const [part] = countParts(
      { parts: [{ settlement: "", year: 0, households: going }], reason: null },
      households,
      persons,
    );
    if (position === null || part!.persons <= 0)
      return leftOut(position === null ? "placeUnknown" : "countsUnknown");
    const isAtRisk = facts.isAtRisk(v);
    const township = context.townshipOf[home]!;
    return {
      candidate: {
        key,
        name: villages.name[v]!,
        position,
        county: countyCode,
        township: township < 0 ? null : areas.code[township]!,
        home: areas.level[home] === ADMINISTRATIVE_VILLAGE ? home : -1,
        households: going,
        householdsGoing: part!.households,
        persons: part!.persons,
        isAtRisk,
        buildYuan: question.mayBuild && !isAtRisk ? buildYuanOf(facts, v) : null,
        reason: move === undefined ? this.#reasonOf(v, isAtRisk) : move.reason,
        planned: move === undefined ? null : move.parts[0]!,
        isLocked,
      },
    };
  }

  /** Households that go of a village that has no move yet; null for all. */
  #going(v: number, isPlanned: boolean): number | null {
    const { villages } = this.#inputs.on.context.data;
    const willing = villages.willingHouseholds[v]!;
    if (isPlanned || willing < 0 || willing >= villages.households[v]!) return null;
    return this.#inputs.question.candidates.will === "willingPart" ? willing : null;
  }

  /** What speaks against a village that nobody has locked. */
  #against(key: string, v: number, isPlanned: boolean): LeftOut[] {
    const { on, question } = this.#inputs;
    const { villages } = on.context.data;
    const { candidates } = question;
    const households = villages.households[v]!;
    const willing = villages.willingHouseholds[v]!;
    const found: LeftOut[] = [];
    const add = (code: LeftOutCode, params: LeftOut["params"] = {}): void => {
      found.push({ code, params });
    };
    if (this.#exclude.has(key)) add("excluded");
    if (households < 1 || villages.persons[v]! < 1) add("countsUnknown");
    if (villagePosition(on.context, v) === null) add("placeUnknown");
    const isUnwilling = candidates.will === "wholeOnly" ? willing < households : willing === 0;
    if (willing >= 0 && isUnwilling) add("notWilling", { willing, households });
    if (candidates.onlyInPlan && !isPlanned) add("notInPlan");
    if (this.#isDoubleSpendingHard && on.ledger.worksFor.has(key)) add("conditions", { works: 1 });
    if (this.#include.has(key)) return found;
    if (candidates.maxHouseholds !== null && households > candidates.maxHouseholds)
      add("tooManyHouseholds", { households, most: candidates.maxHouseholds });
    const conditions = this.#conditions(v);
    const names = Object.keys(conditions);
    const met = names.filter((name) => conditions[name]);
    const isMet = candidates.match === "any" ? met.length > 0 : met.length === names.length;
    if (names.length > 0 && !isMet)
      add("conditions", {
        asked: names.join(","),
        met: met.join(","),
        match: candidates.match,
      });
    return found;
  }

  /** The conditions that are set, and whether a village fulfils them. */
  #conditions(v: number): Readonly<Record<string, boolean>> {
    const { question, facts } = this.#inputs;
    const { hazard, zones, unserved, buildAboveMove } = question.candidates;
    const found: Record<string, boolean> = {};
    if (hazard) found["hazard"] = facts.isAtRisk(v);
    if (zones.length > 0) {
      const kinds = new Set<string>(zones);
      found["zones"] = facts.zonesOf(v).some((kind) => kinds.has(kind));
    }
    for (const rule of unserved) found[rule] = facts.isUnserved(v, rule);
    if (buildAboveMove) found["buildAboveMove"] = facts.isBuildingDearer(v);
    return found;
  }

  #reasonOf(v: number, isAtRisk: boolean): MoveReason | null {
    if (isAtRisk) return "hazardAvoidance";
    const { facts, question } = this.#inputs;
    const { zones, unserved, buildAboveMove } = question.candidates;
    if (zones.length > 0 && facts.zonesOf(v).includes("redLine")) return "natureReserve";
    if (unserved.some((rule) => facts.isUnserved(v, rule))) return "servicesTooCostly";
    return buildAboveMove && facts.isBuildingDearer(v) ? "servicesTooCostly" : null;
  }
}

const ADMINISTRATIVE_VILLAGE = LEVELS.indexOf("administrativeVillage");

function leftOut(code: LeftOutCode, params: LeftOut["params"] = {}): Judged {
  return { candidate: null, leftOut: [{ code, params }] };
}

/** What lacks nothing needs no building, and building is no answer then. */
function buildYuanOf(facts: VillageFacts, v: number): number | null {
  const yuan = facts.buildYuan(v);
  return yuan === 0 ? null : yuan;
}

/** Years in which nothing may be changed. */
export function frozenYears({ plan }: CountedPlan): ReadonlySet<number> {
  const years = new Set<number>();
  for (const key of plan.locks.keys())
    if (key.startsWith("year:")) years.add(Number(key.slice("year:".length)));
  return years;
}

/** Figures of money by year. */
export interface OnMoney {
  readonly context: Pick<PlanContext, "money">;
}

/** What a person's move costs at the highest of the plan's years, where a settlement does not say; 0 where there is no figure. */
export function costPerHeadYuan({ context }: OnMoney): number {
  return Math.max(0, ...context.money.map(({ costPerHeadYuan: yuan }) => yuan ?? 0));
}
