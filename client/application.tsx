import { App, ConfigProvider } from "antd";
import englishAntd from "antd/locale/en_US";
import chineseAntd from "antd/locale/zh_CN";
import { lazy, Suspense, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, Route, Routes, useLocation } from "react-router";
import { EmptyState } from "./coverage/empty-state.tsx";
import { CoverageWorkspace } from "./coverage/workspace.tsx";
import { rememberLanguage } from "./preferences.ts";
import { prefersStillness, themeOf } from "./theme.ts";
import { ReadyGate } from "./ui/ready-gate.tsx";
import { Notice } from "./ui/states.tsx";
import { useView } from "./use-view.ts";

const PlanWorkspace = lazy(() => import("./plan/workspace.tsx"));
const ThematicWorkspace = lazy(() => import("./thematic/workspace.tsx"));

/** The whole page: language and theme, the gate while the server prepares, and the workspaces. */
export default function Application() {
  const { view } = useView();
  const { t, i18n } = useTranslation();
  const { pathname } = useLocation();
  const theme = useMemo(() => themeOf(prefersStillness()), []);
  useEffect(() => {
    document.documentElement.lang = view.language;
    rememberLanguage(view.language);
    if (i18n.language !== view.language) void i18n.changeLanguage(view.language);
  }, [i18n, view.language]);
  useEffect(() => {
    const workspace = pathname.startsWith("/plan")
      ? "workspace.plan"
      : pathname.startsWith("/thematic")
        ? "workspace.thematic"
        : "workspace.coverage";
    document.title = t("app.title", { workspace: t(workspace) });
  }, [t, pathname]);
  return (
    <ConfigProvider theme={theme} locale={view.language === "en" ? englishAntd : chineseAntd}>
      <App className="app">
        <ReadyGate empty={(retry) => <EmptyState retry={retry} busy={false} />}>
          <Routes>
            <Route path="/" element={<ToCoverage />} />
            <Route path="/coverage" element={<CoverageWorkspace />} />
            <Route
              path="/plan"
              element={
                <Suspense fallback={<div className="curtain" aria-hidden="true" />}>
                  <PlanWorkspace />
                </Suspense>
              }
            />
            <Route
              path="/thematic/*"
              element={
                <Suspense fallback={<div className="curtain" aria-hidden="true" />}>
                  <ThematicWorkspace />
                </Suspense>
              }
            />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </ReadyGate>
      </App>
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
