import { randomUUID } from "node:crypto";

/** Part of every ETag of answers about plans: a new build may answer otherwise. */
export const PROCESS = randomUUID();
