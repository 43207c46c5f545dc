import type { AttemptRecord, RunRecord, StepRecord } from "../../../../src/runner/model/record.ts";
import type { Preview } from "../../../../src/runner/model/preview.ts";
import { runId, runName, spec, start } from "./story.ts";

/** So many milliseconds after the start, as records say it. */
export const time = (after: number): string => new Date(start + after).toISOString();

export function attempt(number: number, more: Partial<AttemptRecord> = {}): AttemptRecord {
  return { attempt: number, status: "completed", startedAt: time(0), endedAt: time(12), log: `logs/${runId}/x.${number}.log`, ...more };
}

export function stepRecord(more: Partial<StepRecord> = {}): StepRecord {
  return {
    step: "step",
    status: "completed",
    startedAt: time(0),
    endedAt: time(12),
    attempts: [attempt(1)],
    parameters: {},
    inputs: {},
    outputs: {},
    hooks: [],
    metadata: {},
    tags: [],
    ...more,
  };
}

export function output(
  artifact: string,
  preview: Preview,
  more: Partial<StepRecord["outputs"][string]> = {},
): StepRecord["outputs"][string] {
  return { artifact, version: "3", type: "number", hash: "a".repeat(64), bytes: 4, preview, ...more };
}

export function runRecord(more: Partial<RunRecord> = {}): RunRecord {
  return {
    id: runId,
    name: runName,
    pipeline: "trainingPipeline",
    status: "completed",
    startedAt: time(0),
    endedAt: time(1240),
    parameters: {},
    steps: {},
    outputs: {},
    warnings: [],
    tags: [],
    metadata: {},
    owner: { host: "box", boot: "", pid: 1, startedAt: start },
    environment: { node: "v24.21.0", platform: "linux", stepwright: "0.1.0" },
    spec: spec([]),
    ...more,
  };
}
