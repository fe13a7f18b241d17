import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { rememberedLanguage } from "../preferences.ts";
import { parseView, type Language } from "../view-state.ts";

/** Texts by language, each loaded when it is first shown. */
const TEXTS: Readonly<Record<Language, () => Promise<object>>> = {
  "zh-CN": async () => (await import("./zh-CN.ts")).chinese,
  en: async () => (await import("./en.ts")).english,
};

/** Starts the texts in the language of the address, else the one last chosen, else Chinese. */
export async function startTexts(): Promise<void> {
  const { language } = parseView(location.search, rememberedLanguage());
  await i18next.use(initReactI18next).init({
    resources: { [language]: { translation: await TEXTS[language]() } },
    lng: language,
    // Both languages have the same texts: a test holds them to it.
    fallbackLng: false,
    interpolation: { escapeValue: false },
  });
}

/** Turns the texts into another language, once they are there. */
export async function showTexts(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation"))
    i18next.addResourceBundle(language, "translation", await TEXTS[language]());
  await i18next.changeLanguage(language);
}
