import { GlobalOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useView } from "../use-view.ts";
import type { Language } from "../view-state.ts";

/** Turns the page into the other language; its label is in that language. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const { view, update } = useView();
  const other: Language = view.language === "en" ? "zh-CN" : "en";
  return (
    <Button
      type="text"
      className="language-switch"
      icon={<GlobalOutlined aria-hidden="true" />}
      aria-label={t(other === "en" ? "app.toEnglish" : "app.toChinese")}
      lang={other}
      onClick={() => update({ language: other }, { replace: true })}
    >
      {other === "en" ? "English" : "中文"}
    </Button>
  );
}
