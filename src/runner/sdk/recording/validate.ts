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
  const cycle = findCycle(byId);
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

/** The ids of one cycle in order, found by depth-first search; undefined where there is none. */
const findCycle = (byId: ReadonlyMap<string, Invocation>): string[] | undefined => {
  const done = new Set<string>();
  for (const start of byId.keys()) {
    // An explicit stack: a chain of thousands of steps must not overflow the call stack.
    const path: { id: string; rest: string[] }[] = [];
    const onPath = new Set<string>();
    const enter = (id: string): void => {
      const invocation = byId.get(id);
      path.push({ id, rest: invocation === undefined ? [] : upstreamOf(invocation) });
      onPath.add(id);
    };
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        path.pop();
        onPath.delete(top.id);
        done.add(top.id);
      } else if (onPath.has(next)) {
        const ids = path.map(({ id }) => id);
        return ids.slice(ids.indexOf(next)).reverse();
      } else if (!done.has(next)) enter(next);
    }
  }
  return undefined;
};
