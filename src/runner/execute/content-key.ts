import type { Binding } from "../model/spec.ts";

/** Name of an artifact in a task: `INVOCATION.OUTPUT` where the run makes it, `ARTIFACT@VERSION` where it was there before. */
export const contentKey = (binding: Extract<Binding, { kind: "output" | "version" }>): string =>
  binding.kind === "output" ? `${binding.from.invocation}.${binding.from.output}` : `${binding.ref.artifact}@${binding.ref.version}`;
