/** What of PGlite's WebAssembly module is used here; its own typings leave parts of it out. */
export interface PostgresModule {
  HEAPU8: Uint8Array;
  FS: FileSystem;
  addFunction(callback: (pointer: number, length: number) => number, signature: "iii"): number;
  _pgl_set_rw_cbs(read: number, write: number): void;
  _pgl_getMyProcPort(): number;
  _ProcessStartupPacket(port: number, isSslDone: boolean, isGssDone: boolean): number;
  _pgl_sendConnData(): void;
  _PostgresMainLoopOnce(): void;
  _PostgresMainLongJmp(): void;
  _PostgresSendReadyForQueryIfNecessary(): void;
  _pgl_setPGliteExitStatus(status: number): number;
  _pgl_pq_flush(): void;
  _IsTransactionBlock(): number;
}

/** Emscripten's file system; the data directory is a mount of NODEFS in it. */
export interface FileSystem {
  filesystems: {
    NODEFS: { stream_ops: { fsync?(stream: FileStream): number }; realPath(node: unknown): string };
  };
  getStream(fd: number): FileStream | undefined;
}

export interface FileStream {
  node: unknown;
  /** The descriptor of the real file; none for directories. */
  nfd?: number;
}
