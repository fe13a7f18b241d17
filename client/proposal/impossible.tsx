import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import type { ProposalResult, Relaxation } from "../../core/contract/proposal.ts";
import { useDesk } from "../plan/desk.ts";
import { useProposal } from "./proposal-desk.ts";
import { causePartText, causeText, stepTexts } from "./words.ts";

/** Why there is no plan, and ways out that are taken by one press each. */
export function Impossible({ result }: { result: ProposalResult }) {
  const { t } = useTranslation();
  const { language } = useDesk();
  const { causes, relaxations } = result;
  if (result.status !== "infeasible") return null;
  return (
    <>
      <h3>{t("proposal.causes")}</h3>
      <ol className="proposal-causes">
        {causes.map((cause, i) => (
          <li key={i}>
            <strong>{causeText(cause, t, language)}</strong>
            <ul>
              {cause.parts.map((part, j) => (
                <li key={j}>{causePartText(part, t, language)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <h3>{t("proposal.relaxations")}</h3>
      {relaxations.length === 0 ? (
        <p className="quiet">{t("proposal.noRelaxation")}</p>
      ) : (
        <ol className="proposal-causes">
          {relaxations.map((way, i) => (
            <Way key={i} way={way} />
          ))}
        </ol>
      )}
    </>
  );
}

function Way({ way }: { way: Relaxation }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const desk = useDesk();
  const { job, setQuestion, propose, isAsking, isAccepting } = useProposal();
  const take = async () => {
    const asked = way.question ?? job!.question;
    if (way.question !== null) setQuestion(way.question);
    if (way.change !== null) {
      if (!desk.edit(way.change, t("proposal.relax"))) return;
      void message.info(t("proposal.relaxed"));
      await desk.session.settled();
    }
    await propose(asked);
  };
  return (
    <li>
      <ul>
        {stepTexts(way, t, desk.language).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
      <Button
        size="small"
        type="primary"
        data-testid="relax"
        disabled={isAsking || isAccepting}
        onClick={() => void take()}
      >
        {t("proposal.relax")}
      </Button>
    </li>
  );
}
