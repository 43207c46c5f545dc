import type { RunRequest } from "../model/protocol.ts";
import { ok, type Result } from "../model/result.ts";
import type { PipelineSpec } from "../model/spec.ts";
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
