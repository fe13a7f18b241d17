import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { MovesTable } from "./moves-table.tsx";
import { YearBar } from "./year-bar.tsx";

/** The bottom of the workspace: the years with their targets, and under them, when pulled up, the table of moves. */
export function Drawer(props: { leftPx: number; rightPx: number; onHeight: (px: number) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLElement>(null);
  const { onHeight } = props;
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => onHeight(element.offsetHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [onHeight]);
  return (
    <section
      ref={box}
      className="plan-drawer"
      data-open={open}
      aria-label={t("plan.drawer")}
      style={{ left: props.leftPx, right: props.rightPx }}
    >
      <Button
        className="plan-drawer-fold"
        size="small"
        type="text"
        aria-expanded={open}
        icon={open ? <DownOutlined /> : <UpOutlined />}
        onClick={() => setOpen(!open)}
      >
        {t(open ? "plan.table.close" : "plan.table.open")}
      </Button>
      <YearBar />
      {open ? <MovesTable /> : null}
    </section>
  );
}
