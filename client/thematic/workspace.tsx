import "./thematic.css";
import { Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, Route, Routes, useLocation } from "react-router";
import { EmptyState } from "../coverage/empty-state.tsx";
import { useArea, useMeta, useRules } from "../coverage/queries.ts";
import { AreaPicker } from "../ui/area-picker.tsx";
import { DataBanner } from "../ui/data-banner.tsx";
import { Failure, Loading, Notice } from "../ui/states.tsx";
import { TopBar } from "../ui/top-bar.tsx";
import { useView } from "../use-view.ts";
import { formatView } from "../view-state.ts";
import { levelInside } from "./drill.ts";
import { ActsPlace } from "./header-acts.tsx";
import { startPage, THEMATIC_TABS, type ThematicPageProps } from "./tabs.ts";
import { useThematic } from "./use-thematic.ts";

startPage(window.location.pathname);

/** The workspace of thematic maps (专题图): reads what there is, then bar, banner, header and the page that the address names. */
export default function ThematicWorkspace() {
  const { t } = useTranslation();
  const { view } = useView();
  const meta = useMeta();
  const rules = useRules();
  const regions = meta.data?.regions;
  const largest = regions?.toSorted((a, b) => b.villages - a.villages)[0];
  const version = useMemo(
    () => (regions ?? []).map(({ dataVersion, run }) => `${dataVersion}.${run?.id ?? 0}`).join("-"),
    [regions],
  );
  const area = useArea(
    version,
    regions === undefined ? null : (view.area ?? largest?.code ?? null),
  );
  const error = meta.error ?? rules.error ?? area.error;
  if (error !== null)
    return (
      <Notice title={t("app.name")}>
        <Failure
          error={error}
          retry={() => {
            void meta.refetch();
            void rules.refetch();
            void area.refetch();
          }}
        />
      </Notice>
    );
  if (regions !== undefined && largest === undefined)
    return <EmptyState retry={() => void meta.refetch()} busy={meta.isFetching} />;
  if (
    meta.data === undefined ||
    largest === undefined ||
    rules.data === undefined ||
    area.data === undefined
  )
    return (
      <Notice title={t("app.name")}>
        <Loading lines={3} />
      </Notice>
    );
  const path = [area.data, ...area.data.ancestors].map(({ code }) => code);
  return (
    <Shell
      meta={meta.data}
      region={meta.data.regions.find(({ code }) => path.includes(code)) ?? largest}
      version={version}
      area={area.data}
      rules={rules.data.rules}
      language={view.language}
    />
  );
}

function Shell(props: ThematicPageProps) {
  const { t } = useTranslation();
  const { view } = useView();
  const { update } = useThematic(props.region.code);
  const { region, area, language } = props;
  const [acts, setActs] = useState<HTMLElement | null>(null);
  return (
    <div className="shell">
      <div className="skip-links">
        <a href="#thematic-page">{t("thematic.skipToPage")}</a>
      </div>
      <TopBar
        language={language}
        search={formatView(view)}
        area={region.code}
        onFound={(found) => {
          if (found.type === "area" && found.code !== null) update(enter(found.code, found.level));
          else if (found.position !== null) {
            const [lng, lat] = found.position;
            update({ camera: { lng, lat, zoom: 11 } });
          }
        }}
      >
        <AreaPicker
          area={area}
          regions={props.meta.regions}
          version={props.version}
          language={language}
          onChoose={(code) => {
            const known = [...props.meta.regions, ...area.ancestors, ...area.children];
            update(enter(code, known.find((each) => each.code === code)?.level ?? null));
          }}
        />
      </TopBar>
      <DataBanner region={region} language={language} />
      <Header onActs={setActs} />
      <main id="thematic-page" className="workspace" tabIndex={-1}>
        <Routes>
          {THEMATIC_TABS.map(({ name, path, page: Page }) => (
            <Route
              key={name}
              path={path}
              element={
                <ActsPlace value={acts}>
                  <Suspense fallback={<Loading lines={6} />}>
                    <Page {...props} />
                  </Suspense>
                </ActsPlace>
              }
            />
          ))}
          <Route path="*" element={<p className="nothing">{t("app.notFound")}</p>} />
        </Routes>
      </main>
    </div>
  );
}

/** Into an area: its own level is known or asked for later; the camera goes with the area. */
const enter = (area: string, level: Parameters<typeof levelInside>[0] | null) => ({
  area,
  camera: null,
  ...(level === null ? {} : { by: levelInside(level) }),
});

/** The pages of the workspace; what the address holds goes along from one to the other. */
function Header({ onActs }: { onActs: (place: HTMLElement | null) => void }) {
  const { t } = useTranslation();
  const { search } = useLocation();
  return (
    <div className="thematic-bar">
      <nav className="thematic-tabs" aria-label={t("thematic.pages")}>
        {THEMATIC_TABS.map(({ name, path }) => (
          <NavLink
            key={name}
            end
            to={{ pathname: path === "" ? "/thematic" : `/thematic/${path}`, search }}
          >
            {t(`thematic.tab.${name}`)}
          </NavLink>
        ))}
      </nav>
      <div ref={onActs} className="thematic-acts" />
    </div>
  );
}
