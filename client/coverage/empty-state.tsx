import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Notice } from "../ui/states.tsx";

/** Files in the order in which they are wanted, and what is said about each. */
const FILES = [
  ["state.emptyBoundaries", "boundaries", "counties.zip", "&name=Guangxi&level=county"],
  ["state.emptyVillages", "villages", "villages.zip", ""],
  ["state.emptyRoads", "roads", "roads.zip", ""],
] as const;
const COMMANDS = [
  [
    "state.emptyBoundaries",
    "npm run qiantu -- import boundaries counties.zip --area 45 --name Guangxi --level county --accept",
  ],
  ["state.emptyDemo", "npm run qiantu -- demo --region guangxi"],
] as const;

/** No region in the database: what to do about it. */
export function EmptyState(props: { retry: () => void; busy: boolean }) {
  const { t } = useTranslation();
  const upload = (kind: string, file: string, more: string) =>
    `curl --data-binary @${file} "${location.origin}/api/datasets/import?kind=${kind}&file=${file}&area=45${more}&accept=true"`;
  const list = (commands: readonly (readonly [title: string, command: string])[]) => (
    <dl className="commands">
      {commands.map(([title, command]) => (
        <div key={command}>
          <dt>{title}</dt>
          <dd>
            <code>{command}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Notice title={t("state.empty")}>
      <p>{t("state.emptyText")}</p>
      {list(
        FILES.map(([title, kind, file, more]) => [t(title), upload(kind, file, more)] as const),
      )}
      <p>{t("state.emptyStopped")}</p>
      {list(COMMANDS.map(([title, command]) => [t(title), command] as const))}
      <Button onClick={props.retry} loading={props.busy}>
        {t("state.emptyAgain")}
      </Button>
    </Notice>
  );
}
