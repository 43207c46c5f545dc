import { resolve } from "node:path";
import { staticGraph, type StaticGraph } from "../../analysis/graph/static-graph.ts";
import { resolveParameters } from "../../execute/parameters.ts";
import { chooseTarget } from "../../execute/target.ts";
import type { Json } from "../../model/json.ts";
import type { Registered } from "../../model/protocol.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { Signature } from "../../model/signature.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { failureText } from "../failure-text.ts";
import { graphText } from "../graph-text.ts";
import { readFile, signaturesOf, type ReadFile } from "../source-reading.ts";
import { workspaceOf } from "../workspace.ts";
import type { RunFlags } from "./run.ts";

/** Shows the graph of a pipeline by reading its source: no code of it is run. */
export async function staticGraphCommand(
  context: Context,
  file: string,
  pipeline: string | undefined,
  flags: Pick<RunFlags, "param">,
): Promise<CommandResult> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  const read = readFile(workspace.value, resolve(context.cwd, file));
  if (!read.ok) return read;
  const registered: Registered[] = read.value.definitions.map(({ kind, identity, name, dynamic }) => ({ kind, identity, name, dynamic }));
  const target = await chooseTarget(read.value.file, registered, pipeline === undefined ? undefined : { name: pipeline }, () =>
    Promise.resolve(undefined),
  );
  if (!target.ok) return target;
  const found = await graphWithTypes(context, read.value, target.value, flags.param ?? new Map());
  if (!found.ok) return found;
  const { graph } = found.value;
  if (context.json) printJson(context, graph);
  else context.stdout.line(graphText(graph, context.stdout));
  return ok(exitStatus.completed);
}

/** Twice, for the first reading says which steps there are, and the checker what these take and make. */
async function graphWithTypes(
  context: Context,
  { workspace, reader, file }: ReadFile,
  target: Registered,
  texts: ReadonlyMap<string, string>,
): Promise<Result<StaticGraph>> {
  const { identity, name } = target;
  const first = staticGraph({ workspace, reader, identity });
  if (first === undefined) {
    return err({
      code: "SW2003",
      message: `The function of \`${name}\` is not in the source, so ${file} alone does not tell its graph.`,
      help: "Leave --static out: then the pipeline function is called once to record its steps.",
    });
  }
  const steps = new Set(first.places.calls.flatMap(({ definition }) => definition?.identity ?? []));
  const described = await signaturesOf(workspace, [
    { kind: target.kind, identity },
    ...[...steps].map((step) => ({ kind: "step" as const, identity: step })),
  ]);
  // A configuration that cannot be read, or a type that is too much, hides types, and not the graph.
  if (!described.ok) context.stderr.line(failureText(described.error, { cwd: context.cwd, workspace }, context.stderr.colors));
  const signatures = new Map((described.ok ? described.value.signatures : []).map((signature) => [signature.identity, signature]));
  const parameters = parametersFrom(signatures.get(identity), name, texts);
  if (!parameters.ok) return parameters;
  return ok(staticGraph({ workspace, reader, identity, signatures, parameters: parameters.value }) ?? first);
}

/** Those that were given; the others have their defaults, or stay unknown. */
function parametersFrom(signature: Signature | undefined, name: string, texts: ReadonlyMap<string, string>): Result<Record<string, Json>> {
  if (signature === undefined || texts.size === 0) return ok({});
  const inputs = signature.inputs.map((input) => ({ ...input, optional: true }));
  return resolveParameters({ ...signature, inputs }, name, { file: "", textParameters: Object.fromEntries(texts) });
}
