import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";
import type { Regions } from "./coverage/regions.ts";
import { apiPage } from "./http/api-page.ts";
import { clientFiles } from "./http/client-files.ts";
import { mount } from "./http/endpoint.ts";
import { ENDPOINTS } from "./http/endpoints.ts";
import { answerErrors, answerNotFound } from "./http/errors.ts";
import { RequestCounter } from "./http/metrics.ts";
import { openApiDocument } from "./http/openapi.ts";
import type { DescribedOperation } from "./http/operation.ts";
import { refuseOtherSites } from "./http/origin.ts";
import { refuseHost } from "./http/hosts.ts";
import { isUnchanged, sendText, versionOf } from "./http/send.ts";
import { sendProblem } from "./tiles/tile-answer.ts";

export interface AppOptions {
  regions: Regions;
  /** Folder of the built pages. */
  clientDir: string;
  /** Answers tiles before anything else; false when the address is not a tile. */
  tiles?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Routes of other parts, mounted before the addresses of the API that read. */
  routes?: readonly RequestHandler[];
  /** What those parts answer, for the documentation. */
  operations?: readonly DescribedOperation[];
  /** Names under which it is asked, beside localhost and addresses in numbers. */
  hosts?: readonly string[];
  log: (text: string) => void;
}

/** The whole service as a request listener. It starts nothing and holds no database of its own. */
export function createApp(options: AppOptions): RequestListener {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", false);
  const counter = new RequestCounter();
  app.use(counter.handler);
  app.use(securityHeaders());
  app.use(refuseOtherSites);
  mountHealth(app, options.regions, counter);
  for (const routes of options.routes ?? []) app.use(routes);
  for (const endpoint of ENDPOINTS) mount(app, options.regions, endpoint);
  mountDocumentation(app, options.operations ?? []);
  app.use("/api", answerNotFound);
  app.use(clientFiles(options.clientDir));
  app.use(answerNotFound);
  app.use(answerErrors(options.log));
  const { tiles, hosts = [] } = options;
  return (request, response) => {
    const refused = refuseHost(request.headers.host, hosts);
    if (refused) {
      response.setHeader("Connection", "close");
      sendProblem(request, response, refused);
      return;
    }
    if (tiles?.(request, response)) return;
    app(request, response);
  };
}

/** MapLibre starts its worker from a blob and antd writes style elements; everything else comes from this server. */
function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'self'"],
        formAction: ["'self'"],
        scriptSrc: ["'self'"],
        workerSrc: ["'self'", "blob:"],
        childSrc: ["'self'", "blob:"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'", "data:"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        connectSrc: ["'self'", "blob:", "data:"],
      },
    },
    // The service speaks plain HTTP to its own machine; whoever puts TLS before it adds this there.
    strictTransportSecurity: false,
  });
}

/** /healthz: the process answers. /readyz: a region with its run can be seen. /metrics: figures for Prometheus. */
function mountHealth(app: Express, regions: Regions, counter: RequestCounter): void {
  app.get("/healthz", (_request, response) => {
    response.set("Cache-Control", "no-store").json({ ok: true });
  });
  app.get("/readyz", (_request, response) => {
    response.status(regions.ready ? 200 : 503).set("Cache-Control", "no-store");
    response.json({
      ready: regions.ready,
      activity: regions.activity,
      regions: regions.all().map(({ snapshot, run }) => ({
        code: snapshot.regionCode,
        villages: snapshot.villages.count,
        run: run?.id ?? null,
      })),
    });
  });
  app.get("/metrics", (_request, response) => {
    response.type("text/plain; version=0.0.4").send(counter.text(regions));
  });
}

function mountDocumentation(app: Express, operations: readonly DescribedOperation[]): void {
  let document: string | null = null;
  app.get("/api/openapi.json", async (request, response) => {
    document ??= JSON.stringify(openApiDocument(ENDPOINTS, operations));
    if (isUnchanged(request, response, versionOf(document))) return;
    await sendText(request, response, "application/json", document);
  });
  app.get("/api", (_request, response) => {
    response.type("html").send(apiPage(ENDPOINTS, operations));
  });
}
