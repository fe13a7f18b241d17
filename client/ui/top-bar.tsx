import type { InputRef } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import type { Language } from "../view-state.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { SearchField, type Found } from "./search-field.tsx";

/** Name, workspaces, the area picker given as children, search (Ctrl+K) and language. */
export function TopBar(props: {
  language: Language;
  search: string;
  area: string | null;
  onFound: (found: Found) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const field = useRef<InputRef>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      field.current?.focus({ cursor: "all" });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <header className="top-bar">
      <span className="brand">{t("app.name")}</span>
      <nav className="workspaces" aria-label={t("app.workspaces")}>
        <NavLink to={{ pathname: "/coverage", search: props.search }}>
          {t("workspace.coverage")}
        </NavLink>
        <NavLink to={{ pathname: "/plan", search: props.search }}>{t("workspace.plan")}</NavLink>
        <NavLink to={{ pathname: "/thematic", search: props.search }}>
          {t("workspace.thematic")}
        </NavLink>
      </nav>
      {props.children}
      <SearchField
        inputRef={field}
        label={t("search.label")}
        placeholder={t("search.placeholder")}
        shortcut="Ctrl K"
        language={props.language}
        area={props.area}
        onPick={props.onFound}
      />
      <Shortcuts />
      <LanguageSwitch />
    </header>
  );
}
