import type { RunRecord, StepRecord } from "../model/record.ts";
import type { Binding } from "../model/spec.ts";
import { member } from "./bindings.ts";

/**
 * What an invocation had as inputs in a run, so that it can be run alone with them; undefined where some of it was never made. Outputs of
 * that run stand there as the versions that they became.
 */
export function recordedInputs(record: RunRecord, id: string): Record<string, Binding> | undefined {
  const invocation = record.spec.invocations.find((each) => each.id === id);
  const step = record.steps[id];
  if (invocation === undefined || step === undefined) return undefined;
  const inputs: Record<string, Binding> = {};
  for (const [name, binding] of Object.entries(invocation.inputs)) {
    const stored = asStored(binding, name, step, record);
    if (stored === undefined) return undefined;
    inputs[name] = stored;
  }
  return inputs;
}

/** The same for one of the inputs; undefined where it was never made, or nothing was given. */
export function recordedInput(record: RunRecord, id: string, name: string): Binding | undefined {
  const binding = record.spec.invocations.find((each) => each.id === id)?.inputs[name];
  const step = record.steps[id];
  return binding && step && asStored(binding, name, step, record);
}

/** Undefined where a part of it was never made. */
function asStored(binding: Binding, path: string, step: StepRecord, record: RunRecord): Binding | undefined {
  switch (binding.kind) {
    case "value":
    case "version":
      return binding;
    case "output": {
      // A step that did not start has read nothing, and what it would have read may be there all the same.
      const { invocation, output } = binding.from;
      const used = step.inputs[path] ?? record.steps[invocation]?.outputs[output];
      return used && { kind: "version", ref: { artifact: used.artifact, version: used.version } };
    }
    case "list": {
      const items = binding.items.map((item, index) => asStored(item, `${path}[${String(index)}]`, step, record));
      return items.every((item) => item !== undefined) ? { kind: "list", items } : undefined;
    }
    case "object": {
      const fields: Record<string, Binding> = {};
      for (const [key, field] of Object.entries(binding.fields)) {
        const stored = asStored(field, path + member(key), step, record);
        if (stored === undefined) return undefined;
        fields[key] = stored;
      }
      return { kind: "object", fields };
    }
    default:
      return binding satisfies never;
  }
}
