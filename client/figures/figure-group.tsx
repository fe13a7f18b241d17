import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FiguresAnswer, KeyFigure as Figure } from "../../core/contract/figures.ts";
import type { Language } from "../view-state.ts";
import type { Group } from "./groups.ts";
import { KeyFigure } from "./key-figure.tsx";
import { OpenedFigure } from "./opened-figure.tsx";
import { shownFigure } from "./shown-figure.ts";

/** A group of figures as cards; one of them at a time is open to what it is made of. */
export function FigureGroup(props: {
  group: Group;
  figures: readonly Figure[];
  plan: FiguresAnswer["plan"];
  /** The year whose returns still come in; null where there is none. */
  openYear: number | null;
  language: Language;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const { group, figures, language } = props;
  const opened = figures.find(({ id }) => id === open);
  const close = () => {
    setOpen(null);
    document
      .querySelector<HTMLElement>(`[data-figure="${CSS.escape(open ?? "")}"] button`)
      ?.focus();
  };
  return (
    <section className="figure-group" aria-label={t(`figures.group.${group}`)}>
      <h2>{t(`figures.group.${group}`)}</h2>
      <ul className="key-figures" data-group={group}>
        {figures.map((figure) => (
          <KeyFigure
            key={figure.id}
            shown={shownFigure(figure, props.openYear, t, language)}
            open={figure.id === open}
            onOpen={() => setOpen(figure.id === open ? null : figure.id)}
          />
        ))}
      </ul>
      {opened === undefined ? null : (
        <OpenedFigure figure={opened} plan={props.plan} language={language} onClose={close} />
      )}
    </section>
  );
}
