import "./figures.css";
import { PrinterOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer } from "../../core/contract/area.ts";
import { formatPlace, shortPlace } from "../format.ts";
import { ReportLinks } from "../print/report-links.tsx";
import type { Language } from "../view-state.ts";
import { useEnter } from "./use-enter.ts";

/** A page that is read from top to bottom: where one is, what it is called, its tools, and a line about where its figures come from. */
export function Sheet(props: {
  area: AreaAnswer;
  language: Language;
  title: string;
  tools?: ReactNode;
  meta?: ReactNode;
  /** Whether what is shown is about to be replaced. */
  busy?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const enter = useEnter();
  const { area, language } = props;
  return (
    <div className="sheet-page" role="region" aria-label={props.title} tabIndex={0}>
      <div className="sheet-inner">
        <header className="sheet-head">
          <div>
            <nav className="sheet-path" aria-label={t("figures.path")}>
              <ol>
                {area.ancestors.map((place) => (
                  <li key={place.code}>
                    <button type="button" onClick={() => enter(place.code)}>
                      {shortPlace(place, language)}
                    </button>
                  </li>
                ))}
                <li aria-current="location">{shortPlace(area, language)}</li>
              </ol>
            </nav>
            <h1>
              {formatPlace(area, language)} <small>{props.title}</small>
            </h1>
          </div>
          <div className="sheet-tools">
            {props.tools}
            <ReportLinks area={area.code} language={language} />
            <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
              {t("figures.print")}
            </Button>
          </div>
        </header>
        <p className="sheet-meta">{props.meta}</p>
        <div className="sheet-body" aria-busy={props.busy ?? false}>
          {props.children}
        </div>
      </div>
    </div>
  );
}
