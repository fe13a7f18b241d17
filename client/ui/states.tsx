import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api.ts";
import { LanguageSwitch } from "./language-switch.tsx";

/** A page of its own for states in which there is nothing else to show. */
export function Notice(props: { title: string; children?: ReactNode }) {
  return (
    <main className="notice">
      <div className="notice-card">
        <div className="notice-head">
          <h1>{props.title}</h1>
          <LanguageSwitch />
        </div>
        {props.children}
      </div>
    </main>
  );
}

/** What went wrong, in words, with a way to try again. */
export function Failure(props: { error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  const error = props.error instanceof ApiError ? props.error : null;
  const unreachable = error?.status === 0;
  const text = unreachable
    ? t("state.unreachableText")
    : error?.status === 404
      ? t("state.notFound")
      : t("state.failedText", { code: error === null ? "—" : `${error.status} ${error.code}` });
  return (
    <div className="failure" role="alert">
      <strong>{unreachable ? t("state.unreachable") : t("state.failed")}</strong>
      <p>{text}</p>
      <Button onClick={props.retry}>{t("state.retry")}</Button>
    </div>
  );
}

/** Grey lines where text will stand; told to screen readers once. */
export function Loading(props: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{t("state.loading")}</span>
      {Array.from({ length: props.lines ?? 3 }, (_, i) => (
        <i key={i} />
      ))}
    </div>
  );
}
