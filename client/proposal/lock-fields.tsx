import { LockOutlined, UnlockOutlined } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ProposalQuestion } from "../../core/contract/proposal.ts";
import { setLocks } from "../../core/relocation/edits.ts";
import { formatCount } from "../format.ts";
import { useDesk, yearsOf } from "../plan/desk.ts";
import { ChoiceRow } from "./fields.tsx";

/** What is settled: locks of the plan, and what becomes of the moves that it has. */
export function LockFields(props: {
  value: ProposalQuestion["existing"];
  onChange: (value: ProposalQuestion["existing"]) => void;
}) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { assessed, selection, language } = desk;
  const { locks, frame } = assessed.plan;
  const locked = useMemo(() => {
    const keys = [...locks.keys()];
    const of = (kind: string) => keys.filter((key) => key.startsWith(`${kind}:`));
    return { villages: of("village"), settlements: of("settlement"), years: of("year") };
  }, [locks]);
  const chosen = [...selection.villages].map((key) => `village:${key}`);
  const open = chosen.filter((key) => !locks.has(key));
  const site = selection.settlement === null ? null : `settlement:${selection.settlement}`;
  const isSiteLocked = site !== null && locks.has(site);
  return (
    <>
      <p data-testid="locked">
        {t("proposal.lockedNow", {
          villages: formatCount(locked.villages.length, language),
          settlements: formatCount(locked.settlements.length, language),
          years: formatCount(locked.years.length, language),
        })}
      </p>
      <div className="plan-buttons">
        {open.length === 0 ? null : (
          <Button
            size="small"
            icon={<LockOutlined />}
            data-testid="lock-chosen"
            onClick={() => desk.edit(setLocks(open, true))}
          >
            {t("proposal.lockVillages", { n: open.length })}
          </Button>
        )}
        {chosen.length === open.length ? null : (
          <Button
            size="small"
            icon={<UnlockOutlined />}
            onClick={() =>
              desk.edit(
                setLocks(
                  chosen.filter((key) => locks.has(key)),
                  false,
                ),
              )
            }
          >
            {t("proposal.unlockVillages", { n: chosen.length - open.length })}
          </Button>
        )}
        {site === null ? null : (
          <Button
            size="small"
            icon={isSiteLocked ? <UnlockOutlined /> : <LockOutlined />}
            onClick={() => desk.edit(setLocks([site], !isSiteLocked))}
          >
            {t(isSiteLocked ? "proposal.unlockSettlement" : "proposal.lockSettlement")}
          </Button>
        )}
        {locked.villages.length === 0 ? null : (
          <Button size="small" onClick={() => desk.edit(setLocks(locked.villages, false))}>
            {t("proposal.unlockAll")}
          </Button>
        )}
      </div>
      {chosen.length === 0 && site === null ? (
        <p className="quiet">{t("proposal.chooseFirst")}</p>
      ) : null}
      <fieldset className="proposal-years">
        <legend>{t("proposal.frozen")}</legend>
        {yearsOf(frame.years).map((year) => (
          <Checkbox
            key={year}
            checked={locks.has(`year:${year}`)}
            onChange={(event) => desk.edit(setLocks([`year:${year}`], event.target.checked))}
          >
            {year}
          </Checkbox>
        ))}
      </fieldset>
      <ChoiceRow
        label={t("proposal.existing")}
        value={props.value}
        options={(["stay", "keep", "free"] as const).map((one) => ({
          value: one,
          label: t(`proposal.existingIs.${one}`),
        }))}
        onChange={props.onChange}
      />
    </>
  );
}
