import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { rememberedLanguage } from "../preferences.ts";
import { parseView } from "../view-state.ts";
import { english } from "./en.ts";
import { chinese } from "./zh-CN.ts";

/** Starts the texts in the language of the address, else the one last chosen, else Chinese. */
export function startTexts(): void {
  void i18next.use(initReactI18next).init({
    resources: { "zh-CN": { translation: chinese }, en: { translation: english } },
    lng: parseView(location.search, rememberedLanguage()).language,
    fallbackLng: "zh-CN",
    interpolation: { escapeValue: false },
  });
}
