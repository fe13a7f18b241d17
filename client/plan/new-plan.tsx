import { App, Button, Form, Input, InputNumber } from "antd";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { v4 as newId } from "uuid";
import type { AreaAnswer } from "../../core/contract/area.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { formatPlace } from "../format.ts";
import type { Language } from "../view-state.ts";
import { api } from "./queries.ts";

interface Fields {
  name: string;
  from: number;
  to: number;
  author: string;
}

/** An area without a plan: what a plan is, and the form that begins one. */
export function NewPlanForm(props: {
  area: AreaAnswer;
  language: Language;
  author: string;
  onAuthor: (name: string) => void;
  onMade: (plan: PlanSummary) => void;
  onCancel?: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { area, language } = props;
  const [busy, setBusy] = useState(false);
  const place = formatPlace(area, language);
  const make = async ({ name, from, to, author }: Fields) => {
    setBusy(true);
    props.onAuthor(author.trim());
    try {
      const { plan } = await api.create(
        { name, area: area.code, years: { from, to }, author: author.trim() },
        newId(),
      );
      props.onMade(plan);
    } catch {
      void message.error(t("plan.notMade"));
      setBusy(false);
    }
  };
  return (
    <div className="plan-new">
      <h2>{t("plan.none", { area: place })}</h2>
      <p>{t("plan.noneText")}</p>
      <Form<Fields>
        layout="vertical"
        requiredMark={false}
        initialValues={{
          name: t("plan.defaultName", { area: area.name }),
          from: 2014,
          to: 2020,
          author: props.author,
        }}
        onFinish={(fields) => void make(fields)}
      >
        <Form.Item
          name="name"
          label={t("plan.name")}
          rules={[{ required: true, whitespace: true, max: 100, message: t("plan.nameNeeded") }]}
        >
          <Input />
        </Form.Item>
        <div className="plan-new-years">
          <Form.Item name="from" label={t("plan.firstYear")} rules={[{ required: true }]}>
            <InputNumber min={1990} max={2100} precision={0} changeOnWheel={false} />
          </Form.Item>
          <Form.Item
            name="to"
            label={t("plan.lastYear")}
            dependencies={["from"]}
            rules={[
              { required: true },
              ({ getFieldValue }) => ({
                validator: (_, to: number) =>
                  to >= getFieldValue("from") && to - getFieldValue("from") < 30
                    ? Promise.resolve()
                    : Promise.reject(new Error(t("plan.yearsWrong"))),
              }),
            ]}
          >
            <InputNumber min={1990} max={2100} precision={0} changeOnWheel={false} />
          </Form.Item>
        </div>
        <Form.Item
          name="author"
          label={t("plan.author")}
          rules={[{ required: true, whitespace: true, max: 60, message: t("plan.authorNeeded") }]}
        >
          <Input autoComplete="name" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t("plan.make")}
        </Button>{" "}
        {props.onCancel === undefined ? null : (
          <Button onClick={props.onCancel}>{t("plan.cancel")}</Button>
        )}
      </Form>
      {props.children}
    </div>
  );
}
