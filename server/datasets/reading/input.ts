import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { makeTemporary } from "../../temporary.ts";
import { refuse } from "../problems.ts";
import { FORMATS } from "./formats.ts";
import { MAX_FILE_BYTES } from "./limits.ts";
import type { FormatReader } from "./reader.ts";
import { unpack } from "./zip.ts";

/** The files beside the main one, by name: `partOf("a.shp", ".dbf")` finds a.dbf and a.DBF. */
export class InputFiles {
  readonly #files: readonly { name: string; path: string }[];
  constructor(files: readonly { name: string; path: string }[]) {
    this.#files = files;
  }

  get names(): string[] {
    return this.#files.map((each) => each.name);
  }

  pathOf(name: string): string {
    const found = this.#files.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no file ${name} in the input`);
    return found.path;
  }

  /** Path of the part with this ending and the same stem as `main`, whatever the case; null when it is missing. */
  partOf(main: string, ending: string): string | null {
    const wanted = stem(main).toLowerCase() + ending;
    return this.#files.find((each) => each.name.toLowerCase() === wanted)?.path ?? null;
  }
}

export interface Input {
  reader: FormatReader;
  /** Name of the file that stands for the whole. */
  main: string;
  files: InputFiles;
  /** Deletes what was unpacked. */
  close(): Promise<void>;
}

const PARTS = [".shx", ".dbf", ".prj", ".cpg"];

/** Finds what to read in a zip, a folder or a single file. Throws DatasetRefused when nothing, or more than one thing, is there. */
export async function openInput(path: string): Promise<Input> {
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw refuse("no-such-file", {
      message: `There is no file or folder ${path}.`,
      mend: "Check the path.",
    });
  if (found.isDirectory()) return choose(await filesOf(path), path, async () => {});
  if (found.size > MAX_FILE_BYTES)
    throw refuse("file-too-large", {
      message: `The file is ${found.size} bytes; at most ${MAX_FILE_BYTES} are read.`,
      mend: "Split it by county.",
    });
  if (extname(path).toLowerCase() === ".zip") return openZip(path);
  const ending = extname(path).toLowerCase();
  if (!FORMATS.some((format) => format.endings.includes(ending)))
    throw unknownFormat(basename(path));
  return choose(await filesOf(dirname(path)), path, async () => {}, basename(path));
}

async function openZip(path: string): Promise<Input> {
  const folder = await makeTemporary("import");
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const wanted = new Set([...FORMATS.flatMap((format) => format.endings), ...PARTS]);
    return choose(await unpack(path, folder, wanted), path, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function filesOf(folder: string): Promise<{ name: string; path: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => ({ name: entry.name, path: join(folder, entry.name) }));
}

function choose(
  files: readonly { name: string; path: string }[],
  path: string,
  close: () => Promise<void>,
  only?: string,
): Input {
  for (const reader of FORMATS) {
    const mains = files.filter(
      (each) =>
        reader.endings.includes(extname(each.name).toLowerCase()) &&
        (only === undefined || each.name === only),
    );
    if (mains.length > 1)
      throw refuse("several-files", {
        message: `${basename(path)} holds ${mains.length} files that could be meant: ${mains.map((each) => each.name).join(", ")}.`,
        mend: "Import them one by one.",
      });
    const main = mains[0];
    if (main !== undefined) return { reader, main: main.name, files: new InputFiles(files), close };
  }
  throw unknownFormat(basename(path));
}

function unknownFormat(name: string): Error {
  const known = FORMATS.map((format) => `${format.name} (${format.endings.join(", ")})`).join(", ");
  return refuse("unknown-format", {
    message: `${name} holds nothing that can be read.`,
    mend: `Give ${known}, or a .zip of one of them.`,
  });
}

function stem(name: string): string {
  return name.slice(0, name.length - extname(name).length);
}
