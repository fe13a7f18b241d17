import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { RequestHandler } from "express";
import { isUnchanged } from "./send.ts";

const compress = promisify(gzip);

const COMPRESSED = new Set([".html", ".js", ".mjs", ".css", ".svg", ".json", ".txt", ".map"]);

interface ClientFile {
  body: Buffer;
  packed: Buffer | null;
  version: string;
}

/**
 * Serves the built pages. Only files that were there at the start are served, by exact name, so no path leads out of the folder.
 * Any other address without an extension gets the first page, because the client reads its place from the address.
 */
export function clientFiles(folder: string): RequestHandler {
  const names = new Set<string>();
  if (existsSync(folder)) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile())
        names.add(`/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/")}`);
  }
  const kept = new Map<string, Promise<ClientFile>>();

  const fileOf = (name: string): Promise<ClientFile> => {
    let file = kept.get(name);
    if (!file) {
      file = load(join(folder, name));
      kept.set(name, file);
      file.catch(() => kept.delete(name));
    }
    return file;
  };

  return async (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    const asked = request.path === "/" ? "/index.html" : request.path;
    const name = names.has(asked) ? asked : extname(asked) === "" ? "/index.html" : null;
    if (name === null || !names.has(name)) return next();
    const file = await fileOf(name);
    response.type(extname(name));
    response.vary("Accept-Encoding");
    if (isUnchanged(request, response, file.version)) return;
    if (name.startsWith("/assets/"))
      response.set("Cache-Control", "public, max-age=31536000, immutable");
    if (file.packed && request.acceptsEncodings("gzip") === "gzip") {
      response.set("Content-Encoding", "gzip");
      response.send(file.packed);
    } else response.send(file.body);
  };
}

async function load(path: string): Promise<ClientFile> {
  const body = await readFile(path);
  const packed = COMPRESSED.has(extname(path)) ? await compress(body, { level: 6 }) : null;
  return { body, packed, version: createHash("sha256").update(body).digest("base64url") };
}
