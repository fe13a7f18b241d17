import { useCallback, useEffect, useRef, useState } from "react";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { WhatIfSession } from "../what-if/session.ts";

/** Works that a person tries in this workspace: loaded when it begins, kept in step with the page, gone when it ends. Key D begins. */
export function useWhatIfSession(on: {
  region: string;
  area: string;
  version: string;
  /** Null while the page does not know yet what it asks. */
  rule: IndicatorRule | null;
  isPossible: boolean;
}): {
  session: WhatIfSession | null;
  begin: () => void;
  end: () => void;
  /** Begins, if need be, and takes an existing feature away. */
  washOut: (featureId: number) => void;
} {
  const [session, setSession] = useState<WhatIfSession | null>(null);
  const { region, area, version, rule, isPossible } = on;
  const latest = useRef(on);
  useEffect(() => {
    latest.current = on;
  });
  const beginning = useRef(false);
  const begin = useCallback((then?: (made: WhatIfSession) => void) => {
    const now = latest.current;
    const asked = now.rule;
    if (asked === null || !now.isPossible || beginning.current) return;
    beginning.current = true;
    void import("../what-if/session.ts").then(({ WhatIfSession: Session }) => {
      const made = new Session({ ...now, rule: asked });
      setSession(made);
      then?.(made);
    });
  }, []);
  const end = useCallback(() => {
    beginning.current = false;
    setSession(null);
  }, []);
  useEffect(() => () => session?.close(), [session]);
  useEffect(() => {
    if (session !== null && rule !== null) session.turnTo(area, version, rule);
  }, [session, area, version, rule]);
  // Another region is another map; a page too narrow has no room.
  useEffect(() => end, [end, region, isPossible]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.key.toLowerCase() === "d" && isPlain && !isWriting(event.target)) begin();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [begin]);
  const washOut = useCallback(
    (featureId: number) => {
      if (session !== null) void session.washOut(featureId);
      else
        begin((made) => {
          made.use("look");
          void made.washOut(featureId);
        });
    },
    [session, begin],
  );
  return { session, begin: useCallback(() => begin(), [begin]), end, washOut };
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
