import { ProposalQuestion } from "../../../core/contract/proposal.ts";
import type { PlanChange, Settlement } from "../../../core/contract/plan.ts";
import type { VillageFacts } from "../../../core/planner/proposal/candidates.ts";
import { propose, type Proposal, type Solving } from "../../../core/planner/proposal/propose.ts";
import { solvePlanner } from "../../../core/planner/solve.ts";
import type { AssessedPlan } from "../../../core/relocation/assess.ts";
import { openPlan } from "../../../core/relocation/assess.ts";
import { siteKey } from "../../../core/relocation/context.ts";
import { settlement } from "../relocation/support/arbitrary-changes.ts";
import { context, figure, site, type PlanVillage } from "../relocation/support/world.ts";

/** The county of the small world that has two townships. */
export const COUNTY = "451201";

/** Twelve hamlets of 10 households and 40 persons, six in each administrative village of the county, 10 km apart. */
export const HAMLETS: readonly PlanVillage[] = Array.from({ length: 12 }, (_, i) => ({
  key: `h${i + 1}`,
  area: i < 6 ? "451201100201" : "451201101201",
  at: [i < 6 ? 108.0 : 108.1, 24 + 0.002 * i] as const,
  households: 10,
  persons: 40,
  willing: 10,
}));

/** A settlement in each township. */
export const SITES: Readonly<Record<string, Settlement>> = {
  near: settlement({ name: "近点", position: [108.01, 24.0], capacityPersons: 300 }),
  far: settlement({ name: "远点", position: [108.11, 24.0], capacityPersons: 300 }),
};

/** Cost per head is 1,000 yuan before 2016 and 2,000 from then on. */
const PARAMETERS = [
  figure("plan-cost-per-head", 1000, { validTo: "2015-12-31" }),
  figure("plan-cost-per-head", 2000, { validFrom: "2016-01-01" }),
  figure("annual-target-band", 0.1),
  figure("fund-weight-special-fund", 1),
];

const FACTS: VillageFacts = {
  isAtRisk: () => false,
  zonesOf: () => [],
  isUnserved: () => false,
  isBuildingDearer: () => false,
  buildYuan: () => null,
};

/** A plan of the county, with the settlements of the small world beside what is given. */
export function planOf(
  document: PlanChange,
  villages: readonly PlanVillage[] = HAMLETS,
): AssessedPlan {
  const settlements = { ...SITES, ...(document.settlements as Record<string, Settlement>) };
  const sites = new Map(
    Object.entries(settlements).map(([id, one]) => [
      siteKey(one),
      site({
        county: COUNTY,
        counties: [COUNTY],
        township: id === "far" ? "451201101" : "451201100",
      }),
    ]),
  );
  const opened = openPlan(
    { ...document, settlements },
    context({
      villages,
      frame: { area: COUNTY, years: { from: 2014, to: 2017 } },
      parameters: PARAMETERS,
      facts: { sites, works: new Map() },
    }),
  );
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return opened.assessed;
}

/** Solves in this thread; `explain` is not asked in tests that use it. */
export const SOLVING: Solving = {
  solve: (problem, { start }) =>
    Promise.resolve(
      solvePlanner(problem, { seed: 1, effort: 500, ...(start !== null && { start }) }),
    ),
  explain: () =>
    Promise.resolve({ verdict: "undecided", causes: [], relaxations: [], plans: [], plan: null }),
  elapsed: () => 0,
  pause: () => Promise.resolve(),
  tell: () => {},
};

/** A proposal for a plan by a question, without candidate sites. */
export function proposalFor(
  on: AssessedPlan,
  asked: Record<string, unknown> = {},
  facts: Partial<VillageFacts> = {},
  solving: Solving = SOLVING,
): Promise<Proposal> {
  const question = ProposalQuestion.parse(asked);
  const { drafts } = question.destinations;
  return propose({ on, question, facts: { ...FACTS, ...facts } }, { inData: {}, drafts }, solving);
}
