/** Whether keys typed there are text, or move something of their own. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches(
        "input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select",
      ))
  );
}

const POPUPS =
  ".ant-modal-wrap:not([style*='display: none']), .ant-select-dropdown:not(.ant-select-dropdown-hidden), .ant-popover:not(.ant-popover-hidden)";

/** Whether a dialog or a list is open, which takes keys first. */
export function isPopupOpen(): boolean {
  return document.querySelector(POPUPS) !== null;
}

/** What a key does while maps are presented; null for those that mean nothing then. */
export type PresentAct =
  "next" | "previous" | "first" | "last" | "play" | "end" | "out" | "into" | "better" | "worse";

const ACTS: Readonly<Record<string, PresentAct>> = {
  ArrowRight: "next",
  PageDown: "next",
  ArrowLeft: "previous",
  PageUp: "previous",
  Home: "first",
  End: "last",
  " ": "play",
  Escape: "end",
  Backspace: "out",
  Enter: "into",
  ArrowUp: "better",
  ArrowDown: "worse",
};

export function presentAct(key: string): PresentAct | null {
  return ACTS[key] ?? null;
}

/** The page after a key, kept between the first and the last; pages are counted from 0. */
export function pageAfter(act: PresentAct, page: number, pages: number): number {
  const last = Math.max(0, pages - 1);
  const to: Partial<Record<PresentAct, number>> = {
    next: page + 1,
    previous: page - 1,
    first: 0,
    last,
  };
  return Math.min(last, Math.max(0, to[act] ?? page));
}
