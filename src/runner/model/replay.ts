import type { Json } from "./json.ts";

/** How to go on from a run. Inputs are of the step, and others than it had: as values, or as text that its types make values of. */
export type Replay =
  | { readonly kind: "resume" }
  | {
      readonly kind: "from" | "only";
      /** The invocation. */
      readonly step: string;
      readonly inputs?: Readonly<Record<string, Json>>;
      readonly textInputs?: Readonly<Record<string, string>>;
    };
