import { CloseOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { CLASSES_BY_SECTOR } from "../../core/policy/classes.ts";
import { formatKm, inLanguage } from "../format.ts";
import { choicesOf } from "../plan/drawn.ts";
import { formatWan } from "../plan/wording.ts";
import type { Language } from "../view-state.ts";
import type { Trial } from "./draft.ts";
import type { WhatIfSession } from "./session.ts";

const GONE = "gone";

/** Everything that is tried, one under the other: what it is, how long, what it costs; what exists can be gone or of another class. */
export function Trials(props: {
  session: WhatIfSession;
  trials: readonly Trial[];
  language: Language;
}) {
  const { t } = useTranslation();
  const { session, trials, language } = props;
  if (trials.length === 0) return null;
  return (
    <section className="what-if-trials" aria-label={t("whatIf.tried")}>
      <h3>{t("whatIf.tried")}</h3>
      <ul data-testid="what-if-trials">
        {trials.map((trial, i) => (
          <TrialRow
            key={trial.id}
            number={i + 1}
            session={session}
            trial={trial}
            language={language}
          />
        ))}
      </ul>
    </section>
  );
}

function TrialRow(props: {
  number: number;
  session: WhatIfSession;
  trial: Trial;
  language: Language;
}) {
  const { t } = useTranslation();
  const { session, language, trial } = props;
  const { works, id, lengthM } = trial;
  const className = (code: string | null): string => {
    const known = code === null ? undefined : CLASSES_BY_SECTOR[works.sector][code];
    return known === undefined ? (code ?? "") : inLanguage(known, language);
  };
  const cost = session.costOf(works);
  const title =
    works.action === "build"
      ? t("whatIf.newOf", { class: className(works.class) })
      : works.name || t("whatIf.existing", { class: className(works.class) });
  const { featureId } = works;
  const isOther = works.sector !== session.rule.sector;
  return (
    <li className="what-if-trial" data-action={works.action}>
      <div>
        <strong>{title}</strong>
        <span className="quiet">
          {lengthM > 0 ? t("whatIf.km", { km: formatKm(lengthM, language) }) : ""}
          {works.action === "build" && cost !== null
            ? ` · ${t("whatIf.wan", { wan: formatWan(cost, language) })}`
            : ""}
          {isOther ? ` · ${t("whatIf.otherSector")}` : ""}
        </span>
      </div>
      {featureId === null || isOther ? null : (
        <Select
          size="small"
          aria-label={t("whatIf.becomes", { name: title })}
          value={works.action === "close" ? GONE : (works.class ?? GONE)}
          popupMatchSelectWidth={false}
          options={[
            { value: GONE, label: t("whatIf.gone") },
            ...choicesOf("line")
              .filter((choice) => choice.sector === works.sector)
              .map((choice) => ({
                value: choice.class,
                label: t("whatIf.becomesClass", { class: className(choice.class) }),
              })),
          ]}
          onChange={(value) => {
            const { sector } = works;
            void session.downgrade(featureId, value === GONE ? null : { sector, class: value });
          }}
        />
      )}
      <Button
        type="text"
        size="small"
        aria-label={t("whatIf.remove", { name: `${props.number} ${title}` })}
        icon={<CloseOutlined aria-hidden="true" />}
        onClick={() => session.remove(id)}
      />
    </li>
  );
}
