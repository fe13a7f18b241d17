import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { v4 as newId } from "uuid";
import { Failure, Loading } from "../ui/states.tsx";
import { useDesk } from "./desk.ts";
import { api, useHistory } from "./queries.ts";
import { countsText } from "./wording.ts";

/** Who did what, when and why; any point may be returned to, as a new change. */
export function HistoryPanel() {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const desk = useDesk();
  const { state, session, language } = desk;
  const plan = state.summary!;
  const history = useHistory(plan.id, state.version);
  if (history.error !== null)
    return <Failure error={history.error} retry={() => void history.refetch()} />;
  if (history.data === undefined) return <Loading lines={6} />;
  const items = history.data.pages.flatMap((page) => page.items);
  const returnTo = (version: number) =>
    void modal.confirm({
      title: t("plan.history.returnSure", { version }),
      content: t("plan.history.returnText"),
      okText: t("plan.history.return"),
      cancelText: t("plan.cancel"),
      onOk: async () => {
        try {
          const who = { author: session.author, client: session.client };
          session.take(await api.returnTo(plan.id, state.version, newId(), version, who));
        } catch {
          void message.error(t("plan.failed"));
        }
      },
    });
  if (items.length === 0) return <p className="plan-fine">{t("plan.history.none")}</p>;
  return (
    <div className="plan-history">
      <ol>
        {items.map((item) => (
          <li key={item.version}>
            <div>
              <strong>{countsText(item.counts, t, language)}</strong>
              <small>
                {item.author} · {new Date(item.at).toLocaleString(language)} · #{item.version}
              </small>
              {item.reason === null ? null : <p>{item.reason}</p>}
            </div>
            {item.version === state.version ? null : (
              <Button size="small" onClick={() => returnTo(item.version)}>
                {t("plan.history.return")}
              </Button>
            )}
          </li>
        ))}
        {history.hasNextPage ? null : (
          <li>
            <div>
              <strong>{t("plan.history.begun")}</strong>
              <small>
                {plan.createdBy} · {new Date(plan.createdAt).toLocaleString(language)}
              </small>
            </div>
            {state.version === 0 ? null : (
              <Button size="small" onClick={() => returnTo(0)}>
                {t("plan.history.return")}
              </Button>
            )}
          </li>
        )}
      </ol>
      {history.hasNextPage ? (
        <Button block loading={history.isFetching} onClick={() => void history.fetchNextPage()}>
          {t("plan.history.older")}
        </Button>
      ) : null}
    </div>
  );
}
