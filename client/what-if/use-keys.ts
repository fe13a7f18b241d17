import { useEffect, useRef } from "react";
import type { WhatIfSession } from "./session.ts";

/** Where keys write text or belong to what is open, and do nothing else. */
export const isElsewhere = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest(".card, [role=dialog]") !== null);

/**
 * Keys while works are tried: D draws, X takes an existing feature away, Ctrl+Z and Ctrl+Shift+Z step back and forth.
 * Escape lets go step by step: of the line, of the tool, of everything that is tried, and then it ends.
 */
export function useWhatIfKeys(session: WhatIfSession, end: () => void): void {
  const latest = useRef({ end });
  useEffect(() => {
    latest.current = { end };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isElsewhere(event.target)) return;
      const { tool, held, history } = session.read();
      const key = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && !event.altKey) {
        const isRedo = key === "y" || (key === "z" && event.shiftKey);
        if (!isRedo && key !== "z") return;
        event.preventDefault();
        if (isRedo) session.redo();
        else session.undo();
        return;
      }
      if (event.altKey) return;
      if (key === "d") session.use(tool === "draw" ? "look" : "draw");
      else if (key === "x") session.use(tool === "existing" ? "look" : "existing");
      else if (key === "escape") {
        if (session.hand?.isDrawing()) session.hand.cancel();
        else if (tool !== "look") session.use("look");
        else if (held !== null) session.hold(null);
        else if (history.now.length > 0) session.clear();
        else latest.current.end();
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [session]);
}
