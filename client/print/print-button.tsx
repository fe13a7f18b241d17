import { Button } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const PrintDesk = lazy(() => import("./print-dialog.tsx"));

/** Opens the print dialog for the map that a query (of the address of its page) shows; so does Ctrl+P while it stands on the page. */
export function PrintButton({ query, language }: { query: string; language: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  // What tells that a print is done outlives the dialog.
  const [isNeeded, setNeeded] = useState(false);
  if (isOpen && !isNeeded) setNeeded(true);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (event.key.toLowerCase() !== "p") return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <Button
        title={t("print.hint")}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        {t("print.button")}
      </Button>
      {isNeeded ? (
        <Suspense fallback={null}>
          <PrintDesk
            open={isOpen}
            query={query}
            language={language}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
