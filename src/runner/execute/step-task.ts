import { hash } from "node:crypto";
import type { Failure } from "../model/failure.ts";
import type { InputContent, StepTask } from "../model/protocol.ts";
import type { Invocation, PipelineSpec } from "../model/spec.ts";
import { logPath } from "../store/logs.ts";
import type { Store } from "../store/store.ts";
import { tempDirPath } from "./temp-dir.ts";

/** The run that a task belongs to. */
interface Run {
  readonly runId: string;
  readonly name: string;
  readonly spec: PipelineSpec;
  readonly store: Store;
}

/** One try of an invocation, as it is sent to a worker: plain data, so that it could be sent to another machine as well. */
export const stepTask = (
  run: Run,
  { invocation, attempt, lost }: { readonly invocation: Invocation; readonly attempt: number; readonly lost?: Failure },
  contents: Readonly<Record<string, InputContent>>,
): StepTask => {
  const { runId, name, spec, store } = run;
  return {
    runId,
    runName: name,
    pipeline: spec.pipeline,
    invocation,
    attempt,
    maxAttempts: 1 + (invocation.options.retry?.maxRetries ?? 0),
    contents,
    // The first 32 bits of a hash: the same for every attempt of this step in this run.
    seed: Number.parseInt(hash("sha256", `${runId} ${invocation.id}`).slice(0, 8), 16),
    log: logPath(store, runId, invocation.id, attempt),
    tempDir: tempDirPath(runId, invocation.id, attempt),
    ...(lost && { lost }),
  };
};
