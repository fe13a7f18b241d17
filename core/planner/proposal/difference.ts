import type { Move } from "../../contract/plan.ts";
import type { DifferenceAnswer, DifferenceCounts } from "../../contract/proposal.ts";
import type { AssessedPlan } from "../../relocation/assess.ts";
import { PERSONS, tallied } from "../../relocation/ledger.ts";
import { sumYuan } from "../../relocation/totals.ts";
import {
  belongsTo,
  changedIn,
  changeOfPart,
  type PartOfProposal,
  type Proposed,
  type Treatment,
} from "./to-change.ts";

/** What kind of change it is for a village. */
function kindOf(before: Move | null, after: Move | null): "added" | "changed" | "removed" {
  return before === null ? "added" : after === null ? "removed" : "changed";
}

/** Counts of changed moves, and what persons and money become less what they are: of the plan's area, or of an area in it. */
function countsOf(
  treatments: readonly Treatment[],
  before: AssessedPlan,
  after: AssessedPlan,
  area: number,
): DifferenceCounts {
  const counts = { added: 0, changed: 0, removed: 0 };
  for (const one of treatments) counts[kindOf(one.before, one.after)]++;
  const sums = ({ ledger, context }: AssessedPlan): [number, number] => [
    tallied(ledger.areas.get(area), PERSONS, null),
    sumYuan(ledger.money.get(area), context, null),
  ];
  const [[persons, yuan], [personsAfter, yuanAfter]] = [sums(before), sums(after)];
  return { ...counts, persons: personsAfter - persons, amountYuan: yuanAfter - yuan };
}

/** What the whole of a change is in counts. */
export function differenceCounts(
  proposed: Proposed,
  part: PartOfProposal,
  before: AssessedPlan,
  after: AssessedPlan,
): DifferenceCounts {
  return countsOf(changedIn(proposed, part), before, after, before.context.area);
}

/** A part of a proposal and what it makes of the plan. `after` is the plan with `changeOfPart`. */
export function differenceOf(
  proposed: Proposed,
  part: PartOfProposal,
  before: AssessedPlan,
  after: AssessedPlan,
  limit: number,
): Omit<DifferenceAnswer, "breaks"> {
  const { context } = before;
  const { areas } = context.data;
  const changed = changedIn(proposed, part);
  const change = changeOfPart(before.plan, proposed, part);
  const belongs = belongsTo(part);
  const inAreas = (codeOf: (one: Treatment) => string | null): Map<string, Treatment[]> => {
    const found = new Map<string, Treatment[]>();
    for (const one of changed) {
      const code = codeOf(one);
      if (code === null) continue;
      const list = found.get(code);
      if (list === undefined) found.set(code, [one]);
      else list.push(one);
    }
    return found;
  };
  const lines = (found: Map<string, Treatment[]>): DifferenceAnswer["counties"] =>
    [...found]
      .map(([code, list]) => ({ code, list, at: context.areaIndex.get(code) ?? -1 }))
      .sort((a, b) => a.at - b.at)
      .map(({ code, list, at }) => ({
        code,
        name: areas.name[at] ?? code,
        ...countsOf(list, before, after, at),
      }));
  return {
    total: countsOf(changed, before, after, context.area),
    counties: lines(inAreas(({ candidate }) => candidate.county)),
    townships: lines(inAreas(({ candidate }) => candidate.township)).map((line) => {
      const at = context.areaIndex.get(line.code) ?? -1;
      return { ...line, county: at < 0 ? null : (areas.code[context.countyOf[at]!] ?? null) };
    }),
    villages: changed.slice(0, limit).map(({ candidate, before: was, after: is }) => ({
      key: candidate.key,
      name: candidate.name,
      position: [...candidate.position],
      county: candidate.county,
      township: candidate.township,
      households: candidate.householdsGoing,
      persons: candidate.persons,
      kind: kindOf(was, is),
      before: was,
      after: is,
    })),
    more: changed.length > limit,
    opened: Object.entries(change.settlements ?? {}).map(([id]) => ({
      id,
      settlement: proposed.settlements[id]!,
    })),
    built: proposed.treatments
      .filter(({ kind, candidate }) => kind === "build" && belongs(candidate))
      .map(({ candidate, year }) => ({
        key: candidate.key,
        name: candidate.name,
        position: [...candidate.position],
        year: year!,
        amountYuan: candidate.buildYuan!,
      })),
    change,
  };
}
