import { useTranslation } from "react-i18next";
import { addressOf } from "../api.ts";
import "./print.css";

const FORMATS = ["pdf", "docx", "xlsx"] as const;

/** Links to the report of an area as PDF, for Word and for spreadsheets. */
export function ReportLinks({ area, language }: { area: string; language: string }) {
  const { t } = useTranslation();
  return (
    <span className="report-links" role="group" aria-label={t("print.report")}>
      <span aria-hidden="true">{t("print.report")}</span>
      {FORMATS.map((format) => (
        <a
          key={format}
          className="link"
          href={addressOf("/api/export/report", { area, format, lang: language })}
          title={t("print.reportAs", { format: t(`print.formats.${format}`) })}
          download
        >
          {t(`print.formats.${format}`)}
        </a>
      ))}
    </span>
  );
}
