import { externalName, newVersion } from "../../model/external.ts";
import type { GraphBinding } from "../../model/graph.ts";
import { importEdits, insertAfter, insertAt } from "../text-edits.ts";
import { fileRange, report, type Argument, type Machine } from "./machine.ts";
import { handlesIn, handleText, jsonOf, type Handle } from "./values.ts";

/**
 * What stands at an input, where the argument is known; undefined for one that is not given. A value that is not JSON is a finding.
 *
 * @param path the input, as messages call it
 * @param invocation the call that gets it
 */
export const bindingOf = (machine: Machine, { value, node }: Argument, path: string, invocation: string): GraphBinding | undefined => {
  const json = jsonOf(value);
  if (json !== undefined) return { value: json.json };
  switch (value.kind) {
    case "undefined":
    case "json":
      return undefined;
    case "handle":
      return handleBinding(value.handle);
    case "version":
      return { artifact: value.artifact, version: value.version };
    case "external":
      return { artifact: externalName(machine.recording.pipeline, invocation), version: newVersion };
    case "list": {
      if (value.open) return expression(value.text, handlesIn(value));
      return {
        list: value.items.map((item, index) =>
          partOf(machine, { value: item, ...(node && { node }) }, `${path}[${String(index)}]`, invocation),
        ),
      };
    }
    case "object": {
      if (value.open) return expression(value.text, handlesIn(value));
      const fields = [...value.fields].filter(([, field]) => field.kind !== "undefined");
      return {
        object: Object.fromEntries(
          fields.map(([key, field]) => [key, partOf(machine, { value: field, ...(node && { node }) }, `${path}.${key}`, invocation)]),
        ),
      };
    }
    case "unknown":
      return expression(value.text, value.of);
    case "other":
      notJson(machine, { value, ...(node && { node }) }, path, value.what);
      return expression(value.text, value.of);
    case "function":
      notJson(machine, { value, ...(node && { node }) }, path, "a function");
      return expression("function", []);
    case "made":
      notJson(machine, { value, ...(node && { node }) }, path, `a ${value.made.kind}`);
      return expression(value.made.name, []);
    case "module":
    case "sdk":
    case "global":
      return expression(path, []);
    default:
      return value satisfies never;
  }
};

const partOf = (machine: Machine, argument: Argument, path: string, invocation: string): GraphBinding =>
  bindingOf(machine, argument, path, invocation) ?? { expression: "undefined" };

const handleBinding = ({ call, output }: Handle): GraphBinding => {
  if (output !== undefined) return { from: `${call.id}.${output}` };
  switch (call.kind) {
    case "tuple":
      return { list: call.outputs.map(({ name }) => ({ from: `${call.id}.${name}` })) };
    case "named":
      return { object: Object.fromEntries(call.outputs.map(({ name }) => [name, { from: `${call.id}.${name}` }])) };
    case "single":
    case "open":
    case "none":
      return { from: `${call.id}.${call.outputs[0]?.name ?? "output"}` };
    default:
      return call.kind satisfies never;
  }
};

const expression = (text: string, of: readonly Handle[]): GraphBinding => ({
  expression: text,
  ...(of.length > 0 && { of: [...new Set(of.flatMap(outputsOf))] }),
});

const outputsOf = (handle: Handle): string[] => {
  const { call, output } = handle;
  if (output !== undefined || call.outputs.length === 0) return [output === undefined ? `${call.id}.output` : handleText(handle)];
  return call.outputs.map(({ name }) => `${call.id}.${name}`);
};

const notJson = (machine: Machine, { value, node }: Argument, path: string, what: string): void => {
  if (node === undefined) return;
  const { file } = fileRange(machine, node);
  // Code cannot be stored, and what holds results of steps cannot be stored before these have run.
  const canBeStored = value.kind === "other" && value.what !== "a class" && value.of.length === 0;
  const edits = [
    insertAt(file, node, "externalArtifact("),
    insertAfter(file, node, ")"),
    ...importEdits(file, node.getSourceFile(), "externalArtifact"),
  ];
  report(machine, "SW1006", node, {
    message: `\`${path}\` is ${what}, and a parameter must be JSON.`,
    help: "Make the value in a step and pass its result, or wrap it: externalArtifact(value).",
    ...(canBeStored && { fixes: [{ title: "Pass it as an artifact", edits }] }),
  });
};
