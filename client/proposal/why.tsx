import { useTranslation } from "react-i18next";
import { COST_PARTS, type WhyAnswer } from "../../core/contract/proposal.ts";
import { formatCount } from "../format.ts";
import { useDesk } from "../plan/desk.ts";
import { formatWan } from "../plan/wording.ts";
import { Failure, Loading } from "../ui/states.tsx";
import { useProposal } from "./proposal-desk.ts";
import { useWhy } from "./queries.ts";
import { leftOutText, rowText } from "./words.ts";

type Way = WhyAnswer["alternatives"][number];
const MOST = 12;

/** For a chosen village, what the proposal that is looked at says of it, and why. Nothing while none is there. */
export function VillageWhy({ village }: { village: string }) {
  const { job, isOpen } = useProposal();
  if (!isOpen || job === null || job.result === null || job.state !== "done") return null;
  return <Why key={village} job={job.id} village={village} />;
}

function Why(props: { job: string; village: string }) {
  const { t } = useTranslation();
  const { state, language } = useDesk();
  const why = useWhy(state.summary!.id, props.job, props.village);
  if (why.error !== null) return <Failure error={why.error} retry={() => void why.refetch()} />;
  if (why.data === undefined) return <Loading lines={3} />;
  const { verdict, leftOut, after, alternatives, atRisk, households, persons } = why.data;
  const chosen = alternatives.find(({ isChosen }) => isChosen);
  const [cheapest] = alternatives;
  const dearer =
    chosen === undefined || cheapest === undefined
      ? null
      : partsOf(chosen) - Math.min(...alternatives.filter(isUsable).map(partsOf));
  const isMoved = verdict === "moved";
  return (
    <section className="proposal-why" data-testid="why" data-verdict={verdict}>
      <h3>{t(`proposal.whyTitle.${isMoved ? "moved" : "other"}`)}</h3>
      <p>
        <strong>
          {t(`proposal.verdict.${verdict}`, {
            year: after?.parts[0]?.year ?? "",
            site: chosen?.settlementName ?? "",
          })}
        </strong>{" "}
        {dearer === null
          ? ""
          : dearer <= 0.5
            ? t("proposal.best")
            : t("proposal.cheaper", { amount: formatWan(dearer, language) })}
      </p>
      <p className="quiet">
        {t("proposal.goers", {
          households: formatCount(households, language),
          persons: formatCount(persons, language),
        })}
        {atRisk ? ` · ${t("proposal.atRisk")}` : ""}
      </p>
      {leftOut.length === 0 ? null : (
        <ul className="proposal-lines">
          {leftOut.map((each) => (
            <li key={each.code}>{leftOutText(each, t)}</li>
          ))}
        </ul>
      )}
      {alternatives.length === 0 ? null : (
        <>
          <h4>{t("proposal.alternatives")}</h4>
          <ol className="proposal-ways">
            {alternatives.slice(0, MOST).map((way, i) => (
              <WayRow key={i} way={way} />
            ))}
          </ol>
          {alternatives.length > MOST ? (
            <p className="quiet">{t("proposal.more", { n: alternatives.length - MOST })}</p>
          ) : null}
        </>
      )}
    </section>
  );
}

/** What a way costs by itself, without the prices of what is scarce. */
const partsOf = ({ parts }: Way): number =>
  COST_PARTS.reduce((sum, part) => sum + (parts[part] ?? 0), 0);
const isUsable = ({ isCandidate }: Way): boolean => isCandidate;

function WayRow({ way }: { way: Way }) {
  const { t } = useTranslation();
  const { language } = useDesk();
  const km =
    way.distanceKm === null
      ? ""
      : `${way.distanceKm.toLocaleString(language, { maximumFractionDigits: 1 })} km`;
  return (
    <li data-chosen={way.isChosen}>
      <details open={way.isChosen}>
        <summary>
          <span>
            {t(`proposal.way.${way.kind}`, { site: way.settlementName ?? way.settlement ?? "" })}
            <small>
              {[
                way.year,
                km,
                way.isChosen ? t("proposal.chosen") : "",
                way.isFull ? t("proposal.full") : "",
                way.isCandidate ? "" : t("proposal.notWeighed"),
              ]
                .filter((each) => each !== "" && each !== null)
                .join(" · ")}
            </small>
          </span>
          <b>{formatWan(way.totalYuan, language)}</b>
        </summary>
        <ul>
          {COST_PARTS.filter((part) => (way.parts[part] ?? 0) !== 0).map((part) => (
            <li key={part}>
              {t(`proposal.part.${part}`)} <b>{formatWan(way.parts[part] ?? 0, language)}</b>
            </li>
          ))}
          {way.rows.map((row, i) => (
            <li key={i}>
              {t("proposal.scarce")}：
              {rowText({ ...row, settlementName: null, villageName: null }, t)}{" "}
              <b>{formatWan(row.amountYuan, language)}</b>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
