import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, useDesk } from "./desk.ts";

/** A note to be written at a place, or one that is there. */
export type NoteDraft =
  | { readonly id: null; readonly position: readonly [number, number] }
  | { readonly id: string; readonly position: null };

/** Writes, changes or takes down a note. */
export function NoteDialog(props: { draft: NoteDraft; onClose: () => void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { id, position } = props.draft;
  const note = id === null ? undefined : desk.assessed.plan.notes.get(id);
  const [text, setText] = useState(note?.text ?? "");
  const { author } = desk.session;
  const save = () => {
    const trimmed = text.trim();
    if (trimmed === "") return;
    const at = new Date().toISOString();
    const change =
      id === null
        ? {
            notes: {
              [newId("n")]: {
                text: trimmed,
                position: [position[0], position[1]] as [number, number],
                about: null,
                author,
                at,
              },
            },
          }
        : { notes: { [id]: { text: trimmed, author, at } } };
    if (desk.edit(change)) props.onClose();
  };
  return (
    <Modal
      open
      title={t("plan.note.title")}
      onCancel={props.onClose}
      footer={[
        id === null ? null : (
          <Button
            key="remove"
            danger
            onClick={() => {
              if (desk.edit({ notes: { [id]: null } })) props.onClose();
            }}
          >
            {t("plan.note.remove")}
          </Button>
        ),
        <Button key="save" type="primary" disabled={text.trim() === ""} onClick={save}>
          {t("plan.note.save")}
        </Button>,
      ]}
    >
      {note === undefined ? null : (
        <p className="quiet">
          {t("plan.note.by", {
            author: note.author,
            time: new Date(note.at).toLocaleString(desk.language),
          })}
        </p>
      )}
      <Input.TextArea
        rows={4}
        autoFocus
        maxLength={2000}
        value={text}
        aria-label={t("plan.note.text")}
        placeholder={t("plan.note.text")}
        onChange={(event) => setText(event.target.value)}
      />
    </Modal>
  );
}
