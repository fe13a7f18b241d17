import { createWriteStream } from "node:fs";
import { extname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import yauzl from "yauzl";
import { refuse } from "../problems.ts";
import {
  MAX_PACKING_RATIO,
  MAX_UNPACKED_BYTES,
  MAX_ZIP_ENTRIES,
  PACKING_RATIO_FROM_BYTES,
} from "./limits.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true });
const GB18030 = new TextDecoder("gb18030");

/**
 * Unpacks the parts of an archive whose ending is wanted into `folder`, which must be empty. Paths inside the archive
 * are never used to write: every part lands directly in the folder under a name of this function's making.
 * Refuses encrypted archives, archives in archives, names that point outside, two parts of one name, and anything
 * that unpacks to more than it says or more than the limits. Gives the unpacked files with their names in the archive, folders included.
 */
export async function unpack(
  archive: string,
  folder: string,
  wanted: ReadonlySet<string>,
): Promise<{ name: string; path: string }[]> {
  const zip = await open(archive);
  try {
    if (zip.entryCount > MAX_ZIP_ENTRIES)
      throw refuse("zip-too-many-entries", {
        message: `The archive holds ${zip.entryCount} entries; at most ${MAX_ZIP_ENTRIES} are read.`,
        mend: "Pack only the files of one dataset.",
      });
    return await unpackEntries(zip, folder, wanted);
  } catch (error) {
    throw asRefusal(error);
  } finally {
    zip.close();
  }
}

async function open(archive: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(archive, {
      decodeStrings: false,
      validateEntrySizes: true,
      autoClose: false,
    });
  } catch (error) {
    throw asRefusal(error);
  }
}

async function unpackEntries(
  zip: yauzl.ZipFile,
  folder: string,
  wanted: ReadonlySet<string>,
): Promise<{ name: string; path: string }[]> {
  const seen = new Set<string>();
  const files: { name: string; path: string }[] = [];
  const budget = { left: MAX_UNPACKED_BYTES };
  for await (const entry of zip.eachEntry()) {
    const name = entryName(entry);
    if (name.endsWith("/") || name.startsWith("__MACOSX/")) continue;
    if (seen.has(name.toLowerCase()))
      throw refuse("zip-duplicate-name", {
        message: `The archive holds two entries named ${name}.`,
        mend: "Pack the files again.",
      });
    seen.add(name.toLowerCase());
    if (entry.isEncrypted())
      throw refuse("zip-encrypted", {
        message: `The archive is protected by a password (${name}).`,
        mend: "Pack the files again without a password.",
      });
    const ending = extname(name).toLowerCase();
    if (ending === ".zip" || ending === ".kmz" || ending === ".7z" || ending === ".rar")
      throw refuse("zip-in-zip", {
        message: `The archive holds another archive, ${name}.`,
        mend: "Unpack the inner archive and import its files.",
      });
    if (!wanted.has(ending)) continue;
    const path = join(folder, `${files.length}${ending}`);
    await unpackEntry(zip, entry, name, path, budget);
    files.push({ name, path });
  }
  return files;
}

async function unpackEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  name: string,
  path: string,
  budget: { left: number },
): Promise<void> {
  const packed = Math.max(1, entry.compressedSize);
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      budget.left -= chunk.length;
      const bomb = bytes > PACKING_RATIO_FROM_BYTES && bytes / packed > MAX_PACKING_RATIO;
      if (bomb || budget.left < 0)
        done(
          refuse("zip-bomb", {
            message: `The archive unpacks to far more than it should (${name}: over ${bytes} bytes from ${packed}).`,
            mend: "Pack the files again with ordinary compression, or import them unpacked.",
          }),
        );
      else done(null, chunk);
    },
  });
  await pipeline(
    await zip.openReadStreamPromise(entry),
    count,
    createWriteStream(path, { flags: "wx" }),
  );
}

/** The name of an entry, as UTF-8 or (Chinese tools without the flag) GBK. Refuses names that point outside. */
function entryName(entry: yauzl.Entry): string {
  const raw = entry.fileNameRaw;
  let name: string;
  try {
    name = UTF8.decode(raw);
  } catch {
    name = GB18030.decode(raw);
  }
  const parts = name.split(/[\\/]/);
  if (
    parts.includes("..") ||
    /^[\\/]|^[a-z]:/i.test(name) ||
    name.includes("\0") ||
    name.includes("\\")
  )
    throw refuse("zip-path", {
      message: `The archive holds an entry that points outside of it: ${JSON.stringify(name)}.`,
      mend: "Do not use this archive; pack the files again.",
    });
  return name;
}

function asRefusal(error: unknown): unknown {
  if (
    !(error instanceof Error) ||
    error.name === "DatasetRefused" ||
    ("code" in error && !String(error.code).startsWith("Z_"))
  )
    return error;
  return refuse("zip-damaged", {
    message: `The archive cannot be read: ${error.message}.`,
    mend: "Pack the files again; if it was sent over a network, send it again.",
  });
}
