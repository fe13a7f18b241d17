import { EllipsisOutlined, RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Input, Modal, Popover, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { v4 as newId } from "uuid";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { useView } from "../use-view.ts";
import { useDesk } from "./desk.ts";
import { api, useForgetPlans } from "./queries.ts";
import { problemText } from "./wording.ts";

/** Which plan and scenario this is, whether it is saved, who else is here, and what may be done with it as a whole. */
export function PlanHeader(props: {
  plan: PlanSummary;
  plans: readonly PlanSummary[];
  author: string;
  onAuthor: (name: string) => void;
  onNew: () => void;
  onOpen: (plan: PlanSummary) => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { update } = useView();
  const { session, state, language } = useDesk();
  const forget = useForgetPlans();
  const { plan, plans } = props;
  const [menuOpen, setMenuOpen] = useState(false);
  const family = plans.filter((one) => one.area === plan.area && !one.archived);
  const step = (direction: "undo" | "redo") =>
    void session[direction]().then((problems) => {
      if (problems.length > 0) void message.warning(problemText(problems, t), 6);
    });
  const [asking, setAsking] = useState<Question | null>(null);
  const ask = (title: string, first: string, done: (name: string) => Promise<unknown>) =>
    setAsking({ title, first, done });
  const answer = async (name: string) => {
    if (asking === null || name === "") return;
    setAsking(null);
    try {
      await asking.done(name);
      forget();
    } catch {
      void message.error(t("plan.failed"));
    }
  };
  const branch = async (name: string) => {
    const made = await api.create({ name, author: props.author, branchOf: plan.id }, newId());
    props.onOpen(made.plan);
  };
  const rename = (name: string) =>
    api.patch(plan.id, state.version, newId(), { name, author: props.author });
  const others = family.filter(({ id }) => id !== plan.id);
  const menu = [
    { key: "new", label: t("plan.menu.new"), onClick: props.onNew },
    {
      key: "branch",
      label: t("plan.menu.branch"),
      onClick: () =>
        ask(
          t("plan.menu.branch"),
          t("plan.branchName", { name: plan.name, n: others.length + 1 }),
          branch,
        ),
    },
    {
      key: "rename",
      label: t("plan.menu.rename"),
      onClick: () => ask(t("plan.menu.rename"), plan.name, rename),
    },
    {
      key: "compare",
      label: t("plan.menu.compare"),
      disabled: others.length === 0,
      children: others.map((one) => ({
        key: `with-${one.id}`,
        label: one.name,
        onClick: () => update({ compare: one.id }),
      })),
    },
    { type: "divider" as const },
    ...(["json", "csv", "geojson"] as const).map((format) => ({
      key: format,
      label: (
        <a href={api.exportAddress(plan.id, format)} download>
          {t(`plan.menu.export.${format}`)}
        </a>
      ),
    })),
  ];
  const savedAt = state.savedAt?.toLocaleTimeString(language, {
    hour: "2-digit",
    minute: "2-digit",
  });
  const saving =
    state.saving === "saved"
      ? savedAt === undefined
        ? t("plan.savedAll")
        : t("plan.savedAt", { time: savedAt })
      : t(state.saving === "saving" ? "plan.saving" : "plan.offline");
  return (
    <header className="plan-header">
      {asking === null ? null : (
        <NameDialog
          question={asking}
          onName={(name) => void answer(name.trim())}
          onClose={() => setAsking(null)}
        />
      )}
      <div className="plan-title">
        <Select
          aria-label={t("plan.scenario")}
          value={plan.id}
          variant="borderless"
          popupMatchSelectWidth={false}
          options={family.map((one) => ({
            value: one.id,
            label: `${one.branchOf === null ? "" : "↳ "}${one.name}`,
          }))}
          onChange={(id) => {
            const chosen = family.find((one) => one.id === id);
            if (chosen !== undefined) props.onOpen(chosen);
          }}
        />
        <Dropdown
          menu={{ items: menu, onClick: () => setMenuOpen(false) }}
          trigger={["click"]}
          open={menuOpen}
          onOpenChange={setMenuOpen}
        >
          <Button type="text" icon={<EllipsisOutlined />} aria-label={t("plan.menu.label")} />
        </Dropdown>
      </div>
      <div className="plan-state">
        <Button
          size="small"
          icon={<UndoOutlined />}
          disabled={!state.canUndo}
          aria-label={t("plan.undo")}
          title={`${t("plan.undo")} (Ctrl+Z)`}
          onClick={() => step("undo")}
        />
        <Button
          size="small"
          icon={<RedoOutlined />}
          disabled={!state.canRedo}
          aria-label={t("plan.redo")}
          title={`${t("plan.redo")} (Ctrl+Shift+Z)`}
          onClick={() => step("redo")}
        />
        <span className="plan-saved" role="status" data-saving={state.saving}>
          {saving}
        </span>
        <People author={props.author} onAuthor={props.onAuthor} />
      </div>
    </header>
  );
}

/** A name that is asked for, with the one that is offered. */
interface Question {
  title: string;
  first: string;
  done: (name: string) => Promise<unknown>;
}

function NameDialog(props: {
  question: Question;
  onName: (name: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { title, first } = props.question;
  const [name, setName] = useState(first);
  return (
    <Modal
      open
      title={title}
      okText={t("plan.ok")}
      cancelText={t("plan.cancel")}
      onOk={() => props.onName(name)}
      onCancel={props.onClose}
    >
      <Input
        value={name}
        aria-label={title}
        maxLength={100}
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
        onPressEnter={() => props.onName(name)}
      />
    </Modal>
  );
}

/** Oneself and everybody else who has the plan open. */
function People(props: { author: string; onAuthor: (name: string) => void }) {
  const { t } = useTranslation();
  const { state } = useDesk();
  const [name, setName] = useState(props.author);
  const others = state.others;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="plan-people">
          <label>
            <span>{t("plan.author")}</span>
            <Input
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.target.value)}
              onBlur={() => {
                if (name.trim() !== "") props.onAuthor(name.trim());
              }}
              onPressEnter={() => {
                if (name.trim() !== "") props.onAuthor(name.trim());
              }}
            />
          </label>
          <p>{others.length === 0 ? t("plan.alone") : t("plan.together")}</p>
          <ul>
            {others.map((one) => (
              <li key={one.client}>{one.author}</li>
            ))}
          </ul>
        </div>
      }
    >
      <Button
        size="small"
        type="text"
        className="plan-who"
        aria-label={t("plan.people", { n: others.length + 1 })}
      >
        <i className="face" aria-hidden="true">
          {Array.from(props.author)[0]}
        </i>
        {others.slice(0, 3).map((one) => (
          <i key={one.client} className="face" data-other="true" aria-hidden="true">
            {Array.from(one.author)[0]}
          </i>
        ))}
        {others.length > 3 ? `+${others.length - 3}` : null}
      </Button>
    </Popover>
  );
}
