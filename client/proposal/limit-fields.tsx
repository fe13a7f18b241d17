import { Button, Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import type { ProposalQuestion } from "../../core/contract/proposal.ts";
import { ChoiceRow, NumberRow } from "./fields.tsx";

type Limits = ProposalQuestion["limits"];

/** What must hold beside capacities, locks and frozen years. */
export function LimitFields(props: {
  value: Limits;
  counties: readonly { value: string; label: string }[];
  onChange: (value: Limits) => void;
}) {
  const { t } = useTranslation();
  const { value } = props;
  const set = (change: Partial<Limits>) => props.onChange({ ...value, ...change });
  const setLand = (county: string, mu: number | null) => {
    const { [county]: _, ...others } = value.landMu;
    set({ landMu: mu === null ? others : { ...others, [county]: mu } });
  };
  const changed = Object.keys(value.targets).length;
  return (
    <>
      <div className="proposal-flags">
        {(["areaBand", "countyBands", "budgets"] as const).map((limit) => (
          <Checkbox
            key={limit}
            checked={value[limit]}
            onChange={(event) => set({ [limit]: event.target.checked })}
          >
            {t(`proposal.${limit}`)}
          </Checkbox>
        ))}
      </div>
      <NumberRow
        label={t("proposal.bandWidth")}
        unit={t("proposal.unit.percent")}
        value={value.bandWidth === null ? null : Math.round(value.bandWidth * 1000) / 10}
        max={100}
        precision={1}
        empty={t("proposal.byPolicy")}
        onChange={(percent) => set({ bandWidth: percent === null ? null : percent / 100 })}
      />
      {changed === 0 ? null : (
        <p className="proposal-named">
          {t("proposal.changedTargets", { n: changed })}
          <Button size="small" type="link" onClick={() => set({ targets: {} })}>
            {t("proposal.clearNamed")}
          </Button>
        </p>
      )}
      <ChoiceRow
        label={t("proposal.mustAct")}
        value={value.mustAct}
        options={(["nobody", "atRisk", "everybody"] as const).map((one) => ({
          value: one,
          label: t(`proposal.mustActIs.${one}`),
        }))}
        onChange={(mustAct) => set({ mustAct })}
      />
      <details className="proposal-left-out">
        <summary>{t("proposal.landMu")}</summary>
        {props.counties.map(({ value: code, label }) => (
          <NumberRow
            key={code}
            label={label}
            unit={t("proposal.unit.mu")}
            value={value.landMu[code] ?? null}
            max={1e9}
            precision={1}
            empty={t("proposal.noLimit")}
            onChange={(mu) => setLand(code, mu)}
          />
        ))}
      </details>
    </>
  );
}
