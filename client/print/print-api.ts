import { ask } from "../api.ts";

/** How a map is to be printed. */
export interface PrintChoice {
  paper: "A4" | "A3";
  orientation: "landscape" | "portrait";
  format: "pdf" | "png";
  title: string;
  organisation: string;
  review: string;
}

/** Dots per inch of the preview: an A4 page about as wide as the dialog shows it on a sharp screen. */
const PREVIEW_DPI = 110;

/** Address of a print: the map's own query with how it is printed. What is empty is left out. */
export function printAddress(
  query: string,
  choice: PrintChoice,
  language: string,
  dpi: number | null = null,
): string {
  const parts = new URLSearchParams(query);
  for (const name of ["lang", "map", "atlas", "page", "present"]) parts.delete(name);
  parts.set("lang", language);
  for (const [name, value] of Object.entries(choice)) {
    const text = String(value).trim();
    if (text !== "") parts.set(name, text);
  }
  if (dpi !== null) {
    parts.set("format", "png");
    parts.set("dpi", String(dpi));
  }
  return `/api/export/map?${parts}`;
}

/** A small picture of the page as it will be. */
export async function fetchPreview(
  query: string,
  choice: PrintChoice,
  language: string,
  signal: AbortSignal,
): Promise<Blob> {
  // A3 is the same page a little larger; its letters are to be read in the same room.
  const dpi = choice.paper === "A3" ? Math.round(PREVIEW_DPI * 0.75) : PREVIEW_DPI;
  const response = await ask(printAddress(query, choice, language, dpi), {
    signal,
    accept: "image/png",
  });
  return response.blob();
}

/** The print as a file with its name. */
export async function fetchPrint(
  query: string,
  choice: PrintChoice,
  language: string,
  signal: AbortSignal,
): Promise<{ file: Blob; name: string }> {
  const response = await ask(printAddress(query, choice, language), { signal, accept: "*/*" });
  return {
    file: await response.blob(),
    name: fileNameIn(response.headers.get("content-disposition"), choice.format),
  };
}

/** The name of a file as its answer has it; a plain one where it has none. */
export function fileNameIn(disposition: string | null, ending: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? "")?.[1];
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded);
  } catch {
    // A broken name is no reason not to hand out the file.
  }
  return `map.${ending}`;
}

/** Hands a file to the browser's downloads. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read the file only after the click is over.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
