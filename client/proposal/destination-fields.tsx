import { Checkbox, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { ProposalQuestion } from "../../core/contract/proposal.ts";
import { useDesk } from "../plan/desk.ts";
import { NumberRow } from "./fields.tsx";

type Destinations = ProposalQuestion["destinations"];

/** Where they may go. */
export function DestinationFields(props: {
  value: Destinations;
  onChange: (value: Destinations) => void;
}) {
  const { t } = useTranslation();
  const { assessed } = useDesk();
  const { value } = props;
  const { settlements, frame } = assessed.plan;
  const set = (change: Partial<Destinations>) => props.onChange({ ...value, ...change });
  const { atSeats } = value;
  const setSeat = (change: Partial<NonNullable<Destinations["atSeats"]>>) =>
    set({ atSeats: { ...atSeats!, ...change } });
  return (
    <>
      <NumberRow
        label={t("proposal.maxDistanceKm")}
        unit={t("proposal.unit.km")}
        value={value.maxDistanceKm}
        min={1}
        max={1000}
        precision={1}
        onChange={(maxDistanceKm) => set({ maxDistanceKm: maxDistanceKm ?? 30 })}
      />
      <NumberRow
        label={t("proposal.perVillage")}
        unit={t("proposal.unit.sites")}
        value={value.perVillage}
        min={1}
        max={50}
        onChange={(perVillage) => set({ perVillage: perVillage ?? 8 })}
      />
      <label className="plan-field">
        <span>{t("proposal.settlements")}</span>
        <Select
          mode="multiple"
          allowClear
          value={value.settlements ?? []}
          placeholder={t("proposal.allSettlements")}
          aria-label={t("proposal.settlements")}
          optionFilterProp="label"
          maxTagCount={2}
          options={[...settlements].map(([id, { name }]) => ({ value: id, label: name }))}
          onChange={(chosen) => set({ settlements: chosen.length === 0 ? null : chosen })}
        />
      </label>
      <Checkbox checked={value.inData} onChange={(event) => set({ inData: event.target.checked })}>
        {t("proposal.inData")}
      </Checkbox>
      <Checkbox
        checked={value.acrossCounties}
        onChange={(event) => set({ acrossCounties: event.target.checked })}
      >
        {t("proposal.acrossCounties")}
      </Checkbox>
      <Checkbox
        checked={atSeats !== null}
        onChange={(event) =>
          set({
            atSeats: event.target.checked
              ? {
                  capacityPersons: 1000,
                  siteCostYuan: 14_030_000,
                  landQuotaMu: null,
                  readyYear: Math.min(frame.years.to, frame.years.from + 2),
                }
              : null,
          })
        }
      >
        {t("proposal.atSeats")}
      </Checkbox>
      {atSeats === null ? null : (
        <div className="proposal-nested">
          <NumberRow
            label={t("proposal.seat.capacityPersons")}
            unit={t("proposal.unit.persons")}
            value={atSeats.capacityPersons}
            min={1}
            max={1_000_000}
            onChange={(capacityPersons) => setSeat({ capacityPersons: capacityPersons ?? 1000 })}
          />
          <NumberRow
            label={t("proposal.seat.siteCostYuan")}
            unit={t("proposal.unit.yuan")}
            value={atSeats.siteCostYuan}
            step={100_000}
            onChange={(siteCostYuan) => setSeat({ siteCostYuan: siteCostYuan ?? 0 })}
          />
          <NumberRow
            label={t("proposal.seat.landQuotaMu")}
            unit={t("proposal.unit.mu")}
            value={atSeats.landQuotaMu}
            precision={1}
            max={1e6}
            empty={t("proposal.noLimit")}
            onChange={(landQuotaMu) => setSeat({ landQuotaMu })}
          />
          <NumberRow
            label={t("proposal.seat.readyYear")}
            unit={t("proposal.unit.year")}
            value={atSeats.readyYear}
            min={1990}
            max={2100}
            onChange={(readyYear) => setSeat({ readyYear: readyYear ?? frame.years.from })}
          />
        </div>
      )}
    </>
  );
}
