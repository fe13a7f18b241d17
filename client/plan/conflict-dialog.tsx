import { Button, Modal } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { PlanChange } from "../../core/contract/plan.ts";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import { villageOf } from "../../core/relocation/context.ts";
import { useDesk } from "./desk.ts";

/** Two people changed the same: both values side by side, and the choice between them. */
export function ConflictDialog() {
  const { t } = useTranslation();
  const { state, session, assessed } = useDesk();
  const [conflict] = state.conflicts;
  if (conflict === undefined) return null;
  const theirs = conflict.theirs.at(-1)!;
  const fields = conflict.fields.length > 0 ? conflict.fields : fieldsOf(conflict.mine);
  return (
    <Modal
      open
      title={t("plan.conflict.title", { author: theirs.author })}
      width={760}
      closable={false}
      footer={[
        <Button key="theirs" onClick={() => session.resolve(conflict.key, "theirs")}>
          {t("plan.conflict.theirs", { author: theirs.author })}
        </Button>,
        <Button key="mine" type="primary" onClick={() => session.resolve(conflict.key, "mine")}>
          {t("plan.conflict.mine")}
        </Button>,
      ]}
    >
      <p>{t("plan.conflict.text")}</p>
      <table className="plan-conflict">
        <thead>
          <tr>
            <th scope="col">{t("plan.conflict.what")}</th>
            <th scope="col">{t("plan.conflict.yours")}</th>
            <th scope="col">{theirs.author}</th>
          </tr>
        </thead>
        <tbody>
          {fields.slice(0, 20).map((field) => (
            <tr key={field}>
              <th scope="row">{fieldName(field, assessed, t)}</th>
              <td>{shown(conflict.mine, field)}</td>
              <td>{shown(theirs.change, field)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}

const fieldsOf = (change: PlanChange): string[] =>
  Object.entries(change).flatMap(([name, entries]) =>
    Object.keys(entries ?? {}).map((key) => `${name}.${key}`),
  );

/** "New settlement 1 · capacityPersons" for "settlements.s1.capacityPersons": the name of what it is, and the field. */
function fieldName(field: string, { plan, context }: AssessedPlan, t: TFunction): string {
  const [collection = "", key = "", part] = field.split(".");
  const index = collection === "moves" ? villageOf(context, key) : -1;
  const name =
    plan.settlements.get(key)?.name ??
    plan.works.get(key)?.name ??
    (index < 0 ? key : context.data.villages.name[index]);
  const label = part === undefined ? undefined : FIELD_TEXTS[part];
  return [name, label === undefined ? part : t(label)]
    .filter((text) => text !== undefined)
    .join(" · ");
}

const FIELD_TEXTS: Readonly<Record<string, string>> = {
  name: "plan.site.name",
  kind: "plan.site.kind",
  layout: "plan.site.layout",
  capacityPersons: "plan.site.capacity",
  landQuotaMu: "plan.site.landQuota",
  floorAreaM2: "plan.site.floorArea",
  readyYear: "plan.site.ready",
  siteCostYuan: "plan.site.siteCost",
  costPerHeadYuan: "plan.site.costPerHead",
  class: "plan.works.class",
  surface: "plan.works.surface",
  year: "plan.works.year",
  costYuan: "plan.works.ownCost",
  fund: "plan.works.fund",
};

/** The value that a change gives to "settlements.s1.name" and the like. */
function shown(change: PlanChange, field: string): string {
  let value: unknown = change;
  const [name = "", ...rest] = field.split(".");
  const path = [name, ...(rest.length > 1 ? [rest[0]!, rest.slice(1).join(".")] : rest)];
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) break;
    value = (value as Record<string, unknown>)[step];
  }
  if (value === null || value === undefined || value === change) return "—";
  return typeof value === "string" ? value : JSON.stringify(value);
}
