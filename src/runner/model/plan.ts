import type { Graph } from "./graph.ts";
import type { Why } from "./why.ts";

/** What would happen to one step if the pipeline ran now: see {@link Why}, in which `step` is the invocation. */
export interface PlannedStep extends Omit<Why, "decision"> {
  /** `unknown`: it depends on what a step before it will make. */
  readonly decision: Why["decision"] | "unknown";
}

/** What a run would do, as `graph --plan --json` prints it. A dynamic pipeline is asked step by step as it runs, so of it nothing is known. */
export interface Plan extends Omit<Graph, "steps"> {
  readonly steps: readonly (Graph["steps"][number] & { readonly plan: Omit<PlannedStep, "step"> })[];
}
