import { Button, Checkbox } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DifferenceAnswer, DifferenceCounts } from "../../core/contract/proposal.ts";
import type { Move } from "../../core/contract/plan.ts";
import { equalValues } from "../../core/relocation/plan.ts";
import { formatCount } from "../format.ts";
import { NOTHING, useDesk } from "../plan/desk.ts";
import { formatWan } from "../plan/wording.ts";
import { Loading } from "../ui/states.tsx";
import { groupDifference, type TownshipGroup } from "./group-difference.ts";
import { useProposal } from "./proposal-desk.ts";

type Village = DifferenceAnswer["villages"][number];
const MOST = 100;

/** What a proposal changes, by county, township and village, and the buttons that take it over: all of it or any part. */
export function DifferencePanel() {
  const { t } = useTranslation();
  const { language, state } = useDesk();
  const proposal = useProposal();
  const { difference, isAccepting, isShown, show } = proposal;
  const moves = state.plan!.moves;
  const groups = useMemo(
    () => (difference === null ? [] : groupDifference(difference)),
    [difference],
  );
  const open = useMemo(
    () =>
      new Set(
        (difference?.villages ?? [])
          .filter(({ key, after }) => !equalValues(moves.get(key) ?? null, after))
          .map(({ key }) => key),
      ),
    [difference, moves],
  );
  if (difference === null) return <Loading lines={5} />;
  const { total, opened, built } = difference;
  if (total.added + total.changed + total.removed === 0)
    return (
      <>
        <p className="plan-fine">{t("proposal.nothing")}</p>
        <Built built={built} />
      </>
    );
  return (
    <div className="proposal-difference">
      <p data-testid="difference">
        <strong>{t("proposal.counts3", { ...total })}</strong>
        {" · "}
        <Effect counts={total} />
      </p>
      <div className="plan-buttons">
        <Button
          type="primary"
          data-testid="accept-all"
          disabled={isAccepting || open.size === 0}
          onClick={() => void proposal.accept({})}
        >
          {t(open.size === 0 ? "proposal.taken" : "proposal.acceptAll")}
        </Button>
        <Button disabled={isAccepting} onClick={() => void proposal.acceptAsScenario()}>
          {t("proposal.acceptAsScenario")}
        </Button>
        <Checkbox checked={isShown} onChange={(event) => show(event.target.checked)}>
          {t("proposal.showOnMap")}
        </Checkbox>
      </div>
      <ul className="proposal-counties">
        {groups.map((county) => (
          <li key={county.code}>
            <div className="proposal-group" data-level="county">
              <span>
                <strong>{county.name}</strong>
                <small>{t("proposal.counts3", { ...county })}</small>
                <small>
                  <Effect counts={county} />
                </small>
              </span>
              {groups.length < 2 ? null : (
                <AcceptButton
                  name={county.name}
                  isTaken={!county.villages.some(({ key }) => open.has(key))}
                  onAccept={() => proposal.accept({ counties: [county.code] })}
                />
              )}
            </div>
            <ul>
              {county.townships.map((township) => (
                <Township key={township.code} township={township} open={open} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {opened.length === 0 ? null : (
        <details className="proposal-left-out">
          <summary>
            {t("proposal.newSites")} · {formatCount(opened.length, language)}
          </summary>
          <ul>
            {opened.map(({ id, settlement }) => (
              <li key={id}>
                {t("proposal.newSite", {
                  name: settlement.name,
                  capacity: formatCount(settlement.capacityPersons, language),
                  year: settlement.readyYear,
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Built built={built} />
    </div>
  );
}

function Effect({ counts }: { counts: DifferenceCounts }) {
  const { t } = useTranslation();
  const { language } = useDesk();
  const signed = (value: number, text: string) => (value > 0 ? `+${text}` : text);
  return (
    <>
      {t("proposal.effect", {
        persons: signed(counts.persons, formatCount(counts.persons, language)),
        amount: signed(counts.amountYuan, formatWan(counts.amountYuan, language)),
      })}
    </>
  );
}

function AcceptButton(props: { name: string; isTaken: boolean; onAccept: () => Promise<void> }) {
  const { t } = useTranslation();
  const { isAccepting } = useProposal();
  return (
    <Button
      size="small"
      // Nothing between the two signs: the name that is read out must hold the words that are seen.
      autoInsertSpace={false}
      disabled={isAccepting || props.isTaken}
      aria-label={t("proposal.acceptOf", {
        said: t(props.isTaken ? "proposal.taken" : "proposal.accept"),
        name: props.name,
      })}
      onClick={() => void props.onAccept()}
    >
      {t(props.isTaken ? "proposal.taken" : "proposal.accept")}
    </Button>
  );
}

function Township(props: { township: TownshipGroup; open: ReadonlySet<string> }) {
  const { t } = useTranslation();
  const proposal = useProposal();
  const [isOpen, setOpen] = useState(false);
  const { township, open } = props;
  const { villages } = township;
  const name = township.name ?? t("proposal.unnamed");
  return (
    <li data-township={township.code}>
      <div className="proposal-group">
        <button
          type="button"
          aria-expanded={isOpen}
          className="proposal-fold"
          onClick={() => setOpen(!isOpen)}
        >
          {name} <small>{t("proposal.counts3", { ...township })}</small>
        </button>
        <AcceptButton
          name={name}
          isTaken={!villages.some(({ key }) => open.has(key))}
          onAccept={() =>
            proposal.accept(
              township.isArea
                ? { townships: [township.code] }
                : { villages: villages.map(({ key }) => key) },
            )
          }
        />
      </div>
      {isOpen ? (
        <ul className="proposal-villages">
          {villages.slice(0, MOST).map((village) => (
            <VillageRow key={village.key} village={village} isTaken={!open.has(village.key)} />
          ))}
          {villages.length > MOST ? (
            <li className="quiet">{t("proposal.more", { n: villages.length - MOST })}</li>
          ) : null}
        </ul>
      ) : null}
    </li>
  );
}

function VillageRow({ village, isTaken }: { village: Village; isTaken: boolean }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const proposal = useProposal();
  const { settlements } = desk.assessed.plan;
  const opened = proposal.difference?.opened ?? [];
  const said = (move: Move | null): string =>
    move === null
      ? t("proposal.stays")
      : move.parts
          .map(({ settlement, year }) => {
            const name =
              settlements.get(settlement)?.name ??
              opened.find(({ id }) => id === settlement)?.settlement.name ??
              settlement;
            return `${name} ${year}`;
          })
          .join("、");
  return (
    <li data-kind={village.kind} data-key={village.key}>
      <button
        type="button"
        className="proposal-village"
        title={t("proposal.whyOf", { name: village.name })}
        onClick={() => {
          desk.select({ ...NOTHING, villages: new Set([village.key]) });
          if (village.position !== null) desk.show(village.position);
        }}
      >
        <span className="proposal-kind">{t(`proposal.kind.${village.kind}`)}</span> {village.name}
        <small>
          {t("proposal.fromTo", { before: said(village.before), after: said(village.after) })}
        </small>
      </button>
      <AcceptButton
        name={village.name}
        isTaken={isTaken}
        onAccept={() => proposal.accept({ villages: [village.key] })}
      />
    </li>
  );
}

function Built({ built }: Pick<DifferenceAnswer, "built">) {
  const { t } = useTranslation();
  const desk = useDesk();
  if (built.length === 0) return null;
  return (
    <details className="proposal-left-out">
      <summary>
        {t("proposal.built")} · {formatCount(built.length, desk.language)}
      </summary>
      <ul>
        {built.slice(0, MOST).map((one) => (
          <li key={one.key}>
            <button
              type="button"
              onClick={() => {
                desk.select({ ...NOTHING, villages: new Set([one.key]) });
                if (one.position !== null) desk.show(one.position);
              }}
            >
              {t("proposal.builtOne", {
                name: one.name,
                year: one.year,
                amount: formatWan(one.amountYuan, desk.language),
              })}
            </button>
          </li>
        ))}
        {built.length > MOST ? (
          <li className="quiet">{t("proposal.more", { n: built.length - MOST })}</li>
        ) : null}
      </ul>
    </details>
  );
}
