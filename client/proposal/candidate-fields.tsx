import { Button, Checkbox, Select } from "antd";
import { useTranslation } from "react-i18next";
import { CANDIDATE_ZONES, type ProposalQuestion } from "../../core/contract/proposal.ts";
import { ruleName } from "../coverage/rules.ts";
import { useDesk } from "../plan/desk.ts";
import { ChoiceRow, NumberRow } from "./fields.tsx";

type Candidates = ProposalQuestion["candidates"];

/** Who may move. */
export function CandidateFields(props: {
  value: Candidates;
  onChange: (value: Candidates) => void;
}) {
  const { t } = useTranslation();
  const { rules, language, selection } = useDesk();
  const { value } = props;
  const set = (change: Partial<Candidates>) => props.onChange({ ...value, ...change });
  const chosen = [...selection.villages];
  const name = (into: "include" | "exclude") => {
    const from = into === "include" ? "exclude" : "include";
    const keys = new Set(chosen);
    set({
      [into]: [...new Set([...value[into], ...chosen])],
      [from]: value[from].filter((key) => !keys.has(key)),
    });
  };
  return (
    <>
      <NumberRow
        label={t("proposal.maxHouseholds")}
        unit={t("proposal.unit.households")}
        value={value.maxHouseholds}
        empty={t("proposal.anySize")}
        onChange={(maxHouseholds) => set({ maxHouseholds })}
      />
      <ChoiceRow
        label={t("proposal.match")}
        value={value.match}
        options={(["any", "all"] as const).map((one) => ({
          value: one,
          label: t(`proposal.matchIs.${one}`),
        }))}
        onChange={(match) => set({ match })}
      />
      <div className="proposal-flags">
        <Checkbox
          checked={value.hazard}
          onChange={(event) => set({ hazard: event.target.checked })}
        >
          {t("proposal.hazard")}
        </Checkbox>
        {CANDIDATE_ZONES.map((zone) => (
          <Checkbox
            key={zone}
            checked={value.zones.includes(zone)}
            onChange={(event) =>
              set({
                zones: event.target.checked
                  ? [...value.zones, zone]
                  : value.zones.filter((each) => each !== zone),
              })
            }
          >
            {t(`proposal.zone.${zone}`)}
          </Checkbox>
        ))}
        <Checkbox
          checked={value.buildAboveMove}
          onChange={(event) => set({ buildAboveMove: event.target.checked })}
        >
          {t("proposal.buildAboveMove")}
        </Checkbox>
      </div>
      <label className="plan-field">
        <span>{t("proposal.unserved")}</span>
        <Select
          mode="multiple"
          allowClear
          value={value.unserved}
          placeholder={t("proposal.unservedNone")}
          aria-label={t("proposal.unserved")}
          maxTagCount={2}
          popupMatchSelectWidth={false}
          options={rules
            .filter((rule) => rule.unit === "naturalVillage")
            .map((rule) => ({ value: rule.id, label: ruleName(rule, language) }))}
          onChange={(unserved) => set({ unserved })}
        />
      </label>
      <Checkbox
        checked={value.onlyInPlan}
        onChange={(event) => set({ onlyInPlan: event.target.checked })}
      >
        {t("proposal.onlyInPlan")}
      </Checkbox>
      <ChoiceRow
        label={t("proposal.will")}
        value={value.will}
        options={(["willingPart", "wholeOnly"] as const).map((one) => ({
          value: one,
          label: t(`proposal.willIs.${one}`),
        }))}
        onChange={(will) => set({ will })}
      />
      {chosen.length === 0 ? null : (
        <div className="plan-buttons">
          <Button size="small" onClick={() => name("include")}>
            {t("proposal.include", { n: chosen.length })}
          </Button>
          <Button size="small" onClick={() => name("exclude")}>
            {t("proposal.exclude", { n: chosen.length })}
          </Button>
        </div>
      )}
      {value.include.length + value.exclude.length === 0 ? null : (
        <p className="proposal-named">
          {t("proposal.named", { include: value.include.length, exclude: value.exclude.length })}
          <Button size="small" type="link" onClick={() => set({ include: [], exclude: [] })}>
            {t("proposal.clearNamed")}
          </Button>
        </p>
      )}
    </>
  );
}
