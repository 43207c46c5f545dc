import type { ArtifactVersion } from "../model/artifact.ts";
import type { Failure } from "../model/failure.ts";
import type { Graph, GraphBinding, GraphStep } from "../model/graph.ts";
import type { Json } from "../model/json.ts";
import type { RunRecord } from "../model/record.ts";
import type { OutputShape } from "../model/signature.ts";
import type { Binding, Invocation, PipelineSpec } from "../model/spec.ts";

/**
 * The shapes that `--json` prints. They are a contract with scripts and other tools, described in docs/cli.md: fields may be added, never
 * renamed or removed. A run is printed as its record stands in the store, events as they stand in the journal.
 */

/** Last line of `run --json`, in place of the run's own final event. */
export interface JsonRunEnd {
  readonly event: "run.completed" | "run.failed" | "run.cancelled";
  readonly run: RunRecord;
}

/** The only line (or the last, after events) of a command that could not do what was asked. */
export interface JsonError {
  readonly error: Failure;
}

/** What `artifact show --json` prints. */
export interface JsonArtifact extends Omit<ArtifactVersion, "artifact" | "content"> {
  readonly name: string;
  readonly bytes: number;
  readonly hash: string;
  /** Relative to the workspace, with `/`. */
  readonly files: readonly string[];
  /** The value itself, where it is JSON and small. */
  readonly value?: Json;
}

/** The last line of `run --json`. */
export function jsonRunEnd(run: RunRecord): JsonRunEnd {
  switch (run.status) {
    case "completed":
      return { event: "run.completed", run };
    case "cancelled":
      return { event: "run.cancelled", run };
    case "failed":
    case "interrupted":
    case "initializing":
    case "running":
      return { event: "run.failed", run };
    default:
      return run.status satisfies never;
  }
}

/** A recorded pipeline as `graph --json` shows it. */
export function jsonGraph(spec: PipelineSpec): Graph {
  return {
    pipeline: spec.pipeline,
    file: spec.file,
    steps: spec.invocations.map(jsonStep),
    ...(spec.dynamic && { dynamic: true }),
  };
}

function jsonStep(invocation: Invocation): GraphStep {
  return {
    id: invocation.id,
    step: invocation.step,
    ...(invocation.at && { line: invocation.at.line }),
    inputs: mapValues(invocation.inputs, jsonBinding),
    outputs: outputsOf(invocation.outputs).map(({ name, type }) => ({ name, type })),
    after: invocation.after,
    ...(invocation.group && { group: invocation.group }),
  };
}

/** The outputs of a step in order, however it returns them. */
function outputsOf(shape: OutputShape): readonly { readonly name: string; readonly type: string }[] {
  switch (shape.kind) {
    case "none":
      return [];
    case "single":
      return [shape.output];
    case "tuple":
    case "named":
      return shape.outputs;
    default:
      return shape satisfies never;
  }
}

function jsonBinding(binding: Binding): GraphBinding {
  switch (binding.kind) {
    case "value":
      return { value: binding.value };
    case "output":
      return { from: `${binding.from.invocation}.${binding.from.output}` };
    case "version":
      return { artifact: binding.ref.artifact, version: binding.ref.version };
    case "list":
      return { list: binding.items.map(jsonBinding) };
    case "object":
      return { object: mapValues(binding.fields, jsonBinding) };
    default:
      return binding satisfies never;
  }
}

/** One version of an artifact as `artifact show --json` shows it. */
export function jsonArtifact(version: ArtifactVersion, files: readonly string[], value: Json | undefined): JsonArtifact {
  const { artifact, content, ...rest } = version;
  return { name: artifact, ...rest, bytes: content.bytes, hash: content.hash, files, ...(value !== undefined && { value }) };
}

/** `Object.fromEntries` defines properties rather than assigning them, so an input called `__proto__` stays an input. */
function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
