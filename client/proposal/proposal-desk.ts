import { createContext, useContext } from "react";
import type {
  DifferenceAnswer,
  ProposalJob,
  ProposalNews,
  ProposalQuestion,
} from "../../core/contract/proposal.ts";
import type { Part } from "./proposal-api.ts";

/** What the auto-planner's panels stand on: the question that is being put, the proposal that is looked at, and what can be done with it. */
export interface ProposalDesk {
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
  readonly question: ProposalQuestion;
  readonly setQuestion: (question: ProposalQuestion) => void;
  /** Puts the question, or the one given, on the plan as it is saved now. True when it was taken. */
  readonly propose: (question?: ProposalQuestion) => Promise<boolean>;
  readonly isAsking: boolean;
  /** Proposals of the plan that the server remembers, newest first. */
  readonly jobs: readonly ProposalNews[];
  /** The one that is looked at: its news, and all of it once it is over. */
  readonly news: ProposalNews | null;
  readonly job: ProposalJob | null;
  /** The id in the address leads to no proposal any more. */
  readonly isForgotten: boolean;
  readonly look: (id: string | null) => void;
  readonly cancel: (id: string) => Promise<void>;
  /** What the proposal changes; null while it is not known, or nothing was found. */
  readonly difference: DifferenceAnswer | null;
  readonly isAccepting: boolean;
  readonly accept: (part: Part) => Promise<void>;
  readonly acceptAsScenario: () => Promise<void>;
  /** Whether the map shows the difference. */
  readonly isShown: boolean;
  readonly show: (isShown: boolean) => void;
}

export const ProposalContext = createContext<ProposalDesk | null>(null);

/** The auto-planner's desk. Throws outside of a plan. */
export function useProposal(): ProposalDesk {
  const desk = useContext(ProposalContext);
  if (desk === null) throw new Error("a panel of the auto-planner stands outside of a plan");
  return desk;
}
