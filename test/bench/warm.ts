import type { Json } from "../../src/runner/model/json.ts";
import type { StepStatus } from "../../src/runner/model/status.ts";
import { newRound } from "./workloads.ts";
import { openSession } from "../../src/runner/execute/session.ts";

/** A workload whose module is loaded and whose workers wait. */
export interface WarmWork {
  /** Milliseconds from "run" to "run finished". Every step must end with `status`: a figure of a run that failed means nothing. */
  run(status: Extract<StepStatus, "completed" | "cached">): Promise<number>;
  close(): Promise<void>;
}

/** Opens a pipeline of a workload file. */
export async function openWork(
  file: string,
  workspace: string,
  name: string,
  parameters: Readonly<Record<string, Json>>,
): Promise<WarmWork> {
  const opened = await openSession({ file, workspace, target: { name }, parameters, overrides: { maxConcurrency: 2 } });
  if (!opened.ok) throw new Error(opened.error.message);
  const session = opened.value;
  return {
    run: async (status) => {
      // Caching stays on, as it is for users.
      if (status === "completed") newRound(workspace);
      const start = performance.now();
      const finished = await session.run();
      const ms = performance.now() - start;
      if (!finished.ok) throw new Error(finished.error.message);
      const others = Object.entries(finished.value.run.steps).filter(([, step]) => step.status !== status);
      if (others.length > 0) throw new Error(`${name}: ${others.map(([id, step]) => `${id} is ${step.status}`).join(", ")}`);
      return ms;
    },
    close: () => session.close(),
  };
}
