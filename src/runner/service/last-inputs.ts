import type { RunRecord, StepRecord } from "../model/record.ts";
import type { Answer } from "../model/service.ts";
import type { Binding } from "../model/spec.ts";

/**
 * The inputs that a step had in a run, so that it can be run alone with them; undefined where it did not start. Outputs of that run stand
 * there as the versions that they became.
 *
 * @param identity of the step
 */
export const lastInputs = (record: RunRecord, identity: string): Answer<"lastInputs"> => {
  for (const invocation of record.spec.invocations.toReversed()) {
    const step = record.steps[invocation.id];
    if (invocation.identity !== identity || step === undefined) continue;
    const inputs: Record<string, Binding> = {};
    for (const [name, binding] of Object.entries(invocation.inputs)) {
      const stored = asStored(binding, name, step);
      if (stored === undefined) break;
      inputs[name] = stored;
    }
    if (Object.keys(inputs).length === Object.keys(invocation.inputs).length) return { run: record.id, invocation: invocation.id, inputs };
  }
  return undefined;
};

/** Undefined where a part of it was never made. */
const asStored = (binding: Binding, path: string, step: StepRecord): Binding | undefined => {
  switch (binding.kind) {
    case "value":
    case "version":
      return binding;
    case "output": {
      const used = step.inputs[path];
      return used && { kind: "version", ref: { artifact: used.artifact, version: used.version } };
    }
    case "list": {
      const items = binding.items.map((item, index) => asStored(item, `${path}[${String(index)}]`, step));
      return items.every((item) => item !== undefined) ? { kind: "list", items } : undefined;
    }
    case "object": {
      const fields: Record<string, Binding> = {};
      for (const [key, field] of Object.entries(binding.fields)) {
        const stored = asStored(field, `${path}.${key}`, step);
        if (stored === undefined) return undefined;
        fields[key] = stored;
      }
      return { kind: "object", fields };
    }
    default:
      return binding satisfies never;
  }
};
