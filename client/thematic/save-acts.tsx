import { Button, Popover } from "antd";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ThematicView } from "../../core/contract/thematic.ts";
import { withPlanning } from "../i18n/start.ts";
import { Loading } from "../ui/states.tsx";
import type { Shown } from "./address.ts";
import type { AMap } from "./atlas-page.tsx";

const SaveForm = lazy(() => withPlanning(() => import("./save-form.tsx")));

/** Keeps the map that is shown: as a link, or under a name, into an atlas if wished. */
export function SaveActs(props: {
  region: string;
  area: string;
  view: ThematicView;
  /** The name that it is offered under. */
  name: string;
  /** The saved map that it was opened from, whatever was changed since. */
  saved: Shown["saved"];
  onSaved: (map: AMap) => void;
  /** The query of the address that shows the map. */
  link: string;
}) {
  const { t } = useTranslation();
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(""), 4000);
    return () => clearTimeout(timer);
  }, [said]);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const dialog = useRef<HTMLDivElement>(null);
  /** The focus goes back to the button, unless somebody has put it elsewhere. */
  const close = () => {
    const { activeElement } = document;
    if (activeElement === document.body || dialog.current?.contains(activeElement))
      button.current?.focus();
    setOpen(false);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${location.origin}/thematic${props.link}`);
      setSaid(t("thematic.save.copied"));
    } catch {
      setSaid(t("thematic.save.notCopied"));
    }
  };
  return (
    <>
      <span className="quiet copied" role="status">
        {said}
      </span>
      <Button onClick={() => void copy()}>{t("thematic.save.copy")}</Button>
      <Popover
        trigger="click"
        placement="bottomRight"
        open={open}
        onOpenChange={(next) => {
          if (next) setOpen(true);
          else close();
        }}
        destroyOnHidden
        content={
          <div ref={dialog} role="dialog" aria-label={t("thematic.save.saveAs")}>
            <h2 className="save-title">{t("thematic.save.saveAs")}</h2>
            <Suspense fallback={<Loading lines={5} />}>
              <SaveForm
                {...props}
                onDone={(map) => {
                  close();
                  setSaid(t("thematic.save.saved", { name: map.name }));
                  props.onSaved(map);
                }}
              />
            </Suspense>
          </div>
        }
      >
        <Button ref={button} aria-haspopup="dialog" aria-expanded={open}>
          {t("thematic.save.save")}
        </Button>
      </Popover>
    </>
  );
}
