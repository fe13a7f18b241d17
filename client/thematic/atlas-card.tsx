import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Select } from "antd";
import { useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { addressOf } from "../api.ts";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";
import type { AMap, AnAtlas, AtlasActs } from "./atlas-page.tsx";
import { changePages } from "./change-pages.ts";
import { NameLine } from "./name-line.tsx";
import { moveTo, refsOf, type PageEdit } from "./page-edits.ts";
import { deskOf, thematicApi } from "./thematic-api.ts";

/** One atlas with its pages in order: dragged, or moved by Alt and arrow keys; opened at any page, or presented. */
export function AtlasCard(props: {
  atlas: AnAtlas;
  maps: readonly AMap[];
  acts: AtlasActs;
  language: Language;
}) {
  const { t } = useTranslation();
  const { atlas, acts, maps, language } = props;
  const ids = atlas.pages.map(({ id }) => id);
  const keys = refsOf(ids).map(({ id, nth }) => `${id} ${nth}`);
  // The page and not its number: the list may be another one when it is dropped.
  const [draggedKey, setDragged] = useState<string | null>(null);
  const dragged =
    draggedKey === null || !keys.includes(draggedKey) ? null : keys.indexOf(draggedKey);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const { state: arrived } = useLocation() as { state: unknown };
  const list = useRef<HTMLOListElement>(null);
  /** Gives where the page is then; null where it could not be done, which has been said. */
  const write = async (edit: PageEdit): Promise<number | null> => {
    let at: number | null = null;
    await acts.run(async () => {
      ({ at } = await changePages(atlas, edit, deskOf(acts.author)));
    });
    return at;
  };
  const focusPage = (at: number) =>
    list.current?.querySelectorAll<HTMLElement>(".atlas-page-open")[at]?.focus();
  const move = async (from: number, to: number) => {
    const edit = moveTo(ids, from, to);
    const at = edit === null ? null : await write(edit);
    if (at === null) return;
    setSaid(t("atlas.moved", { name: atlas.pages[from]!.name, n: at + 1 }));
    focusPage(at);
  };
  const take = async (from: number) => {
    const at = await write({ type: "take", page: refsOf(ids)[from]! });
    if (at === null) return;
    setSaid(t("atlas.taken", { name: atlas.pages[from]!.name }));
    focusPage(Math.min(at, atlas.pages.length - 2));
  };
  const onKeyDown = (event: KeyboardEvent, i: number) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!event.altKey || step === 0) return;
    event.preventDefault();
    void move(i, i + step);
  };
  return (
    <li className="atlas-card" data-testid="atlas">
      <NameLine
        name={atlas.name}
        by={`${t("atlas.pages", { n: formatCount(atlas.pages.length, language), count: atlas.pages.length })} · ${t(
          "atlas.by",
          { author: atlas.changedBy, time: new Date(atlas.changedAt).toLocaleString(language) },
        )}`}
        removeText={t("atlas.removeAtlas")}
        onOpen={() => acts.openPage(atlas, 0, false)}
        onRename={(name) =>
          acts.run(() => thematicApi.changeAtlas(atlas, { name, author: acts.author }))
        }
        onRemove={() => acts.run(() => thematicApi.removeAtlas(atlas, acts.author))}
      >
        <Button
          disabled={atlas.pages.length === 0}
          href={addressOf(`/api/export/atlas/${atlas.id}`, { lang: language })}
          download
        >
          {t("print.atlas")}
        </Button>
        <Button
          type="primary"
          autoFocus={(arrived as { presented?: string } | null)?.presented === atlas.id}
          disabled={atlas.pages.length === 0}
          onClick={() => acts.openPage(atlas, 0, true)}
        >
          {t("atlas.present")}
        </Button>
      </NameLine>
      {atlas.pages.length === 0 ? (
        <p className="quiet">{t("atlas.empty")}</p>
      ) : (
        <ol ref={list} className="atlas-pages" title={t("atlas.drag")}>
          {atlas.pages.map((page, i) => (
            <li
              key={keys[i]}
              draggable
              data-over={over === i && dragged !== null && dragged !== i}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                setDragged(keys[i]!);
              }}
              onDragOver={(event) => {
                if (dragged === null) return;
                event.preventDefault();
                setOver(i);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged !== null) void move(dragged, i);
                setDragged(null);
                setOver(null);
              }}
            >
              <span className="atlas-number">{i + 1}</span>
              <button
                type="button"
                className="atlas-page-open"
                aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                onClick={() => acts.openPage(atlas, i, false)}
                onKeyDown={(event) => onKeyDown(event, i)}
              >
                {page.name}
              </button>
              <PageButton
                label={t("atlas.up", { name: page.name })}
                icon={<ArrowUpOutlined aria-hidden="true" />}
                disabled={i === 0}
                onClick={() => void move(i, i - 1)}
              />
              <PageButton
                label={t("atlas.down", { name: page.name })}
                icon={<ArrowDownOutlined aria-hidden="true" />}
                disabled={i === atlas.pages.length - 1}
                onClick={() => void move(i, i + 1)}
              />
              <Popconfirm
                title={t("atlas.takeSure", { name: page.name })}
                description={t("atlas.takeKept")}
                okText={t("atlas.takeOut")}
                cancelText={t("atlas.cancel")}
                onConfirm={() => void take(i)}
              >
                <Button
                  type="text"
                  size="small"
                  aria-label={t("atlas.take", { name: page.name })}
                  title={t("atlas.take", { name: page.name })}
                  icon={<CloseOutlined aria-hidden="true" />}
                />
              </Popconfirm>
            </li>
          ))}
        </ol>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {maps.length === 0 ? null : (
        <Select
          className="atlas-add"
          value={null}
          placeholder={t("atlas.addPick")}
          aria-label={t("atlas.add", { name: atlas.name })}
          options={maps.map(({ id, name }) => ({ value: id, label: name }))}
          showSearch={{ optionFilterProp: "label" }}
          popupMatchSelectWidth={false}
          onChange={(id: string | null) => {
            const map = maps.find((each) => each.id === id);
            if (map !== undefined) void write({ type: "add", id: map.id });
          }}
        />
      )}
    </li>
  );
}

function PageButton(props: {
  label: string;
  icon: React.ReactNode;
  disabled: boolean;
  onClick: () => void;
}) {
  const { label, icon, disabled, onClick } = props;
  return (
    <Button
      type="text"
      size="small"
      aria-label={label}
      title={label}
      icon={icon}
      disabled={disabled}
      onClick={onClick}
    />
  );
}
