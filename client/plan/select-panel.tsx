import { Button, Checkbox, Input, InputNumber, Modal, Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ruleName } from "../coverage/rules.ts";
import { formatCount } from "../format.ts";
import { useDesk } from "./desk.ts";
import { findVillages, isNarrow, OPEN, type Filter } from "./filter.ts";

/** Villages by conditions or by a list of codes: how many there are, and choosing them. */
export function SelectPanel() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { language, rules } = desk;
  const { filter, setFilter } = desk;
  const [pasting, setPasting] = useState(false);
  const { columns, assessed } = desk;
  const { moves } = assessed.plan;
  const { data } = assessed.context;
  const found = useMemo(
    () => findVillages(columns, data, moves, filter),
    [columns, data, moves, filter],
  );
  const set = (change: Partial<Filter>) => setFilter({ ...filter, ...change });
  const judged = rules.filter(({ id }) => desk.columns.status[id] !== undefined);
  return (
    <div className="plan-select">
      <h2>{t("plan.select.title")}</h2>
      <label>
        <span>{t("plan.select.unserved")}</span>
        <Select
          allowClear
          placeholder={t("plan.select.anyService")}
          value={filter.rule}
          options={judged.map((rule) => ({ value: rule.id, label: ruleName(rule, language) }))}
          onChange={(rule: string | undefined) => set({ rule: rule ?? null })}
        />
      </label>
      <div className="plan-select-range" role="group" aria-label={t("plan.select.households")}>
        <span>{t("plan.select.households")}</span>
        <InputNumber
          min={0}
          precision={0}
          placeholder={t("plan.select.from")}
          aria-label={t("plan.select.from")}
          value={filter.least}
          changeOnWheel={false}
          onChange={(least) => set({ least })}
        />
        <InputNumber
          min={0}
          precision={0}
          placeholder={t("plan.select.below")}
          aria-label={t("plan.select.below")}
          value={filter.most}
          changeOnWheel={false}
          onChange={(most) => set({ most })}
        />
      </div>
      <div className="plan-select-flags">
        {(["hazard", "karst", "willing"] as const).map((flag) => (
          <Checkbox
            key={flag}
            checked={filter[flag]}
            onChange={(event) => set({ [flag]: event.target.checked })}
          >
            {t(`plan.select.${flag}`)}
          </Checkbox>
        ))}
      </div>
      <label>
        <span>{t("plan.select.moving")}</span>
        <Select
          value={filter.moving}
          options={(["no", "yes", "any"] as const).map((value) => ({
            value,
            label: t(`plan.select.movingIs.${value}`),
          }))}
          onChange={(moving) => set({ moving })}
        />
      </label>
      {isNarrow(filter) ? (
        <Checkbox checked={filter.binds} onChange={(event) => set({ binds: event.target.checked })}>
          {t("plan.select.binds")}
        </Checkbox>
      ) : null}
      <p className="plan-found" role="status" data-testid="found">
        {t("plan.select.found", {
          n: formatCount(found.keys.length, language),
          households: formatCount(found.households, language),
          persons: formatCount(found.persons, language),
        })}
      </p>
      <div className="plan-buttons">
        <Button
          type="primary"
          disabled={found.keys.length === 0}
          onClick={() => desk.selectVillages(found.keys, "replace")}
        >
          {t("plan.select.choose")}
        </Button>
        <Button
          disabled={found.keys.length === 0}
          onClick={() => desk.selectVillages(found.keys, "add")}
        >
          {t("plan.select.add")}
        </Button>
        <Button onClick={() => setFilter(OPEN)}>{t("plan.select.clear")}</Button>
        <Button onClick={() => setPasting(true)}>{t("plan.select.paste")}</Button>
      </div>
      <PasteCodes open={pasting} onClose={() => setPasting(false)} />
    </div>
  );
}

/** Codes as they come from a spreadsheet or a message: whatever stands between white space and commas. */
function PasteCodes(props: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [text, setText] = useState("");
  const { villageIndex } = desk.assessed.context;
  const codes = [...new Set(text.split(/[\s,;，；、]+/u).filter((code) => code !== ""))];
  const known = codes.filter((code) => villageIndex.has(code));
  const unknown = codes.filter((code) => !villageIndex.has(code));
  return (
    <Modal
      open={props.open}
      title={t("plan.select.paste")}
      okText={t("plan.select.choose")}
      cancelText={t("plan.cancel")}
      okButtonProps={{ disabled: known.length === 0 }}
      onCancel={props.onClose}
      onOk={() => {
        desk.selectVillages(known, "replace");
        setText("");
        props.onClose();
      }}
    >
      <Input.TextArea
        rows={8}
        value={text}
        aria-label={t("plan.select.pasteHere")}
        placeholder={t("plan.select.pasteHere")}
        onChange={(event) => setText(event.target.value)}
      />
      <p role="status">
        {t("plan.select.pasted", { known: known.length, unknown: unknown.length })}
        {unknown.length > 0 ? ` ${unknown.slice(0, 5).join("、")}` : ""}
      </p>
    </Modal>
  );
}
