import { Button, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";
import type { Conflict } from "./conflicts.ts";
import { FIELDS, isNothing, NOTHING_TYPED, typedOf, type Field, type Typed } from "./drafts.ts";

/** Returns that somebody else wrote meanwhile, both side by side; each is settled by a choice, nothing is overwritten unseen. */
export function ReturnConflicts(props: {
  conflicts: readonly Conflict[];
  nameOf: (key: string) => string;
  language: Language;
  /** Keys of which what was typed here is to be written; of the others it is given up. */
  onSettled: (mine: ReadonlySet<string>) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { conflicts, language } = props;
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set());
  const say = (typed: Typed, field: Field): string => {
    if (isNothing(typed)) return t("progress.takenBack");
    if (field !== "state") return formatCount(typed[field] ?? 0, language);
    return typed.state === null ? "—" : t(`progress.state.${typed.state}`);
  };
  return (
    <Modal
      open
      title={t("progress.conflict.title")}
      width={820}
      closable={{ "aria-label": t("sources.close") }}
      onCancel={props.onClose}
      footer={
        <Button type="primary" onClick={() => props.onSettled(mine)}>
          {t("progress.conflict.settle")}
        </Button>
      }
    >
      <p>{t("progress.conflict.text")}</p>
      <div
        className="import-problems"
        role="region"
        aria-label={t("progress.conflict.title")}
        tabIndex={0}
      >
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("progress.subject.any")}</th>
              <th scope="col">{t("progress.conflict.field")}</th>
              <th scope="col">{t("progress.conflict.mine")}</th>
              <th scope="col">{t("progress.conflict.theirs")}</th>
            </tr>
          </thead>
          <tbody>
            {conflicts.map(({ key, mine: typed, theirs }) => {
              const other = theirs === null ? NOTHING_TYPED : typedOf(theirs);
              const fields = FIELDS.filter((field) => typed[field] !== other[field]);
              return fields.map((field, at) => (
                <tr key={`${key} ${field}`}>
                  {at === 0 ? (
                    <th scope="rowgroup" rowSpan={fields.length}>
                      {props.nameOf(key)}
                      <small>
                        {theirs === null
                          ? ""
                          : ` ${theirs.reportedBy} · ${new Date(theirs.reportedAt).toLocaleString(language)}`}
                      </small>
                      <br />
                      <Radio.Group
                        size="small"
                        value={mine.has(key) ? "mine" : "theirs"}
                        options={[
                          { value: "theirs", label: t("progress.conflict.takeTheirs") },
                          { value: "mine", label: t("progress.conflict.takeMine") },
                        ]}
                        onChange={(event) => {
                          const next = new Set(mine);
                          if (event.target.value === "mine") next.add(key);
                          else next.delete(key);
                          setMine(next);
                        }}
                      />
                    </th>
                  ) : null}
                  <td>{t(`progress.field.${field}`)}</td>
                  <td>{say(typed, field)}</td>
                  <td>{say(other, field)}</td>
                </tr>
              ));
            })}
          </tbody>
        </table>
      </div>
    </Modal>
  );
}
