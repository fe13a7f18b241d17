import { useTranslation } from "react-i18next";
import type { ProposalQuestion } from "../../core/contract/proposal.ts";
import { NumberRow } from "./fields.tsx";

const WEIGHTS = [
  "personKm",
  "township",
  "county",
  "split",
  "waitAtRisk",
  "leaveAtRisk",
  "leave",
  "stay",
] as const;

type Weights = ProposalQuestion["weights"];

/** What is weighed against money, each with its unit. */
export function WeightFields(props: { value: Weights; onChange: (value: Weights) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="quiet">{t("proposal.weightNote")}</p>
      {WEIGHTS.map((name) => (
        <NumberRow
          key={name}
          label={t(`proposal.weight.${name}`)}
          unit={t(`proposal.unit.${name}`)}
          value={props.value[name]}
          max={1e9}
          step={name === "personKm" ? 10 : 1000}
          onChange={(weight) => props.onChange({ ...props.value, [name]: weight ?? 0 })}
        />
      ))}
    </>
  );
}
