import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Notice } from "../ui/states.tsx";

const COMMANDS = [
  ["state.emptyDemo", "npm run qiantu -- demo --region guangxi"],
  [
    "state.emptyBoundaries",
    "npm run qiantu -- import boundaries counties.zip --area 45 --name Guangxi --level county --datum cgcs2000 --accept",
  ],
  [
    "state.emptyVillages",
    "npm run qiantu -- import villages villages.zip --area 45 --datum cgcs2000 --accept",
  ],
  [
    "state.emptyRoads",
    "npm run qiantu -- import roads roads.zip --area 45 --datum cgcs2000 --accept",
  ],
] as const;

/** No region in the database: what to do about it. */
export function EmptyState(props: { retry: () => void; busy: boolean }) {
  const { t } = useTranslation();
  return (
    <Notice title={t("state.empty")}>
      <p>{t("state.emptyText")}</p>
      <dl className="commands">
        {COMMANDS.map(([title, command]) => (
          <div key={command}>
            <dt>{t(title)}</dt>
            <dd>
              <code>{command}</code>
            </dd>
          </div>
        ))}
      </dl>
      <Button onClick={props.retry} loading={props.busy}>
        {t("state.emptyAgain")}
      </Button>
    </Notice>
  );
}
