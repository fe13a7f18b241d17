import { expect } from "vitest";
import { ProposalJob } from "../../../core/contract/proposal.ts";
import type { PlanTestService } from "../plans/plan-service.ts";

/** Asks for a proposal on a version of a plan, and gives the answer to the request. */
export function ask(
  service: PlanTestService,
  plan: string,
  version: number,
  question: Record<string, unknown> = {},
  write: { key?: string } = {},
): ReturnType<PlanTestService["send"]> {
  const body = { author: "韦", client: "page", ...question };
  return service.send("POST", `/api/plans/${plan}/proposals`, body, { version, ...write });
}

/** Waits until a job is over. */
export async function over(
  service: PlanTestService,
  plan: string,
  job: string,
): Promise<ProposalJob> {
  for (;;) {
    const { json, status } = await service.get(`/api/plans/${plan}/proposals/${job}`);
    expect(status).toBe(200);
    if (json.state !== "queued" && json.state !== "running") return ProposalJob.parse(json);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Asks, and waits until the proposal is done. */
export async function proposed(
  service: PlanTestService,
  plan: string,
  version: number,
  question: Record<string, unknown> = {},
): Promise<ProposalJob & { result: NonNullable<ProposalJob["result"]> }> {
  const asked = await ask(service, plan, version, question);
  expect(asked.text.slice(0, 200) && asked.status).toBe(202);
  const job = await over(service, plan, asked.json.id);
  expect([job.state, job.failure, service.logged]).toEqual(["done", null, []]);
  return { ...job, result: job.result! };
}
