import { z } from "zod";
import { AreaAnswer, MetaAnswer } from "../core/contract/area.ts";
import {
  CheapestAnswer,
  CheapestProgress,
  type CheapestRequest,
} from "../core/contract/cheapest.ts";
import {
  CoverageAnswer,
  GapsAnswer,
  RulesAnswer,
  SearchAnswer,
  VillageAnswer,
} from "../core/contract/coverage.ts";
import { ParametersAnswer } from "../core/contract/plan-service.ts";
import { AreaVerdictsAnswer } from "../core/contract/request.ts";
import type { Sector } from "../core/contract/rule.ts";
import type { ColumnsOfArea } from "../core/coverage/area-columns.ts";
import { unpackColumns } from "../core/coverage/pack-columns.ts";
import type { BuildGeometry } from "../core/relocation/service-lines.ts";

/** Query parameters of an address; undefined and null ones are left out. */
export type Parameters = Readonly<Record<string, string | number | null | undefined>>;

/** A request that got no usable answer. `status` 0: the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** The problem as the server wrote it; null where it wrote none. */
  readonly problem: Readonly<Record<string, unknown>> | null;
  constructor(
    status: number,
    code: string,
    options: ErrorOptions & { problem?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(`${code} (${status})`, options);
    this.status = status;
    this.code = code;
    this.problem = options.problem ?? null;
  }
}

/** An address on this server with its query, parameters in the order given. */
export function addressOf(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** What goes with a request beside its address. */
export interface Sending {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of a body. */
  file?: Blob;
  signal?: AbortSignal | undefined;
  /** What is read: JSON when not said. */
  accept?: string;
}

/** Sends a request; throws an ApiError when the server cannot be reached, whatever it answers otherwise. */
async function request(address: string, sending: Sending = {}): Promise<Response> {
  const { method = "GET", headers = {}, body, file, signal, accept = "application/json" } = sending;
  try {
    return await fetch(address, {
      method,
      headers: {
        accept,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(file === undefined ? {} : { "content-type": "application/octet-stream" }),
        ...headers,
      },
      signal: signal ?? null,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(file === undefined ? {} : { body: file }),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, "unreachable", { cause });
  }
}

/** Sends a request and gives the response if it is a success; else throws the server's problem as an ApiError. */
export async function ask(address: string, sending: Sending = {}): Promise<Response> {
  const response = await request(address, sending);
  if (response.ok) return response;
  const problem: unknown = await response.json().catch(() => null);
  if (typeof problem !== "object" || problem === null)
    throw new ApiError(response.status, "failed");
  const known = problem as Record<string, unknown>;
  const code = typeof known["code"] === "string" ? known["code"] : "failed";
  throw new ApiError(response.status, code, { problem: known });
}

/** Asks for JSON that the contract knows. */
export async function askFor<T extends z.ZodType>(
  schema: T,
  address: string,
  sending: Sending = {},
): Promise<z.infer<T>> {
  const response = await ask(address, sending);
  const parsed = schema.safeParse(await response.json());
  if (!parsed.success) throw new ApiError(response.status, "contract", { cause: parsed.error });
  return parsed.data;
}

const answer = <T extends z.ZodType>(
  schema: T,
  address: string,
  signal?: AbortSignal,
): Promise<z.infer<T>> => askFor(schema, address, { signal });

/** What a coverage question is about; `reachM` and `minHouseholds` only where they differ from the rule. */
export interface Question {
  rule: string;
  area: string;
  reachM?: number | undefined;
  minHouseholds?: number | undefined;
}

/** Which rows of a gap list, in which order. */
export interface GapFilter {
  status: string;
  q: string;
  sort: string;
}

export const fetchMeta = (signal?: AbortSignal) => answer(MetaAnswer, "/api/meta", signal);
export const fetchRules = (signal?: AbortSignal) => answer(RulesAnswer, "/api/rules", signal);
export const fetchArea = (code: string, signal?: AbortSignal) =>
  answer(AreaAnswer, `/api/areas/${encodeURIComponent(code)}`, signal);
export const fetchCoverage = (question: Question & { by?: string }, signal?: AbortSignal) =>
  answer(CoverageAnswer, addressOf("/api/coverage", { ...question }), signal);
export const fetchGaps = (
  question: Question,
  filter: GapFilter,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  answer(
    GapsAnswer,
    addressOf("/api/gaps", {
      ...question,
      status: filter.status,
      q: filter.q || null,
      sort: filter.sort,
      limit: 200,
      cursor,
    }),
    signal,
  );
export const fetchVillage = (id: number, signal?: AbortSignal) =>
  answer(VillageAnswer, `/api/villages/${id}`, signal);
export const fetchAreaVerdicts = (code: string, signal?: AbortSignal) =>
  answer(AreaVerdictsAnswer, `/api/areas/${encodeURIComponent(code)}/verdicts`, signal);
/** Every unit of a rule in an area, whatever its status, up to 1,000. */
export const fetchUnits = (question: Question, signal?: AbortSignal) =>
  answer(
    GapsAnswer,
    addressOf("/api/gaps", {
      ...question,
      status: "unserved,unknown,served,notEligible",
      limit: 1000,
    }),
    signal,
  );
export const fetchSearch = (q: string, area: string | null, signal?: AbortSignal) =>
  answer(SearchAnswer, addressOf("/api/search", { q, area }), signal);

/** An area's part of the data, to work on without asking; see core/coverage/clip-snapshot.ts. */
export async function fetchColumns(
  code: string,
  sectors: readonly Sector[],
  signal?: AbortSignal,
): Promise<ColumnsOfArea> {
  const path = `/api/areas/${encodeURIComponent(code)}/columns`;
  const address = addressOf(path, { sectors: sectors.join() || null });
  const response = await ask(address, { signal, accept: "application/octet-stream" });
  return unpackColumns(await response.arrayBuffer()) as ColumnsOfArea;
}

/** What bringing the missing services to an area's villages would take, with the works of a plan counted as built. */
export async function fetchBuildGeometry(
  code: string,
  plan: { id: string; version: number } | null,
  signal?: AbortSignal,
): Promise<BuildGeometry> {
  const path = `/api/areas/${encodeURIComponent(code)}/build-geometry`;
  const address = addressOf(path, plan === null ? {} : { plan: plan.id, version: plan.version });
  const response = await ask(address, { signal, accept: "application/octet-stream" });
  return unpackColumns(await response.arrayBuffer()) as BuildGeometry;
}

export const fetchParameters = (signal?: AbortSignal) =>
  answer(ParametersAnswer, "/api/parameters", signal);

/** The address that downloads every row of a gap list as CSV. */
export const gapsCsvAddress = (question: Question, filter: GapFilter, lang: string): string =>
  addressOf("/api/gaps", {
    ...question,
    status: filter.status,
    q: filter.q || null,
    sort: filter.sort,
    format: "csv",
    lang,
  });

/** What /readyz says while the server prepares, and when it is done. */
const ReadinessAnswer = z.object({
  ready: z.boolean(),
  activity: MetaAnswer.shape.activity,
});
export type Readiness = z.infer<typeof ReadinessAnswer>;

/** Whether the server can answer yet, and what it is doing while it can't; throws where there is no such answer. */
export async function fetchReadiness(signal?: AbortSignal): Promise<Readiness> {
  const response = await request("/readyz", { signal });
  const parsed = ReadinessAnswer.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw new ApiError(response.status, "contract", { cause: parsed.error });
  return parsed.data;
}

/** The cheapest way to a target: seconds for a county, minutes for a region. `ask` names the question for its progress; an abort stops it. */
export const fetchCheapest = (
  asked: Partial<CheapestRequest>,
  ask: string,
  signal?: AbortSignal,
): Promise<CheapestAnswer> =>
  askFor(CheapestAnswer, addressOf("/api/cheapest", { ask }), {
    method: "POST",
    body: asked,
    signal,
  });

export const fetchCheapestProgress = (ask: string, signal?: AbortSignal) =>
  answer(CheapestProgress, `/api/cheapest/progress/${ask}`, signal);
