import type { ArtifactVersion } from "../../../../src/runner/model/artifact.ts";
import type { NewRunEvent, RunEvent } from "../../../../src/runner/model/events.ts";
import type { Failure } from "../../../../src/runner/model/failure.ts";
import type { Preview } from "../../../../src/runner/model/preview.ts";
import type { OutputShape } from "../../../../src/runner/model/signature.ts";
import type { Invocation, PipelineSpec } from "../../../../src/runner/model/spec.ts";

/** When every story begins: 2026-03-01T10:00:00Z. */
export const start = Date.UTC(2026, 2, 1, 10);

export const runId = "01KJMZ0000000000000000TEST";
export const runName = "trainingPipeline-2026_03_01-10_00_00_000000";

export const boom: Failure = {
  code: "SW3001",
  message: "Step `train` threw: labels is not iterable",
  help: "Correct the step and run again.",
};

/** An invocation without inputs and outputs, but for what is said. */
export function invocation(id: string, more: Partial<Invocation> = {}): Invocation {
  return { id, step: id, inputs: {}, slots: [], artifacts: {}, outputs: { kind: "none" }, after: [], options: {}, ...more };
}

export function single(type: string): OutputShape {
  return { kind: "single", output: { name: "output", type, named: false } };
}

export function named(...outputs: readonly (readonly [name: string, type: string])[]): OutputShape {
  return { kind: "named", outputs: outputs.map(([name, type]) => ({ name, type, named: true })) };
}

export function spec(invocations: Invocation[], more: Partial<PipelineSpec> = {}): PipelineSpec {
  return {
    pipeline: "trainingPipeline",
    identity: "src/train.ts#trainingPipeline",
    file: "src/train.ts",
    parameters: {},
    options: { executionMode: "continueOnFailure" },
    invocations,
    outputs: {},
    dynamic: false,
    ...more,
  };
}

export function version(artifact: string, preview: Preview, more: Partial<ArtifactVersion> = {}): ArtifactVersion {
  return {
    artifact,
    version: "3",
    type: "number",
    materializer: "json",
    content: { hash: "a".repeat(64), bytes: 4, extension: "json" },
    preview,
    metadata: {},
    producer: { run: runId, step: "train", output: "accuracy" },
    tags: [],
    createdAt: start,
    ...more,
  };
}

export const scalar = (text: string): Preview => ({ kind: "scalar", text });

/** Stamps events: each is `[milliseconds since the start, event]`. */
export function story(...events: readonly (readonly [at: number, event: NewRunEvent])[]): RunEvent[] {
  return events.map(([at, event], seq) => ({ ...event, runId, seq, at: start + at }));
}

export function started(...invocations: Invocation[]): NewRunEvent {
  return {
    event: "run.started",
    name: runName,
    spec: spec(invocations),
    owner: { host: "box", boot: "", pid: 1, startedAt: start },
    environment: { node: "v24.21.0", platform: "linux", stepwright: "0.1.0" },
  };
}
