import { Modal } from "antd";
import { useTranslation } from "react-i18next";

/** Keys and what they do; each key as it stands on a keyboard. */
const SHORTCUTS = [
  { keys: ["Ctrl", "K"], does: "shortcuts.search" },
  { keys: ["↑", "↓"], does: "shortcuts.move" },
  { keys: ["Home", "End"], does: "shortcuts.ends" },
  { keys: ["Enter"], does: "shortcuts.open" },
  { keys: ["Esc"], does: "shortcuts.close" },
  { keys: ["←", "→", "↑", "↓"], does: "shortcuts.pan" },
  { keys: ["+", "-"], does: "shortcuts.zoom" },
  { keys: ["←", "→"], does: "shortcuts.panel" },
  { keys: ["?"], does: "shortcuts.help" },
] as const;

/** Keys for trying works in the Coverage workspace. */
const TRYING_SHORTCUTS = [
  { keys: ["D"], does: "shortcuts.draw" },
  { keys: ["X"], does: "shortcuts.cut" },
  { keys: ["P"], does: "shortcuts.toPlan" },
] as const;

/** Keys of the planning workspace; those of the map work while it has the focus. */
const PLAN_SHORTCUTS = [
  { keys: ["A"], does: "proposal.title" },
  { keys: ["Ctrl", "Z"], does: "shortcuts.undo" },
  { keys: ["Ctrl", "Shift", "Z"], does: "shortcuts.redo" },
  { keys: ["Space"], does: "shortcuts.crosshair" },
  { keys: ["Enter"], does: "shortcuts.finish" },
  { keys: ["Backspace"], does: "shortcuts.takeBack" },
  { keys: ["Shift"], does: "shortcuts.addTo" },
  { keys: ["Alt"], does: "shortcuts.takeFrom" },
  { keys: ["G"], does: "shortcuts.grab" },
  { keys: ["V"], does: "shortcuts.vertex" },
  { keys: ["Delete"], does: "shortcuts.removeVertex" },
] as const;

/** Keys of thematic maps, on the page and while they are presented. */
const THEMATIC_SHORTCUTS = [
  { keys: ["P"], does: "shortcuts.present" },
  { keys: ["Ctrl", "P"], does: "shortcuts.print" },
  { keys: ["Backspace"], does: "shortcuts.levelUp" },
  { keys: ["←", "→", "PgUp", "PgDn"], does: "shortcuts.turnPage" },
  { keys: ["Space"], does: "shortcuts.playYears" },
  { keys: ["Alt", "↑", "↓"], does: "shortcuts.movePage" },
] as const;

/** The keys that work, and what they do. */
export default function ShortcutsDialog(props: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t("shortcuts.title")}
      width={860}
      footer={null}
      closable={{ "aria-label": t("sources.close") }}
      onCancel={props.onClose}
    >
      <div className="shortcuts-groups">
        <section>
          <h3>{t("shortcuts.everywhere")}</h3>
          <Keys list={SHORTCUTS} />
          <h3>{t("shortcuts.trying")}</h3>
          <Keys list={TRYING_SHORTCUTS} />
        </section>
        <section>
          <h3>{t("shortcuts.planning")}</h3>
          <Keys list={PLAN_SHORTCUTS} />
          <h3>{t("workspace.thematic")}</h3>
          <Keys list={THEMATIC_SHORTCUTS} />
        </section>
      </div>
    </Modal>
  );
}

function Keys(props: {
  list:
    typeof SHORTCUTS | typeof TRYING_SHORTCUTS | typeof PLAN_SHORTCUTS | typeof THEMATIC_SHORTCUTS;
}) {
  const { t } = useTranslation();
  return (
    <dl className="shortcuts">
      {props.list.map(({ keys, does }) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{t(does)}</dd>
        </div>
      ))}
    </dl>
  );
}
