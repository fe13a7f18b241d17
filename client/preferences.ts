import { LANGUAGES, type Language } from "./view-state.ts";

/** Small choices that outlive a visit. A browser that keeps nothing gets the defaults every time. */
function read(name: string): string | null {
  try {
    return localStorage.getItem(`qiantu.${name}`);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(`qiantu.${name}`, value);
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
}

/** The language last chosen; Chinese first. */
export const rememberedLanguage = (): Language =>
  LANGUAGES.find((known) => known === read("language")) ?? "zh-CN";
export const rememberLanguage = (language: Language): void => write("language", language);

/** Width and fold of a panel, or `fallback` for what was never set. */
export function rememberedPanel(name: string, fallback: PanelSize): PanelSize {
  const [widthPx, folded] = (read(`panel.${name}`) ?? "").split(" ");
  const width = Number(widthPx);
  return {
    widthPx: width >= 240 && width <= 800 ? width : fallback.widthPx,
    folded: folded === undefined ? fallback.folded : folded === "folded",
  };
}
export const rememberPanel = (name: string, size: PanelSize): void =>
  write(`panel.${name}`, `${size.widthPx} ${size.folded ? "folded" : "open"}`);

export interface PanelSize {
  widthPx: number;
  folded: boolean;
}

/** The name that a person goes by in plans; null before one was given. */
export const rememberedAuthor = (): string | null => read("author");
export const rememberAuthor = (name: string): void => write("author", name);

/** Values by name that outlive a reload; what a browser does not keep is forgotten. */
export const kept = {
  read: (name: string): unknown => {
    try {
      return JSON.parse(read(name) ?? "null");
    } catch {
      return null;
    }
  },
  write: (name: string, value: unknown): void => {
    if (value !== null) write(name, JSON.stringify(value));
    else
      try {
        localStorage.removeItem(`qiantu.${name}`);
      } catch {
        // Nothing was kept.
      }
  },
};

/** Map layers switched on or off by hand; null = the defaults. */
export function rememberedLayers(): Readonly<Record<string, boolean>> {
  const text = read("layers") ?? "";
  return Object.fromEntries(
    text
      .split(" ")
      .filter((word) => /^[+-]\w+$/.test(word))
      .map((word) => [word.slice(1), word.startsWith("+")]),
  );
}
export const rememberLayers = (layers: Readonly<Record<string, boolean>>): void =>
  write(
    "layers",
    Object.entries(layers)
      .map(([name, on]) => `${on ? "+" : "-"}${name}`)
      .join(" "),
  );
