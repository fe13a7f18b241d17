import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { usePrintDesk } from "./use-print-desk.tsx";

/** Opens the print dialog for the map that a query (of the address of its page) shows; so does Ctrl+P while it stands on the page. */
export function PrintButton({ query, language }: { query: string; language: string }) {
  const { t } = useTranslation();
  const { isOpen, open, desk } = usePrintDesk(query, language);
  return (
    <>
      <Button
        title={t("print.hint")}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={(event) => {
          event.currentTarget.focus();
          open();
        }}
      >
        {t("print.button")}
      </Button>
      {desk}
    </>
  );
}
