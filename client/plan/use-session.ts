import { useEffect, useMemo, useSyncExternalStore } from "react";
import { v4 as newId } from "uuid";
import { kept } from "../preferences.ts";
import { api } from "./queries.ts";
import { PlanSession, type PlanState } from "./session.ts";

/** This page among all pages; another after a reload, so that nobody takes its own events for another's. */
const CLIENT = newId();

/** A session on a plan for as long as it is shown. */
export function useSession(id: string, author: string): { session: PlanSession; state: PlanState } {
  const session = useMemo(() => new PlanSession(api, id, CLIENT, kept), [id]);
  // The author may change while the plan is open; the session stays.
  useEffect(() => session.rename(author), [session, author]);
  useEffect(() => {
    void session.start();
    return () => session.stop();
  }, [session]);
  const state = useSyncExternalStore(session.subscribe, session.read);
  useEffect(() => {
    if (state.saving === "saved") return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [state.saving]);
  return { session, state };
}
