import { useTranslation } from "react-i18next";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import { villageOf } from "../../core/relocation/context.ts";
import { PERSONS, tallied } from "../../core/relocation/ledger.ts";
import { formatCount } from "../format.ts";
import type { PlanPointed } from "../map/plan-pointing.ts";
import { useDesk } from "./desk.ts";

/** A few words beside the pointer about what it points at. The lists and the table say the same to whoever has no pointer. */
export function PlanTooltip(props: {
  /** The plan as it is drawn. */
  assessed: AssessedPlan;
  pointed: { what: PlanPointed; x: number; y: number } | null;
}) {
  const { t } = useTranslation();
  const { language } = useDesk();
  const { assessed } = props;
  if (props.pointed === null) return null;
  const { what, x, y } = props.pointed;
  const { plan, ledger, context } = assessed;
  const lines: string[] = [];
  if (what.type === "village") {
    const index = what.key === null ? -1 : villageOf(context, what.key);
    lines.push(index < 0 ? (what.name ?? t("level.village")) : context.data.villages.name[index]!);
    if (index >= 0) {
      const { households, persons } = context.data.villages;
      lines.push(
        t("plan.tip.counts", {
          households: formatCount(households[index]!, language),
          persons: formatCount(persons[index]!, language),
        }),
      );
    }
    lines.push(t(`status.${what.status}`));
    const move = what.key === null ? undefined : plan.moves.get(what.key);
    for (const part of move?.parts ?? [])
      lines.push(
        t("plan.tip.moves", {
          year: part.year,
          name: plan.settlements.get(part.settlement)?.name ?? part.settlement,
        }),
      );
  } else if (what.type === "settlement") {
    const site = plan.settlements.get(what.id);
    if (site === undefined) return null;
    lines.push(site.name);
    lines.push(
      t("plan.site.use", {
        used: formatCount(tallied(ledger.settlements.get(what.id), PERSONS, null), language),
        capacity: formatCount(site.capacityPersons, language),
      }),
    );
  } else if (what.type === "works") {
    const works = plan.works.get(what.id);
    if (works === undefined) return null;
    lines.push(works.name, `${works.year} · ${t(`plan.action.${works.action}`)}`);
  } else if (what.type === "note") {
    const note = plan.notes.get(what.id);
    if (note === undefined) return null;
    lines.push(note.text, note.author);
  } else if (what.type === "flow")
    lines.push(t("plan.unit.persons", { n: formatCount(what.persons, language) }));
  else return null;
  return (
    <div
      className="tooltip"
      data-testid="tooltip"
      style={{ transform: `translate(${x + 14}px, ${y + 14}px)` }}
    >
      {lines.map((line, i) => (
        <span key={i}>{i === 0 ? <strong>{line}</strong> : line}</span>
      ))}
    </div>
  );
}
