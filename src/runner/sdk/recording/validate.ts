import { findCycle } from "../../model/cycle.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { Binding, Invocation } from "../../model/spec.ts";
import { StepwrightError } from "../errors.ts";

/** Ids of the invocations whose outputs a binding names. */
const invocationsOf = (binding: Binding): string[] => {
  switch (binding.kind) {
    case "value":
    case "version":
      return [];
    case "output":
      return [binding.from.invocation];
    case "list":
      return binding.items.flatMap(invocationsOf);
    case "object":
      return Object.values(binding.fields).flatMap(invocationsOf);
    default:
      return binding satisfies never;
  }
};

/** Ids of everything that must have ended before the invocation starts, each once. */
export const upstreamOf = (invocation: Invocation): string[] => [
  ...new Set([...Object.values(invocation.inputs).flatMap(invocationsOf), ...invocation.after]),
];

/**
 * Checks that everything in `after` is there.
 *
 * @param known the invocations that may be named
 * @throws StepwrightError `SW1008`
 */
export const checkAfter = (invocation: Invocation, known: ReadonlyMap<string, unknown>): void => {
  const unknown = invocation.after.find((id) => !known.has(id));
  if (unknown === undefined) return;
  throw new StepwrightError({
    code: "SW1008",
    message: `\`${invocation.id}\` is to run after \`${unknown}\`, which is not in the pipeline.${didYouMean(unknown, known.keys())}`,
    help: "Ids are step names, with _2, _3 … for later calls.",
    ...(invocation.at && { at: invocation.at }),
  });
};

/**
 * Checks what can be known of a recorded graph only at its end.
 *
 * @throws StepwrightError `SW1008` where `after` names nothing, `SW1007` for a cycle.
 */
export const validateGraph = (invocations: readonly Invocation[]): void => {
  const byId = new Map(invocations.map((invocation) => [invocation.id, invocation]));
  for (const invocation of invocations) checkAfter(invocation, byId);
  const cycle = findCycle(byId.keys(), (id) => {
    const invocation = byId.get(id);
    return invocation === undefined ? [] : upstreamOf(invocation);
  });
  if (cycle === undefined) return;
  const [first] = cycle;
  const at = first === undefined ? undefined : byId.get(first)?.at;
  throw new StepwrightError({
    code: "SW1007",
    message: `These steps wait for each other: ${[...cycle, ...cycle.slice(0, 1)].join(" → ")}.`,
    help: "Remove one of the `after` options.",
    ...(at && { at }),
  });
};
