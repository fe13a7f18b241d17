import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { rememberedLanguage } from "../preferences.ts";
import { parseView, type Language } from "../view-state.ts";

type Load = Readonly<Record<Language, () => Promise<object>>>;

/** Texts by language, each loaded when it is first shown. */
const TEXTS: Load = {
  "zh-CN": async () => (await import("./zh-CN.ts")).chinese,
  en: async () => (await import("./en.ts")).english,
};
/** Those of planning, which a first look at coverage figures or maps does without. */
const PLANNING: Load = {
  "zh-CN": async () => (await import("./planning.zh-CN.ts")).chinesePlanning,
  en: async () => (await import("./planning.en.ts")).englishPlanning,
};

/** Forms for one thing, where a language has them. */
const SINGULAR: Load = {
  "zh-CN": () => Promise.resolve({}),
  en: async () => (await import("./singular.en.ts")).englishSingular,
};

const NAMESPACE = "translation";
let tellStarted: () => void;
const started = new Promise<void>((resolve) => {
  tellStarted = resolve;
});
let isPlanning = false;

/** Starts the texts in the language of the address, else the one last chosen, else Chinese. */
export async function startTexts(): Promise<void> {
  const { language } = parseView(location.search, rememberedLanguage());
  const [texts, singular] = await Promise.all([TEXTS[language](), SINGULAR[language]()]);
  await i18next.use(initReactI18next).init({
    resources: { [language]: { [NAMESPACE]: texts } },
    lng: language,
    // Both languages have the same texts: a test holds them to it.
    fallbackLng: false,
    interpolation: { escapeValue: false },
  });
  i18next.addResourceBundle(language, NAMESPACE, singular, true);
  tellStarted();
}

/** Turns the texts into another language, once they are there. */
export async function showTexts(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, NAMESPACE)) {
    const [texts, singular] = await Promise.all([TEXTS[language](), SINGULAR[language]()]);
    i18next.addResourceBundle(language, NAMESPACE, texts);
    i18next.addResourceBundle(language, NAMESPACE, singular, true);
  }
  if (isPlanning) await addPlanning(language);
  await i18next.changeLanguage(language);
}

/** Brings the texts of planning, in the language that is shown and from then on in every other. */
async function planningTexts(): Promise<void> {
  isPlanning = true;
  await started;
  await addPlanning(i18next.language as Language);
}

async function addPlanning(language: Language): Promise<void> {
  if (i18next.exists("plan.name", { lng: language })) return;
  i18next.addResourceBundle(language, NAMESPACE, await PLANNING[language](), true);
}

/** Loads a part of the page together with the texts of planning. */
export async function withPlanning<Module>(load: () => Promise<Module>): Promise<Module> {
  const [module] = await Promise.all([load(), planningTexts()]);
  return module;
}
