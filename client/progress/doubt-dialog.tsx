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
        {props.doubts.map((each) => {
          const field = doubtedField(each) ?? "persons";
          return (
            <li key={JSON.stringify(each)}>
              <strong>{each.name}</strong> · {t(`progress.field.${field}`)}
              <br />
              {say(each)}
              <br />
              <small>
                {t(`progress.doubt.mend.${each.code === "monthsDiffer" ? "months" : field}`)}
              </small>
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
