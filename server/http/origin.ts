import type { RequestHandler } from "express";
import { problem } from "./problem.ts";

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses writes that a page of another site sends through the browser of somebody who may use this service.
 * Programs send no Origin and are let through.
 */
export const refuseOtherSites: RequestHandler = (request, _response, next) => {
  if (READING.has(request.method)) return next();
  const origin = request.get("Origin");
  const site = request.get("Sec-Fetch-Site");
  const isOther =
    (origin !== undefined && hostOf(origin) !== request.get("Host")) ||
    (site !== undefined && site !== "same-origin" && site !== "none");
  if (isOther) throw problem(403, "otherSite", "Writes from pages of other sites are refused.");
  next();
};

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
