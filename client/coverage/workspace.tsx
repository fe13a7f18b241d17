import { App } from "antd";
import { useTranslation } from "react-i18next";
import { Failure, Loading, Notice } from "../ui/states.tsx";
import { EmptyState } from "./empty-state.tsx";
import { useMeta, useRules } from "./queries.ts";
import { CoverageScreen } from "./screen.tsx";

/** The Coverage workspace: reads what there is, and shows the screen, or what stands in its way. */
export default function CoverageWorkspace() {
  const { t } = useTranslation();
  const meta = useMeta();
  const rules = useRules();
  const error = meta.error ?? rules.error;
  if (error !== null)
    return (
      <Notice title={t("app.name")}>
        <Failure
          error={error}
          retry={() => {
            void meta.refetch();
            void rules.refetch();
          }}
        />
      </Notice>
    );
  if (meta.data === undefined || rules.data === undefined)
    return (
      <Notice title={t("app.name")}>
        <Loading lines={3} />
      </Notice>
    );
  if (meta.data.regions.length === 0)
    return <EmptyState retry={() => void meta.refetch()} busy={meta.isFetching} />;
  return (
    <App component={false}>
      <CoverageScreen meta={meta.data} rules={rules.data.rules} />
    </App>
  );
}
