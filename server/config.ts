import { resolve } from "node:path";
import { readHosts } from "./http/hosts.ts";

/** Settings from the environment; nothing else is read from it anywhere in the server. */
export interface Config {
  /** A PostGIS server, or null for the embedded database. */
  databaseUrl: string | null;
  /** Folder of the embedded database and of caches. */
  dataDir: string;
  host: string;
  port: number;
  /** Names under which pages may ask, beside localhost and addresses in numbers. */
  hosts?: readonly string[];
  /** Where people reach the service, as codes on prints have it: http://maps.example.cn. Absent: where each was asked for. */
  address?: string;
  /** What an empty database gets at the first start: none, hechi or guangxi (the default). */
  demonstration?: string;
}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(environment["PORT"] ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`PORT must be a number from 0 to 65535, not "${environment["PORT"]}"`);
  return {
    databaseUrl: environment["DATABASE_URL"] || null,
    dataDir: resolve(environment["QIANTU_DATA_DIR"] || "data"),
    host: environment["HOST"] || "127.0.0.1",
    port,
    hosts: readHosts(environment["QIANTU_HOSTS"]),
    ...readAddress(environment["QIANTU_ADDRESS"]),
    demonstration: environment["QIANTU_DEMO"] || "guangxi",
  };
}

function readAddress(text: string | undefined): { address?: string } {
  if (!text) return {};
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== url.href)
    throw new Error(`QIANTU_ADDRESS must be like http://maps.example.cn, not "${text}"`);
  return { address: url.origin };
}
