import { createHash } from "node:crypto";
import {
  type BuildOrMoveRequest,
  type BuildOrMoveAnswer,
  type BuildOrMoveSort,
} from "../../core/contract/build-or-move.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { villageLine, type NamesOfVillage } from "../../core/relocation/build-or-move-line.ts";
import {
  adviceOf,
  compareBuildAndMove,
  differenceYuan,
  rankVillages,
  type Comparison,
} from "../../core/relocation/build-or-move.ts";
import { planContext, villageKey } from "../../core/relocation/context.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { ADVICES } from "../../core/policy/advice.ts";
import {
  COMPARISON_PARAMETERS,
  comparisonPrices,
  middleYear,
  overridePolicy,
} from "../../core/policy/build-or-move-policy.ts";
import { buildRules, wayOf } from "../../core/policy/build-ways.ts";
import { resolvePolicy } from "../../core/policy/plan-policy.ts";
import { indexOfId } from "../coverage/load-villages.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import { listParameters } from "../indicators/queries.ts";
import type { BuildOrMoveDesk, GeometryQuestion } from "./build-or-move-desk.ts";
import type { PlanOfRow } from "./measure-service.ts";
import { findPolicyYears } from "./queries.ts";

/** Where the comparison is made. */
export interface ComparedPlace {
  readonly state: RegionState;
  /** Index of the area in the state's snapshot. */
  readonly area: number;
  readonly plan: PlanOfRow | null;
}

/** Rules by id, or those that services are usually brought by. Throws a problem for one that is not there or that nothing can be built for. */
export function rulesToBuild(
  state: RegionState,
  ids: readonly string[] | undefined,
): IndicatorRule[] {
  if (ids === undefined) return buildRules(state.rules);
  return [...new Set(ids)].map((id) => {
    const rule = state.rule(id);
    if (!rule)
      throw problem(404, "unknownRule", "There is no rule with this id.", "rules", {
        rule: id,
        rules: state.rules.map((each) => each.id),
      });
    if (rule.unit !== "naturalVillage" || wayOf(rule) === null)
      throw problem(422, "notBuildable", "Only services of natural villages are built.", "rules", {
        rule: id,
        rules: buildRules(state.rules).map((each) => each.id),
      });
    return rule;
  });
}

/** What to ask the desk for a place, rules, and the works of a plan. */
export function geometryQuestion(
  { area, plan }: ComparedPlace,
  rules: readonly IndicatorRule[],
): GeometryQuestion {
  const works = plan === null ? [] : [...plan.plan.works].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (plan === null || works.length === 0) return { area, rules, works: null };
  const name = createHash("sha256").update(JSON.stringify(works)).digest("base64url");
  return { area, rules, works: { name, entries: works } };
}

/** Building against moving for the villages of a place, as it was asked. */
export async function buildOrMoveAnswer(
  db: Db,
  desk: BuildOrMoveDesk,
  place: ComparedPlace,
  request: BuildOrMoveRequest,
): Promise<BuildOrMoveAnswer> {
  const { state, plan } = place;
  const { snapshot } = state;
  const rules = rulesToBuild(state, request.rules);
  const years = await yearsOf(db, place, request);
  const priceYear = request.priceYear ?? middleYear(years);
  for (const id of Object.keys(request.parameters))
    if (!COMPARISON_PARAMETERS.includes(id))
      throw problem(422, "unknownParameter", "No such figure is used here.", `parameters.${id}`, {
        parameter: id,
        parameters: COMPARISON_PARAMETERS,
      });
  const policy = overridePolicy(
    resolvePolicy(await listParameters(db), snapshot.regionCode),
    request.parameters,
  );
  const geometry = await desk.geometry(db, state, geometryQuestion(place, rules));
  const prices = comparisonPrices(policy, years, priceYear);
  const on = compareBuildAndMove(geometry, prices, request.sharing);
  const code = snapshot.areas.code[place.area]!;
  const context = planContext(snapshot, { area: code, years }, []);
  const rowOf = Int32Array.from(geometry.id, (id) => indexOfId(snapshot.villages.id, id));
  const isInside = (v: number): boolean =>
    context.isInside[snapshot.villages.area[rowOf[v]!]!] === 1;
  const namesOf = namesIn(state, plan?.plan ?? null, rowOf);
  const ranked = [...rankVillages(on)].filter(isInside);
  const rank = new Map(ranked.map((v, i) => [v, i + 1]));
  const q = request.q.trim().toLocaleLowerCase();
  const matching = ranked.filter((v) => {
    if (request.advice !== undefined && !request.advice.includes(adviceOf(on, v))) return false;
    if (q === "") return true;
    const row = rowOf[v]!;
    const name = snapshot.villages.name[row]!.toLocaleLowerCase();
    return name.includes(q) || villageKey(snapshotData(state), row).startsWith(q);
  });
  const sorted = sortVillages(
    on,
    matching,
    request.sort,
    (v) => snapshot.villages.name[rowOf[v]!]!,
  );
  const { offset, limit } = request;
  return {
    area: code,
    plan: plan === null ? null : { id: plan.row.id, version: plan.row.version },
    dataVersion: snapshot.dataVersion,
    years,
    priceYear,
    sharing: request.sharing,
    rules: geometry.services.map(({ ruleId, sector, line }) => ({
      rule: ruleId,
      sector,
      class: line,
    })),
    parameters: COMPARISON_PARAMETERS.flatMap((id) => {
      const figure = policy.at(id, priceYear);
      if (figure === null) return [];
      const { name, value, unit, source, confidence } = figure;
      const given = Object.hasOwn(request.parameters, id);
      return [{ id, name, value, unit, source, confidence, given }];
    }),
    totals: totalsOf(on, ranked),
    count: sorted.length,
    items: sorted
      .slice(offset, offset + limit)
      .map((v) => villageLine(on, v, rank.get(v)!, namesOf, request.pieces)),
  };
}

async function yearsOf(
  db: Db,
  { state, plan }: ComparedPlace,
  request: BuildOrMoveRequest,
): Promise<{ from: number; to: number }> {
  const years =
    request.years ??
    plan?.plan.frame.years ??
    (await findPolicyYears(db, state.snapshot.regionCode));
  if (years === null)
    throw problem(422, "missingParameter", "Say over which years to compare.", "years");
  return years;
}

const snapshotData = (state: RegionState) => ({
  areas: state.snapshot.areas,
  villages: state.snapshot.villages,
});

function namesIn(state: RegionState, plan: Plan | null, rowOf: Int32Array): NamesOfVillage {
  const data = snapshotData(state);
  return (v) => {
    const row = rowOf[v]!;
    const key = villageKey(data, row);
    const { lng, lat, name, area } = data.villages;
    const known = Number.isFinite(lng[row]!) && Number.isFinite(lat[row]!);
    return {
      key,
      name: name[row]!,
      position: known ? [lng[row]!, lat[row]!] : null,
      area: data.areas.code[area[row]!]!,
      moves: plan?.moves.has(key) ?? false,
    };
  };
}

/** Villages in another order than by rank; what cannot be told comes last either way round. */
function sortVillages(
  on: Comparison,
  ranked: readonly number[],
  sort: string,
  nameOf: (village: number) => string,
): number[] {
  const isTurned = sort.startsWith("-");
  const by = sort.replace("-", "") as BuildOrMoveSort;
  if (by === "rank") return isTurned ? ranked.toReversed() : [...ranked];
  const turn = isTurned ? -1 : 1;
  if (by === "name")
    return ranked.toSorted(
      (a, b) => turn * (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0),
    );
  const values = new Map(ranked.map((v) => [v, valueOf(on, v, by)]));
  return ranked.toSorted((a, b) => {
    const [one, other] = [values.get(a)!, values.get(b)!];
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    return one === other ? 0 : turn * (one - other);
  });
}

function valueOf(on: Comparison, v: number, by: Exclude<BuildOrMoveSort, "rank" | "name">): number {
  const households = on.heads[v]?.households ?? NaN;
  switch (by) {
    case "households":
      return households;
    case "buildPerHousehold":
      return on.buildYuan[v]! / households;
    case "movePerHousehold":
      return on.moveYuan[v]! / households;
    case "difference":
      return differenceYuan(on, v) / households;
    case "breakEven":
      return on.breakEvenHouseholds[v]!;
  }
}

function totalsOf(on: Comparison, villages: readonly number[]): BuildOrMoveAnswer["totals"] {
  return ADVICES.map((advice) => {
    const sum = { advice, villages: 0, households: 0, persons: 0, buildYuan: 0, moveYuan: 0 };
    for (const v of villages) {
      if (adviceOf(on, v) !== advice) continue;
      sum.villages++;
      sum.households += on.heads[v]?.households ?? 0;
      sum.persons += on.heads[v]?.persons ?? 0;
      if (Number.isFinite(on.buildYuan[v]!)) sum.buildYuan += on.buildYuan[v]!;
      sum.moveYuan += on.moveYuan[v]!;
    }
    return { ...sum, buildYuan: Math.round(sum.buildYuan), moveYuan: Math.round(sum.moveYuan) };
  });
}
