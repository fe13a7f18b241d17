import { closeSync, fdatasyncSync, fsyncSync, openSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Extension } from "@electric-sql/pglite";
import type { FileSystem, FileStream, PostgresModule } from "./postgres-module.ts";

const ERROR_LEVEL = 21;
/** SQLSTATE XX000 (internal_error) as PostgreSQL packs it: five characters of six bits, "X" = 40. */
const INTERNAL_ERROR = 40 + (40 << 6);
const EIO = 29;

interface Memory {
  buffer: ArrayBuffer;
}

interface StackPointer {
  value: unknown;
}

interface Imports {
  env: Record<string, unknown> & { memory: Memory; __stack_pointer: StackPointer };
}

interface Exports {
  malloc(bytes: number): number;
  errstart_cold(level: number, domain: number): number;
  errcode(code: number): number;
  errmsg_internal(format: number, values: number): number;
  errfinish(file: number, line: number, routine: number): void;
}

interface ModuleOptions extends Partial<PostgresModule> {
  PGLITE_ENV: Record<string, string>;
  preRun: ((module: PostgresModule) => void)[];
  instantiateWasm(
    imports: Imports,
    done: (instance: { exports: Exports }, module: unknown) => void,
  ): unknown;
}

export interface MendedPostgis {
  extension: Extension;
  /** Call once when the backend is idle for the first time. */
  markStack: () => void;
  /** Call after every message: an ERROR leaves by a JavaScript exception and would leave its stack behind. */
  restoreStack: () => void;
}

/**
 * PostGIS as an extension of PGlite, with three of the four mends without which this build is unsafe (the fourth is the
 * lock): C++ exceptions become ordinary ERRORs, the stack is given back, and fsync reaches the disk.
 */
export function mendedPostgis(bundlePath: string): MendedPostgis {
  let stackPointer: StackPointer | undefined;
  let idleStack: unknown;
  const extension: Extension = {
    name: "postgis",
    setup: (_database, options: ModuleOptions) => {
      options.PGLITE_ENV["PROJ_DATA"] = "/pglite/share/proj";
      let files: FileSystem | undefined;
      options.preRun.push((module) => {
        files = module.FS;
        files.filesystems.NODEFS.stream_ops.fsync = (stream) => syncToDisk(stream, module.FS);
      });
      const instantiate = options.instantiateWasm.bind(options);
      options.instantiateWasm = (imports, done) => {
        let exports: Exports | undefined;
        stackPointer = imports.env.__stack_pointer;
        imports.env["__cxa_throw"] = (exception: number) => {
          if (exports) raiseError(exports, imports.env.memory, exception);
        };
        imports.env["__syscall_fdatasync"] = (fd: number) => syncDataToDisk(files?.getStream(fd));
        return instantiate(imports, (instance, module) => {
          exports = instance.exports;
          done(instance, module);
        });
      };
      return Promise.resolve({ emscriptenOpts: options, bundlePath: pathToFileURL(bundlePath) });
    },
  };
  return {
    extension,
    markStack() {
      idleStack = stackPointer?.value;
    },
    restoreStack() {
      if (stackPointer) stackPointer.value = idleStack;
    },
  };
}

/**
 * GEOS and PROJ report faults by C++ exceptions, and this build has nothing that catches them: the function would return
 * as if all were well. Instead the statement ends here with an ERROR, which rolls it back.
 */
function raiseError(postgres: Exports, memory: Memory, exception: number): void {
  const text = (value: string): number => {
    const bytes = new TextEncoder().encode(`${value}\0`);
    const pointer = postgres.malloc(bytes.length);
    new Uint8Array(memory.buffer).set(bytes, pointer);
    return pointer;
  };
  const values = postgres.malloc(4);
  const message = text(`PostGIS: ${whatOf(memory, exception)}`);
  postgres.errstart_cold(ERROR_LEVEL, 0);
  postgres.errcode(INTERNAL_ERROR);
  new DataView(memory.buffer).setUint32(values, message, true);
  postgres.errmsg_internal(text("%s"), values);
  postgres.errfinish(text("geos"), 0, text("__cxa_throw"));
}

/** The text of a std::runtime_error: behind the vtable lies a pointer to its characters. Other exceptions have none. */
function whatOf(memory: Memory, exception: number): string {
  const view = new DataView(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  const start = exception + 8 <= bytes.length ? view.getUint32(exception + 4, true) : 0;
  const end = bytes.indexOf(0, start);
  const text =
    start > 0 && end > start && end - start < 500
      ? new TextDecoder().decode(bytes.subarray(start, end))
      : "";
  return /^[\x20-\x7e\n]+$/.test(text) ? text : "the geometry library gave up on this geometry";
}

function syncToDisk(stream: FileStream, files: FileSystem): number {
  try {
    if (stream.nfd !== undefined) fsyncSync(stream.nfd);
    else syncDirectory(files.filesystems.NODEFS.realPath(stream.node));
    return 0;
  } catch {
    return EIO; // PostgreSQL treats a failed fsync of its log as fatal, as it must.
  }
}

function syncDataToDisk(stream: FileStream | undefined): number {
  try {
    if (stream?.nfd !== undefined) fdatasyncSync(stream.nfd);
    return 0;
  } catch {
    return -EIO;
  }
}

function syncDirectory(path: string): void {
  if (process.platform === "win32") return; // Windows cannot open a directory, and writes its entries through.
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
