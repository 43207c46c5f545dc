import { resolve } from "node:path";
import type { Finding } from "../../model/finding.ts";
import type { Graph } from "../../model/graph.ts";
import type { Json } from "../../model/json.ts";
import type { PipelinePlaces } from "../../model/places.ts";
import type { Signature } from "../../model/signature.ts";
import type { FileReader } from "../discovery/file-reader.ts";
import { unlessTooDeep } from "../too-deep.ts";
import { unwrap } from "../unwrap.ts";
import ts from "../typescript.ts";
import { graphFindings } from "./graph-findings.ts";
import { Interpreter } from "./interpreter.ts";

/** Which pipeline is read, and with what. */
export interface StaticGraphRequest {
  /** Absolute, without symbolic links. */
  readonly workspace: string;
  readonly reader: FileReader;
  /** `src/train.ts#trainingPipeline`. */
  readonly identity: string;
  /** What the checker says of steps, by identity. Without it, what the syntax says stands in. */
  readonly signatures?: ReadonlyMap<string, Signature>;
  /** Parameters of the pipeline, for loops and branches that depend on them; else its defaults. */
  readonly parameters?: Readonly<Record<string, Json>>;
}

/** A pipeline as its source shows it. */
export interface StaticGraph {
  readonly graph: Graph;
  readonly places: PipelinePlaces;
  /** What is wrong with calls, ids, order: what recording it would refuse. */
  readonly findings: readonly Finding[];
}

/**
 * The graph of a pipeline, by reading its function as data: calls and their arguments, what is taken apart and passed on, pipelines that are
 * called inside it, also from other files. Loops over what is known are gone through; of all others, and of branches, every part is drawn once
 * and marked with what it stands in (`within`). Nothing is run, and no type checker is asked: a few milliseconds a pipeline.
 *
 * Undefined where there is no such pipeline, or its function is not in the source.
 */
export const staticGraph = (request: StaticGraphRequest): StaticGraph | undefined => {
  const { workspace, reader, identity, signatures = new Map<string, Signature>(), parameters = {} } = request;
  const file = identity.slice(0, identity.lastIndexOf("#"));
  const path = resolve(workspace, file);
  const probe = new Interpreter(workspace, reader, signatures, false);
  const module = probe.modules.module(path);
  const found = [...probe.modules.definitionsOf(path)].find(([, definition]) => definition.identity === identity);
  if (module === undefined || found === undefined) return undefined;
  const [node, definition] = found;
  const machine = definition.dynamic ? new Interpreter(workspace, reader, signatures, true) : probe;
  const { scope } = machine.modules.module(path) ?? module;
  const value = ts.isExpression(node) ? unlessTooDeep(() => machine.evaluate(unwrap(node), scope), undefined) : undefined;
  const fn = value?.kind === "made" ? value.made.fn : undefined;
  if (value?.kind !== "made" || fn === undefined) return undefined;
  const { recording } = machine;
  recording.pipeline = definition.name;
  // What was read until it was too much is drawn.
  const isWhole = unlessTooDeep(() => {
    machine.start(fn, parameters);
    return true;
  }, false);
  if (!isWhole) recording.partial = true;
  const findings = [...recording.findings, ...graphFindings(recording, definition.dynamic)];
  const steps = recording.records.map(({ step, call }) => ({ ...step, outputs: call.outputs.map(({ name, type }) => ({ name, type })) }));
  return {
    graph: {
      pipeline: definition.name,
      file,
      steps,
      ...(definition.dynamic && { dynamic: true }),
      ...((recording.partial || definition.dynamic) && { partial: true }),
    },
    places: { identity, calls: recording.calls, variables: recording.variables() },
    findings,
  };
};
