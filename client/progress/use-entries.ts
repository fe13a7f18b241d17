import { useMemo, useState } from "react";
import { v4 as newId } from "uuid";
import type {
  ProgressReturn,
  ProgressSubject,
  ProgressWarning,
} from "../../core/contract/progress.ts";
import { ApiError } from "../api.ts";
import { conflictsOf, type Conflict } from "./conflicts.ts";
import { faultOfRow, isNothing, returnOf, sameTyped, typedOf, type Typed } from "./drafts.ts";
import { fetchReturns, useForgetProgress, useReturns, writeReturns } from "./progress-api.ts";

/** The returns of one period of one kind of subject, and what is typed over them until it is saved. */
export function useEntries(asked: {
  plan: string;
  subject: ProgressSubject;
  period: string;
  area: string;
}) {
  const { plan, subject, period, area } = asked;
  const year = Number(period.slice(0, 4));
  const read = useReturns(plan, subject, year, area);
  const forget = useForgetProgress();
  /** Returns as they stood when typing began: what a conflict is told by. */
  const [base, setBase] = useState<{
    version: number;
    returns: ReadonlyMap<string, ProgressReturn>;
  } | null>(null);
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Typed>>(new Map());
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([]);
  const [warnings, setWarnings] = useState<readonly ProgressWarning[]>([]);
  const [busy, setBusy] = useState(false);
  const latest = useMemo(() => byKey(read.data?.items ?? [], period), [read.data, period]);
  const returns = base?.returns ?? latest;
  const version = base?.version ?? read.data?.version ?? 0;
  const type = (changed: ReadonlyMap<string, Typed>) => {
    const next = new Map(drafts);
    for (const [key, typed] of changed) {
      if (sameTyped(typed, typedOf(returns.get(key)))) next.delete(key);
      else next.set(key, typed);
    }
    setDrafts(next);
    setBase(next.size === 0 ? null : (base ?? { version, returns: latest }));
  };
  const discard = () => {
    setDrafts(new Map());
    setBase(null);
    setConflicts([]);
  };
  const faulty = [...drafts.values()].filter((typed) => faultOfRow(typed) !== null).length;
  /** Null when it was written; "conflict" when others wrote the same meanwhile; else what stands against it. */
  const save = async (
    author: string,
    source: string,
    sent: ReadonlyMap<string, Typed> = drafts,
    over: number = version,
  ): Promise<null | "conflict" | ApiError | "failed"> => {
    setBusy(true);
    try {
      const body = {
        returns: [...sent].flatMap(([key, typed]) => returnOf(subject, key, period, typed) ?? []),
        withdrawn: [...sent].flatMap(([key, typed]) =>
          isNothing(typed) ? [{ subject, key, period }] : [],
        ),
        author,
        source,
      };
      const answer = await writeReturns(plan, body, over, newId());
      setWarnings(answer.warnings);
      discard();
      forget();
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) return "failed";
      if (error.status !== 412) return error;
      const now = await fetchReturns(plan, subject, year, area).catch(() => null);
      if (now === null) return error;
      const found = conflictsOf(sent, returns, byKey(now.items, period));
      setBase({ version: now.version, returns: byKey(now.items, period) });
      setDrafts(sent);
      setConflicts(found);
      return found.length > 0 ? "conflict" : save(author, source, sent, now.version);
    } finally {
      setBusy(false);
    }
  };
  /** After a conflict: drops what is given up, and writes the rest over what is in force now. */
  const settle = (mine: ReadonlySet<string>, author: string, source: string) => {
    const given = new Set(conflicts.map(({ key }) => key).filter((key) => !mine.has(key)));
    const rest = new Map([...drafts].filter(([key]) => !given.has(key)));
    setConflicts([]);
    setDrafts(rest);
    if (rest.size > 0) return save(author, source, rest);
    discard();
    forget();
    return Promise.resolve(null);
  };
  return {
    read,
    returns,
    drafts,
    faulty,
    conflicts,
    warnings,
    busy,
    type,
    discard,
    save,
    settle,
    closeConflicts: () => setConflicts([]),
  };
}

const byKey = (
  items: readonly ProgressReturn[],
  period: string,
): ReadonlyMap<string, ProgressReturn> =>
  new Map(items.filter((each) => each.period === period).map((each) => [each.key, each]));
