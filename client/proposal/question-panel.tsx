import { CloseOutlined, ThunderboltOutlined } from "@ant-design/icons";
import { Button, Checkbox, Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { LEVELS } from "../../core/contract/area.ts";
import { ProposalQuestion } from "../../core/contract/proposal.ts";
import { useDesk } from "../plan/desk.ts";
import { CandidateCounts } from "./candidate-counts.tsx";
import { CandidateFields } from "./candidate-fields.tsx";
import { DestinationFields } from "./destination-fields.tsx";
import { NumberRow, Section } from "./fields.tsx";
import { LimitFields } from "./limit-fields.tsx";
import { LockFields } from "./lock-fields.tsx";
import { useProposal } from "./proposal-desk.ts";
import { WeightFields } from "./weight-fields.tsx";

/** What the auto-planner is asked: everything has a default, so that one press is enough. */
export function QuestionPanel() {
  const { t } = useTranslation();
  const { columns } = useDesk();
  const { question, setQuestion, propose, isAsking, close } = useProposal();
  const { areas } = columns.snapshot;
  const counties = useMemo(
    () =>
      Array.from({ length: areas.count }, (_, i) => i)
        .filter((i) => LEVELS[areas.level[i]!] === "county")
        .map((i) => ({ value: areas.code[i]!, label: areas.name[i]! })),
    [areas],
  );
  const set = (change: Partial<ProposalQuestion>) => setQuestion({ ...question, ...change });
  return (
    <section className="proposal-question" aria-label={t("proposal.asked")}>
      <div className="proposal-head">
        <h2>{t("proposal.title")}</h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={t("proposal.close")}
          title={t("proposal.close")}
          onClick={close}
        />
      </div>
      <CandidateCounts question={question} />
      <div className="plan-buttons">
        <Button
          type="primary"
          icon={<ThunderboltOutlined />}
          loading={isAsking}
          data-testid="propose"
          onClick={() => void propose()}
        >
          {t("proposal.propose")}
        </Button>
        <Button onClick={() => setQuestion(ProposalQuestion.parse({}))}>
          {t("proposal.reset")}
        </Button>
      </div>
      <Section name={t("proposal.section.candidates")} isOpen>
        <CandidateFields
          value={question.candidates}
          onChange={(candidates) => set({ candidates })}
        />
      </Section>
      <Section name={t("proposal.section.locks")}>
        <LockFields value={question.existing} onChange={(existing) => set({ existing })} />
      </Section>
      <Section name={t("proposal.section.destinations")}>
        <DestinationFields
          value={question.destinations}
          onChange={(destinations) => set({ destinations })}
        />
      </Section>
      <Section name={t("proposal.section.weights")}>
        <WeightFields value={question.weights} onChange={(weights) => set({ weights })} />
      </Section>
      <Section name={t("proposal.section.limits")}>
        <LimitFields
          value={question.limits}
          counties={
            question.counties === null
              ? counties
              : counties.filter(({ value }) => question.counties!.includes(value))
          }
          onChange={(limits) => set({ limits })}
        />
      </Section>
      <Section name={t("proposal.section.more")}>
        <label className="plan-field">
          <span>{t("proposal.counties")}</span>
          <Select
            mode="multiple"
            allowClear
            value={question.counties ?? []}
            options={counties}
            placeholder={t("proposal.allCounties")}
            aria-label={t("proposal.counties")}
            optionFilterProp="label"
            maxTagCount={2}
            onChange={(chosen) => set({ counties: chosen.length === 0 ? null : chosen })}
          />
        </label>
        <Checkbox
          checked={question.mayBuild}
          onChange={(event) => set({ mayBuild: event.target.checked })}
        >
          {t("proposal.mayBuild")}
        </Checkbox>
        <NumberRow
          label={t("proposal.seconds")}
          unit={t("proposal.unit.seconds")}
          value={question.seconds}
          min={1}
          max={600}
          onChange={(seconds) => set({ seconds: seconds ?? 20 })}
        />
      </Section>
    </section>
  );
}
