import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { Button, Input, Popconfirm } from "antd";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** A saved thing in a list: opens, gets another name, goes. */
export function NameLine(props: {
  name: string;
  by: string;
  removeText: string;
  onOpen: () => void;
  onRename: (name: string) => Promise<unknown>;
  onRemove: () => Promise<unknown>;
  /** Further buttons before the usual ones. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { name } = props;
  const [editing, setEditing] = useState<string | null>(null);
  if (editing !== null)
    return (
      <form
        className="name-line"
        onSubmit={(event) => {
          event.preventDefault();
          if (editing.trim() === "") return;
          void props.onRename(editing.trim()).then(() => setEditing(null));
        }}
      >
        <Input
          autoFocus
          value={editing}
          maxLength={100}
          aria-label={t("atlas.name")}
          onChange={(event) => setEditing(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setEditing(null);
          }}
        />
        <Button type="primary" htmlType="submit" disabled={editing.trim() === ""}>
          {t("atlas.done")}
        </Button>
        <Button onClick={() => setEditing(null)}>{t("atlas.cancel")}</Button>
      </form>
    );
  return (
    <div className="name-line">
      <span className="name-line-text">
        <button type="button" className="link" onClick={props.onOpen}>
          {name}
        </button>
        <small>{props.by}</small>
      </span>
      {props.children}
      <Button
        type="text"
        size="small"
        icon={<EditOutlined aria-hidden="true" />}
        aria-label={`${t("atlas.rename")} ${name}`}
        title={t("atlas.rename")}
        onClick={() => setEditing(name)}
      />
      <Popconfirm
        title={t("atlas.removeSure", { name })}
        description={props.removeText}
        okText={t("atlas.remove")}
        cancelText={t("atlas.cancel")}
        onConfirm={() => void props.onRemove()}
      >
        <Button
          type="text"
          size="small"
          danger
          icon={<DeleteOutlined aria-hidden="true" />}
          aria-label={`${t("atlas.remove")} ${name}`}
          title={t("atlas.remove")}
        />
      </Popconfirm>
    </div>
  );
}
