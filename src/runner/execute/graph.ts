import type { Plan } from "../model/plan.ts";
import type { RunRequest } from "../model/protocol.ts";
import { ok, type Result } from "../model/result.ts";
import type { PipelineSpec } from "../model/spec.ts";
import { closeEarly, startEarly } from "./early-pool.ts";
import type { Opening } from "./opening.ts";
import { openSession } from "./session.ts";

/** Records a pipeline without running it. */
export const graph = async (request: RunRequest): Promise<Result<{ readonly spec: PipelineSpec }>> => {
  const opened = await openSession(request, "graph");
  if (!opened.ok) return opened;
  try {
    const spec = await opened.value.record();
    return spec.ok ? ok({ spec: spec.value }) : spec;
  } finally {
    await opened.value.close();
  }
};

/** Records a pipeline and says what a run of it would do: a dry run. Nothing is run, and nothing written into the workspace. */
export const plan = async (request: RunRequest, opening: Opening = {}): Promise<Result<Plan>> => {
  startEarly();
  const opened = await openSession(request, "run", opening);
  if (!opened.ok) {
    await closeEarly();
    return opened;
  }
  try {
    return await opened.value.plan(opening);
  } finally {
    await opened.value.close();
  }
};
