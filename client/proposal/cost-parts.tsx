import { useTranslation } from "react-i18next";
import { COST_PARTS, type ProposalResult } from "../../core/contract/proposal.ts";
import { useDesk } from "../plan/desk.ts";
import { formatWan } from "../plan/wording.ts";

/** What the objective of a proposal is made of. */
export function CostPartsList({ result }: { result: ProposalResult }) {
  const { t } = useTranslation();
  const { language } = useDesk();
  const { parts, objective } = result;
  if (parts === null || objective === null) return null;
  const most = Math.max(1, ...COST_PARTS.map((part) => parts[part] ?? 0));
  return (
    <section className="proposal-costs" aria-label={t("proposal.objective")}>
      <p>{t("proposal.objectiveOf", { total: formatWan(objective, language) })}</p>
      <table className="proposal-table">
        <caption className="visually-hidden">{t("proposal.objective")}</caption>
        <tbody>
          {COST_PARTS.filter((part) => (parts[part] ?? 0) !== 0).map((part) => (
            <tr key={part}>
              <th scope="row">{t(`proposal.part.${part}`)}</th>
              <td>
                <i className="proposal-bar" aria-hidden="true">
                  <i style={{ width: `${Math.max(1, ((parts[part] ?? 0) / most) * 100)}%` }} />
                </i>
              </td>
              <td>{formatWan(parts[part] ?? 0, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
