import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ProposalQuestion } from "../../core/contract/proposal.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { ApiError } from "../api.ts";
import { useDesk } from "../plan/desk.ts";
import { useForgetPlans } from "../plan/queries.ts";
import { kept } from "../preferences.ts";
import { useView } from "../use-view.ts";
import { proposalApi, type Part } from "./proposal-api.ts";
import { ProposalContext, type ProposalDesk } from "./proposal-desk.ts";
import { isOver, useDifference, useProposalJob, useProposals } from "./queries.ts";
import { refusalText } from "./words.ts";

/** What was asked last of a plan; the defaults where that is nothing that can be asked any more. */
function rememberedQuestion(plan: string): ProposalQuestion {
  const read = ProposalQuestion.safeParse(kept.read(`question.${plan}`));
  return read.success ? read.data : ProposalQuestion.parse({});
}

/** Where keys write text and do nothing else. */
const WRITING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

/** Gives the auto-planner's desk to a plan. */
export function ProposalProvider(props: {
  plan: PlanSummary;
  onOpen: (plan: PlanSummary) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { view, update } = useView();
  const { session, state, language } = useDesk();
  const queries = useQueryClient();
  const forgetPlans = useForgetPlans();
  const plan = props.plan.id;
  const { onOpen } = props;
  const planName = props.plan.name;
  const [question, setAsked] = useState(() => rememberedQuestion(plan));
  const [isAsking, setAsking] = useState(false);
  const [isAccepting, setAccepting] = useState(false);
  const [isShown, show] = useState(true);

  const isOpen = view.auto !== null;
  const looked = view.auto === null || view.auto === "new" ? null : view.auto;
  const list = useProposals(plan, session);
  const jobs = useMemo(() => list.data?.items ?? [], [list.data]);
  const news = jobs.find(({ id }) => id === looked) ?? null;
  const over = news !== null && isOver(news) ? news.state : null;
  const read = useProposalJob(plan, looked, over);
  const job = over === null ? null : (read.data ?? null);
  const hasFound =
    job?.result?.status === "proven" || job?.result?.status === "feasible" ? job.id : null;
  const differs = useDifference(plan, hasFound);
  const isForgotten = looked !== null && list.data !== undefined && news === null;

  const setQuestion = useCallback(
    (next: ProposalQuestion) => {
      setAsked(next);
      kept.write(`question.${plan}`, next);
    },
    [plan],
  );
  const tell = useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      void message.error(refusalText(error, t, language), 8);
    },
    [message, t, language],
  );
  const propose = useCallback(
    async (asked: ProposalQuestion = question) => {
      if (session.read().saving !== "saved") {
        void message.warning(t("proposal.refusal.saving"));
        return false;
      }
      setAsking(true);
      try {
        const { author, client } = session;
        const begun = await proposalApi.ask(plan, session.read().version, asked, {
          author,
          client,
        });
        queries.setQueryData(["proposals", plan], (before: { items: unknown[] } | undefined) => ({
          items: [begun, ...(before?.items ?? []).filter((each) => !sameId(each, begun.id))],
        }));
        update({ auto: begun.id });
        return true;
      } catch (error) {
        tell(error);
        return false;
      } finally {
        setAsking(false);
      }
    },
    [question, session, plan, queries, update, tell, message, t],
  );
  const cancel = useCallback(
    async (id: string) => {
      try {
        await proposalApi.cancel(plan, id);
      } catch (error) {
        tell(error);
      }
      await queries.invalidateQueries({ queryKey: ["proposals", plan] });
    },
    [plan, queries, tell],
  );
  const accept = useCallback(
    async (part: Part) => {
      if (job === null) return;
      setAccepting(true);
      try {
        await session.write(async (version) => {
          const { author, client } = session;
          const as = { as: "plan", author, client, reason: t("proposal.reason") } as const;
          const { plan: written, difference } = await proposalApi.accept(plan, job.id, version, {
            ...as,
            ...part,
          });
          const n = difference.added + difference.changed + difference.removed;
          void message.success(t("proposal.accepted", { n }));
          return written.version;
        });
      } catch (error) {
        tell(error);
      } finally {
        setAccepting(false);
      }
    },
    [job, session, plan, message, t, tell],
  );
  const acceptAsScenario = useCallback(async () => {
    if (job === null) return;
    setAccepting(true);
    try {
      const { author, client } = session;
      const made = await proposalApi.accept(plan, job.id, session.read().version, {
        as: "scenario",
        name: t("proposal.scenarioName", { name: planName }).slice(0, 100),
        author,
        client,
        reason: t("proposal.reason"),
      });
      forgetPlans();
      void message.success(t("proposal.acceptedAs", { name: made.plan.name }));
      onOpen(made.plan);
    } catch (error) {
      tell(error);
    } finally {
      setAccepting(false);
    }
  }, [job, session, plan, planName, forgetPlans, message, t, tell, onOpen]);
  const look = useCallback((id: string | null) => update({ auto: id ?? "new" }), [update]);
  const open = useCallback(() => update({ auto: jobs[0]?.id ?? "new" }), [update, jobs]);
  const close = useCallback(() => update({ auto: null }), [update]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "a" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.matches(WRITING)) return;
      event.preventDefault();
      if (isOpen) close();
      else open();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [isOpen, open, close]);

  const desk = useMemo<ProposalDesk>(
    () => ({
      isOpen,
      open,
      close,
      question,
      setQuestion,
      propose,
      isAsking,
      jobs,
      news,
      job,
      isForgotten,
      look,
      cancel,
      difference: hasFound === null ? null : (differs.data ?? null),
      isAccepting: isAccepting || state.saving !== "saved",
      accept,
      acceptAsScenario,
      isShown,
      show,
    }),
    [
      isOpen,
      open,
      close,
      question,
      setQuestion,
      propose,
      isAsking,
      jobs,
      news,
      job,
      isForgotten,
      look,
      cancel,
      hasFound,
      differs.data,
      isAccepting,
      state.saving,
      accept,
      acceptAsScenario,
      isShown,
    ],
  );
  return <ProposalContext value={desk}>{props.children}</ProposalContext>;
}

const sameId = (each: unknown, id: string): boolean => (each as { id: string }).id === id;
