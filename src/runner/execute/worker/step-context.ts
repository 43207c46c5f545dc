import { format } from "node:util";
import type { StepTask } from "../../model/protocol.ts";
import type { StepContext } from "../../sdk/context.ts";
import { makeTempDir, removeTempDir } from "../temp-dir.ts";
import { tell } from "./channel.ts";
import { checkMetadata, checkProgress, checkTags } from "./note-check.ts";

/** The context of one attempt, and how to remove what it made. */
export const createContext = (
  task: StepTask,
  inputs: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): { context: StepContext; dispose: () => void } => {
  const { attempt } = task;
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
      checkProgress(fraction);
      tell({ type: "progress", invocation, attempt, fraction, ...(message !== undefined && { message }) });
    },
    logMetadata: (metadata) => {
      tell({ type: "metadata", invocation, attempt, metadata: checkMetadata(metadata) });
    },
    addTags: (...tags) => {
      checkTags(tags);
      tell({ type: "tags", invocation, attempt, tags });
    },
  };
  return {
    context,
    dispose: () => {
      if (directory !== undefined) removeTempDir(directory);
    },
  };
};
