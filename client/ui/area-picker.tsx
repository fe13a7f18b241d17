import { DownOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaAnswer, AreaSummary } from "../../core/contract/area.ts";
import { formatPlace, shortPlace } from "../format.ts";
import type { Language } from "../view-state.ts";
import { AreaBrowser } from "./area-browser.tsx";

/** Where one is, from the region down, each step a way back up; and a browser of all areas behind one button. */
export function AreaPicker(props: {
  area: AreaAnswer;
  regions: readonly AreaSummary[];
  version: string;
  language: Language;
  onChoose: (code: string) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { area, language } = props;
  return (
    <nav className="area-picker" aria-label={t("area.path")}>
      <ol>
        {area.ancestors.map((place) => (
          <Fragment key={place.code}>
            <li>
              <Button
                type="text"
                size="small"
                title={formatPlace(place, language)}
                onClick={() => props.onChoose(place.code)}
              >
                {shortPlace(place, language)}
              </Button>
            </li>
            <li aria-hidden="true" className="area-step">
              ›
            </li>
          </Fragment>
        ))}
        <li aria-current="location" className="area-now">
          <Popover
            open={open}
            onOpenChange={setOpen}
            trigger="click"
            placement="bottomLeft"
            destroyOnHidden
            content={
              <AreaBrowser
                area={area}
                regions={props.regions}
                version={props.version}
                language={language}
                onChoose={props.onChoose}
                onClose={() => setOpen(false)}
              />
            }
          >
            <Button
              size="small"
              aria-haspopup="dialog"
              aria-expanded={open}
              aria-label={`${formatPlace(area, language)}: ${t("area.choose")}`}
              icon={<DownOutlined aria-hidden="true" />}
              iconPlacement="end"
            >
              {formatPlace(area, language)}
            </Button>
          </Popover>
        </li>
      </ol>
    </nav>
  );
}
