import type { CandidatesAnswer } from "../../contract/proposal.ts";
import type { ProposalInputs } from "./candidates.ts";
import { choosing, type Choice } from "./choose.ts";
import type { OfferedSites } from "./destinations.ts";
import { problemFromPlan } from "./from-plan.ts";
import { NO_NARROWING } from "./narrowing.ts";
import { candidateCounts, distinctNotes } from "./result.ts";

/** Chooses candidates, destinations and ways; `pause` is called between two pieces of work. */
export async function chooseAll(
  inputs: ProposalInputs,
  offered: OfferedSites,
  pause: () => Promise<void>,
): Promise<Choice> {
  const steps = choosing(inputs, offered);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}

/** What a question would think about, without an answer. */
export async function candidatesAnswer(
  inputs: ProposalInputs,
  offered: OfferedSites,
  pause: () => Promise<void>,
): Promise<CandidatesAnswer> {
  const choice = await chooseAll(inputs, offered, pause);
  const { problem, notes } = problemFromPlan(inputs, choice, NO_NARROWING);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    ...candidateCounts(choice),
    counties: choice.counties.map(({ code, name }, c) => {
      const { band } = problem.counties[c]!;
      const own = problem.villages.filter(({ county }) => county === c);
      const [low, high] = [sum(band.low), sum(band.high)];
      return {
        code,
        name,
        villages: own.length,
        persons: sum(own.map(({ persons }) => persons)),
        capacityPersons: sum(
          problem.sites
            .filter((site, s) => site.county === c && choice.sites[s]!.takesMore)
            .map(({ capacityPersons }) => capacityPersons),
        ),
        low: low > 0 || Number.isFinite(high) ? low : null,
        high: Number.isFinite(high) ? high : null,
      };
    }),
    notes: distinctNotes(notes),
  };
}
