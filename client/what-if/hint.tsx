import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { PlanHint } from "../map/plan-hint.tsx";
import type { Language } from "../view-state.ts";
import type { WhatIfSession } from "./session.ts";

/** One line at the foot of the map: what the next click or key does, and how long the drawing is. */
export default function WhatIfHint(props: {
  session: WhatIfSession;
  language: Language;
  left: number;
  right: number;
  bottom: number;
}) {
  const { t } = useTranslation();
  const { session, left, right, bottom } = props;
  const { tool, progress } = useSyncExternalStore(session.subscribe, session.read);
  return (
    <div className="plan-hint-place" style={{ left, right, bottom }}>
      {tool === "existing" ? (
        <div className="plan-hint">
          <p role="status" className="plan-hint-step">
            {t("whatIf.existingHint")}
            {progress?.crosshair === true ? (
              <span className="plan-hint-keys"> {t("planMap.keysDraw")}</span>
            ) : null}
          </p>
        </div>
      ) : progress === null ? null : (
        <PlanHint hand={progress} chosen={0} language={props.language} />
      )}
    </div>
  );
}
