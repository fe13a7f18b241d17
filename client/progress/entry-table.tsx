import { UndoOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef, type ClipboardEvent } from "react";
import { useTranslation } from "react-i18next";
import {
  PROGRESS_STATES,
  type ProgressReturn,
  type ProgressState,
} from "../../core/contract/progress.ts";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";
import { faultOfRow, FIELDS, pasteInto, typedOf, type Field, type Typed } from "./drafts.ts";
import { CountCell } from "./entry-cell.tsx";
import type { Subject } from "./subjects.ts";

/** Returns of one period, a row per settlement or village, typed in place; what is changed waits until it is saved. */
export function EntryTable(props: {
  label: string;
  subjects: readonly Subject[];
  year: number;
  returns: ReadonlyMap<string, ProgressReturn>;
  drafts: ReadonlyMap<string, Typed>;
  language: Language;
  onTyped: (changed: ReadonlyMap<string, Typed>) => void;
  /** Cells of what was pasted that could not be read. */
  onUnread: (cells: number) => void;
}) {
  const { t } = useTranslation();
  const { subjects, returns, drafts, language } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = subjects.map(({ key }) => ({
    key,
    typed: drafts.get(key) ?? typedOf(returns.get(key)),
  }));
  const change = (key: string, typed: Typed) => props.onTyped(new Map([[key, typed]]));
  const move = (from: HTMLElement, by: number) => {
    const [row, field] = (from.dataset["cell"] ?? "").split(":");
    body.current?.querySelector<HTMLElement>(`[data-cell="${Number(row) + by}:${field}"]`)?.focus();
  };
  const paste = (row: number, field: Field) => (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n\r]/.test(text.trimEnd())) return;
    event.preventDefault();
    const names = new Map<string, ProgressState>(
      PROGRESS_STATES.map((state) => [t(`progress.state.${state}`), state]),
    );
    const { changed, wrong } = pasteInto(rows, { row, field }, text, names);
    props.onTyped(changed);
    if (wrong > 0) props.onUnread(wrong);
  };
  return (
    <div className="rank-scroll entry-scroll" role="region" aria-label={props.label} tabIndex={0}>
      <table className="entry-table">
        <caption className="visually-hidden">{props.label}</caption>
        <thead>
          <tr>
            <th scope="col">{t("progress.subject.any")}</th>
            <th scope="col">{t("progress.plannedIn", { year: props.year })}</th>
            {FIELDS.map((field) => (
              <th key={field} scope="col">
                {t(`progress.field.${field}`)}
              </th>
            ))}
            <th scope="col">{t("progress.returned")}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {subjects.map((subject, row) => {
            const typed = rows[row]!.typed;
            const isDraft = drafts.has(subject.key);
            const fault = faultOfRow(typed);
            const known = returns.get(subject.key);
            const name = subject.name;
            return (
              <tr key={subject.key} data-draft={isDraft} data-key={subject.key}>
                <th scope="row">
                  {name} <small>{subject.where}</small>
                  {isDraft && fault !== null ? (
                    <small className="entry-fault" role="alert">
                      {t(`progress.fault.${fault}`)}
                    </small>
                  ) : null}
                </th>
                <td>{formatCount(subject.plannedByYear.get(props.year) ?? 0, language)}</td>
                <td>
                  <select
                    className="entry-cell"
                    aria-label={t("progress.cell", { field: t("progress.field.state"), name })}
                    aria-invalid={isDraft && fault === "noState"}
                    data-cell={`${row}:state`}
                    value={typed.state ?? ""}
                    onPaste={paste(row, "state")}
                    onChange={(event) =>
                      change(subject.key, {
                        ...typed,
                        state:
                          PROGRESS_STATES.find((state) => state === event.target.value) ?? null,
                      })
                    }
                  >
                    <option value="">{t("progress.noState")}</option>
                    {PROGRESS_STATES.map((state) => (
                      <option key={state} value={state}>
                        {t(`progress.state.${state}`)}
                      </option>
                    ))}
                  </select>
                </td>
                {FIELDS.map((field) =>
                  field === "state" ? null : (
                    <td key={field}>
                      <CountCell
                        label={t("progress.cell", { field: t(`progress.field.${field}`), name })}
                        value={typed[field]}
                        row={row}
                        field={field}
                        isWrong={
                          isDraft && fault !== null && fault !== "noState" && field === "persons"
                        }
                        onDone={(value) => change(subject.key, { ...typed, [field]: value })}
                        onMove={move}
                        onPaste={paste(row, field)}
                      />
                    </td>
                  ),
                )}
                <td className="entry-by">
                  {isDraft ? (
                    <Button
                      size="small"
                      type="text"
                      icon={<UndoOutlined aria-hidden />}
                      onClick={() => change(subject.key, typedOf(known))}
                    >
                      {t("progress.changed")}
                      <span className="visually-hidden"> {name}</span>
                    </Button>
                  ) : known === undefined ? (
                    "—"
                  ) : (
                    <span title={known.source}>
                      {known.reportedBy} {new Date(known.reportedAt).toLocaleDateString(language)}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
