import { ConfigProvider } from "antd";
import englishAntd from "antd/locale/en_US";
import chineseAntd from "antd/locale/zh_CN";
import { lazy, Suspense, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, Route, Routes, useLocation } from "react-router";
import { EmptyState } from "./coverage/empty-state.tsx";
import { showTexts } from "./i18n/start.ts";
import { rememberLanguage } from "./preferences.ts";
import { prefersStillness, themeOf } from "./theme.ts";
import { ReadyGate } from "./ui/ready-gate.tsx";
import { Notice } from "./ui/states.tsx";
import { useView } from "./use-view.ts";
import { WORKSPACES, workspaceOf } from "./workspaces.ts";

const CoverageWorkspace = lazy(WORKSPACES.coverage);
const PlanWorkspace = lazy(WORKSPACES.plan);
const ThematicWorkspace = lazy(WORKSPACES.thematic);

/** The whole page: language and theme, the gate while the server prepares, and the workspaces. */
export default function Application() {
  const { view } = useView();
  const { t, i18n } = useTranslation();
  const { pathname } = useLocation();
  const theme = useMemo(() => themeOf(prefersStillness()), []);
  useEffect(() => {
    document.documentElement.lang = view.language;
    rememberLanguage(view.language);
    if (i18n.language !== view.language) void showTexts(view.language);
  }, [i18n, view.language]);
  useEffect(() => {
    document.title = t("app.title", { workspace: t(`workspace.${workspaceOf(pathname)}`) });
  }, [t, pathname]);
  return (
    <ConfigProvider theme={theme} locale={view.language === "en" ? englishAntd : chineseAntd}>
      <div className="app">
        <ReadyGate empty={(retry) => <EmptyState retry={retry} busy={false} />}>
          <Suspense fallback={<div className="curtain" aria-hidden="true" />}>
            <Routes>
              <Route path="/" element={<ToCoverage />} />
              <Route path="/coverage" element={<CoverageWorkspace />} />
              <Route path="/plan" element={<PlanWorkspace />} />
              <Route path="/thematic/*" element={<ThematicWorkspace />} />
              <Route path="*" element={<NotFound />} />
            </Routes>
          </Suspense>
        </ReadyGate>
      </div>
    </ConfigProvider>
  );
}

function ToCoverage() {
  const { search } = useLocation();
  return <Navigate to={{ pathname: "/coverage", search }} replace />;
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <Notice title={t("app.notFound")}>
      <Link to="/coverage">{t("app.toCoverage")}</Link>
    </Notice>
  );
}
