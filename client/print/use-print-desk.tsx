import { lazy, Suspense, useCallback, useEffect, useRef, useState, type ReactNode } from "react";

const PrintDesk = lazy(() => import("./print-dialog.tsx"));

interface PrintDeskState {
  isOpen: boolean;
  open: () => void;
  /** The dialog, to stand anywhere on the page. */
  desk: ReactNode;
}

/**
 * The print dialog for the map that a query (of the address of its page) shows; Ctrl+P opens it too while the page stands. The focus goes
 * back to where it was.
 */
export function usePrintDesk(query: string, language: string): PrintDeskState {
  const [isOpen, setOpen] = useState(false);
  // What tells that a print is done outlives the dialog.
  const [isNeeded, setNeeded] = useState(false);
  if (isOpen && !isNeeded) setNeeded(true);
  const opener = useRef<Element | null>(null);
  const open = useCallback(() => {
    if (document.querySelector(".print-dialog") === null) opener.current = document.activeElement;
    setOpen(true);
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (event.key.toLowerCase() !== "p") return;
      event.preventDefault();
      open();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [open]);
  useEffect(() => {
    if (!isOpen) return undefined;
    return () => {
      if (opener.current instanceof HTMLElement) opener.current.focus();
    };
  }, [isOpen]);
  return {
    isOpen,
    open,
    desk: isNeeded ? (
      <Suspense fallback={null}>
        <PrintDesk open={isOpen} query={query} language={language} onClose={() => setOpen(false)} />
      </Suspense>
    ) : null,
  };
}
