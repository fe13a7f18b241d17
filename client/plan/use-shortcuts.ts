import { App } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { NOTHING, type Desk } from "./desk.ts";
import { problemText } from "./wording.ts";

/** Where keys write text and do nothing else. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) everywhere, Escape lets go of tool and selection. */
export function useShortcuts(desk: Desk | null): void {
  const { message } = App.useApp();
  const { t } = useTranslation();
  useEffect(() => {
    if (desk === null) return;
    const { session } = desk;
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      const isUndo = (event.ctrlKey || event.metaKey) && !event.altKey && key === "z";
      const isRedo =
        (event.ctrlKey || event.metaKey) && (key === "y" || (key === "z" && event.shiftKey));
      if (isUndo || isRedo) {
        if (isWriting(event.target)) return;
        event.preventDefault();
        const step = isRedo ? session.redo() : session.undo();
        void step.then((problems) => {
          if (problems.length > 0) void message.warning(problemText(problems, t), 6);
        });
      } else if (key === "escape" && !isWriting(event.target) && !event.defaultPrevented) {
        if (desk.tool === "look") desk.select(NOTHING);
        else desk.use("look");
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [desk, message, t]);
}
