import { ArrowLeftOutlined, LockOutlined, UnlockOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { setLocks } from "../../core/relocation/edits.ts";
import { NOTHING, useDesk } from "./desk.ts";

/** What is chosen, as a card with the way back to the lists and the lock. */
export function Card(props: {
  title: string;
  /** What the lock holds; none, no lock. */
  locks: readonly string[];
  position: readonly [number, number] | null;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { plan } = desk.assessed;
  const isLocked = props.locks.length > 0 && props.locks.every((key) => plan.locks.has(key));
  const { position } = props;
  return (
    <section className="plan-card" aria-label={props.title}>
      <div className="plan-card-bar">
        <Button
          type="text"
          size="small"
          icon={<ArrowLeftOutlined />}
          onClick={() => desk.select(NOTHING)}
        >
          {t("plan.back")}
        </Button>
        <span className="plan-card-acts">
          {position === null ? null : (
            <Button size="small" onClick={() => desk.show(position)}>
              {t("card.show")}
            </Button>
          )}
          {props.locks.length === 0 ? null : (
            <Button
              size="small"
              icon={isLocked ? <LockOutlined /> : <UnlockOutlined />}
              aria-pressed={isLocked}
              onClick={() => desk.edit(setLocks(props.locks, !isLocked))}
            >
              {t(isLocked ? "plan.unlock" : "plan.lock")}
            </Button>
          )}
        </span>
      </div>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

/** A labelled field of a card. */
export function Field(props: { label: string; children: ReactNode }) {
  return (
    <label className="plan-field">
      <span>{props.label}</span>
      {props.children}
    </label>
  );
}
