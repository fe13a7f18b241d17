import { useMemo, useState } from "react";
import { v4 as newId } from "uuid";
import type {
  ProgressReturn,
  ProgressSubject,
  ProgressWarning,
} from "../../core/contract/progress.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { ApiError } from "../api.ts";
import { conflictsOf, type Conflict } from "./conflicts.ts";
import { faultOfRow, isNothing, returnOf, sameTyped, typedOf, type Typed } from "./drafts.ts";
import {
  checkReturns,
  fetchReturns,
  useForgetProgress,
  useReturns,
  writeReturns,
} from "./progress-api.ts";
import { keepUnsaved, unsavedOf, useUnsaved } from "./unsaved.ts";

const NO_DRAFTS: ReadonlyMap<string, Typed> = new Map();

/** Returns in force at some moment. */
interface Base {
  version: number;
  returns: ReadonlyMap<string, ProgressReturn>;
}

/**
 * The returns of one period of one kind of subject, and what is typed over them until it is saved. What is typed outlives the page: it is
 * there again when the area of the plan is shown again.
 */
export function useEntries(asked: {
  plan: Pick<PlanSummary, "id" | "name">;
  subject: ProgressSubject;
  period: string;
  area: string;
  areaName: string;
}) {
  const { subject, period, area } = asked;
  const plan = asked.plan.id;
  const year = Number(period.slice(0, 4));
  const read = useReturns(plan, subject, year, area);
  const forget = useForgetProgress();
  const unsaved = useUnsaved(plan, area);
  const [conflict, setConflict] = useState<{ rows: readonly Conflict[]; now: Base } | null>(null);
  /** What is to be confirmed before it is written. */
  const [doubts, setDoubts] = useState<readonly ProgressWarning[]>([]);
  const [warnings, setWarnings] = useState<readonly ProgressWarning[]>([]);
  const [busy, setBusy] = useState(false);
  const latest = useMemo(
    (): Base => ({
      version: read.data?.version ?? 0,
      returns: byKey(read.data?.items ?? [], period),
    }),
    [read.data, period],
  );
  const drafts = unsaved?.drafts ?? NO_DRAFTS;
  const { returns, version }: Base = unsaved ?? latest;
  const keep = (next: ReadonlyMap<string, Typed>, base: Base) =>
    keepUnsaved(plan, area, {
      subject,
      period,
      drafts: next,
      version: base.version,
      returns: base.returns,
      planName: asked.plan.name,
      areaName: asked.areaName,
    });
  const type = (changed: ReadonlyMap<string, Typed>) => {
    // As kept now, for a cell also hands over what it holds when the page is left.
    const now = unsavedOf(plan, area);
    const next = new Map(now?.drafts);
    const base = now ?? latest;
    for (const [key, typed] of changed) {
      if (sameTyped(typed, typedOf(base.returns.get(key)))) next.delete(key);
      else next.set(key, typed);
    }
    keep(next, base);
  };
  const discard = () => {
    keepUnsaved(plan, area, null);
    setConflict(null);
  };
  /** Takes away what was written; what was typed over it meanwhile waits on. */
  const dropSent = (sent: ReadonlyMap<string, Typed>) => {
    const now = unsavedOf(plan, area);
    const rest = [...(now?.drafts ?? [])].filter(([key, typed]) => {
      const was = sent.get(key);
      return was === undefined || !sameTyped(was, typed);
    });
    if (now !== null) keep(new Map(rest), now);
    setConflict(null);
  };
  const faulty = [...drafts.values()].filter((typed) => faultOfRow(typed) !== null).length;
  /**
   * Null when it was written; "conflict" when others wrote the same meanwhile, "doubt" when counts are past belief and nobody confirmed
   * them; else what stands against it.
   */
  const save = async (
    author: string,
    source: string,
    sent: ReadonlyMap<string, Typed> = drafts,
    over: Base = { version, returns },
    isConfirmed = false,
  ): Promise<null | "conflict" | "doubt" | ApiError | "failed"> => {
    setBusy(true);
    setDoubts([]);
    try {
      const rows = {
        returns: [...sent].flatMap(([key, typed]) => returnOf(subject, key, period, typed) ?? []),
        withdrawn: [...sent].flatMap(([key, typed]) =>
          isNothing(typed) ? [{ subject, key, period }] : [],
        ),
      };
      if (!isConfirmed) {
        const answer = await checkReturns(plan, rows);
        setDoubts(answer.doubts);
        if (answer.doubts.length > 0) return "doubt";
      }
      const answer = await writeReturns(plan, { ...rows, author, source }, over.version, newId());
      setWarnings(answer.warnings);
      dropSent(sent);
      forget();
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) return "failed";
      if (error.status !== 412) return error;
      const read = await fetchReturns(plan, subject, year, area).catch(() => null);
      if (read === null) return error;
      const now: Base = { version: read.version, returns: byKey(read.items, period) };
      const rows = conflictsOf(sent, over.returns, now.returns);
      if (rows.length === 0) return save(author, source, sent, now, isConfirmed);
      setConflict({ rows, now });
      return "conflict";
    } finally {
      setBusy(false);
    }
  };
  /** After a conflict: drops what is given up, and writes the rest over what is in force now. */
  const settle = (mine: ReadonlySet<string>, author: string, source: string) => {
    if (conflict === null) return Promise.resolve(null);
    const given = new Set(conflict.rows.map(({ key }) => key).filter((key) => !mine.has(key)));
    const rest = new Map([...drafts].filter(([key]) => !given.has(key)));
    setConflict(null);
    keep(rest, conflict.now);
    if (rest.size > 0) return save(author, source, rest, conflict.now);
    forget();
    return Promise.resolve(null);
  };
  return {
    read,
    returns,
    drafts,
    faulty,
    doubts,
    conflicts: conflict?.rows ?? [],
    warnings,
    busy,
    type,
    discard,
    save,
    settle,
    /** Writes what is doubtful all the same. */
    confirm: (author: string, source: string) => save(author, source, drafts, undefined, true),
    closeDoubts: () => setDoubts([]),
    closeConflicts: () => setConflict(null),
  };
}

const byKey = (
  items: readonly ProgressReturn[],
  period: string,
): ReadonlyMap<string, ProgressReturn> =>
  new Map(items.filter((each) => each.period === period).map((each) => [each.key, each]));
