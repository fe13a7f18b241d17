import {
  BorderOutlined,
  EnvironmentOutlined,
  GatewayOutlined,
  HomeOutlined,
  NodeIndexOutlined,
  PushpinOutlined,
  SelectOutlined,
  HighlightOutlined,
} from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { TOOLS, useDesk, type Tool } from "./desk.ts";

const ICONS: Readonly<Record<Tool, ReactNode>> = {
  look: <SelectOutlined />,
  rectangle: <BorderOutlined />,
  lasso: <HighlightOutlined />,
  settlement: <HomeOutlined />,
  "works-line": <NodeIndexOutlined />,
  "works-point": <EnvironmentOutlined />,
  "works-area": <GatewayOutlined />,
  note: <PushpinOutlined />,
};

/** What the pointer does: look and choose, choose many, draw. One is pressed at a time; Escape goes back to looking. */
export function ToolBar() {
  const { t } = useTranslation();
  const { tool, use } = useDesk();
  return (
    <div className="plan-toolbar" role="toolbar" aria-label={t("plan.toolbar")}>
      {TOOLS.map((each) => (
        <Tooltip key={each} title={t(`plan.tool.${each}`)} mouseEnterDelay={0.4}>
          <Button
            type={tool === each ? "primary" : "default"}
            aria-pressed={tool === each}
            aria-label={t(`plan.tool.${each}`)}
            data-tool={each}
            icon={ICONS[each]}
            onClick={() => use(tool === each ? "look" : each)}
          />
        </Tooltip>
      ))}
      <p className="plan-tool-hint" role="status">
        {tool === "look" ? "" : t(`plan.toolHint.${tool}`)}
      </p>
    </div>
  );
}
