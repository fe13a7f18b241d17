import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { ProgressWarning } from "../../core/contract/progress.ts";
import { doubtedField } from "../../core/progress/warnings.ts";
import { useWarningText } from "./warning-list.tsx";

/** Counts past belief, before they are written: whose, which field, what is odd and how to mend it. Written only when somebody confirms. */
export function Doubts(props: {
  doubts: readonly ProgressWarning[];
  onConfirmed: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const say = useWarningText();
  const groups = new Map<string, ProgressWarning[]>();
  for (const each of props.doubts) {
    const about = `${each.subject} ${each.key} ${doubtedField(each)}`;
    groups.set(about, [...(groups.get(about) ?? []), each]);
  }
  return (
    <Modal
      open
      title={t("progress.doubt.title")}
      width={640}
      closable={{ "aria-label": t("sources.close") }}
      onCancel={props.onClose}
      footer={
        <>
          <Button type="primary" onClick={props.onClose}>
            {t("progress.doubt.back")}
          </Button>
          <Button danger onClick={props.onConfirmed}>
            {t("progress.doubt.confirm")}
          </Button>
        </>
      }
    >
      <p>{t("progress.doubt.text")}</p>
      <ul className="import-problems doubts" data-testid="doubts">
        {[...groups].map(([about, of]) => (
          <li key={about}>
            <strong>{of[0]!.name}</strong> · {t(`progress.field.${doubtedField(of[0]!)!}`)}
            {of.map((each) => (
              <div key={JSON.stringify(each)}>{say(each)}</div>
            ))}
            <small>
              {t(
                `progress.doubt.mend.${of.every(({ code }) => code === "monthsDiffer") ? "months" : doubtedField(of[0]!)!}`,
              )}
            </small>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
