import { format } from "node:util";
import type { StepTask } from "../../model/protocol.ts";
import type { StepContext } from "../../sdk/context.ts";
import { makeTempDir, removeTempDir } from "../temp-dir.ts";
import { tell } from "./channel.ts";

/** The context of one attempt, and how to remove what it made. */
export const createContext = (
  task: StepTask,
  inputs: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): { context: StepContext; dispose: () => void } => {
  const invocation = task.invocation.id;
  let directory: string | undefined;
  const context: StepContext = {
    run: { id: task.runId, name: task.runName, pipeline: task.pipeline },
    step: { id: invocation, name: task.invocation.step, attempt: task.attempt },
    inputs,
    signal,
    seed: task.seed,
    get tempDir() {
      return (directory ??= makeTempDir(task.tempDir));
    },
    log: (...values) => {
      process.stdout.write(`${format(...values)}\n`);
    },
    progress: (fraction, message) => {
      tell({ type: "progress", invocation, fraction, ...(message !== undefined && { message }) });
    },
    logMetadata: (metadata) => {
      tell({ type: "metadata", invocation, metadata });
    },
    addTags: (...tags) => {
      tell({ type: "tags", invocation, tags });
    },
  };
  return {
    context,
    dispose: () => {
      if (directory !== undefined) removeTempDir(directory);
    },
  };
};
