import { DownOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Segmented, Space } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MendCode, PlanCheck } from "../../core/contract/plan-check.ts";
import { checkName, listChecks } from "../../core/relocation/assess.ts";
import { MENDS } from "../../core/relocation/finding.ts";
import { mendOf, type Mend } from "../../core/relocation/mend.ts";
import { formatCount } from "../format.ts";
import { NOTHING, useDesk } from "./desk.ts";
import { checkText } from "./wording.ts";

const PAGE = 60;

/** Everything that stands against the plan, each with the way to its place and the action that mends it. */
export function ChecksPanel() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { assessed, language } = desk;
  const [severity, setSeverity] = useState<"all" | "hard" | "soft">("all");
  const [code, setCode] = useState<string | null>(null);
  const [shown, setShown] = useState(PAGE);
  const all = useMemo(() => listChecks(assessed.checks), [assessed.checks]);
  const counts = useMemo(() => {
    const byCode = new Map<string, number>();
    for (const check of all) byCode.set(check.code, (byCode.get(check.code) ?? 0) + 1);
    return [...byCode];
  }, [all]);
  const list = all.filter(
    (check) =>
      (severity === "all" || check.severity === severity) && (code === null || check.code === code),
  );
  const hard = all.filter((check) => check.severity === "hard").length;
  if (all.length === 0)
    return (
      <p className="plan-fine" role="status">
        {t("plan.checks.none")}
      </p>
    );
  return (
    <div className="plan-checks">
      <Segmented
        block
        value={severity}
        aria-label={t("plan.checks.severity")}
        options={[
          { value: "all", label: t("plan.checks.all", { n: formatCount(all.length, language) }) },
          { value: "hard", label: t("plan.checks.hard", { n: formatCount(hard, language) }) },
          {
            value: "soft",
            label: t("plan.checks.soft", { n: formatCount(all.length - hard, language) }),
          },
        ]}
        onChange={setSeverity}
      />
      <ul className="plan-check-kinds">
        {counts.map(([each, n]) => (
          <li key={each}>
            <button
              type="button"
              aria-pressed={code === each}
              onClick={() => setCode(code === each ? null : each)}
            >
              {t(`plan.checkName.${each}`)} {formatCount(n, language)}
            </button>
          </li>
        ))}
      </ul>
      <ol className="plan-check-list">
        {list.slice(0, shown).map((check) => (
          <Entry key={checkName(check)} check={check} />
        ))}
      </ol>
      {list.length > shown ? (
        <Button block onClick={() => setShown(shown + PAGE * 4)}>
          {t("plan.checks.more", { n: formatCount(list.length - shown, language) })}
        </Button>
      ) : null}
    </div>
  );
}

function Entry({ check }: { check: PlanCheck }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const desk = useDesk();
  const { assessed, language } = desk;
  const look = () => {
    const [kind, ...rest] = check.subject.split(":");
    const key = rest.join(":");
    if (kind === "settlement") desk.select({ ...NOTHING, settlement: key });
    else if (kind === "works") desk.select({ ...NOTHING, works: key });
    else if (kind === "village") desk.select({ ...NOTHING, villages: new Set([key]) });
    else if (kind === "target" || kind === "budget") desk.showYear(Number(rest.at(-1)));
    else if (kind === "area") {
      const index = assessed.context.areaIndex.get(key) ?? -1;
      desk.select({ ...NOTHING, villages: new Set(assessed.ledger.movesFrom.get(index) ?? []) });
    }
    if (check.position !== null) desk.show(check.position);
  };
  const ways = MENDS[check.code];
  /** Mends by the first of these ways that there is. */
  const mend = (codes: readonly MendCode[]) => {
    for (const code of codes) {
      const found = mendOf(check, assessed, { code });
      if (found === null) continue;
      if (desk.edit(found.change)) void message.success(mendText(found));
      return;
    }
    void message.info(t("plan.mend.cannot"));
  };
  const mendText = ({ code, villages, persons }: Mend) =>
    t("plan.mend.done", {
      what: t(`plan.mend.${code}`, {
        villages: formatCount(villages, language),
        persons: formatCount(persons, language),
      }),
    });
  return (
    <li className="plan-check" data-severity={check.severity} data-code={check.code}>
      <button type="button" className="plan-check-text" onClick={look}>
        <span className="mark" data-tone={check.severity === "hard" ? "below" : "soft"}>
          {t(`plan.checks.${check.severity}Short`)}
        </span>{" "}
        {checkText(check, t, language)}
      </button>
      {ways.length === 0 ? null : (
        <Space.Compact>
          <Button size="small" onClick={() => mend(ways)} data-mend={ways[0]}>
            {t(`plan.mendButton.${ways[0]!}`)}
          </Button>
          {ways.length === 1 ? null : (
            <Dropdown
              trigger={["click"]}
              menu={{
                items: ways
                  .slice(1)
                  .map((code) => ({ key: code, label: t(`plan.mendButton.${code}`) })),
                onClick: ({ key }) => mend([key as MendCode]),
              }}
            >
              <Button size="small" icon={<DownOutlined />} aria-label={t("plan.mend.otherWays")} />
            </Dropdown>
          )}
        </Space.Compact>
      )}
    </li>
  );
}
