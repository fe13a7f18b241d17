import { Progress } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Readiness } from "../api.ts";
import { formatCount } from "../format.ts";
import { useView } from "../use-view.ts";
import type { Language } from "../view-state.ts";
import { Notice } from "./states.tsx";

const PHASES = ["opening", "migrating", "loading", "coverage"] as const;
type Activity = NonNullable<Readiness["activity"]>;

/** What the server is doing before anything can be seen, and how far it is. */
export default function Preparing({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const { view } = useView();
  if (activity.phase === "failed")
    return (
      <Notice title={t("state.failed")}>
        <p>{t("state.preparingFailed")}</p>
        {/* What went wrong is told as the server wrote it, for whoever looks after it. */}
        <p className="quiet" role="status" lang="en">
          {activity.message}
        </p>
      </Notice>
    );
  const phase = PHASES.findIndex((each) => each === activity.phase);
  return (
    <Notice title={t("state.starting")}>
      <p>{t("state.startingText")}</p>
      <Progress
        percent={Math.round((phase + partOf(activity)) * 25)}
        status="active"
        showInfo={false}
        aria-label={t("state.startingProgress")}
      />
      <ol className="phases">
        {PHASES.map((each) => (
          <li key={each} aria-current={each === activity.phase ? "step" : undefined}>
            {t(`state.phase.${each}`)}
          </li>
        ))}
      </ol>
      <p className="quiet" role="status">
        {stepText(activity, t, view.language)}
      </p>
    </Notice>
  );
}

/** How much of its phase is done, 0..1; half where it is not said. */
function partOf({ step }: Activity): number {
  const at = Number(step?.params["at"]);
  const of = Number(step?.params["of"]);
  return at > 0 && of >= at ? (at - 1) / of : 0.5;
}

/** The step in words, numbers as the language writes them; empty where the phase says all. */
function stepText({ step }: Activity, t: TFunction, language: Language): string {
  if (step === undefined) return "";
  const { kind, layer, rows, ...rest } = step.params;
  return t(`state.step.${step.code}`, {
    ...rest,
    what: [
      t(`kind.${kind}`, { defaultValue: String(kind ?? "") }),
      layer ? t(`level.${layer}`, { defaultValue: String(layer) }) : "",
    ]
      .filter((part) => part !== "")
      .join(" "),
    rows: formatCount(typeof rows === "number" ? rows : null, language),
  });
}
