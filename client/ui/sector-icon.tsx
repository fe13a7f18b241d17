import {
  CarOutlined,
  MedicineBoxOutlined,
  ThunderboltOutlined,
  WifiOutlined,
} from "@ant-design/icons";
import type { Sector } from "../../core/contract/rule.ts";

/** A small sign of a sector; the word stands beside it. */
export function SectorIcon(props: { sector: Sector }) {
  const hidden = { "aria-hidden": true, role: "presentation" } as const;
  switch (props.sector) {
    case "road":
      return <CarOutlined {...hidden} />;
    case "electricity":
      return <ThunderboltOutlined {...hidden} />;
    case "water":
      return (
        <svg
          {...hidden}
          width="14"
          height="14"
          viewBox="0 0 14 14"
          fill="none"
          stroke="currentColor"
        >
          <path d="M7 1.5c2.6 3 4 5 4 7a4 4 0 0 1-8 0c0-2 1.4-4 4-7Z" strokeWidth="1.2" />
        </svg>
      );
    case "broadband":
      return <WifiOutlined {...hidden} />;
    case "facility":
      return <MedicineBoxOutlined {...hidden} />;
  }
}
