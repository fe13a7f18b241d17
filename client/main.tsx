import "virtual:noto-sans-sc.css";
import "./styles.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { ApiError } from "./api.ts";
import { startTexts } from "./i18n/start.ts";
import { WORKSPACES, workspaceOf } from "./workspaces.ts";

const Application = lazy(async () => {
  const [application] = await Promise.all([import("./application.tsx"), startTexts()]);
  return application;
});

// The workspace that the address opens is on its way while the page asks whether the service is ready.
void WORKSPACES[workspaceOf(window.location.pathname)]();

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <Suspense fallback={<div className="curtain" aria-hidden="true" />}>
          <Application />
        </Suspense>
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
