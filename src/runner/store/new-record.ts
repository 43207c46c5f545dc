import type { RunEvent } from "../model/events.ts";
import type { OutputRecord, RunRecord, StepRecord } from "../model/record.ts";
import type { ArtifactVersion } from "../model/artifact.ts";
import type { Invocation } from "../model/spec.ts";
import { artifactsIn, parametersIn } from "./bindings.ts";

/** How records begin: what `run.started` and each invocation of the spec say before anything has run. */

/** The record of a run that has just started, with no steps yet. Shares nothing with the event that will be changed later. */
export function newRunRecord(event: Extract<RunEvent, { event: "run.started" }>): RunRecord {
  const { spec } = event;
  return {
    id: event.runId,
    name: event.name,
    pipeline: spec.pipeline,
    status: "initializing",
    startedAt: isoTime(event.at),
    parameters: spec.parameters,
    steps: {},
    outputs: {},
    warnings: [],
    tags: [...(spec.options.tags ?? [])],
    metadata: { ...spec.options.metadata },
    owner: event.owner,
    environment: event.environment,
    ...(event.origin && { origin: event.origin }),
    spec: { ...spec, invocations: [] },
  };
}

/** The record of a step that waits. Of its inputs, the versions that exist already are known. */
export function newStepRecord(invocation: Invocation): StepRecord {
  return {
    step: invocation.step,
    status: "pending",
    attempts: [],
    parameters: parametersIn(invocation.inputs),
    inputs: Object.fromEntries(
      artifactsIn(invocation.inputs).flatMap(({ path, binding }) => (binding.kind === "version" ? [[path, { ...binding.ref }]] : [])),
    ),
    outputs: {},
    hooks: [],
    metadata: { ...invocation.options.metadata },
    tags: [...(invocation.options.tags ?? [])],
  };
}

/** What the record of a step says of a version that it made or took from the cache. */
export function outputRecord(version: ArtifactVersion): OutputRecord {
  const { artifact, type, content, preview } = version;
  return { artifact, version: version.version, type, hash: content.hash, bytes: content.bytes, preview };
}

/** The largest time that a Date can hold. */
const lastTime = 8.64e15;

/** Milliseconds since 1970 as a record writes them. A time that no calendar knows (a damaged journal) becomes the last one that it does. */
export function isoTime(at: number): string {
  return new Date(Math.min(Math.max(at, 0), lastTime)).toISOString();
}
