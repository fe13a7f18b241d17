import { App, Button, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ThematicView } from "../../core/contract/thematic.ts";
import { formatView } from "../../core/thematic/view.ts";
import { ApiError } from "../api.ts";
import { rememberAuthor, rememberedAuthor } from "../preferences.ts";
import type { AMap } from "./atlas-page.tsx";
import { useForgetMaps } from "./queries.ts";
import { thematicApi } from "./thematic-api.ts";

/** Puts the map that is shown in the place of the saved one that it was opened from. What somebody else made of that meanwhile is told first. */
export function UpdateForm(props: {
  map: AMap;
  /** The version that was opened. */
  version: number;
  view: ThematicView;
  onDone: (map: AMap) => void;
}) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const id = useId();
  const forget = useForgetMaps();
  const [author, setAuthor] = useState(() => rememberedAuthor() ?? t("plan.someone"));
  const [busy, setBusy] = useState(false);
  /** The saved map as somebody else changed it. */
  const [theirs, setTheirs] = useState<AMap | null>(null);
  const isSigned = author.trim() !== "" && author.trim().length <= 60;
  const save = async () => {
    const { map, version, view, onDone } = props;
    setBusy(true);
    try {
      rememberAuthor(author.trim());
      const on = { id: map.id, version: theirs?.version ?? version };
      const body = { query: formatView(view), author: author.trim() };
      onDone(await thematicApi.changeMap(on, body));
      await forget();
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      const now = status === 412 ? await thematicApi.map(map.id).catch(() => null) : null;
      setTheirs(now);
      if (now === null)
        void message.error(t(status === 409 ? "atlas.otherRegion" : "atlas.failed"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="save-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSigned && !busy) void save();
      }}
    >
      <label htmlFor={`${id}-author`}>{t("atlas.author")}</label>
      <Input
        id={`${id}-author`}
        value={author}
        maxLength={60}
        status={isSigned ? "" : "error"}
        onChange={(event) => setAuthor(event.target.value)}
      />
      {isSigned ? null : <p role="alert">{t("atlas.needAuthor")}</p>}
      {theirs === null ? null : (
        <p role="alert">
          {t("atlas.conflict", {
            name: theirs.name,
            author: theirs.changedBy,
            time: new Date(theirs.changedAt).toLocaleString(i18n.language),
          })}
        </p>
      )}
      <Button type="primary" htmlType="submit" loading={busy} disabled={!isSigned}>
        {t(theirs === null ? "atlas.update" : "atlas.updateYet")}
      </Button>
    </form>
  );
}
