import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Select } from "antd";
import { useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "../api.ts";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";
import type { AMap, AnAtlas, AtlasActs } from "./atlas-page.tsx";
import { NameLine } from "./name-line.tsx";
import { movedTo } from "./order.ts";
import { thematicApi } from "./thematic-api.ts";

/** One atlas with its pages in order: dragged, or moved by Alt and arrow keys; opened at any page, or presented. */
export function AtlasCard(props: {
  atlas: AnAtlas;
  maps: readonly AMap[];
  acts: AtlasActs;
  language: Language;
}) {
  const { t } = useTranslation();
  const { atlas, acts, maps, language } = props;
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const write = (pages: readonly AMap[]) =>
    acts.run(() =>
      thematicApi.changeAtlas(atlas, { pages: pages.map(({ id }) => id), author: acts.author }),
    );
  const move = async (from: number, to: number) => {
    const page = atlas.pages[from];
    if (page === undefined || to < 0 || to >= atlas.pages.length || from === to) return;
    await write(movedTo(atlas.pages, from, to));
    setSaid(t("thematic.atlas.moved", { name: page.name, n: to + 1 }));
    list.current?.querySelectorAll<HTMLElement>(".atlas-page-open")[to]?.focus();
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
        by={`${t("thematic.atlas.pages", { n: formatCount(atlas.pages.length, language) })} · ${t(
          "thematic.atlas.by",
          { author: atlas.createdBy, time: new Date(atlas.changedAt).toLocaleString(language) },
        )}`}
        removeText={t("thematic.atlas.removeAtlas")}
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
          disabled={atlas.pages.length === 0}
          onClick={() => acts.openPage(atlas, 0, true)}
        >
          {t("thematic.atlas.present")}
        </Button>
      </NameLine>
      {atlas.pages.length === 0 ? (
        <p className="quiet">{t("thematic.atlas.empty")}</p>
      ) : (
        <ol ref={list} className="atlas-pages" title={t("thematic.atlas.drag")}>
          {atlas.pages.map((page, i) => (
            <li
              key={`${page.id} ${i}`}
              draggable
              data-over={over === i && dragged !== null && dragged !== i}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                setDragged(i);
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
                label={t("thematic.atlas.up", { name: page.name })}
                icon={<ArrowUpOutlined aria-hidden="true" />}
                disabled={i === 0}
                onClick={() => void move(i, i - 1)}
              />
              <PageButton
                label={t("thematic.atlas.down", { name: page.name })}
                icon={<ArrowDownOutlined aria-hidden="true" />}
                disabled={i === atlas.pages.length - 1}
                onClick={() => void move(i, i + 1)}
              />
              <Popconfirm
                title={t("thematic.atlas.takeSure", { name: page.name })}
                description={t("thematic.atlas.takeKept")}
                okText={t("thematic.atlas.takeOut")}
                cancelText={t("thematic.atlas.cancel")}
                onConfirm={() => void write(atlas.pages.toSpliced(i, 1))}
              >
                <Button
                  type="text"
                  size="small"
                  aria-label={t("thematic.atlas.take", { name: page.name })}
                  title={t("thematic.atlas.take", { name: page.name })}
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
          placeholder={t("thematic.atlas.addPick")}
          aria-label={t("thematic.atlas.add", { name: atlas.name })}
          options={maps.map(({ id, name }) => ({ value: id, label: name }))}
          showSearch={{ optionFilterProp: "label" }}
          popupMatchSelectWidth={false}
          onChange={(id: string | null) => {
            const map = maps.find((each) => each.id === id);
            if (map !== undefined) void write([...atlas.pages, map]);
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
