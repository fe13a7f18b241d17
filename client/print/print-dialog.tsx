import { App, Button, Input, Modal, Radio, Spin } from "antd";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api.ts";
import { kept } from "../preferences.ts";
import { useDebounced } from "../ui/use-debounced.ts";
import { fetchPrint, saveFile, type PrintChoice } from "./print-api.ts";
import "./print.css";
import { usePreview } from "./use-preview.ts";

const ORGANISATION = "print.organisation";
/** The preview waits until a hand rests. */
const REST_MS = 400;

interface PrintDialogProps {
  query: string;
  language: string;
  onClose: () => void;
}

/** The dialog while it is open, and what it has to say also after that. */
export default function PrintDesk({ open, ...props }: PrintDialogProps & { open: boolean }) {
  return <App component={false}>{open ? <PrintDialog {...props} /> : null}</App>;
}

/** How a map is printed: paper, file and words at the left, the page as it will be at the right. */
function PrintDialog(props: PrintDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const id = useId();
  const [choice, setChoice] = useState<PrintChoice>(() => ({
    paper: "A4",
    orientation: "landscape",
    format: "pdf",
    title: "",
    organisation: rememberedOrganisation(),
    review: "",
  }));
  const change = (part: Partial<PrintChoice>) => setChoice((before) => ({ ...before, ...part }));
  const preview = usePreview(props.query, useDebounced(choice, REST_MS), props.language);
  const running = useRef<AbortController | null>(null);
  const [isMaking, setMaking] = useState(false);
  useEffect(() => () => running.current?.abort(), []);
  const make = async () => {
    const leaving = new AbortController();
    running.current = leaving;
    setMaking(true);
    kept.write(ORGANISATION, choice.organisation.trim() || null);
    try {
      const { file, name } = await fetchPrint(props.query, choice, props.language, leaving.signal);
      saveFile(file, name);
      void message.success(t("print.done", { file: name }));
    } catch (error) {
      if (!leaving.signal.aborted) void message.error(t(failureText(error)));
    } finally {
      setMaking(false);
    }
  };
  const stop = () => running.current?.abort();
  return (
    <Modal
      open
      title={t("print.title")}
      width={980}
      onCancel={props.onClose}
      footer={
        isMaking
          ? [
              <Button key="stop" onClick={stop}>
                {t("print.stop")}
              </Button>,
              <Button key="make" type="primary" loading>
                {t("print.making")}
              </Button>,
            ]
          : [
              <Button key="make" type="primary" onClick={() => void make()}>
                {t("print.make")}
              </Button>,
            ]
      }
    >
      <div className="print-dialog">
        <form
          className="print-choices"
          aria-label={t("print.what")}
          onSubmit={(event) => {
            event.preventDefault();
            if (!isMaking) void make();
          }}
        >
          <span id={`${id}-paper`}>{t("print.paper")}</span>
          <Radio.Group
            aria-labelledby={`${id}-paper`}
            optionType="button"
            value={choice.paper}
            options={["A4", "A3"]}
            onChange={(event) => change({ paper: event.target.value as PrintChoice["paper"] })}
          />
          <span id={`${id}-orientation`}>{t("print.orientation")}</span>
          <Radio.Group
            aria-labelledby={`${id}-orientation`}
            optionType="button"
            value={choice.orientation}
            options={[
              { value: "landscape", label: t("print.landscape") },
              { value: "portrait", label: t("print.portrait") },
            ]}
            onChange={(event) =>
              change({ orientation: event.target.value as PrintChoice["orientation"] })
            }
          />
          <span id={`${id}-format`}>{t("print.format")}</span>
          <Radio.Group
            aria-labelledby={`${id}-format`}
            className="print-formats"
            value={choice.format}
            options={[
              { value: "pdf", label: t("print.pdf") },
              { value: "png", label: t("print.png") },
            ]}
            onChange={(event) => change({ format: event.target.value as PrintChoice["format"] })}
          />
          <label htmlFor={`${id}-title`}>{t("print.heading")}</label>
          <Input
            id={`${id}-title`}
            value={choice.title}
            maxLength={120}
            placeholder={t("print.headingHint")}
            onChange={(event) => change({ title: event.target.value })}
          />
          <label htmlFor={`${id}-organisation`}>{t("print.organisation")}</label>
          <Input
            id={`${id}-organisation`}
            value={choice.organisation}
            maxLength={100}
            onChange={(event) => change({ organisation: event.target.value })}
          />
          <label htmlFor={`${id}-review`}>{t("print.review")}</label>
          <Input
            id={`${id}-review`}
            value={choice.review}
            maxLength={60}
            placeholder={t("print.reviewHint")}
            onChange={(event) => change({ review: event.target.value })}
          />
          <button type="submit" hidden />
        </form>
        <section
          className={`print-preview ${choice.orientation}`}
          aria-label={t("print.preview")}
          aria-busy={preview.isPending}
        >
          {preview.error === null ? null : <p role="alert">{t(failureText(preview.error))}</p>}
          {preview.source === null ? null : (
            <img src={preview.source} alt={t("print.previewOf", { title: choice.title })} />
          )}
          {preview.isPending ? <Spin className="print-wait" /> : null}
        </section>
      </div>
    </Modal>
  );
}

function rememberedOrganisation(): string {
  const name = kept.read(ORGANISATION);
  return typeof name === "string" ? name : "";
}

/** Why a print failed, in the words of people who may mend it. */
function failureText(error: unknown): string {
  const code = error instanceof ApiError ? error.code : "";
  if (code === "busy") return "print.busy";
  if (code === "noPlan") return "print.noPlan";
  return code === "nothingToPrint" ? "print.nothing" : "print.failed";
}
