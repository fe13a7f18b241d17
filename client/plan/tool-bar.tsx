import {
  BorderOutlined,
  EnvironmentOutlined,
  GatewayOutlined,
  HomeOutlined,
  NodeIndexOutlined,
  PushpinOutlined,
  SelectOutlined,
  HighlightOutlined,
  ThunderboltOutlined,
} from "@ant-design/icons";
import { Button, Select, Tooltip } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CLASSES_BY_SECTOR } from "../../core/policy/classes.ts";
import { inLanguage } from "../format.ts";
import { useProposal } from "../proposal/proposal-desk.ts";
import { TOOLS, useDesk, type Tool } from "./desk.ts";
import { choicesOf, shapeOf } from "./drawn.ts";

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
  const { tool, use, drawing, draw, language } = useDesk();
  const shape = shapeOf(tool);
  const auto = useProposal();
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
      <Button
        className="plan-auto"
        type={auto.isOpen ? "primary" : "default"}
        aria-pressed={auto.isOpen}
        data-tool="auto"
        icon={<ThunderboltOutlined />}
        onClick={() => (auto.isOpen ? auto.close() : auto.open())}
      >
        {t("proposal.open")}
      </Button>
      {shape === null || drawing === null ? null : (
        <Select
          className="plan-drawing"
          aria-label={t("plan.works.choose")}
          value={`${drawing.sector}:${drawing.class}`}
          popupMatchSelectWidth={false}
          options={choicesOf(shape).map((choice) => {
            const name = CLASSES_BY_SECTOR[choice.sector][choice.class];
            return {
              value: `${choice.sector}:${choice.class}`,
              label: `${t(`sector.${choice.sector}`)} · ${name === undefined ? choice.class : inLanguage(name, language)}`,
            };
          })}
          onChange={(value) => {
            const chosen = choicesOf(shape).find(
              (choice) => `${choice.sector}:${choice.class}` === value,
            );
            if (chosen !== undefined) draw(chosen);
          }}
        />
      )}
    </div>
  );
}
