import { App, Button, Input, Radio, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ThematicView } from "../../core/contract/thematic.ts";
import { formatView } from "../../core/thematic/view.ts";
import { rememberAuthor, rememberedAuthor } from "../preferences.ts";
import { Loading } from "../ui/states.tsx";
import type { Shown } from "./address.ts";
import type { AMap } from "./atlas-page.tsx";
import { changePages } from "./change-pages.ts";
import { useAtlases, useForgetMaps, useSavedMap } from "./queries.ts";
import { deskOf, thematicApi } from "./thematic-api.ts";
import { UpdateForm } from "./update-form.tsx";

const NEW = "new";
const NONE = "none";

interface SaveProps {
  region: string;
  area: string;
  view: ThematicView;
  name: string;
  /** The saved map that it was opened from. */
  saved: Shown["saved"];
  onDone: (map: AMap) => void;
}

/** Name, author and atlas of a map that is to be saved. */
export default function SaveForm(props: SaveProps) {
  return (
    <App component={false}>
      <Choice {...props} />
    </App>
  );
}

/** A map that was opened from a saved one may take its place, or be saved as another. */
function Choice(props: SaveProps) {
  const { t } = useTranslation();
  const known = useSavedMap(props.saved?.id ?? null);
  const [isOther, setOther] = useState(false);
  if (known.isLoading) return <Loading lines={5} />;
  const map = known.data;
  if (map === undefined || props.saved === null) return <Form {...props} />;
  return (
    <>
      <Radio.Group
        vertical
        className="save-choice"
        aria-label={t("atlas.how")}
        value={isOther ? "other" : "update"}
        options={[
          { value: "update", label: t("atlas.updateOf", { name: map.name }) },
          { value: "other", label: t("atlas.asOther") },
        ]}
        onChange={(event) => setOther(event.target.value === "other")}
      />
      {isOther ? (
        <Form {...props} />
      ) : (
        <UpdateForm
          map={map}
          version={props.saved.version ?? map.version}
          view={props.view}
          onDone={props.onDone}
        />
      )}
    </>
  );
}

function Form(props: SaveProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const id = useId();
  const atlases = useAtlases(props.region);
  const forget = useForgetMaps();
  const [name, setName] = useState(() => props.name.slice(0, 100));
  const [author, setAuthor] = useState(() => rememberedAuthor() ?? t("plan.someone"));
  const [atlas, setAtlas] = useState(NONE);
  const [newAtlas, setNewAtlas] = useState("");
  const [busy, setBusy] = useState(false);
  const isNamed = name.trim() !== "" && name.trim().length <= 100;
  const isSigned = author.trim() !== "" && author.trim().length <= 60;
  const isPlaced = atlas !== NEW || newAtlas.trim() !== "";
  const save = async () => {
    setBusy(true);
    try {
      rememberAuthor(author.trim());
      const saved = await thematicApi.saveMap({
        name: name.trim(),
        author: author.trim(),
        query: formatView(props.view),
      });
      const chosen = atlases.data?.items.find((each) => each.id === atlas);
      if (atlas === NEW)
        await thematicApi.makeAtlas({
          name: newAtlas.trim(),
          area: props.region,
          pages: [saved.id],
          author: author.trim(),
        });
      else if (chosen !== undefined)
        await changePages(chosen, { type: "add", id: saved.id }, deskOf(author.trim()));
      props.onDone(saved);
    } catch {
      void message.error(t("atlas.failed"));
    } finally {
      setBusy(false);
      await forget();
    }
  };
  return (
    <form
      className="save-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isNamed && isSigned && isPlaced && !busy) void save();
      }}
    >
      <label htmlFor={`${id}-name`}>{t("atlas.name")}</label>
      <Input
        id={`${id}-name`}
        value={name}
        maxLength={100}
        autoFocus
        status={isNamed ? "" : "error"}
        onChange={(event) => setName(event.target.value)}
      />
      {isNamed ? null : <p role="alert">{t("atlas.needName")}</p>}
      <label htmlFor={`${id}-author`}>{t("atlas.author")}</label>
      <Input
        id={`${id}-author`}
        value={author}
        maxLength={60}
        status={isSigned ? "" : "error"}
        onChange={(event) => setAuthor(event.target.value)}
      />
      {isSigned ? null : <p role="alert">{t("atlas.needAuthor")}</p>}
      <label htmlFor={`${id}-atlas`}>{t("atlas.addTo")}</label>
      <Select
        id={`${id}-atlas`}
        value={atlas}
        options={[
          { value: NONE, label: t("atlas.noAtlas") },
          ...(atlases.data?.items ?? []).map((each) => ({ value: each.id, label: each.name })),
          { value: NEW, label: t("atlas.newAtlas") },
        ]}
        onChange={setAtlas}
      />
      {atlas === NEW ? (
        <Input
          aria-label={t("atlas.makeName")}
          placeholder={t("atlas.makeName")}
          value={newAtlas}
          maxLength={100}
          onChange={(event) => setNewAtlas(event.target.value)}
        />
      ) : null}
      <Button
        type="primary"
        htmlType="submit"
        loading={busy}
        disabled={!isNamed || !isSigned || !isPlaced}
      >
        {t("thematic.save.save")}
      </Button>
    </form>
  );
}
