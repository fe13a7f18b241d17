import { CheckCircleOutlined, CloseCircleOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../core/contract/dataset.ts";
import { ApiError } from "../api.ts";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";

/** What a table in a file would bring, or brought: nothing is stored while `accepted` is false. */
export interface TableReport {
  rows: number;
  accepted: boolean;
  problems: readonly Problem[];
}

type Step<Report> =
  | { at: "choose"; error: unknown }
  | { at: "reading"; file: File }
  | { at: "report"; file: File; report: Report; busy: boolean; error: unknown };

/**
 * A table from a file: dropped or chosen, read without storing anything, reported row by row with what mends it, and then taken in
 * whole or not at all.
 */
export function ImportDialog<Report extends TableReport>(props: {
  title: string;
  /** Address of an empty table with the right columns. */
  template: string;
  /** What it is saved as, where the address does not say. */
  templateName?: string;
  language: Language;
  send: (file: File, accept: boolean) => Promise<Report>;
  /** What would change, above the list of problems. */
  summary: (report: Report) => ReactNode;
  onTaken: (report: Report) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step<Report>>({ at: "choose", error: null });
  const read = async (file: File) => {
    setStep({ at: "reading", file });
    try {
      const report = await props.send(file, false);
      setStep({ at: "report", file, report, busy: false, error: null });
    } catch (error) {
      setStep({ at: "choose", error });
    }
  };
  const take = async (file: File, report: Report) => {
    setStep({ at: "report", file, report, busy: true, error: null });
    try {
      const taken = await props.send(file, true);
      if (taken.accepted) props.onTaken(taken);
      else setStep({ at: "report", file, report: taken, busy: false, error: null });
    } catch (error) {
      setStep({ at: "report", file, report, busy: false, error });
    }
  };
  const refused =
    step.at === "report" && step.report.problems.some(({ severity }) => severity === "error");
  const footer =
    step.at === "report" ? (
      <>
        <Button onClick={() => setStep({ at: "choose", error: null })}>
          {t("exit.import.other")}
        </Button>
        <Button onClick={props.onClose}>{t("exit.import.refuse")}</Button>
        <Button
          type="primary"
          loading={step.busy}
          disabled={refused || step.report.rows === 0}
          onClick={() => void take(step.file, step.report)}
        >
          {t("exit.import.accept", { n: formatCount(step.report.rows, props.language) })}
        </Button>
      </>
    ) : null;
  return (
    <Modal
      open
      title={props.title}
      width={820}
      footer={footer}
      closable={{ "aria-label": t("sources.close") }}
      onCancel={props.onClose}
    >
      {step.at === "report" ? (
        <div className="import-report" aria-live="polite">
          <p className="import-file">
            <strong>{step.file.name}</strong>{" "}
            {t("exit.import.rows", { n: formatCount(step.report.rows, props.language) })}
          </p>
          <p className="import-verdict" data-tone={refused ? "fail" : "pass"}>
            {refused ? <CloseCircleOutlined aria-hidden /> : <CheckCircleOutlined aria-hidden />}{" "}
            {refused ? t("exit.import.cannot") : t("exit.import.can")}
          </p>
          {props.summary(step.report)}
          <Problems problems={step.report.problems} language={props.language} />
          {step.error === null ? null : <Fault error={step.error} />}
        </div>
      ) : (
        <>
          <Drop
            busy={step.at === "reading" ? step.file.name : null}
            onFile={(file) => void read(file)}
          />
          {step.at === "choose" && step.error !== null ? <Fault error={step.error} /> : null}
          <p className="quiet">
            {t("exit.import.formats")}{" "}
            <a className="link" href={props.template} download={props.templateName ?? true}>
              {t("exit.import.template")}
            </a>
          </p>
        </>
      )}
    </Modal>
  );
}

function Drop(props: { busy: string | null; onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined && props.busy === null) props.onFile(file);
  };
  return (
    <div
      className="import-drop"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        accept=".csv,.xlsx,.txt"
        aria-label={t("exit.import.choose")}
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file !== undefined) props.onFile(file);
        }}
      />
      {props.busy === null ? (
        <>
          <strong>{t("exit.import.drop")}</strong>
          <Button onClick={() => input.current?.click()}>{t("exit.import.choose")}</Button>
        </>
      ) : (
        <span role="status">{t("exit.import.reading", { file: props.busy })}</span>
      )}
    </div>
  );
}

const SIGNS = {
  error: CloseCircleOutlined,
  warning: InfoCircleOutlined,
  info: InfoCircleOutlined,
} as const;

/** Every problem with its rows and what mends it; errors first. */
function Problems({ problems, language }: { problems: readonly Problem[]; language: Language }) {
  const { t, i18n } = useTranslation();
  if (problems.length === 0) return <p>{t("exit.import.clean")}</p>;
  const order = ["error", "warning", "info"] as const;
  const sorted = problems.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <div className="import-problems" role="region" aria-label={t("exit.import.found")} tabIndex={0}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("exit.import.kind")}</th>
            <th scope="col">{t("exit.import.where")}</th>
            <th scope="col">{t("exit.import.what")}</th>
            <th scope="col">{t("exit.import.mend")}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((problem, at) => {
            const Sign = SIGNS[problem.severity];
            const rows = (problem.lines ?? problem.rows).slice(0, 8);
            return (
              <tr key={at} data-severity={problem.severity}>
                <th scope="row">
                  <Sign aria-hidden /> {t(`exit.severity.${problem.severity}`)}
                </th>
                <td>
                  {rows.length === 0
                    ? "—"
                    : t("exit.import.lines", {
                        list: rows.join(t("explain.list")),
                        more:
                          problem.count > rows.length
                            ? t("exit.import.more", {
                                n: formatCount(problem.count, language),
                              })
                            : "",
                      })}
                  {problem.field === null ? null : <small> {problem.field}</small>}
                </td>
                <td>
                  {t(`exit.problem.${problem.code}`, {
                    ...problem.params,
                    defaultValue: problem.message,
                  })}
                  {i18n.exists(`exit.problem.${problem.code}`) ? (
                    <small lang="en">{problem.message}</small>
                  ) : null}
                </td>
                <td>
                  {t(`exit.mend.${problem.code}`, {
                    ...problem.params,
                    defaultValue: problem.mend,
                  })}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Fault({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const known = error instanceof ApiError ? error : null;
  const detail = known?.problem?.["detail"];
  return (
    <p className="import-fault" role="alert">
      <CloseCircleOutlined aria-hidden />{" "}
      {known?.status === 0
        ? t("state.unreachable")
        : typeof detail === "string"
          ? detail
          : t("exit.import.failed")}
    </p>
  );
}
