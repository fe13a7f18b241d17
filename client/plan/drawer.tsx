import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useComparing } from "./build-or-move/comparing.tsx";
import { MovesTable } from "./moves-table.tsx";
import { YearBar } from "./year-bar.tsx";

const BuildOrMovePane = lazy(() =>
  import("./build-or-move/pane.tsx").then(({ BuildOrMovePane: pane }) => ({ default: pane })),
);

/** The bottom of the workspace: the years with their targets, and under them, when pulled up, the table of moves or what building costs against moving. */
export function Drawer(props: { leftPx: number; rightPx: number; onHeight: (px: number) => void }) {
  const { t } = useTranslation();
  const [isTable, setTable] = useState(false);
  const { isOpen: isComparing, setOpen: setComparing } = useComparing();
  const open = isTable || isComparing;
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
      <div className="plan-drawer-bar">
        <Button
          className="plan-drawer-fold"
          size="small"
          type="text"
          aria-expanded={isTable}
          icon={isTable ? <DownOutlined /> : <UpOutlined />}
          onClick={() => {
            setTable(!isTable);
            setComparing(false);
          }}
        >
          {t(isTable ? "plan.table.close" : "plan.table.open")}
        </Button>
        <Button
          className="plan-drawer-fold"
          size="small"
          type="text"
          aria-expanded={isComparing}
          icon={isComparing ? <DownOutlined /> : <UpOutlined />}
          onClick={() => {
            setComparing(!isComparing);
            setTable(false);
          }}
        >
          {t(isComparing ? "build.close" : "build.open")}
        </Button>
      </div>
      {isComparing ? null : <YearBar />}
      {isTable ? <MovesTable /> : null}
      {isComparing ? (
        <Suspense fallback={null}>
          <BuildOrMovePane />
        </Suspense>
      ) : null}
    </section>
  );
}
