import "./plan.css";
import "../proposal/proposal.css";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../coverage/empty-state.tsx";
import { useArea, useMeta, useRules } from "../coverage/queries.ts";
import { Failure, Loading, Notice } from "../ui/states.tsx";
import { useView } from "../use-view.ts";
import { PlanScreen } from "./screen.tsx";

/** The Plan workspace: reads what there is, and shows the screen, or what stands in its way. */
export default function PlanWorkspace() {
  const { t } = useTranslation();
  const { view } = useView();
  const meta = useMeta();
  const rules = useRules();
  const region = meta.data?.regions[0];
  const code = view.area ?? region?.code ?? null;
  const area = useArea(region?.dataVersion ?? "", code);
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
  if (meta.data !== undefined && region === undefined)
    return <EmptyState retry={() => void meta.refetch()} busy={meta.isFetching} />;
  if (meta.data === undefined || rules.data === undefined || area.data === undefined)
    return (
      <Notice title={t("app.name")}>
        <Loading lines={3} />
      </Notice>
    );
  return (
    <App component={false}>
      <PlanScreen meta={meta.data} rules={rules.data.rules} area={area.data} />
    </App>
  );
}
