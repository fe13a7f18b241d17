import { Button, InputNumber, Segmented, Select, Switch, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { COMPARISON_PARAMETERS } from "../../../core/policy/build-or-move-policy.ts";
import { inLanguage } from "../../format.ts";
import { useDesk, yearsOf } from "../desk.ts";
import { useComparing } from "./comparing.tsx";

const GROUPS = ["works", "running", "moving", "weights"] as const;

/** What a figure is about, by its id. */
function groupOf(id: string): (typeof GROUPS)[number] {
  if (id.startsWith("advice-") || id.startsWith("credit-")) return "weights";
  if (id.startsWith("works-") || id === "line-detour-factor") return "works";
  if (id.startsWith("maintenance-") || id === "discount-rate") return "running";
  return "moving";
}

/** The figures that the comparison is made by: each can be tried with another value, and the ranking follows at once. */
export function Figures() {
  const { t } = useTranslation();
  const { language, assessed } = useDesk();
  const comparing = useComparing();
  const { policy, overrides, priceYear, sharing } = comparing;
  const base = assessed.context.policy;
  const changed = Object.keys(overrides).length;
  return (
    <div className="compare-figures">
      <div className="compare-figures-bar">
        <label>
          {t("build.priceYear")}{" "}
          <Select
            size="small"
            value={priceYear}
            options={yearsOf(assessed.plan.frame.years).map((year) => ({
              value: year,
              label: String(year),
            }))}
            onChange={comparing.setPriceYear}
          />
        </label>
        <span role="group" aria-label={t("build.sharing.label")}>
          {t("build.sharing.label")}{" "}
          <Segmented
            size="small"
            value={sharing}
            options={(["stayers", "everyone"] as const).map((value) => ({
              value,
              label: t(`build.sharing.${value}`),
            }))}
            onChange={comparing.setSharing}
          />
        </span>
        <Button size="small" disabled={changed === 0} onClick={comparing.clearFigures}>
          {t("build.reset", { n: changed })}
        </Button>
      </div>
      {GROUPS.map((group) => (
        <fieldset key={group}>
          <legend>{t(`build.group.${group}`)}</legend>
          {COMPARISON_PARAMETERS.filter((id) => groupOf(id) === group).map((id) => {
            const figure = policy.at(id, priceYear);
            const own = base.at(id, priceYear);
            if (figure === null) return null;
            const name = inLanguage(figure.name, language);
            const isChanged = Object.hasOwn(overrides, id);
            return (
              <div key={id} className="compare-figure" data-changed={isChanged}>
                <Tooltip title={figure.source}>
                  <span>{name}</span>
                </Tooltip>
                {figure.unit === "switch" ? (
                  <Switch
                    size="small"
                    aria-label={name}
                    checked={figure.value > 0}
                    onChange={(on) => comparing.setFigure(id, Number(on))}
                  />
                ) : (
                  <InputNumber
                    size="small"
                    min={0}
                    max={1e9}
                    aria-label={name}
                    value={figure.value}
                    step={stepOf(own?.value ?? figure.value)}
                    changeOnWheel={false}
                    onChange={(value) => comparing.setFigure(id, value)}
                  />
                )}
                <small>{t(`build.unit.${figure.unit.replaceAll("/", "_")}`)}</small>
                <Button
                  size="small"
                  type="text"
                  aria-label={t("build.resetOne", { name })}
                  style={{ visibility: isChanged ? "visible" : "hidden" }}
                  onClick={() => comparing.setFigure(id, null)}
                >
                  ↺
                </Button>
              </div>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}

/** A step of the arrows: a tenth of the size of the figure. */
function stepOf(value: number): number {
  return value > 0 ? 10 ** Math.floor(Math.log10(value)) / (value >= 10 ? 2 : 10) : 0.1;
}
