import type { GraphBinding, GraphStep } from "./graph.ts";

/** Every output (`INVOCATION.OUTPUT`) that the inputs of a step name, in their order. */
export const outputsUsedBy = (step: Pick<GraphStep, "inputs">): string[] => Object.values(step.inputs).flatMap(outputsIn);

const outputsIn = (binding: GraphBinding): readonly string[] => {
  if ("from" in binding) return [binding.from];
  if ("list" in binding) return binding.list.flatMap(outputsIn);
  if ("object" in binding) return Object.values(binding.object).flatMap(outputsIn);
  return "expression" in binding ? (binding.of ?? []) : [];
};

/** The invocation in `INVOCATION.OUTPUT`. Both may have points in them, so it is the longest one that there is. */
export const invocationOf = (output: string, known: { has(id: string): boolean }): string => {
  for (let end = output.lastIndexOf("."); end > 0; end = output.lastIndexOf(".", end - 1))
    if (known.has(output.slice(0, end))) return output.slice(0, end);
  return output.slice(0, Math.max(0, output.lastIndexOf(".")));
};

/** Ids of everything that must have ended before a step starts, each once. */
export const upstreamOf = (step: Pick<GraphStep, "inputs" | "after">, known: { has(id: string): boolean }): string[] => [
  ...new Set([...outputsUsedBy(step).map((output) => invocationOf(output, known)), ...step.after]),
];
